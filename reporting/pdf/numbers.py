"""The numbers of pages, in feet and in links: a section's own are not known before all sections are joined.

While a section is laid out, something of the same length holds their place: in a page's foot the section's own number
and count, in a link the zeros of its `data-page`. When that is painted, a form (a picture by name, in the PDF's words)
is put in its stead, and `joining` draws the form.
"""

from weasyprint.formatting_structure import boxes

from .rendered import Number
from .sections import PLACE


def take_out(page, count):
    """Replace the numbers on a `Painted` page of a section with `count` pages. Returns a `Number` for each."""
    return [_taken(page, box, *found) for box, top in page.texts if (found := _number(page, count, box, top))]


def _number(page, count, box, top):
    """The text of a `Number`, and the place whose page it tells; None where the box holds no such number."""
    own = f"{page.number + 1} ({count})"
    if isinstance(top, boxes.MarginBox) and box.text.endswith(own):
        return _escaped(box.text.removesuffix(own)) + "{page} ({pages})", ""
    zeros = box.element.get("data-page") if box.element_tag == "a::after" else None
    if not zeros or zeros not in box.text:
        return None
    before, _, after = box.text.partition(zeros)
    return f"{_escaped(before)}{{page}}{_escaped(after)}", box.element.get("href").removeprefix(PLACE)


def _escaped(text):
    return text.replace("{", "{{").replace("}", "}}")


def _taken(page, box, text, place):
    font, size = page.font(box)
    form = f"number-{page.number}-{box.position_x:.0f}-{box.position_y:.0f}"
    x, y = box.position_x, box.position_y + box.baseline
    page.replace(box, f"q 1 0 0 -1 {x:.3f} {y:.3f} cm /{form} Do Q".encode())
    # A number with fewer digits than its place leaves the rest before it, as a wider space, not before a full stop.
    to_the_right = box.style["text_align_all"] in ("right", "end") or text.startswith(" ")
    return Number(form, page.number, text, place, box.width, to_the_right, font.hash, size, _glyphs(font, text))


def _glyphs(font, text):
    """The glyph and the width of each character that may stand in the text."""
    known = {character: glyph for glyph, character in font.to_unicode.items()} | font.always
    return {each: (known[each], font.widths[known[each]]) for each in {*text, *font.always} & known.keys()}
