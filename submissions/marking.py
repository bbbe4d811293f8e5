"""Words in printed markup, found and marked where they stand: what was quoted, what was put in and what was taken out.

Markup here is what templates print out of cleaned text: neither < nor > stands in an attribute of it.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from html import unescape
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import mark_safe
from rapidfuzz.distance import Indel

_TOKEN = re.compile(r"<[^<>]*>|&(?:#\w+|\w+);|[^<&]+|[<&]")
_INLINE = re.compile(r"</?(?:strong|em|a|mark|span)\b")
# An amount is one word: half an amount marked as changed is read as another.
_WORD = re.compile(r"\d{1,3}(?:\s\d{3})+(?!\d)|\S+")
# Where what is about some words can be put in: after a paragraph, or last in an item, a fact or a cell.
_AFTER = re.compile(r"</(p|h[1-6]|li|dd|td|blockquote|dl|div)>")
# Comparing takes memory by the square of this; a board's longest answer is far below it.
MOST_WORDS = 20_000
_TOLD = '<{0}><span class="visually-hidden">[{1}: </span>'
_END = '<span class="visually-hidden">]</span></{0}>'
_MARKS = {
    "delete": (_TOLD.format("del", "Borttaget"), _END.format("del")),
    "insert": (_TOLD.format("ins", "Tillagt"), _END.format("ins")),
    "only": (_TOLD.format("mark", "Skiljer sig"), _END.format("mark")),
    "quote": ("<mark>", "</mark>"),
}


class Printed:
    """Markup with its words as one text (`text`), where a space stands between blocks, and where each word stands."""

    def __init__(self, markup):
        self.markup = str(markup)
        self._starts, self._places, texts, at = [], [], [], 0
        for token in _TOKEN.finditer(self.markup):
            if not (told := self._told(token[0])):
                continue
            if not token[0].startswith("<"):
                self._starts.append(at)
                self._places.append(token.span())
            texts.append(told)
            at += len(told)
        self.text = "".join(texts)

    @staticmethod
    def _told(piece):
        if piece.startswith("<"):
            return "" if _INLINE.match(piece) else " "
        return unescape(piece) if piece.startswith("&") else piece

    def words(self):
        return list(_WORD.finditer(self.text))

    def stretches(self, start, end):
        """Where in the markup a stretch of the text stands, without the tags within it; (from, to) for each run."""
        runs = []
        for number in range(bisect_right(self._starts, start) - 1, len(self._starts)):
            if self._starts[number] >= end:
                break
            here = self._within(number, start, end)
            if runs and runs[-1][1] == here[0]:
                here = (runs.pop()[0], here[1])
            runs.append(here)
        return [run for run in runs if self.markup[slice(*run)].strip()]

    def _within(self, number, start, end):
        """What of a token is inside the stretch; an entity is one letter of the text, however long it is written."""
        at, (begins, ends) = self._starts[number], self._places[number]
        if self.markup[begins] == "&":
            return begins, ends
        return begins + max(start - at, 0), min(begins + end - at, ends)

    def quoted(self, quote):
        """Where in the markup the quoted words stand first, whatever the spaces between them, as `stretches`."""
        found = re.search(r"\s+".join(map(re.escape, quote.split())), self.text) if quote.strip() else None
        return self.stretches(*found.span()) if found else []

    def labelled(self, label):
        """Where in the markup a fact or a heading of this name has it."""
        found = re.search(rf"<(?:dt|h4)[^<>]*>\s*({re.escape(escape(label))})", self.markup) if label else None
        return [found.span(1)] if found else []


def pieces(markup, remarks=(), before=None, labels=None):
    """`markup` in pieces, each with the remarks that stand after it; the last has those whose words are not there.

    What a remark quotes is marked, or the name of what it is on: `labels` are those that are printed, by field. In
    markup that stood as `before`, so are the words that differ.
    """
    printed = Printed(markup)
    marks, inserts = _differing(Printed(before), printed) if before is not None else ([], [])
    loose = []
    for remark in remarks:
        stands = printed.quoted(remark.quote) or printed.labelled((labels or {}).get(remark.field))
        marks += [(*stretch, "quote") for stretch in stands]
        after = stands and _AFTER.search(printed.markup, stands[-1][1])
        if after:
            inserts.append((_place_after(after), remark))
        else:
            loose.append(remark)
    return _cut(printed.markup, marks, inserts, loose)


def _place_after(match):
    """After a paragraph or a heading; before the end of what cannot have a remark beside it."""
    return match.end() if match[1][0] in "ph" else match.start()


def compared(before, after):
    """`after` with the words marked that `before` did not have, and those that it had."""
    return pieces(after, before=before)[0][0]


def lacking(markup, other):
    """`markup` with the words marked that `other` does not have."""
    printed = Printed(markup)
    mine = printed.words()
    gone = [mine[slice(*places)] for kind, *places in steps(words(markup), words(other)) if kind == "delete"]
    stretches = [printed.stretches(run[0].start(), run[-1].end()) for run in gone]
    marks = [(*stretch, "only") for run in stretches for stretch in run]
    return _cut(printed.markup, marks, [], [])[0][0]


def words(markup):
    """The words of `markup`, with single spaces in those that are amounts."""
    return [_plain(word) for word in Printed(markup).words()]


def wrapped(kind, markup):
    """`markup`, whole, marked as of a kind."""
    return mark_safe(_marked(markup, [kind]))  # noqa: S308 - as `_whole`


def steps(old, new):
    """How `old`, a list, became `new`: kind, and from where to where.

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


