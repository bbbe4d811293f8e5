"""A workbook as somebody fills it in: fetched as a file, opened, changed by its headings, and saved."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from projects.workbook import changes, form, reading

PAGE = "/2025/tekniska-namnden/projekt-excel/"
CHANGES = f"{PAGE}andringar/"


class Filled:
    """The submission's workbook, opened: cells are named by their row and their column's heading."""

    def __init__(self, submission):
        self.submission = submission
        self.book = load_workbook(io.BytesIO(form.made(submission)))
        self.cards, self.partners = self.book["Projekt"], self.book["Partner"]

    def cell(self, row, heading, sheet=None):
        sheet = sheet or self.cards
        place = next(cell.column for cell in sheet[1] if cell.value == heading)
        return sheet.cell(row, place)

    def fill(self, row, sheet=None, **values):
        """Values by their column's heading, with _ for a space."""
        for heading, value in values.items():
            self.cell(row, heading.replace("_", " "), sheet).value = value
        return self

    def bytes(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def plan(self):
        return planned(self.submission, self.bytes())


def sent(content, name="projekt.xlsx"):
    return SimpleUploadedFile(name, content)


def read(submission, content):
    return reading.read(io.BytesIO(content), submission)


def planned(submission, content):
    return changes.Plan(submission, read(submission, content))


def told(plan):
    """The faults, as sheet and cell with what is said of it."""
    return [(f"{fault.sheet} {fault.cell}", fault.expected) for fault in plan.faults]


def titles(rows):
    return [row.title for row in rows]
