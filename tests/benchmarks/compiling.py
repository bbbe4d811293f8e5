"""Seconds and peak memory of compiling 2024, and ten and a hundred times its text: a row of a table for each.

Each is compiled in a process of its own, as `manage.py compile_round` is run, with a database of its own.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.years import example, with_text

TIMES = (1, 10, 100)
MINUTES = 15


def main():
    print("| text | seconds | peak memory | pages of the report |")
    print("| --- | ---: | ---: | ---: |")
    for times in TIMES:
        with TemporaryDirectory() as folder:
            print(f"| {times} × 2024 | {' | '.join(measure(times, Path(folder)))} |", flush=True)


def measure(times, folder):
    """Compile the example with its text `times` over; seconds, megabytes and pages as they are printed."""
    grown = folder / "grown.json"
    grown.write_text(json.dumps(with_text(example(), times)))
    manage = _manager(folder)
    for preparation in (["migrate"], ["import_round", "examples/2023.json"], ["import_round", str(grown)]):
        manage(*preparation).wait()
    started = time.monotonic()
    process = manage("compile_round", "2024", "--out", str(folder))
    usage = _wait(process, started + MINUTES * 60)
    if usage is None:
        return f"more than {MINUTES} minutes", "–", "–"
    if process.returncode:
        return f"fell ({process.returncode}) after {time.monotonic() - started:.0f}", "–", "–"
    return f"{time.monotonic() - started:.1f}", f"{usage.ru_maxrss / 1024:.0f} MB", _pages(folder)


def _manager(folder):
    """Starts a management command on the database in the folder."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}

    def manage(*words):
        return subprocess.Popen([sys.executable, "manage.py", *words], env=environment, stdout=subprocess.DEVNULL)

    return manage


def _wait(process, deadline):
    """Wait for the process; what it and its children used, or None where it was stopped for taking too long."""
    while time.monotonic() < deadline:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        time.sleep(0.05)
    process.kill()
    process.wait()
    return None


def _pages(folder):
    told = subprocess.run(["pdfinfo", folder / "redovisning-2024.pdf"], capture_output=True, text=True, check=True)
    return next(line.split()[-1] for line in told.stdout.splitlines() if line.startswith("Pages:"))


if __name__ == "__main__":
    main()
