"""A document's HTML cut into sections that are rendered apart, each of which begins a page.

A document with contents (`<nav class="contents">`) has a section for each child of <body>, and a `<section
class="part">` is cut at every `<section class="board">` in it but the first; any other document is one section.
What the stylesheets say about an element's neighbours, and strings set on earlier pages, do not reach over a
section's edge.

A link to a place in the document becomes one that is resolved when the sections are joined, and where the page's
number is to stand (in the contents, and in a link of the class `page`) `data-page` holds a place for it.
"""

import re
from dataclasses import dataclass

PLACE = "avsnitt:"  # `avsnitt:del-1` leads to the element with that id, in whichever section it is
_INSIDE = {"part": "board"}  # a section of this class is cut at the sections of that

_WHOLE = re.compile(r"(?P<html><html\b[^>]*>)(?P<head>.*?)(?P<body><body\b[^>]*>)(?P<content>.*)</body>", re.DOTALL)
_STYLES = re.compile(r"<link\b[^>]*\brel=\"?stylesheet\b[^>]*>|<style\b.*?</style>", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w:-]*)((?:[^\"'<>]|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_LINK = re.compile(r"<a\b((?:[^\"'<>]|\"[^\"]*\"|'[^']*')*?)\s+href=\"#([^\"]*)\"([^<>]*)>")
_ID = re.compile(r"<[^<>]*?\sid=\"([^\"]*)\"")


@dataclass(frozen=True)
class Cut:
    """A section's HTML, as a whole page; `continues` where it is the rest of the part that the one before began."""

    html: str
    continues: bool = False


def cut(html, digits, only=()):
    """The sections of a document, in order; `digits` is how many are kept free for a page's number.

    Where ids are given (`only`), the sections alone that hold one of them, each by itself; what would lead out of them
    is no link.
    """
    found = _WHOLE.search(html)
    if not found:
        return [Cut(html)]
    frame = f"{found['html']}<head>{''.join(_STYLES.findall(found['head']))}</head>{found['body']}"
    pieces = _pieces(found["content"])
    if only:
        pieces = [(piece, False) for piece, _ in pieces if _holds(piece, only)]
    places = {place for piece, _ in pieces for place in _ID.findall(piece)}
    return [
        Cut(f"<!DOCTYPE html>{frame}{_linked(piece, places, '0' * digits)}</body></html>", continues)
        for piece, continues in pieces
    ]


def _holds(piece, ids):
    return not set(_ID.findall(piece)).isdisjoint(ids)


def _pieces(content):
    """The markup of each section, and whether it continues the one before; one section where tags do not match."""
    children = _children(content)
    if not children or not any(_begins(child, "contents") for child in children):
        return [(content, False)]
    return [each for child in children for each in _parts(child)]


def _parts(child):
    """A child of <body>, cut where its class says so; each piece in the same outermost element."""
    opening = _TAG.match(child)
    inside = opening and next((inside for name, inside in _INSIDE.items() if _has_class(opening[3], name)), None)
    end = child.rindex("</")
    within = _children(child[opening.end() : end]) if inside else None
    if within is None:
        return [(child, False)]
    starts = [number for number, each in enumerate(within) if _begins(each, inside)][1:]
    edges = [0, *starts, len(within)]
    pieces = ["".join(within[start:stop]) for start, stop in zip(edges, edges[1:], strict=False)]
    return [(f"{opening[0]}{piece}{child[end:]}", number > 0) for number, piece in enumerate(pieces)]


def _begins(markup, name):
    opening = _TAG.match(markup)
    return bool(opening) and _has_class(opening[3], name)


def _has_class(attributes, name):
    found = re.search(r"\bclass=\"([^\"]*)\"", attributes)
    return bool(found) and name in found[1].split()


def _children(content):
    """The elements that `content` consists of; None where words stand between them, or tags do not match."""
    children, depth, start = [], 0, 0
    for tag in _TAG.finditer(content):
        if tag[2] is None or tag[2].lower() in _VOID or tag[3].endswith("/"):
            continue
        if depth == 0 and not tag[1] and content[start : tag.start()].strip():
            return None  # words that stand in no element
        depth += -1 if tag[1] else 1
        if depth < 0:
            return None
        if depth == 0:
            children.append(content[start : tag.end()].strip())
            start = tag.end()
    return None if depth or content[start:].strip() else children


def _linked(piece, places, number):
    contents = _begins(piece, "contents")

    def linked(match):
        before, place, after = match.groups()
        if place not in places:
            return f"<a{before}{after}>"
        numbered = f' data-page="{number}"' if contents or _has_class(before + after, "page") else ""
        return f'<a{before} href="{PLACE}{place}"{numbered}{after}>'

    return _LINK.sub(linked, piece)
