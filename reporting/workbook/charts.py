"""Native bar charts, with a title in words and a text for those who do not see them."""

from dataclasses import dataclass

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils.units import cm_to_EMU

from config.excel import NUMBER

WIDTH = 17  # cm
_COLOUR = "1F3A5F"


@dataclass(frozen=True)
class Bars:
    """A bar for each row of a sheet's table: of which columns the names and the lengths are, by number.

    `title` is what the chart shows, and `told` what it comes to, in words. Years lie down: `upright` bars.
    """

    sheet: str
    title: str
    told: str
    names: int
    lengths: int
    rows: int
    upright: bool = False

    @property
    def height(self):
        """In cm."""
        return 7.5 if self.upright else max(6, 2.8 + 0.85 * self.rows)

    @property
    def alternative(self):
        """What is read aloud instead."""
        told = f"{self.told}. " if self.told else ""
        return f"Stapeldiagram: {self.title}. {told}Siffrorna står på bladet {self.sheet}."


class _Described(OneCellAnchor):
    """Where a chart stands, with its text: openpyxl has no other place for that."""

    __elements__ = OneCellAnchor.__elements__

    def __init__(self, text, **place):
        super().__init__(**place)
        self.text = text

    def to_tree(self, *args, **kwargs):
        self.graphicFrame.nvGraphicFramePr.cNvPr.descr = self.text
        return super().to_tree(*args, **kwargs)


def add(sheet, bars, column, row):
    """Put the chart on the sheet, its corner in the cell with these numbers, counted from 1."""
    chart, source = _chart(bars), sheet.parent[bars.sheet]
    chart.add_data(Reference(source, bars.lengths, 1, bars.lengths, 1 + bars.rows), titles_from_data=True)
    chart.set_categories(Reference(source, bars.names, 2, bars.names, 1 + bars.rows))
    [series] = chart.series
    series.graphicalProperties = GraphicalProperties(solidFill=_COLOUR)
    size = XDRPositiveSize2D(cm_to_EMU(WIDTH), cm_to_EMU(bars.height))
    chart.anchor = _Described(bars.alternative, _from=AnchorMarker(col=column - 1, row=row - 1), ext=size)
    sheet.add_chart(chart)


def _chart(bars):
    chart = BarChart()
    chart.type, chart.gapWidth, chart.legend = "col" if bars.upright else "bar", 45, None
    chart.title = _title(bars)
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.scaling.orientation = "minMax" if bars.upright else "maxMin"  # the first row at the top
    chart.x_axis.number_format, chart.x_axis.majorTickMark = "0", None
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="8A94A0"))
    chart.y_axis.majorGridlines, chart.y_axis.scaling.min = None, 0
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.dataLabels.numFmt, chart.dataLabels.position = NUMBER, "outEnd"
    chart.x_axis.txPr = chart.dataLabels.txPr = RichText(p=[_look(900)])
    if not bars.upright:  # room for long names before the bars, for the figures after them, and for the title above
        above = 2.3 / bars.height
        edges = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
        chart.layout = Layout(ManualLayout(**edges, x=0.46, y=above, w=0.38, h=0.96 - above))
    return chart


def _title(bars):
    """What it comes to in bold, where that is known, over what it shows."""
    lines = [(bars.told, True), (bars.title, not bars.told)]
    title = Title(overlay=False)
    title.tx.rich = RichText(p=[_line(text, bold) for text, bold in lines if text])
    return title


def _line(text, bold):
    paragraph = _look(1100 if bold else 1000, bold)
    paragraph.r = [RegularTextRun(rPr=paragraph.pPr.defRPr, t=text)]
    return paragraph


def _look(size, bold=False):
    """A paragraph's look; the size is in hundredths of a point."""
    look = CharacterProperties(sz=size, b=bold, solidFill="222222")
    return Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)
