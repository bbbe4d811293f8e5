"""How the Word documents look and what makes them Word's own: styles, numbering, fields and the page."""

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

LANGUAGE = "sv-SE"
TEXT_WIDTH = Mm(160)
COLOUR, QUIET, BAR = "0F4C5C", "4A5560", "1F6F78"
_LEVELS = 9  # of a list in Word; what is deeper stands on the last
TEXT = qn("w:t")
_LINES = ("top", "bottom", "insideH")
_SERIF, _SANS = "Georgia", "Calibri"
_BULLETS = ("•", "–", "◦")
_HEADINGS = {1: (22, 24), 2: (14, 16), 3: (12, 12), 4: (11, 10), 5: (10.5, 8), 6: (10.5, 8)}  # points: size, before


def new():
    """An empty document in Swedish on A4, with our styles."""
    document = Document()
    _set_page(document.sections[0])
    _set_language(document)
    _set_styles(document)
    _set_lists(document)
    _set_mode(document)
    return document


def _set_mode(document):
    """The newest way of laying out; with the template's own, Word says that the document is for old versions."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_page(section):
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(27), Mm(23)
    section.top_margin, section.bottom_margin = Mm(24), Mm(26)


def _set_language(document):
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _set_styles(document):
    styles = document.styles
    _set_font(styles["Normal"], _SERIF, 10.5, after=6)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for level, (size, before) in _HEADINGS.items():
        _set_font(styles[f"Heading {level}"], _SANS, size, COLOUR, bold=True, before=before, after=4)
    _set_font(styles["Title"], _SANS, 32, COLOUR, bold=True, before=120, after=24)
    _without_border(styles["Title"])
    _set_font(styles["Subtitle"], _SANS, 18, COLOUR, bold=True, after=6)
    _set_font(styles["Caption"], _SANS, 10.5, COLOUR, bold=True, before=12, after=4)
    styles["Caption"].paragraph_format.keep_with_next = True
    _set_font(styles["Quote"], _SERIF, 10.5, italic=False, after=6)
    styles["Quote"].paragraph_format.left_indent = Mm(8)
    _set_font(styles["TOC Heading"], _SANS, 22, COLOUR, bold=True, after=12)
    _set_font(styles["Footer"], _SANS, 8.5, QUIET)
    _set_font(styles["Header"], _SANS, 10, "8C3A17", bold=True)
    for level in range(1, 4):
        _add_contents_style(styles, level)
    _set_font(_added(styles, "Table Text"), _SANS, 9.5, before=1.5, after=1.5)
    _set_font(_added(styles, "Table Note"), _SANS, 8.5, QUIET, before=3, after=8)
    _set_font(_added(styles, "Finding"), _SANS, 13, COLOUR, before=20, after=0)
    styles["Finding"].paragraph_format.keep_with_next = True
    _set_font(_added(styles, "Plain List"), _SERIF, 10.5)
    _set_font(_added(styles, "Quiet"), _SERIF, 10.5, QUIET, after=6)
    _set_font(_added(styles, "Sender"), _SANS, 12, COLOUR, bold=True, after=12)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline, link.font.color.rgb = True, RGBColor.from_string(COLOUR)


def begin_chapters_on_new_pages(document):
    """Let each heading of the first level, and that of the contents, begin a page, as it does after a cover."""
    for name in ("Heading 1", "TOC Heading"):
        document.styles[name].paragraph_format.page_break_before = True
        document.styles[name].paragraph_format.space_before = Pt(0)


def stay_on_page(heading):
    """Let a heading that would begin a page stand under what is before it."""
    heading.paragraph_format.page_break_before = False
    heading.paragraph_format.space_before = Pt(32)


def keep_with_next(paragraphs):
    """Keep each of the paragraphs, where it is one, on the page of what follows it."""
    for paragraph in filter(None, paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _added(styles, name, base="Normal"):
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles[base]
    return style


def _add_contents_style(styles, level):
    style = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.base_style = styles["Normal"]
    _set_font(style, _SANS, 11 if level == 1 else 10, bold=level == 1, before=6 if level == 1 else 0, after=2)
    style.paragraph_format.left_indent = Mm(5 * (level - 1))
    # No right indent: in the newest way of laying out, a tab may not reach past it, and the number would not be shown.
    style.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _set_font(style, name, size, colour=None, *, bold=None, italic=None, before=0, after=0):
    font, spacing = style.font, style.paragraph_format
    for apart in style.element.findall(f"{qn('w:rPr')}/{qn('w:spacing')}"):
        apart.getparent().remove(apart)
    for fonts in style.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()  # the theme's fonts, which would win
    font.name, font.size, font.bold, font.italic = name, Pt(size), bold, italic
    font.color.rgb = RGBColor.from_string(colour or "1B232B")
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)


def _without_border(style):
    for border in list(style.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _set_lists(document):
    """Two lists of nine levels, bulleted and numbered, under Word's own list styles."""
    styles, numbering = document.styles, document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for kind, number in (("bullet", 1), ("decimal", 2)):
        numbering.append(_abstract(kind, number))
    for number in (1, 2):
        numbering.append(_numbering(number, number))
    for linked in list(styles.element.iter(qn("w:numPr"))):
        linked.getparent().remove(linked)
    for name in ("List Bullet", "List Number", "List Continue"):
        _set_font(styles[name], _SERIF, 10.5, after=3)


