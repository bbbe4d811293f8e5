"""What each element of the HTML is to a screen reader: the roles of PDF 1.7 (ISO 32000-1, 14.8.4), by its tag."""

from dataclasses import dataclass, field

_SVG = "{http://www.w3.org/2000/svg}svg"
# What is not here (div, strong, …) has no role, and its words are its parent's.
_ROLES = {
    "article": "Art",
    "section": "Sect",
    "blockquote": "BlockQuote",
    **{name: name.upper() for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "th", "td")},
    **{"ul": "L", "ol": "L", "li": "LI"},
    **{"table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot"},
    **{"a": "Link", "img": "Figure", _SVG: "Figure"},
}
_IN_CONTENTS = {"ul": "TOC", "ol": "TOC", "li": "TOCI"}
# What only holds others; words that stand in it are a paragraph of their own.
GROUPS = {"Document", "Sect", "Art", "BlockQuote"}
INLINE = {"Link", "Span", "Figure"}
# Kept though nothing stands in them, since a table's rows are counted by them.
CELLS = {"TH", "TD"}


@dataclass(frozen=True)
class Role:
    name: str
    language: str = ""
    alternative: str = ""
    attributes: dict = field(default_factory=dict)  # of the PDF's attribute object, in the PDF's own names


def roles(element, contents=False, head=False):
    """The role of `element` and of each element under it, by their id(). `head`: whether it stands in a <thead>."""
    contents = contents or _is_contents(element)
    head = head or element.tag == "thead"
    found = _role(element, contents, head)
    below = {id(element): found} if found else {}
    for child in element:
        below |= roles(child, contents, head)
    return below


def _is_contents(element):
    return element.tag == "nav" and "contents" in element.get("class", "").split()


def _role(element, contents, head):
    name = (contents and _IN_CONTENTS.get(element.tag)) or _ROLES.get(element.tag)
    language = element.get("lang", "") if element.tag not in ("html", "body") else ""
    if element.tag == "a" and element.get("href") is None:
        name = None
    if name == "Figure":
        text = _alternative(element)
        return Role(name, language, text) if text else None
    if not name and language:
        name = "Span"
    return Role(name, language, attributes=_attributes(name, element, head)) if name else None


def _alternative(element):
    """A picture's text: what has none is decoration."""
    if element.tag == _SVG:
        return element.findtext(_SVG.replace("}svg", "}title")) or ""
    return element.get("alt", "")


def _attributes(name, element, head):
    if name in CELLS:
        return _cell(name, element, head)
    if name == "L":
        return {"O": "/List", "ListNumbering": "/Decimal" if element.tag == "ol" else "/Disc"}
    return {}


def _cell(name, element, head):
    """Which cells a header is for (`Scope`), and how many rows and columns a cell takes."""
    attributes = {"O": "/Table"}
    if name == "TH":
        scope = element.get("scope", "col" if head else "row")
        attributes["Scope"] = "/Row" if scope.startswith("row") else "/Column"
    for key, span in (("ColSpan", "colspan"), ("RowSpan", "rowspan")):
        if element.get(span, "1") != "1":
            attributes[key] = int(element.get(span))
    return attributes if len(attributes) > 1 else {}
