"""Word documents out of the same HTML that the PDF is made of, so that both say the same in the same words.

Every tag becomes what Word has for it: headings, lists, tables with heads, links and fields. How that looks stands in
`word_styles`.
"""

import re
from datetime import datetime
from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt
from docx.text.run import Run
from lxml import html as lxml_html

from config.html import legal
from config.zips import steady

from . import word_styles

_TAG_STYLES = {f"h{level}": f"Heading {level}" for level in range(1, 7)} | {"blockquote": "Quote"}
_BLOCKS = {*_TAG_STYLES, "p", "ul", "ol", "li", "table", "div", "section", "header", "nav"}
# Paragraphs of these classes have a style of their own.
_STYLES = {
    "city": "Sender",
    "kind": "Subtitle",
    "board": "Subtitle",
    "title": "Title",
    "note": "Table Note",
    "finding": "Finding",
    "unanswered": "Quiet",
}
# White space that is only how the HTML is written; a no-break space is not among it.
_SPACE = re.compile("[ \t\n\r]+")
_WIDTHS = {"figure": Mm(27), "share": Mm(27), "bars": Mm(30), "words": Mm(46)}
_PROPERTY = 255  # characters, at most
_FITS_A_PAGE = 20  # rows
_FACTS = {"facts": Mm(34), "steps": Mm(90)}  # tables without heads: how wide their labels are


def render(html):
    """The Word document of a whole HTML page."""
    page = lxml_html.document_fromstring(legal(html))
    document = word_styles.new()
    _tell(document, page)
    _Flow(document).write(page.find("body"))
    file = BytesIO()
    document.save(file)
    return steady(file.getvalue())


def _tell(document, page):
    """What the document is: title, author, language, day; what stands above and below its pages."""
    about = {each.get("name"): each.get("content") for each in page.iterfind("head/meta")}
    told = document.core_properties
    told.title, told.subject = page.findtext("head/title")[:_PROPERTY], about["description"][:_PROPERTY]
    told.author = told.last_modified_by = about["author"]
    told.created = told.modified = datetime.fromisoformat(about["dcterms.date"])
    told.language, told.comments = word_styles.LANGUAGE, ""
    has_cover = page.find_class("cover") != []
    word_styles.set_page_marks(document.sections[0], told.title, page.get("class") == "draft", has_cover)
    if has_cover:
        word_styles.begin_chapters_on_new_pages(document)


def _classes(element):
    return element.get("class", "").split()