def _abstract(kind, number):
    levels = "".join(_level(kind, level) for level in range(_LEVELS))
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(kind, level):
    sign = _BULLETS[level % len(_BULLETS)] if kind == "bullet" else f"%{level + 1}."
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{_indent(level)}" w:hanging="340"/></w:pPr></w:lvl>'
    )


def _indent(level):
    """How far the text of a list's level stands in, in twentieths of a point."""
    return 340 * (level + 1)


def _numbering(number, abstract):
    return parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>')


def new_list(document, ordered):
    """The number of a list to put items in; each numbered list begins at 1."""
    if not ordered:
        return 1
    numbering = document.part.numbering_part.element
    number = len(numbering.findall(qn("w:num"))) + 1
    made = _numbering(number, 2)
    for level in range(_LEVELS):
        made.append(
            parse_xml(f'<w:lvlOverride {nsdecls("w")} w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>')
        )
    numbering.append(made)
    return number


def put_in_list(paragraph, number, level):
    """Make the paragraph an item of the list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(level, _LEVELS - 1)
    properties.get_or_add_numId().val = number


def end_list(paragraph):
    """Let the air after a list's last paragraph be that after any other."""
    if paragraph:
        paragraph.paragraph_format.space_after = Pt(6)


def stand_in(paragraph, level):
    """Make the paragraph stand as far in as the items of a list's level."""
    paragraph.paragraph_format.left_indent = Twips(_indent(min(level, _LEVELS - 1)))


def add_run(parent):
    """A run at the end of a paragraph, or of a link's element; its own element."""
    element = getattr(parent, "_p", parent)
    return _added_to(element, "w:r")


def _added_to(parent, tag, text="", **attributes):
    """A new element at the end of `parent`; attributes are in Word's own namespace."""
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    if text:
        element.text = text
        element.set(qn("xml:space"), "preserve")
    parent.append(element)
    return element


def begin_contents(paragraph):
    """Begin a table of contents of two levels; Word makes it anew when the document is opened."""
    _begin_field(paragraph._p, 'TOC \\o "1-2" \\h \\z \\u', dirty="true")


def _begin_field(parent, code, **attributes):
    _added_to(_added_to(parent, "w:r"), "w:fldChar", fldCharType="begin", **attributes)
    _added_to(_added_to(parent, "w:r"), "w:instrText", f" {code} ")
    _added_to(_added_to(parent, "w:r"), "w:fldChar", fldCharType="separate")


def _add_field(parent, code, shown):
    _begin_field(parent, code)
    _added_to(_added_to(parent, "w:r"), "w:t", shown)
    end_field(parent)


