"""Two texts as one, word by word: what was taken out, and what was put in."""

import re
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from rapidfuzz.distance import Indel

from config import html

# Comparing takes memory by the square of this; a board's longest answer is far below it.
MOST_WORDS = 20_000
# Stands between words where a paragraph ends; no text has it.
_BREAK = "\ue000"
_AMOUNT = re.compile(r"\b\d{1,3}(?: \d{3})+\b")  # one word: half an amount marked as changed is read as another
MARKS = {
    "delete": '<del><span class="visually-hidden">[Borttaget: </span>{}<span class="visually-hidden">]</span></del>',
    "insert": '<ins><span class="visually-hidden">[Tillagt: </span>{}<span class="visually-hidden">]</span></ins>',
    "only": '<mark><span class="visually-hidden">[Skiljer sig: </span>{}<span class="visually-hidden">]</span></mark>',
    "equal": "{}",
}


def differing(before, after):
    """Label and marked text of what differs; both are markup by label, as a section's `told` gives it."""
    labels = list(dict.fromkeys([*after, *before]))
    both = [(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [(label, marked(old, new)) for label, old, new in both if old != new]


def marked(before, after):
    """The words of `after`, with those that `before` did not have, and those that it had, marked."""
    old, new = _words(before), _words(after)
    if old == new:
        return mark_safe("<em>Bara formateringen eller en länk är ändrad.</em>")
    stretches = [(kind, (old if kind == "delete" else new)[slice(*places)]) for kind, *places in steps(old, new)]
    runs = [list(run) for _, run in groupby(stretches, key=lambda stretch: stretch[0] == "equal")]
    ordered = [stretch for run in runs for stretch in sorted(run, key=lambda stretch: stretch[0])]  # taken out first
    return format_html_join(" ", "{}", ((_stretch(kind, words),) for kind, words in ordered if words))


def side_by_side(mine, theirs):
    """The words of both, each with those that the other lacks marked."""
    return _apart(mine, theirs, "delete"), _apart(mine, theirs, "insert")


def _apart(mine, theirs, kind):
    one, other = _words(mine), _words(theirs)
    shown = [(step, (one if step == "delete" else other)[slice(*places)]) for step, *places in steps(one, other)]
    kept = [(step, words) for step, words in shown if step in (kind, "equal") and words]
    return format_html_join(" ", "{}", ((_stretch("only" if step == kind else step, words),) for step, words in kept))


def steps(old, new):
    """How `old`, a list of words, became `new`: kind, and from where to where.

    What is taken out is told by its places in `old`, and all else by those in `new`.
    """
    if max(len(old), len(new)) > MOST_WORDS:
        return [("delete", 0, len(old)), ("insert", 0, len(new))]
    return [
        (step.tag, step.src_start, step.src_end)
        if step.tag == "delete"
        else (step.tag, step.dest_start, step.dest_end)
        for step in Indel.opcodes(old, new)
    ]


def _words(markup):
    spaced = re.sub(r"(?:</(?:p|h[34]|li|ul|ol|blockquote)>|<br>)+", rf"\g<0> {_BREAK} ", markup)
    text = html.text(spaced).strip(f" {_BREAK}")
    return _AMOUNT.sub(lambda amount: amount[0].replace(" ", "\u00a0"), text).split(" ") if text else []


def _stretch(kind, words):
    """A stretch of words of one kind; a break alone is marked as nothing, since there is nothing to read."""
    text = format_html_join(" ", "{}", ((mark_safe("<br>") if word == _BREAK else word,) for word in words))
    return text if set(words) == {_BREAK} else format_html(MARKS[kind], text)
