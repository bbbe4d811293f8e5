"""The workbook's charts: native ones, of the cells where the figures stand, with a title and a text."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from reporting import documents, workbook
from reporting.figures import count
from tests.reporting import years

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


class Charts:
    """A workbook's charts, each as the XML of its part."""

    def __init__(self, year, previous=None):
        content = workbook.make(documents.of_year(year, previous))
        self.book, file = load_workbook(BytesIO(content)), ZipFile(BytesIO(content))
        names = sorted(name for name in file.namelist() if name.startswith("xl/charts/chart"))
        self.all = [etree.fromstring(file.read(name)) for name in names]
        drawings = [name for name in file.namelist() if name.startswith("xl/drawings/drawing")]
        self.drawing = etree.fromstring(file.read(drawings[0])) if drawings else None

    def title(self, chart):
        paragraphs = chart.find(f"{C}chart/{C}title").iter(f"{A}p")
        return ["".join(text.text for text in paragraph.iter(f"{A}t")) for paragraph in paragraphs]

    def cells(self, chart, part):
        """What stands in the cells that the chart takes its names (cat) or its lengths (val) from."""
        sheet, _, area = chart.find(f".//{C}{part}//{C}f").text.rpartition("!")
        left, top, right, bottom = range_boundaries(area)
        assert left == right
        return [self.book[sheet.strip("'")].cell(row, left).value for row in range(top, bottom + 1)]

    @property
    def told(self):
        return [(self.cells(chart, "cat"), self.cells(chart, "val")) for chart in self.all]


@pytest.fixture(scope="module")
def charts():
    return Charts(years.example(2024), years.example(2023))


def test_there_is_one_for_each_way_of_parting_the_money_and_one_for_the_years(charts):
    figures = count(years.example(2024))
    assert charts.told == [
        ([row.group for row in figures.programmes], [row.paid for row in figures.programmes]),
        ([row.text for row in figures.goals], [row.paid for row in figures.goals]),
        ([row.board for row in figures.boards], [row.paid for row in figures.boards]),
        ([2023, 2024], [43_000_000, 50_468_000]),
    ]


def test_each_has_its_finding_and_what_it_shows_as_title(charts):
    assert [charts.title(chart)[-1] for chart in charts.all] == [
        "Utbetalda medel per programgrupp 2024, kronor",
        "Utbetalda medel per huvudmål 2024, kronor",
        "Utbetalda medel per nämnd 2024, kronor",
        "Utbetalda medel varje år, kronor",
    ]
    assert charts.title(charts.all[0])[0].startswith("Mest pengar kom från ESF")


def test_each_has_a_text_that_says_the_same_and_where_the_figures_are(charts):
    told = [each.get("descr") for each in charts.drawing.iter(f"{XDR}cNvPr")]
    sheets = ["Program", "KF-mål", "Nämnder", "Alla år"]
    for text, chart, sheet in zip(told, charts.all, sheets, strict=True):
        finding, shown = charts.title(chart)
        assert text == f"Stapeldiagram: {shown}. {finding}. Siffrorna står på bladet {sheet}."


def test_they_are_bars_that_begin_at_nought_with_their_figures(charts):
    for chart in charts.all:
        assert len(chart.findall(f".//{C}barChart")) == 1
        assert chart.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "0"
        assert chart.find(f".//{C}dLbls/{C}showVal").get("val") == "1"
        assert chart.find(f"{C}chart/{C}legend") is None


def test_what_nobody_knows_has_no_chart():
    assert [names for names, _ in Charts(years.example(2023)).told][0][0] == "Utbildning och arbete"
    assert len(Charts(years.example(2023)).all) == 2  # goals and boards: no programmes are typed in, and no other year
    assert Charts(years.year()).all == []


def test_they_stand_apart_beside_the_tables():
    """However many boards there are: none begins before the one above it ends."""
    cards = [years.card(years.project(f"p{n}"), board=f"Nämnd {n}") for n in range(40)]
    drawing = Charts(years.year(*cards), years.example(2023)).drawing
    places = []
    for anchor in drawing.iter(f"{XDR}oneCellAnchor"):
        column, row = (int(anchor.find(f"{XDR}from/{XDR}{name}").text) for name in ("col", "row"))
        places.append((column, row, row + int(anchor.find(f"{XDR}ext").get("cy")) / 12_700 / 15))
    assert {column for column, _, _ in places} == {5, 14}
    for column in (5, 14):
        mine = sorted(place[1:] for place in places if place[0] == column)
        assert all(below[0] >= above[1] - 1 for above, below in zip(mine, mine[1:], strict=False))
