"""A PDF as a screen reader has it: its structure tree, each element with its role, its language and its words."""

import re
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

SOFT_HYPHEN = "\u00ad"
NUMBER = "\ufdd0{}\ufdd1"  # what a form says (a page's number), between two characters that no text has


@dataclass(frozen=True)
class Note:
    """A link's annotation: what it says, and the place in the document or the address that it leads to."""

    contents: str
    place: str
    address: str


@dataclass
class Element:
    role: str
    language: str = ""
    alternative: str = ""
    attributes: dict = field(default_factory=dict)
    kids: list = field(default_factory=list)  # elements, words, and links' notes
    pages: set = field(default_factory=set)  # where what stands directly in it is, from 0

    @property
    def elements(self):
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def notes(self):
        return [kid for kid in self.kids if isinstance(kid, Note)]

    @property
    def words(self):
        """Its words and those of all under it, without the labels of lists; divided words are whole."""
        parts = (kid if isinstance(kid, str) else kid.words for kid in self.kids if not isinstance(kid, Note))
        return "".join(parts).replace(SOFT_HYPHEN, "") if self.role != "Lbl" else ""

    def all(self, *roles):
        """It and all under it, in order; of those roles, where any are given."""
        below = [found for kid in self.elements for found in kid.all(*roles)]
        return [self, *below] if not roles or self.role in roles else below


class Tagged:
    """An opened PDF, with `root`, its element Document, and `artifacts`, what each page shows that is not read."""

    def __init__(self, opened):
        self.pdf = opened
        self._pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        self._shown = [_Shown(page) for page in opened.pages]

    @cached_property
    def root(self):
        return self._element(self.pdf.Root.StructTreeRoot.K[0], None)

    @property
    def artifacts(self):
        return [shown.artifacts for shown in self._shown]

    def _element(self, told, page):
        page = self._page(told, page)
        attributes = {str(key): value for key, value in told.get("/A", {}).items()}
        element = Element(str(told.S)[1:], str(told.get("/Lang", "")), str(told.get("/Alt", "")), attributes)
        kids = told.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            element.kids.append(self._kid(kid, page, element))
        return element

    def _kid(self, kid, page, element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            return self._element(kid, page)
        if isinstance(kid, pikepdf.Dictionary) and kid.Type == "/OBJR":
            note = kid.Obj
            return Note(str(note.Contents), str(note.get("/Dest", "")), str(note.A.URI) if "/A" in note else "")
        if isinstance(kid, pikepdf.Dictionary):
            page, kid = self._page(kid, page), kid.MCID
        element.pages.add(page)
        return self._shown[page].marks.pop(int(kid))

    def _page(self, told, page):
        return self._pages[told.Pg.objgen] if "/Pg" in told else page

    def unread(self):
        """Marks that no element has; only after `root` has been read."""
        return [shown.marks for shown in self._shown if shown.marks]


class _Shown:
    """What a page shows: {mark: words}, and the words of its artifacts."""

    def __init__(self, page):
        self.marks, self.artifacts, self._within = {}, "", []
        self._read(page.obj, page.obj.Resources)

    def _read(self, content, resources, frame="{}"):
        fonts, font = {name: _Font(told) for name, told in resources.get("/Font", {}).items()}, None
        for operands, operator in pikepdf.parse_content_stream(content):
            name = str(operator)
            if name in ("BDC", "BMC"):
                self._within.append(_mark(operands))
                if isinstance(self._within[-1], int):
                    self.marks[self._within[-1]] = ""
            elif name == "EMC":
                self._within.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name == "TJ":
                self._show(frame.format("".join(font.words(bytes(s)) for s in operands[0] if _is_string(s))))
            elif name == "Tj":
                self._show(frame.format(font.words(bytes(operands[0]))))
            elif name == "Do" and resources.XObject[str(operands[0])].Subtype == "/Form":
                form = resources.XObject[str(operands[0])]
                self._read(form, form.get("/Resources", resources), NUMBER)
        if frame == "{}":
            assert self._within == []

    def _show(self, words):
        assert self._within, f"Neither read nor an artifact: {words}"
        mark = next((mark for mark in reversed(self._within) if mark is not None), None)
        if mark == "Artifact":
            self.artifacts += words
        else:
            self.marks[mark] += words


def _is_string(operand):
    return isinstance(operand, pikepdf.String)


def _mark(operands):
    if operands[0] == "/Artifact":
        return "Artifact"
    return int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None


class _Font:
    """What a font's glyphs mean, by its own map to Unicode."""

    def __init__(self, told):
        self._means = {}
        for glyph, words in re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>\n?", told.ToUnicode.read_bytes()):
            self._means[glyph] = bytes.fromhex(words.decode()).decode("utf-16-be")

    def words(self, string):
        glyphs = string.hex().encode()
        return "".join(self._means[glyphs[place : place + 4]] for place in range(0, len(glyphs), 4))
