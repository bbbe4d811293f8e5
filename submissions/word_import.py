"""A Word document in: what it says as rich text inside the allow-list, and in words what did not come along."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from xml.sax.handler import ContentHandler  # the handler alone; defusedxml does the parsing
from zipfile import ZipFile

import mammoth
from defusedxml import sax
from mammoth import documents

from config import html, uploads
from config.formats import counted, listed
from config.uploads import Refused

# All text of a document with its markup, in bytes and in elements, which take 40 µs each; a report of a hundred pages
# has a fifth of the one and half of the other.
MOST_TEXT = 5 * uploads.MB
MOST_ELEMENTS = 80_000
# How deep elements stand in one another: a table within a table in a text box is at thirty.
DEEPEST = 150
# What is read. Notes, comments, pictures, embedded files and everything else stay unopened.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/document\d*\.xml\.rels"
    r"|word/(?:document\d*|styles|numbering|header\d*|footer\d*)\.xml"
)
TOO_LONG = "Dokumentets text är för lång. Dela upp det i flera dokument."
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Rubrik'] => h1:fresh
p[style-name='Rubrik 1'] => h1:fresh
p[style-name='Rubrik 2'] => h2:fresh
p[style-name='Rubrik 3'] => h3:fresh
p[style-name='Rubrik 4'] => h4:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
_LEFT_OUT = {
    documents.Image: ("bild", "bilder"),
    "chart": ("diagram", "diagram"),
    "footnote": ("fotnot", "fotnoter"),
    "endnote": ("slutnot", "slutnoter"),
    documents.CommentReference: ("kommentar", "kommentarer"),
    "oMath": ("formel", "formler"),
    "delText": ("struket ställe", "strukna ställen"),
    "margin": ("sidhuvud eller sidfot", "sidhuvuden och sidfötter"),
    "contents": ("rad i innehållsförteckningen", "rader i innehållsförteckningen"),
}


@dataclass(frozen=True)
class Imported:
    """What a document says: markup, and a sentence or two on what did not come along as it was."""

    html: str
    told: str


def imported(file):
    """An uploaded Word document as cleaned rich text. Raises Refused."""
    whole = converted(file)
    return Imported(html.clean_field(html.levelled(whole.html)), whole.told)


def converted(file):
    """The same, with all six levels of headings and not cleaned yet. Raises Refused."""
    uploads.unpackable(file, uploads.WORD)
    counts = Counter()
    try:
        markup = mammoth.convert_to_html(
            _checked(file, counts),
            transform_document=lambda document: _Plain(counts).document(document),
            style_map=_STYLES,
            include_embedded_style_map=False,
        ).value
    except Refused:
        raise
    except Exception:  # whatever the libraries raise at damage, which can be anything
        raise Refused(uploads.damaged(uploads.WORD)) from None
    if not html.text(html.clean(markup)):
        raise Refused("Dokumentet har ingen text att hämta. Bilder går inte att läsa som text.")
    return Imported(markup, _told(counts))


def _checked(file, counts):
    """The parts that are to be read as a zip of their own, each seen to be plain XML of a reasonable size."""
    checked = io.BytesIO()
    with ZipFile(file) as sent, ZipFile(checked, "w") as kept:
        parts = [member for member in sent.infolist() if _PARTS.fullmatch(member.filename)]
        if sum(part.file_size for part in parts) > MOST_TEXT:
            raise Refused(TOO_LONG)
        for part in parts:
            content = sent.read(part)
            sax.parseString(content, _Look(part.filename, counts), forbid_dtd=True)
            kept.writestr(part.filename, content)
    checked.seek(0)
    return checked


class _Look(ContentHandler):
    """Goes through a part before it is read; refuses what is beyond reason, and counts what the library passes by."""

    def __init__(self, name, counts):
        self.margin = re.match(r"word/(?:header|footer)", name)
        self.main = name.startswith("word/document")
        self.counts = counts
        self.depth = 0

    def startElement(self, name, attrs):  # noqa: N802 - the name that the parser calls
        self.depth += 1
        self.counts["elements"] += 1
        if self.counts["elements"] > MOST_ELEMENTS:
            raise Refused(TOO_LONG)
        if self.depth > DEEPEST:
            raise Refused("Dokumentet är uppbyggt på ett sätt som inte går att läsa.")
        local = name.rpartition(":")[2]
        if self.main and local in ("chart", "relIds", "oMath", "delText"):
            self.counts["chart" if local == "relIds" else local] += 1
        elif self.margin and local == "t":
            self.counts["margin"] += 1
            self.margin = None

    def endElement(self, name):  # noqa: N802
        self.depth -= 1


class _Plain:
    """Makes a document one of paragraphs alone, and counts what it takes out."""

    def __init__(self, counts):
        self.counts = counts

    def document(self, document):
        return document.copy(children=self._all(document.children))

    def _all(self, elements):
        return [plain for element in elements for plain in self._one(element)]

    def _one(self, element):
        """What stands instead of the element: itself, nothing, or several."""
        if isinstance(element, documents.Text):
            return [documents.text(element.value.replace("\u00ad", ""))]
        if isinstance(element, documents.Tab):
            return [documents.text(" ")]
        if isinstance(element, documents.Image | documents.CommentReference | documents.NoteReference):
            self.counts[getattr(element, "note_type", type(element))] += 1
            return []
        if isinstance(element, documents.Table):
            return self._table(element)
        if isinstance(element, documents.Paragraph) and (element.style_name or "").lower().startswith("toc "):
            self.counts["contents"] += 1
            return []
        if isinstance(element, documents.HasChildren | documents.TableCellUnmerged):
            return [element.copy(children=self._all(element.children))]
        return [element]

    def _table(self, table):
        self.counts[documents.Table] += 1
        return [paragraph for row in table.children for paragraph in self._row(row)]

    def _row(self, row):
        """A row as a paragraph, its cells parted by dashes; where only one cell says something, what stands in it."""
        cells = [self._all(cell.children) for cell in row.children]
        written = [bool(_words(cell)) for cell in cells]
        if sum(written) < 2:
            return [block for cell in cells for block in cell]
        first, last = written.index(True), len(written) - written[::-1].index(True)
        inlines = [_line(cell) or [documents.text("(tomt)")] for cell in cells[first:last]]
        return [documents.paragraph(_joined(inlines, lambda cell: " – "))]


def _line(blocks):
    """The blocks of a cell as what one line holds."""
    lines = [block.children for block in blocks if _words([block])]
    return _joined(lines, lambda line: " " if _words(line)[-1] in ".,:;!?" else ", ")


def _joined(lines, parted_by):
    """Lists of elements as one, with a text after each but the last."""
    parted = [[*line, documents.text(parted_by(line))] for line in lines[:-1]]
    return [element for line in [*parted, *lines[-1:]] for element in line]


def _words(elements):
    """All text of the elements."""
    texts = [getattr(element, "value", "") or _words(getattr(element, "children", ())) for element in elements]
    return "".join(texts).strip()


def _told(counts):
    """What did not come along as it was, in sentences; nothing where all did."""
    left_out = [counted(counts[key], *words) for key, words in _LEFT_OUT.items() if counts[key]]
    sentences = [f"{listed(left_out)} kom inte med."] if left_out else []
    if tables := counts[documents.Table]:
        sentences.append(f"{counted(tables, 'tabell', 'tabeller')} blev text: ett stycke för varje rad.")
    return " ".join(sentences)