class _Flow:
    """Adds paragraphs at the end of the document, or of a cell; in a list's item, at its level and with its sign.

    A paragraph is begun by its first word, in `style`, which the blocks in a block take over.
    """

    def __init__(self, document, place=None, style="Normal", level=-1, number=0):
        self.document, self.place = document, place or document
        self.style, self.level, self.number = style, level, number
        self.open = None  # the paragraph that is written in
        self.last = None  # the paragraph that was begun last
        self.around = ()  # the inline elements that are written in
        self.anchor = ""  # what links to the next paragraph call it
        self.is_begun = False
        self.follows_table = False

    def write(self, element):
        """Write all that stands in `element`, and end the last paragraph."""
        self.inside(element)
        self.end()

    def inside(self, element):
        self.words(element.text)
        for child in element:
            if child.tag in _BLOCKS:
                self.end()
                self.block(child)
            elif isinstance(child.tag, str):
                self.inline(child)
            self.words(child.tail)

    def inline(self, element):
        if element.tag == "br":
            self.paragraph().add_run().add_break(WD_BREAK.LINE)
        self.around = (*self.around, element)
        self.inside(element)
        self.around = self.around[:-1]

    def words(self, text):
        """Words in the open paragraph, or a new one. White space at the beginning of a line is nothing."""
        shown = _SPACE.sub(" ", text or "")
        if not self.open or _is_at_line_start(self.open):
            shown = shown.lstrip(" ")
        if shown:
            _add_run(self.paragraph(), shown, self.around)

    def paragraph(self):
        self.open = self.open or self.new(self.style)
        return self.open

    def end(self):
        if self.open:
            _trim(self.open)
        self.open = None

    def new(self, style):
        """A paragraph. The first in a list's item has its sign; the others stand in as far."""
        paragraph = self.place.add_paragraph(style=style)
        if self.level >= 0:
            self.put_in_list(paragraph)
        if self.follows_table:
            paragraph.paragraph_format.space_before = max(Pt(8), paragraph.style.paragraph_format.space_before)
        if self.anchor:
            word_styles.add_bookmark(paragraph, self.anchor)
        self.is_begun, self.follows_table, self.anchor = True, False, ""
        self.last = paragraph
        return paragraph

    def put_in_list(self, paragraph):
        if not self.is_begun:
            word_styles.put_in_list(paragraph, self.number, self.level)
            return
        if paragraph.style.name in ("List Bullet", "List Number"):
            paragraph.style = "List Continue"
        word_styles.stand_in(paragraph, self.level)

    def block(self, element):
        """Write a block as what Word has for it; what only holds others is written as what it holds."""
        writers = {"ul": self.items, "ol": self.items, "table": self.table, "nav": self.contents}
        if _is_never_alone(element):
            word_styles.keep_with_next([self.last])
        if write := writers.get(element.tag):
            write(element)
        else:
            self.styled(element, self.style_of(element))
        if element.tag == "h1" and _follows_its_like(element):
            word_styles.stay_on_page(self.last)

    def style_of(self, element):
        """The style of its class or else of its tag; what has none is in the style of what it stands in."""
        by_class = next((_STYLES[name] for name in _classes(element) if name in _STYLES), None)
        return by_class or _TAG_STYLES.get(element.tag, self.style)

    def styled(self, element, style):
        outer, self.style = self.style, style
        self.anchor = element.get("id") or self.anchor
        self.write(element)
        self.style = outer

    def items(self, element):
        """A list. What leads to it stays with it, and neither its first item nor its last is alone on a page."""
        is_plain = "plain" in _classes(element)
        style = "Plain List" if is_plain else "List Number" if element.tag == "ol" else "List Bullet"
        number = word_styles.new_list(self.document, element.tag == "ol")
        ends = [self.last]
        for item in _items(element):
            flow = _Flow(self.document, self.place, style, -1 if is_plain else self.level + 1, number)
            flow.around = self.around
            flow.write(item)
            ends.append(flow.last)
        word_styles.keep_with_next(ends[:-1] if is_plain else [*ends[:-1][:2], *ends[1:-1][-1:]])
        if self.level < 0:
            word_styles.end_list(ends[-1])
        self.is_begun, self.last = True, ends[-1]

    def contents(self, element):
        """The table of contents: a field that Word makes anew, with entries so that it is never empty."""
        self.styled(element.find("h1"), "TOC Heading")
        links = list(element.iter("a"))
        for link in links:
            depth = sum(above.tag == "ol" for above in link.iterancestors())
            paragraph = self.new(f"toc {depth}")
            if link is links[0]:
                word_styles.begin_contents(paragraph)
            word_styles.add_entry(paragraph, link.text_content(), link.get("href").removeprefix("#"))
            if link is links[-1]:
                word_styles.end_field(paragraph)

    def table(self, element):
        """A table, its caption above it; one of facts and their labels has no heads."""
        caption = element.find("caption")
        if caption is not None:
            self.styled(caption, "Caption")
        sources = list(element.iter("tr"))
        widths = _widths(element, sources)
        table = self.document.add_table(len(sources), len(widths))
        for row, source in zip(table.rows, sources, strict=True):
            self.row(row, source, widths)
            word_styles.mark_row(row, is_head=source.getparent().tag == "thead")
        word_styles.keep_rows(table, len(sources) <= _FITS_A_PAGE, with_next=element.getnext() is not None)
        word_styles.mark_table(table, widths, "" if caption is None else caption.text_content().strip())
        self.follows_table, self.last = True, None

    def row(self, row, source, widths):
        """A row's cells; one that spans several columns is one in Word as well."""
        at, cells = 0, row.cells
        for told in source:
            last = at + _span(told) - 1
            cell = cells[at] if last == at else cells[at].merge(cells[last])
            self.cell(cell, told, sum(widths[at : last + 1]))
            if last > at:  # the head of figures with bars beside them stands over the figures
                cell.paragraphs[0].paragraph_format.right_indent = sum(widths[at + 1 : last + 1])
            at = last + 1

    def cell(self, cell, told, width):
        """A cell with its words, figures to the right, and the bar that it may have instead."""
        cell.width = width
        flow = _Flow(self.document, cell)
        flow.open = paragraph = cell.paragraphs[0]
        paragraph.style = "Table Text"
        if told.getparent().getparent().tag in ("thead", "tfoot"):
            flow.around = (lxml_html.Element("strong"),)
        flow.write(told)
        if {"figure", "share"} & set(_classes(told)):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for bar in told.find_class("bar"):
            word_styles.draw_bar(paragraph, int(bar.get("class").rpartition("-")[2]), width)


def _is_never_alone(element):
    """Whether it ends a document or a card, and is too little to stand on a page by itself."""
    classes = _classes(element)
    return "signatories" in classes or ("text" in classes and element.getnext() is None)


def _follows_its_like(heading):
    return any(each.tag == heading.tag for each in heading.itersiblings(preceding=True))


def _items(element):
    """A list's items; what stands between two of them, where it should not, becomes an item of its own."""
    items = [_item(element.text)]
    for child in list(element):
        if child.tag == "li":
            after, child.tail = child.tail, None
            items += [child, _item(after)]
        else:
            items[-1].append(child)
    return [item for item in items if item.text or len(item)]


def _item(text):
    item = lxml_html.Element("li")
    item.text = text
    return item


def _span(cell):
    return int(cell.get("colspan", 1))


def _widths(table, rows):
    """The columns' widths: narrow ones for labels and figures, and what is left for the words."""
    if label := next((_FACTS[name] for name in _classes(table) if name in _FACTS), None):
        return [label, word_styles.TEXT_WIDTH - label]
    whole = max(rows, key=len)
    others = [_width(cell) for cell in whole[1:]]
    return [word_styles.TEXT_WIDTH - sum(others), *others]


def _width(cell):
    return next((_WIDTHS[name] for name in _classes(cell) if name in _WIDTHS), _WIDTHS["figure"])


def _add_run(paragraph, text, around):
    """A run of words, marked and linked as the inline elements around it say."""
    tags = {element.tag for element in around}
    target = next((element.get("href") for element in around if element.get("href")), None)
    link = None if target is None else word_styles.link_at_end(paragraph, target)
    run = Run(word_styles.add_run(paragraph if link is None else link), paragraph)
    run.text, run.bold, run.italic = text, "strong" in tags or None, "em" in tags or None
    if link is not None:
        run.style = "Hyperlink"


def _is_at_line_start(paragraph):
    return paragraph.text == "" or paragraph.text[-1] in " \n"


def _trim(paragraph):
    """Take away white space at the paragraph's end."""
    texts = list(paragraph._p.iter(word_styles.TEXT))
    if texts and texts[-1].text:
        texts[-1].text = texts[-1].text.rstrip(" ")
