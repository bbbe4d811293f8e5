"""A text as its blocks, one for each paragraph, heading and list item; cut out of markup, and printed again."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from config import html

from . import marking

# Of cleaned markup, in which these have no attributes.
_TAG = re.compile(r"(</?(?:p|h3|h4|ul|ol|li|blockquote)>)")
_LISTS = ("ul", "ol")
_PRINTED = {
    "": "{}",
    "p": "<p>{}</p>",
    "heading": '<p class="told-heading">{}</p>',
    "blockquote": "<blockquote>{}</blockquote>",
    "gap": '<p class="left-out">{}</p>',
}


@dataclass(frozen=True)
class Block:
    """Words that stand together: `kind` is one of those printed, or "ul" or "ol" for an item of a list.

    `depth` is in how many lists it stands, and `number` its place in the innermost; 0 where it goes on in an item.
    """

    kind: str
    markup: str
    depth: int = 0
    number: int = 0

    @cached_property
    def words(self):
        return tuple(marking.words(self.markup))

    @cached_property
    def key(self):
        """What two blocks that say the same have alike."""
        return self.kind, self.depth, self.words


GAP = Block("gap", mark_safe('<span aria-hidden="true">…</span><span class="visually-hidden">[Oförändrat]</span>'))


def cut(markup):
    """The blocks of `markup`, which is cleaned."""
    found, within = [], []  # `within` holds, for each tag that is open, its name and how many items it has had
    for piece in _TAG.split(html.clean(markup)):
        if not _TAG.fullmatch(piece):
            found += [_block(piece.strip(), within)] if marking.words(piece) else []
        elif piece.startswith("</"):
            within.pop()
        else:
            if piece == "<li>" and within:
                within[-1][1] += 1
            within.append([piece[1:-1], 0])
    return found


def _block(markup, within):
    names = [name for name, _ in within]
    lists = [name for name in names if name in _LISTS]
    if not lists:
        kind = "heading" if {"h3", "h4"} & {*names} else next((name for name in names if name in _PRINTED), "")
        return Block(kind, markup)
    item = len(names) - 1 - names[::-1].index("li") if "li" in names else 0
    begins = not within[item][1]
    within[item][1] = 1
    return Block(lists[-1], markup, len(lists), within[item - 1][1] if begins else 0)


def printed(blocks):
    """Markup of the blocks, in which what stands in a list together is a list."""
    runs = [(kind, list(run)) for kind, run in groupby(blocks, key=lambda block: (block.kind, block.depth))]
    return format_html_join("", "{}", ((_run(*kind, run),) for kind, run in runs))


def _run(kind, depth, run):
    if kind not in _LISTS:
        return format_html_join("" if kind else " ", _PRINTED[kind], ((mark_safe(block.markup),) for block in run))  # noqa: S308 - cleaned
    items = format_html_join("", "{}", ((_item(kind, block),) for block in run))
    return format_html(f'<{kind} class="depth-{depth}">{{}}</{kind}>', items)


def _item(kind, block):
    about = ' class="goes-on"' if not block.number else f' value="{block.number}"' if kind == "ol" else ""
    return format_html(f"<li{about}>{{}}</li>", mark_safe(block.markup))  # noqa: S308 - cleaned
