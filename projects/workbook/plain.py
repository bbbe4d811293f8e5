"""Rich text as a cell has it, plain with simple marks, and back again."""

import re
from html import escape
from html.parser import HTMLParser

from config import html

_LINE = re.compile(r"(#{1,2}|[-•*]|\d{1,3}[.)]|>)\s+(.+)")
_HEADINGS = {"#": "h3", "##": "h4"}


class _Lines(HTMLParser):
    """The lines of a text: a paragraph, a heading and a list's item are a line each, with a mark before it."""

    def __init__(self, markup):
        super().__init__()
        self.lines = [""]
        self.lists, self.quotes = [], 0
        self.mark = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        self.quotes += tag == "blockquote"
        if tag in ("p", "h3", "h4", "li", "ul", "ol", "br"):
            self.lines.append("")
        self.mark = self._mark(tag) or self.mark

    def _mark(self, tag):
        if tag == "li" and self.lists and self.lists[-1] is not None:
            self.lists[-1] += 1
            return f"{self.lists[-1]}. "
        return {"li": "- ", "h3": "# ", "h4": "## "}.get(tag) or ("> " if tag == "p" and self.quotes else "")

    def handle_endtag(self, tag):
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        self.quotes -= tag == "blockquote"
        if tag in ("p", "h3", "h4", "li", "ul", "ol"):
            self.lines.append("")

    def handle_data(self, data):
        if data.strip():
            self.lines[-1] += self.mark
            self.mark = ""
        self.lines[-1] += data


def plain(markup):
    """Cleaned `markup` as lines: `# ` begins a heading, `## ` a lower one, `- ` and `1. ` an item, `> ` a quote."""
    lines = (" ".join(line.split()) for line in _Lines(markup).lines)
    return "\n".join(line for line in lines if line)


def markup(text):
    """A cell's text as cleaned markup; the marks are those of `plain`, and a line is a paragraph."""
    parts, kind = [], ""
    for line in filter(None, map(str.strip, text.splitlines())):
        tag, words = _read(line)
        inside = tag if tag in ("ul", "ol", "blockquote") else ""
        if inside != kind:
            parts.append(f"{f'</{kind}>' if kind else ''}{f'<{inside}>' if inside else ''}")
            kind = inside
        parts.append(_element(tag, escape(words)))
    return html.clean_field("".join(parts) + (f"</{kind}>" if kind else ""))


def _read(line):
    """Which element a line is, and its words without the mark."""
    match = _LINE.fullmatch(line)
    if not match:
        return "p", line
    kinds = {**_HEADINGS, ">": "blockquote", "-": "ul", "•": "ul", "*": "ul"}
    return kinds.get(match[1], "ol"), match[2]


def _element(tag, words):
    if tag in ("ul", "ol"):
        return f"<li><p>{words}</p></li>"
    return f"<{tag}>{words}</{tag}>" if tag in ("h3", "h4") else f"<p>{words}</p>"