def _differing(then, now):
    """What was put in, as marks, and what was taken out, as inserts."""
    old, new = then.words(), now.words()
    marks, inserts, at = [], [], 0
    changes = steps([_plain(word) for word in old], [_plain(word) for word in new])
    for equal, run in groupby(changes, key=lambda step: step[0] == "equal"):
        told = [(kind, (old if kind == "delete" else new)[slice(*places)]) for kind, *places in run]
        if not equal:
            gone = " ".join(_plain(word) for kind, words in told if kind == "delete" for word in words)
            stretches = [now.stretches(words[0].start(), words[-1].end()) for kind, words in told if kind == "insert"]
            marks += [(*stretch, "insert") for run in stretches for stretch in run]
            inserts += [_gone(now, gone, new[at - 1 : at] if at else [], stretches)] if gone else []
        at += sum(len(words) for kind, words in told if kind != "delete")
    return marks, inserts


def _plain(word):
    return " ".join(word[0].split())


def _gone(now, words, word_before, put_in):
    """What was taken out: before what took its place, else after the word before it, else first of all."""
    removed = wrapped("delete", escape(words))
    if put_in:
        return put_in[0][0][0], f"{removed} "
    if word_before:
        return now.stretches(*word_before[0].span())[-1][1], f" {removed}"
    return 0, f"{removed} "


def _cut(markup, marks, inserts, loose):
    """The pieces of `markup` between the remarks among `inserts`; (markup, remarks) each."""
    on, off, there = defaultdict(list), defaultdict(list), defaultdict(list)
    for start, end, kind in marks:
        on[start].append(kind)
        off[end].append(kind)
    for place, what in inserts:
        there[place].append(what)
    found, written, active, at = [], [], [], 0
    for place in sorted({*on, *off, *there, len(markup)}):
        written.append(_marked(markup[at:place], active))
        for kind in off[place]:
            active.remove(kind)
        active += on[place]
        written += [what for what in there[place] if isinstance(what, str)]
        if remarks := [what for what in there[place] if not isinstance(what, str)]:
            found.append((_whole(written), remarks))
            written = []
        at = place
    return [*found, (_whole(written), loose)]


def _whole(written):
    return mark_safe("".join(written))  # noqa: S308 - what templates printed, and marks of our own


def _marked(markup, kinds):
    kinds = sorted(set(kinds)) if markup else []
    return "".join(_MARKS[kind][0] for kind in kinds) + markup + "".join(_MARKS[kind][1] for kind in reversed(kinds))
