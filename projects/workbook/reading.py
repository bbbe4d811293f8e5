"""Reads the workbook in: each row's cells as text, and all that cannot be read, listed at once."""

import math
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from itertools import repeat
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from config import uploads
from config.uploads import EXCEL, MB, Refused
from submissions.models import Board

from .columns import MOST_CARDS, MOST_PARTNERS, Sheets, Tab, squeezed
from .form import IDENTITY, identity

LARGEST = 5 * MB  # of the file; a board with thirty cards has a hundredth of it
MOST_UNPACKED = 30 * MB
MOST_ELEMENTS = 500_000  # in all parts, a few µs each
_LAST_ROW, _LAST_COLUMN = 10_000, 200
_MOST_FAULTS = 2_000
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_TOO_LARGE = "Arbetsboken är för stor för att läsas in. Är det vår mall som är ifylld?"
_OTHER = "Filen är inte vår Excel-mall. Ladda ner mallen här på sidan och fyll i den."


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell: its sheet, its name, its column's heading, what stands there, and what should.

    `project` is what the row's project is called, where it is known.
    """

    sheet: str
    cell: str
    heading: str
    stands: str
    expected: str
    project: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was read: its rows as (number, texts by column's name), and each column's letter."""

    title: str
    rows: list
    letters: dict[str, str]

    def fault(self, number, column, stands, expected):
        return Fault(
            self.title, f"{self.letters.get(column.name, 'A')}{number}", column.heading, stands[:80], expected
        )


@dataclass(frozen=True)
class Workbook:
    """What a workbook says, and as it said when it was written; `faults` are of the cells by themselves."""

    cards: Sheet
    partners: Sheet
    cards_then: Sheet
    partners_then: Sheet
    faults: list[Fault]

    def kept(self):
        """The workbook as JSON has it."""
        return {name: asdict(getattr(self, name)) for name in _SHEETS}


_SHEETS = {
    "cards": (Tab.CARDS, MOST_CARDS),
    "partners": (Tab.PARTNERS, MOST_PARTNERS),
    "cards_then": (Tab.AS_WRITTEN, MOST_CARDS),
    "partners_then": (Tab.PARTNERS_AS_WRITTEN, MOST_PARTNERS),
}


def restored(kept):
    """The workbook out of what `Workbook.kept` gave; only one without faults is kept."""
    return Workbook(**{name: Sheet(**kept[name]) for name in _SHEETS}, faults=[])


def read(file, submission):
    """The uploaded workbook, of this submission. Raises Refused."""
    uploads.unpackable(file, EXCEL, LARGEST)
    try:
        return _read(file, submission, _has_formulas(file))
    except Refused:
        raise
    except Exception:  # what the libraries raise at damage can be anything
        raise Refused(uploads.damaged(EXCEL)) from None


def _has_formulas(file):
    """Whether a formula stands in any of its parts; they are counted first, since a small file may hold millions."""
    elements = formulas = 0
    with ZipFile(file) as packed:
        if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
            raise Refused(_TOO_LARGE)
        for member in packed.infolist():
            part = packed.read(member)
            elements += part.count(b"<")
            formulas += bool(_FORMULA.search(part))
            if elements > MOST_ELEMENTS:
                raise Refused(_TOO_LARGE)
    return bool(formulas)


def _read(file, submission, has_formulas):
    values = _opened(file, data_only=True)
    _check_identity(values, submission)
    formulas = _opened(file) if has_formulas else None
    sheets, faults = Sheets(submission), []
    columns = {"cards": sheets.cards, "partners": sheets.partners}
    read = {
        name: _Reader(values, formulas, title, columns[name.removesuffix("_then")], most, faults).sheet()
        for name, (title, most) in _SHEETS.items()
    }
    return Workbook(**read, faults=faults[:_MOST_FAULTS])


def _opened(file, **options):
    file.seek(0)
    return load_workbook(file, read_only=True, keep_links=False, **options)


def _check_identity(book, submission):
    if Tab.LISTS not in book.sheetnames:
        raise Refused(_OTHER)
    cells = book[Tab.LISTS].iter_rows(max_row=len(IDENTITY), max_col=2, values_only=True)
    told = {str(name): str(value) for name, value in cells}
    if set(told) != set(IDENTITY):
        raise Refused(_OTHER)
    format, year, board = identity(submission)
    if told["År"] != year:
        raise Refused(f"Arbetsboken gäller {told['År'][:20]}, men det här är redovisningen för {year}.")
    if told["Nämnd"] != board:
        other = Board.objects.filter(slug=told["Nämnd"]).first() or "en annan nämnd"
        raise Refused(f"Arbetsboken är gjord för {other}, men det här är redovisningen för {submission.board}.")
    if told["Format"] != format:
        raise Refused("Arbetsboken är gjord i en annan version av systemet. Ladda ner mallen på nytt.")
    if lacks := [title for title in (Tab.CARDS, Tab.PARTNERS) if title not in book.sheetnames]:
        raise Refused(f"Bladet {lacks[0]} saknas i arbetsboken. Har det fått ett annat namn?")


