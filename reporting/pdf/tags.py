"""The structure tree of a section: what a screen reader reads, in the order of the HTML.

It stands in for WeasyPrint's own (`weasyprint.pdf.tags.add_tags`), which makes an element of every box: there a
paragraph, list or table that crosses a page is two, a table's head is read again on each page, and the pages' heads
and feet are read in the middle of sentences. Here each element of the HTML is one element of the tree, wherever its
boxes fall; heads and feet and what is repeated are artifacts.
"""

from dataclasses import dataclass, field

import pydyf
from weasyprint.formatting_structure import boxes

from .painted import unwrapped, within
from .roles import CELLS, GROUPS, INLINE, Role

POINTS = 0.75  # in a CSS pixel


@dataclass
class Element:
    """An element of the tree; its kids are elements, and (page, mark) and (page, annotation) of what it shows."""

    role: Role
    parent: "Element | None" = None
    kids: list = field(default_factory=list)

    def add(self, role):
        self.kids.append(Element(role, self))
        return self.kids[-1]


def add_tags(pdf, document, page_streams, roles):
    """Write the tree; `page_streams` know the mark (MCID) of each text and picture that has been painted."""
    reading = Reading(roles)
    for page, stream in zip(document.pages, page_streams, strict=True):
        reading.read(page, stream)
    write(pdf, reading)


class Reading:
    """The tree as it grows, page by page."""

    def __init__(self, roles):
        self.roles = roles
        self.document = Element(Role("Document"))
        self.made = {}  # (an HTML element's id(), role): its element
        self.closed = set()  # heads of tables that stand on an earlier page, by id()
        self.marks = []  # for each page, how many there are

    def read(self, page, stream):
        self.page, self.height, self.waiting = len(self.marks), page.height, dict(stream._tags)
        self.marks.append(len(self.waiting))
        self.heads, artifacts = set(), set()
        for box in page._page_box.children:
            self._walk(box, self.document, None, artifacts)
        self.closed |= self.heads
        _make_artifacts(stream.stream, artifacts | {mark["mcid"] for mark in self.waiting.values()})

    def _walk(self, box, parent, block, artifacts):
        """Put what stands in `box` under `parent`; `block` is what it stands in a line of."""
        box = unwrapped(box)
        if isinstance(box, boxes.MarginBox) or box.element_tag == "thead" and id(box.element) in self.closed:
            artifacts |= {self.waiting.pop(each)["mcid"] for each in within(box) if each in self.waiting}
            return
        block = box if isinstance(box, boxes.BlockContainerBox) else block
        element = self._element(box, parent, block)
        if box.link_annotation is not None:
            words = " ".join("".join(box.element.itertext()).split())
            box.link_annotation["Contents"] = pydyf.String(words or box.element.get("href", ""))
            element.kids.append((self.page, box.link_annotation))
        if box in self.waiting:
            _paragraph(element, block).kids.append((self.page, self.waiting.pop(box)["mcid"]))
        for child in getattr(box, "children", ()):
            self._walk(child, element, block, artifacts)

    def _element(self, box, parent, block):
        """The element of the box's HTML element, made the first time; the parent where that has no role."""
        role = self.roles.get(id(box.element))
        if role is None:
            return parent
        if box.element_tag == "li::marker":
            return parent if role.name == "TOCI" else self._label(box)
        if role.name == "THead":
            self.heads.add(id(box.element))
        key = (id(box.element), role.name)
        if key not in self.made:
            self.made[key] = self._made(role, box, _paragraph(parent, block) if role.name in INLINE else parent)
        return self.made[key]

    def _made(self, role, box, parent):
        """A new element. A table's head is read first, though a page that a tall row fills may leave it out."""
        if role.name == "Figure":
            role = Role("Figure", role.language, role.alternative, {"O": "/Layout", "BBox": self._place(box)})
        if role.name == "Link" and parent.role.name == "TOCI":
            parent = parent.add(Role("Reference"))
        element = parent.add(role)
        if role.name == "THead":
            parent.kids.sort(key=lambda kid: kid.role.name not in ("Caption", "THead"))
        return element.add(Role("LBody")) if role.name == "LI" else element

    def _label(self, box):
        """The bullet or number of a list's item: first in it, before its body."""
        key = (id(box.element), "Lbl")
        if key not in self.made:
            item = self.made[id(box.element), "LI"].parent
            self.made[key] = item.add(Role("Lbl"))
            item.kids.insert(0, item.kids.pop())
        return self.made[key]

    def _place(self, box):
        """A picture's place on its page, in points from the lower left."""
        x, y = box.content_box_x(), box.content_box_y()
        edges = (x, self.height - y - box.height, x + box.width, self.height - y)
        return pydyf.Array([round(edge * POINTS, 2) for edge in edges])


def _paragraph(element, block):
    """What words that stand in `element` belong to: a paragraph of their own where it only holds others."""
    if element.role.name not in GROUPS:
        return element
    last = element.kids[-1] if element.kids else None
    if not isinstance(last, Element) or getattr(last, "words_of", None) is not block.element:
        last = element.add(Role("P"))
        last.words_of = block.element
    return last


def _make_artifacts(stream, marks):
    """Make the marked content with those numbers part of the page's furniture, in a page's operators."""
    for place, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in marks:
            stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def write(pdf, reading):
    """The tree as objects of the PDF."""
    Writing(pdf, reading.marks).write(reading.document)


class Writing:
    def __init__(self, pdf, marks):
        self.pdf = pdf
        self.pages = [pdf.objects[number].reference for number in pdf.pages["Kids"][::3]]
        self.owners = [[b"null"] * count for count in marks]  # the element that each mark of a page belongs to
        self.links = []  # the element of each annotation, in the order of their numbers

    def write(self, document):
        root = self._added({"Type": "/StructTreeRoot"})
        root["K"] = pydyf.Array([self._written(document, root).reference])
        numbered = enumerate([*(pydyf.Array(owners) for owners in self.owners), *self.links])
        root["ParentTree"] = self._added({"Nums": pydyf.Array([x for pair in numbered for x in pair])}).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference

    def _written(self, element, parent):
        role = element.role
        written = self._added({"Type": "/StructElem", "S": f"/{role.name}", "P": parent.reference})
        said = {"Lang": role.language, "Alt": role.alternative}
        written.update({key: pydyf.String(value) for key, value in said.items() if value})
        if role.attributes:
            written["A"] = pydyf.Dictionary(role.attributes)
        if pages := [kid[0] for kid in element.kids if not isinstance(kid, Element)]:
            written["Pg"] = self.pages[pages[0]]
        kids = (kid for kid in element.kids if not isinstance(kid, Element) or _says_something(kid))
        written["K"] = pydyf.Array([self._kid(kid, written) for kid in kids])
        return written

    def _kid(self, kid, written):
        if isinstance(kid, Element):
            return self._written(kid, written).reference
        page, shown = kid
        if isinstance(shown, int):
            self.owners[page][shown] = written.reference
            if written["Pg"] == self.pages[page]:
                return shown
            return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[page], "MCID": shown})
        shown["StructParent"] = len(self.owners) + len(self.links)
        self.links.append(written.reference)
        return pydyf.Dictionary({"Type": "/OBJR", "Pg": self.pages[page], "Obj": shown.reference})

    def _added(self, values):
        added = pydyf.Dictionary(values)
        self.pdf.add_object(added)
        return added


def _says_something(element):
    """Whether anything stands in the element: an empty one says nothing, but for a table's cells."""
    return element.role.name in CELLS or any(not isinstance(k, Element) or _says_something(k) for k in element.kids)
