"""The report as PDF: seconds from the year's data, cold, after a change and again, its memory, and Chromium's seconds.

A report of the published length (24 000 words), and ten times that. Each in a process of its own, that begins with
nothing kept and no workers; then again with nothing kept, but with the workers that the first compiling began, as in
`db_worker`. The longest answer is what is changed. Memory is that of the process and its workers together (PSS),
Chromium's print is of the same HTML with the browser started before.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from tests.benchmarks.years import example, with_text

LENGTHS = {"24 000 words": 2, "240 000 words": 20}
TIMES = 5  # of which the middle one is printed
COLUMNS = (
    "first",
    "cold",
    "one answer changed",
    "nothing changed",
    "Chromium",
    "peak memory",
    "pages",
    "Chromium's pages",
)


def main():
    print(f"Load when it began: {os.getloadavg()[0]:.1f}\n")
    print("| report |", " | ".join(COLUMNS), "|")
    print("| --- |", " | ".join(["---:"] * len(COLUMNS)), "|")
    for length, texts in LENGTHS.items():
        runs = [_run(texts) for _ in range(TIMES)]
        middle = [sorted(run[column] for run in runs)[TIMES // 2] for column in range(len(COLUMNS))]
        seconds = [f"{value:.2f} s" for value in middle[:5]]
        print(f"| {length} |", " | ".join([*seconds, f"{middle[5]:.0f} MB", *map(str, middle[6:])]), "|", flush=True)


def _run(texts):
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "SECTIONS_ROOT": folder, "DATABASE_URL": "sqlite://"}
        command = [sys.executable, "-m", __spec__.name, str(texts)]
        return json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)


def measure(texts):
    """All columns for the example with its texts that many times over."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    data = with_text(example(), texts)
    with Memory() as memory:
        _, first = timed(compiled, data)
        forget()
        pdf, cold = timed(compiled, data)
        _, again = timed(compiled, data)
        _, changed = timed(compiled, with_another_answer(data))
    printed, chromium = by_chromium(page(data))
    return [first, cold, changed, again, chromium, memory.peak, pages(pdf), pages(printed)]


def timed(function, *arguments):
    started = time.monotonic()
    result = function(*arguments)
    return result, time.monotonic() - started


def forget():
    """Nothing is kept any more; the workers go on."""
    from django.core.cache import caches

    caches["sections"].clear()
    caches["sections-on-disk"].clear()


def page(data):
    """The report's HTML, as the program makes it."""
    from reporting import dataset, documents

    return documents.named(documents.CITY, "redovisning").page(documents.of_year(dataset.read(data)))


def compiled(data):
    from reporting import dataset, documents

    return documents.one(documents.CITY, "redovisning", "pdf", documents.of_year(dataset.read(data)))[1]


def with_another_answer(data):
    """The year with some words more in its longest answer."""
    data = json.loads(json.dumps(data))
    answers = [answer for submission in data["submissions"] for answer in submission.get("answers", [])]
    longest = max(answers, key=lambda answer: len(answer.get("html", "")))
    longest["html"] += f"<p>{'Ett stycke till. ' * 40}</p>"
    return data


def by_chromium(html):
    """Chromium's print of the HTML, and how many seconds it took."""
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    root = Path(settings.STATICFILES_DIRS[0])
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        static = Path(folder) / "static"
        static.symlink_to(root)
        file = Path(folder) / "page.html"
        file.write_text(html.replace("statisk:", "static/"))
        browser = playwright.chromium.launch(**launching())
        return timed(printed, browser, file)


def launching():
    system = Path("/usr/bin/chromium")
    return {"executable_path": str(system) if system.exists() else None, "args": ["--no-sandbox"]}


def printed(browser, file):
    page = browser.new_page()
    page.goto(file.as_uri())
    return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


def pages(pdf):
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


class Memory:
    """The most memory (MB) that this process and those that it has started take meanwhile."""

    def __enter__(self):
        self.peak, self._done = 0, Event()
        self._watching = Thread(target=self._watch)
        self._watching.start()
        return self

    def __exit__(self, *fault):
        self._done.set()
        self._watching.join()

    def _watch(self):
        while not self._done.wait(0.1):
            self.peak = max(self.peak, sum(map(_megabytes, _family(os.getpid()))))


def _family(number):
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    except OSError:
        return [number]
    return [number, *(each for child in children for each in _family(int(child)))]


def _megabytes(number):
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    if sys.argv[1:]:
        json.dump(measure(int(sys.argv[1])), sys.stdout)
    else:
        main()
