"""What is handed over when a section is rendered: its PDF, and what must be known of it when sections are joined."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A place for numbers of pages, on page `page` of the section.

    `text` holds {page} and {pages} for the page itself, or {page} for the page of `place`, where a link leads. `form`
    is the name by which the page paints it, `font` that of its font; `glyphs` are {character: (glyph, width in
    thousandths)}. `size` and `width` are in the page's own units, CSS pixels.
    """

    form: str
    page: int
    text: str
    place: str
    width: float
    to_the_right: bool
    font: str
    size: float
    glyphs: dict[str, tuple[int, float]]


@dataclass(frozen=True)
class Program:
    """A font's program: compressed, with its length before that, under the `key` that the sections name it by."""

    key: str
    kind: str  # the PDF's subtype, empty for TrueType
    length: int
    compressed: bytes


@dataclass(frozen=True)
class Section:
    """A rendered section.

    `places` are {name: (page, x, y)} and `bookmarks` (level, title, page, x, y), pages from 0 and places in points
    from the lower left. `programs` are the keys of the fonts' programs, which its own PDF lacks. `said` are
    WeasyPrint's warnings.
    """

    pdf: bytes
    pages: int
    places: dict[str, tuple[int, float, float]]
    bookmarks: tuple[tuple[int, str, int, float, float], ...]
    numbers: tuple[Number, ...]
    programs: tuple[str, ...]
    said: tuple[str, ...]
