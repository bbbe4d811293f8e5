"""The Nu HTML checker, of which bin/setup has fetched the jar: whether what the server has sent is valid."""

import atexit
import functools
import json
import socket
import subprocess
import time
import urllib.request

from django.conf import settings

JAR = settings.BASE_DIR / ".venv" / "vnu.jar"


def errors(markup):
    """What is invalid in a page's HTML, a line for each; starts the checker the first time."""
    request = urllib.request.Request(  # noqa: S310 - our own process
        f"{_checker()}/?out=json", markup.encode(), {"Content-Type": "text/html; charset=utf-8"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the same
        messages = json.load(answer)["messages"]
    return [f"{told['message']} {told.get('extract', '')!r}" for told in messages if told["type"] == "error"]


@functools.cache
def _checker():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["java", "-Xmx400m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", JAR]
    process = subprocess.Popen(
        [*command, "nu.validator.servlet.Main", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    atexit.register(process.kill)
    for _ in range(1200):  # a busy machine takes its time
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    raise RuntimeError("The HTML checker did not start; is there a java?")
