"""What WeasyPrint has painted of each text on a page: its operators, found by its mark (MCID), to be changed."""

import re

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder


class Painted:
    """A painted page. The operators are changed where they stand, one for one, so that their places hold."""

    def __init__(self, document, number, stream):
        self.number = number
        self._operators, self._marks, self._places = stream.stream, stream._tags, _by_mark(stream.stream)
        self._fonts = {font.hash: font for font in document.fonts.values()}
        tops = document.pages[number]._page_box.children
        # Each text on the page: its box, and the box on the page's top level that it stands in.
        self.texts = [(box, top) for top in tops for box in within(top) if self._is_painted(box)]

    def _is_painted(self, box):
        return isinstance(box, boxes.TextBox) and box in self._marks and self._find(box, b"TJ") is not None

    def font(self, box):
        """The text's font and its size, in CSS pixels."""
        name, size, _ = self._operators[self._find(box, b"Tf")].split()
        return self._fonts[name.decode()[1:]], float(size)

    def replace(self, box, operator):
        """Paint the operator instead of the text."""
        for place in self._places[self._marks[box]["mcid"]]:
            if self._is(place, b"TJ"):
                self._operators[place] = b""
        self._operators[self._find(box, b"ET")] += b" " + operator

    def end_with(self, box, glyph):
        """Paint the glyph after the text, where it is not the last one already."""
        place = self._find(box, b"TJ")
        shown = self._operators[place].removesuffix(b"] TJ")
        if not re.search(rb"%04x>[-.0-9]*$" % glyph, shown):
            self._operators[place] = shown + b"<%04x>] TJ" % glyph

    def _find(self, box, name):
        """Where the last operator of that name stands, among the text's own."""
        own = reversed(self._places.get(self._marks[box]["mcid"], ()))
        return next((place for place in own if self._is(place, name)), None)

    def _is(self, place, name):
        operator = self._operators[place]
        return isinstance(operator, bytes) and operator.endswith(name)


def _by_mark(operators):
    """Where the operators of each mark stand."""
    found, open_marks = {}, []
    for place, operator in enumerate(operators):
        if operator in (b"BDC", b"BMC"):
            before = operators[place - 1]
            open_marks.append(before.get("MCID") if isinstance(before, dict) else None)
        elif operator == b"EMC":
            open_marks.pop()
        elif open_marks and open_marks[-1] is not None:
            found.setdefault(open_marks[-1], []).append(place)
    return found


def within(box):
    """The box and all boxes in it, in the order in which they are read."""
    box = unwrapped(box)
    yield box
    for child in getattr(box, "children", ()):
        yield from within(child)


def unwrapped(box):
    """The box itself, where another holds its place among those that are laid out in order."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box
