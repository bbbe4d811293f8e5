"""Makes Word documents as Word writes them: `document(heading("Resor"), paragraph("Vi reste."))` is a file's bytes."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes", "comments", "header1")
CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/></Types>'
)


def _relations(*relations):
    made = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"{mode}/>' for id, kind, target, mode in relations
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
    for id, name in [
        ("Normal", "Normal"),
        ("Rubrik", "Title"),
        ("Innehll1", "toc 1"),
        ("Liststycke", "List Paragraph"),
    ]
    + [(f"Rubrik{level}", f"heading {level}") for level in range(1, 7)]
)
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{{kind}}"/></w:lvl>' for level in range(3)
)
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{id}">{_LEVELS.format(kind=kind)}</w:abstractNum>'
    for id, kind in enumerate(["bullet", "decimal"])
) + "".join(f'<w:num w:numId="{id + 1}"><w:abstractNumId w:val="{id}"/></w:num>' for id in range(2))
_FOOTNOTE = (
    '<w:footnote w:id="2"><w:p><w:r><w:t>Fotnotens text, med en </w:t></w:r>'
    '<w:hyperlink r:id="rId77"><w:r><w:t>länk</w:t></w:r></w:hyperlink></w:p></w:footnote>'
)
_COMMENT = '<w:comment w:id="0" w:author="A"><w:p><w:r><w:t>Kommentarens text.</w:t></w:r></w:p></w:comment>'


def run(text, bold=False, italic=False):
    look = "<w:b/>" * bold + "<w:i/>" * italic
    look += '<w:lang w:val="sv-SE"/>'
    return f'<w:r w:rsidRPr="00A1"><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, style="Normal", list=None, level=0):
    """A paragraph of runs or texts; in a `list`, 1 for bullets and 2 for numbers, at a level from 0."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>' if list else ""
    inside = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f'<w:p w:rsidR="00B2"><w:pPr><w:pStyle w:val="{style}"/>{numbered}</w:pPr>{inside}</w:p>'


def heading(text, level=1):
    return paragraph(text, style=f"Rubrik{level}")


def title(text):
    return paragraph(text, style="Rubrik")


def item(text, list=1, level=0):
    return paragraph(text, style="Liststycke", list=list, level=level)


def link(text, to="rId9"):
    return f'<w:hyperlink r:id="{to}">{run(text)}</w:hyperlink>'


def table(*rows):
    """A table of rows of cells, each the markup of its blocks or a text."""
    made = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def _cell(content):
    inside = content if content.startswith("<") else paragraph(content) if content else "<w:p/>"
    return f"<w:tc><w:tcPr/>{inside}</w:tc>"


def picture(relation="r:embed", id="rId8"):
    return (
        f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip {relation}="{id}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


CHART = (
    '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="rId1"/></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)
FOOTNOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
COMMENT = '<w:r><w:commentReference w:id="0"/></w:r>'
FORMULA = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
DELETED = '<w:del w:id="1" w:author="A"><w:r><w:delText>struket</w:delText></w:r></w:del>'
SOFT_HYPHEN = "<w:r><w:softHyphen/></w:r>"


def members(*blocks, header="", picture_at="media/image1.png", picture_mode=""):
    """What the file holds, by name."""
    related = [(f"rId{number}", part.rstrip("1"), f"{part}.xml", "") for number, part in enumerate(_PARTS, 1)]
    related += [
        ("rId8", "image", picture_at, picture_mode),
        ("rId9", "hyperlink", "https://eurocities.eu/", ' TargetMode="External"'),
        ("rId10", "hyperlink", "file:///C:/hemligt.docx", ' TargetMode="External"'),
    ]
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relations(("rId1", "officeDocument", "word/document.xml", "")),
        "word/_rels/document.xml.rels": _relations(*related),
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"{_HEAD}<w:styles {_NAMES}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"{_HEAD}<w:numbering {_NAMES}>{_NUMBERING}</w:numbering>",
        "word/footnotes.xml": f"{_HEAD}<w:footnotes {_NAMES}>{_FOOTNOTE}</w:footnotes>",
        "word/comments.xml": f"{_HEAD}<w:comments {_NAMES}>{_COMMENT}</w:comments>",
        "word/header1.xml": f"{_HEAD}<w:hdr {_NAMES}><w:p><w:r>{header}</w:r></w:p></w:hdr>",
        "word/media/image1.png": "\x89PNG",
    }


def packed(held):
    """The bytes of a zip that holds this, by name."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as zipped:
        for name, content in held.items():
            zipped.writestr(name, content)
    return written.getvalue()


def document(*blocks, **kwargs):
    """The bytes of a Word document."""
    return packed(members(*blocks, **kwargs))


def everything_held():
    """What a document with one of everything holds, by name."""
    return members(
        title("Redovisning 2025"),
        paragraph("Innehåll 1", style="Innehll1"),
        heading("Resor"),
        paragraph(
            "Vi ",
            run("reste", bold=True),
            " till ",
            run("Hamburg", italic=True),
            FOOTNOTE,
            ", se ",
            link("webben"),
            ".",
        ),
        heading("Möten", 2),
        item("Möte ett"),
        item("Med vem", level=1),
        item("Möte två"),
        item("Först", list=2),
        paragraph("Till", SOFT_HYPHEN, "gänglig", COMMENT, picture(), CHART, FORMULA, DELETED),
        table(["Ort", "År", "Kronor"], ["Hamburg", "", "100"], ["", "2024", ""]),
        header="<w:t>Malmö stad</w:t>",
    )


def everything():
    """The bytes of a document with one of everything."""
    return packed(everything_held())