def end_field(parent):
    """End the field that was begun last, at the end of a paragraph or of an element."""
    _added_to(_added_to(getattr(parent, "_p", parent), "w:r"), "w:fldChar", fldCharType="end")


def add_entry(paragraph, text, anchor):
    """A line of contents: a link to the bookmark, and the page that it is on once Word has counted."""
    link = _added_to(paragraph._p, "w:hyperlink", anchor=_bookmark(anchor))
    _added_to(_added_to(link, "w:r"), "w:t", text)
    _added_to(_added_to(link, "w:r"), "w:tab")
    _add_field(link, f"PAGEREF {_bookmark(anchor)} \\h", "")


def add_bookmark(paragraph, anchor):
    """Make the paragraph's beginning the place that links to `#anchor` lead to."""
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")))
    _added_to(paragraph._p, "w:bookmarkStart", id=number, name=_bookmark(anchor))
    _added_to(paragraph._p, "w:bookmarkEnd", id=number)


def _bookmark(anchor):
    """The anchor as Word allows a bookmark to be called; one that begins with _ is not listed among the user's own."""
    return f"_{anchor.replace('-', '_')}"


def link_at_end(paragraph, target):
    """The link that the paragraph ends with, where it leads to the address; a new one where it does not."""
    to = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    last = paragraph._p[-1] if len(paragraph._p) else None
    if last is not None and last.tag == qn("w:hyperlink") and last.get(qn("r:id")) == to:
        return last
    link = _added_to(paragraph._p, "w:hyperlink")
    link.set(qn("r:id"), to)
    return link


def draw_bar(paragraph, percent, width):
    """Draw a bar in an empty paragraph of this width, by its shading; one of 0 percent is not there."""
    if percent:
        paragraph.paragraph_format.right_indent = int(width * (100 - percent) / 100)
        paragraph._p.pPr.insert_element_before(_shading(), "w:ind", "w:jc", "w:rPr")


def _shading():
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{BAR}"/>')


def mark_table(table, widths, caption):
    """Lines between the rows, fixed widths, and the caption as the table's name for who cannot see it."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    table.autofit = False
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C5CCD3"/>' for side in _LINES)
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    properties.find(qn("w:tblLayout")).addprevious(borders)
    margins = '<w:left w:w="0" w:type="dxa"/><w:right w:w="113" w:type="dxa"/>'
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    has_head = bool(table._tbl.findall(f".//{qn('w:tblHeader')}"))
    look = {"val": "04A0" if has_head else "0480", "firstRow": str(int(has_head)), "firstColumn": "1"}
    _added_to(properties, "w:tblLook", **look, lastRow="0", lastColumn="0", noHBand="0", noVBand="1")
    if caption:
        _added_to(properties, "w:tblCaption", val=caption)


def keep_rows(table, is_short, with_next):
    """Keep the rows of a short table on one page, and those of a long one from leaving its head or its sum alone.

    What Word has for that is that each stays with the next; the last with what follows, where `with_next`.
    """
    rows = list(table.rows)
    kept = rows[:-1] if is_short else [rows[0], *rows[-3:-1]]
    for row in [*kept, *rows[-1:]] if with_next else kept:
        keep_with_next(cell.paragraphs[0] for cell in row.cells)


def mark_row(row, is_head):
    """Keep the row on one page; the head is repeated on each page that the table goes on to."""
    _added_to(row._tr.get_or_add_trPr(), "w:cantSplit")
    if is_head:
        _added_to(row._tr.get_or_add_trPr(), "w:tblHeader")


def set_page_marks(section, title, draft, has_cover):
    """Title, page and number of pages below every page but a cover; that it is a draft, above every page."""
    section.different_first_page_header_footer = has_cover
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{title}, ")
    _add_field(paragraph._p, "PAGE", "1")
    paragraph.add_run("\u00a0(")
    _add_field(paragraph._p, "NUMPAGES", "1")
    paragraph.add_run(")")
    for header in (section.header, section.first_page_header) if draft else ():
        header.paragraphs[0].text = "UTKAST"
        header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
