"""The example of 2024 as documents, compiled once, and ways to read them back."""

import logging
import re
import subprocess
from contextlib import contextmanager
from functools import cache

from reporting import documents
from tests.reporting import years


@cache
def example(number):
    """The example of a year, as a `dataset.Year`, read once."""
    return years.example(number)


@cache
def compiled(draft=False):
    """All documents of 2024, made without a single warning from WeasyPrint."""
    with no_warnings():
        return documents.compile_year(documents.of_year(example(2024), example(2023), draft))


@contextmanager
def no_warnings():
    """Whatever WeasyPrint has to say (a missing glyph, a rule it does not know) is an error."""
    with warnings() as said:
        yield
    assert said == []


@contextmanager
def warnings():
    """A list of what WeasyPrint says meanwhile."""
    said = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools.subset")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def pages(pdf, *options):
    """The text of each page, as pdftotext reads it."""
    command = ["pdftotext", *options, "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def foot(page):
    """What stands under a page that is read with its layout: the words to the left, and the number to the right."""
    return re.split(r"\s{2,}", page.strip().splitlines()[-1].strip())


def text(pdf):
    """All words, with one space between them; hyphens at the ends of lines are left as they are."""
    return " ".join(" ".join(pages(pdf)).split())


def rows(pdf):
    """The lines of the PDF's tables, each as a list of its cells."""
    lines = "\n".join(pages(pdf, "-layout")).splitlines()
    return [re.split(r"\s{2,}", line.strip().replace("\u00a0", " ")) for line in lines if line.strip()]


def amount(cell):
    """The number that a cell shows."""
    return int("".join(cell.split()))