class _Reader:
    """Reads one sheet; of a hidden copy nothing is a fault, and it may be gone."""

    def __init__(self, values, formulas, title, columns, most, faults):
        self.book, self.formulas, self.title, self.columns, self.most = values, formulas, title, columns, most
        self.faults = faults if title in (Tab.CARDS, Tab.PARTNERS) else []

    def sheet(self):
        if self.title not in self.book.sheetnames:
            return Sheet(self.title, [], {})
        grid = self._grid()
        self.at = self._places(next(grid, ((), set())))
        letters = {column.name: get_column_letter(place) for place, column in self.at.items()}
        self.read = Sheet(self.title, [], letters)
        for number, row in enumerate(grid, start=2):
            self._take(number, *row)
        if len(self.read.rows) > self.most:
            self._fault(self.read.rows[self.most][0], self.columns[1], "", f"Högst {self.most} rader läses in.")
        return self.read

    def _grid(self):
        """Each row's cells, and which of its places hold formulas."""
        limits = {"max_row": _LAST_ROW, "max_col": _LAST_COLUMN}
        values = self.book[self.title].iter_rows(**limits)
        formulas = self.formulas[self.title].iter_rows(**limits) if self.formulas else repeat(())
        for row, told in zip(values, formulas, strict=False):
            yield row, {place for place, cell in enumerate(told, start=1) if cell.data_type == "f"}

    def _places(self, heads):
        """Which column stands where, by the headings; those that lack or are not ours are faults."""
        known, found = {squeezed(column.heading): column for column in self.columns}, {}
        for place, cell in enumerate(heads[0], start=1):
            heading = squeezed(str(cell.value or ""))
            if heading in known:
                found[place] = known.pop(heading)
            elif heading:
                self._add(
                    f"{get_column_letter(place)}1",
                    "",
                    str(cell.value),
                    "Rubriken finns inte i mallen, eller två gånger.",
                )
        for column in known.values():
            self._add("rad 1", column.heading, "", f"Kolumnen {column.heading} saknas. Rubriken ska stå på rad 1.")
        return found

    def _take(self, number, values, formulas):
        texts = {}
        for place, column in self.at.items():
            if place <= len(values):
                texts[column.name] = self._text(number, column, values[place - 1], place in formulas)
        if any(texts.values()):
            self.read.rows.append((number, {name: text for name, text in texts.items() if text}))

    def _text(self, number, column, cell, is_formula):
        text, wrong = _typed(cell.value, cell.data_type, column)
        if is_formula and cell.value is None:
            wrong = "Här står en formel som inte är uträknad. Skriv värdet i stället."
        if wrong:
            self._fault(number, column, text, wrong)
        return text

    def _fault(self, number, column, stands, expected):
        self.faults.append(self.read.fault(number, column, stands, expected))

    def _add(self, *told):
        self.faults.append(Fault(self.title, told[0], told[1], told[2][:80], told[3]))


def _typed(value, data_type, column):
    """A cell's value as text, and why it cannot be read, if it cannot."""
    if value is None:
        return "", ""
    if data_type == "e":
        return str(value), "Här står ett felvärde. Skriv värdet i stället för formeln."
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT", "Här står SANT eller FALSKT. Skriv det som ska stå, eller töm cellen."
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return _text(value, column), ""
    return _date(value, column)


def _number(value):
    if not math.isfinite(value):
        return str(value), "Talet går inte att läsa."
    return (str(int(value)) if value == int(value) else str(value).replace(".", ",")), ""


def _date(value, column):
    if column.kind == "date" and isinstance(value, date) and getattr(value, "hour", 0) == 0:
        return (value.date() if isinstance(value, datetime) else value).isoformat(), ""
    kind = "klockslag" if isinstance(value, time) else "datum"
    return str(
        value
    ), f"Excel har gjort om det som skrevs till ett {kind}. Formatera cellen som text och skriv det igen."


def _text(value, column):
    text = value.replace("_x000D_", "").replace("\r", "\n")
    if column.kind != "rich":
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
