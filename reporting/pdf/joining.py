"""Rendered sections joined to one document: pages, structure tree, links, bookmarks, fonts, and the pages' numbers."""

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from . import attachments, metadata
from .sections import PLACE


def join(sections, programs, said, files=()):
    """The PDF, as bytes. `sections` are (Section, whether it continues the part that the one before began), `programs`
    the fonts' {key: Program}, `said` the document's `Metadata`, `files` its `Attachment`s.
    """
    with pikepdf.new() as pdf:
        joined = Joined(pdf, programs, sum(section.pages for section, _ in sections))
        for section, continues in sections:
            joined.add(section, continues)
        joined.finish()
        metadata.write(pdf, said)
        attachments.attach(pdf, files, said.dated)
        return _saved(pdf)


def _saved(pdf):
    """The same document makes the same bytes: its identifier is made of its content."""
    written = BytesIO()
    pdf.save(
        written,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        min_version="1.7",
    )
    return written.getvalue()


class Joined:
    """The document as it grows, section by section."""

    def __init__(self, pdf, programs, pages):
        self.pdf, self.programs, self.pages = pdf, programs, pages
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array()))
        self.root.K = Array([self.document])
        self.fonts = {}  # the programs that are in the document already
        self.owners, self.links = [], []  # what the marks of each page belong to; and each link
        self.places, self.bookmarks, self.numbers = {}, [], []

    def add(self, section, continues):
        first = len(self.pdf.pages)
        with pikepdf.open(BytesIO(section.pdf)) as source:
            self.pdf.pages.extend(source.pages)
            tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        self._add_elements(tree.K[0], continues)
        owners = _pairs(tree.ParentTree.Nums)
        for number in range(section.pages):
            page = self.pdf.pages[first + number].obj
            page.StructParents = first + number
            self.owners.append(owners[number])
            self.links += [(note, owners[int(note.StructParent)]) for note in page.get("/Annots", ())]
        resources = self.pdf.pages[first].obj.Resources
        self._share_fonts(resources)
        self.numbers += [(number, first, resources) for number in section.numbers]
        for name, (page, x, y) in section.places.items():
            self.places.setdefault(name, (first + page, x, y))
        self.bookmarks += [(level, title, first + page, x, y) for level, title, page, x, y in section.bookmarks]

    def _add_elements(self, document, continues):
        """Put a section's elements under the document's; what continues a part goes into the part's own element."""
        elements = list(document.K)
        if continues:
            part, rest = self.document.K[-1], elements.pop(0)
            _adopt(part, rest.K)
        _adopt(self.document, elements)

    def _share_fonts(self, resources):
        for font in resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            for name in ("/FontFile2", "/FontFile3"):
                if name in descriptor:
                    descriptor[name] = self._program(str(descriptor[name].Program)[1:])

    def _program(self, key):
        if key not in self.fonts:
            program = self.programs[key]
            stream = self.pdf.make_stream(program.compressed, Filter=Name.FlateDecode, Length1=program.length)
            if program.kind:
                stream.Subtype = Name("/" + program.kind)
            self.fonts[key] = stream
        return self.fonts[key]

    def finish(self):
        self._number_pages()
        self._resolve_links()
        self._write_tree()
        self._write_bookmarks()
        self.pdf.Root.OutputIntents = Array([_colours(self.pdf)])

    def _number_pages(self):
        for number, first, resources in self.numbers:
            page = self.places.get(number.place, [None])[0] if number.place else first + number.page
            # A place that is not among the sections has no number.
            text = "" if page is None else number.text.format(page=page + 1, pages=self.pages)
            resources.XObject[f"/{number.form}"] = _drawn(self.pdf, number, text, resources)

    def _resolve_links(self):
        """Links to places in the document become links to their names, each of which is given its place."""
        for note, _ in self.links:
            note.F = 4  # printed, which PDF/A demands
            address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
            if address.startswith(PLACE):
                del note.A
                note.Dest = String(address.removeprefix(PLACE))
        named = sorted(self.places.items(), key=lambda each: each[0].encode())
        names = Array([part for name, place in named for part in (String(name), self._destination(*place))])
        self.pdf.Root.Names = self.pdf.make_indirect(Dictionary(Dests=self.pdf.make_indirect(Dictionary(Names=names))))

    def _destination(self, page, x, y):
        return Array([self.pdf.pages[page].obj, Name.XYZ, x, y, 0])

    def _write_tree(self):
        for number, (note, _) in enumerate(self.links, start=self.pages):
            note.StructParent = number
        owners = [*self.owners, *(owner for _, owner in self.links)]
        numbered = Array([part for number, owner in enumerate(owners) for part in (number, owner)])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbered))
        self.root.ParentTreeNextKey = len(owners)
        self.pdf.Root.StructTreeRoot = self.root

    def _write_bookmarks(self):
        if not self.bookmarks:
            return
        self.pdf.Root.PageMode = Name.UseOutlines
        with self.pdf.open_outline() as outline:
            above = [(0, outline.root)]
            for level, title, *place in self.bookmarks:
                while above[-1][0] >= level:
                    above.pop()
                item = pikepdf.OutlineItem(title, self._destination(*place))
                above[-1][1].append(item)
                above.append((level, item.children))


def _pairs(numbers):
    """A number tree's {number: what stands there}."""
    return {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}


def _adopt(parent, elements):
    for element in list(elements):
        element.P = parent
        parent.K.append(element)


def _drawn(pdf, number, text, resources):
    """The form that shows a page's number, in the font that stood there."""
    glyphs = [number.glyphs[character] for character in text]
    width = sum(width for _, width in glyphs) * number.size / 1000
    start = number.width - width if number.to_the_right else 0
    written = "".join(f"{glyph:04x}" for glyph, _ in glyphs)
    shown = f"BT /{number.font} {number.size:g} Tf {start:.3f} 0 Td <{written}> Tj ET"
    fonts = Dictionary({f"/{number.font}": resources.Font[f"/{number.font}"]})
    return pdf.make_stream(
        shown.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([min(start, 0), -number.size, max(width, number.width), 2 * number.size]),
        Resources=Dictionary(Font=fonts),
    )


def _colours(pdf):
    """What the document's colours mean: sRGB, by the profile that WeasyPrint brings."""
    profile = (Path(find_spec("weasyprint").origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB"),
            Info=String("sRGB IEC61966-2.1"),
            DestOutputProfile=pdf.make_stream(profile, N=3),
        )
    )
