"""Two texts as one: what was taken out and what was put in, block by block and in those word by word."""

from dataclasses import replace
from itertools import groupby

from django.utils.safestring import mark_safe
from rapidfuzz.distance import Indel

from config import html

from . import blocks, marking

# So much of their words, in order, is the same in two blocks that are one, changed.
ALIKE = 0.35
# So many pairs of blocks are looked at; a text with more of them is another text.
MOST_PAIRS = 10_000
_FORMATTING = mark_safe("<em>Bara formateringen eller en länk är ändrad.</em>")
_DIVISION = blocks.Block("p", mark_safe("<em>Bara indelningen i stycken, rubriker och punkter är ändrad här:</em>"))


def differing(before, after):
    """Label and marked text of what differs; both are markup by label, as a section's `told` gives it."""
    labels = list(dict.fromkeys([*after, *before]))
    both = [(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [(label, marked(old, new)) for label, old, new in both if old != new]


def marked(before, after):
    """What of `after` differs from `before`, with the words marked, below its headings; the rest is left out."""
    old, new = blocks.cut(before), blocks.cut(after)
    if [block.key for block in old] == [block.key for block in new]:
        return _FORMATTING
    return blocks.printed(_folded(_aligned(old, new)))


def side_by_side(mine, theirs):
    """Both whole, each with the words marked that the other lacks; headings stand below those of a page."""
    mine, theirs = (html.demoted(html.clean(each), 5) for each in (mine, theirs))
    return marking.lacking(mine, theirs), marking.lacking(theirs, mine)


def _aligned(old, new):
    """Each block of the two texts as one, and whether it is as it was."""
    steps = marking.steps([block.key for block in old], [block.key for block in new])
    for equal, run in groupby(steps, key=lambda step: step[0] == "equal"):
        run = list(run)
        gone, come = (
            [block for kind, *places in run if (kind == "delete") is out for block in side[slice(*places)]]
            for out, side in ((True, old), (False, new))
        )
        yield from ((block, True) for block in come) if equal else ((block, False) for block in _changed(gone, come))


def _changed(gone, come):
    """Blocks that became others: those that are one another's in one, and the rest of each marked whole."""
    if _words(gone) == _words(come):
        return [_DIVISION, *come]
    shown, at, to = [], 0, 0
    for one, other in [*_matched(gone, come), (len(gone), len(come))]:
        shown += [_whole("delete", block) for block in gone[at:one]]
        shown += [_whole("insert", block) for block in come[to:other]]
        shown += [_compared(*pair) for pair in zip(gone[one : one + 1], come[other : other + 1], strict=True)]
        at, to = one + 1, other + 1
    return shown


def _words(blocks):
    return [word for block in blocks for word in block.words]


def _matched(old, new):
    """The places of the blocks that are one another's, in both; the most alike are found first, and none cross."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    pairs = [(one, other) for one in range(len(old)) for other in range(len(new))]
    alike = {(i, j): Indel.normalized_similarity(old[i].words, new[j].words) for i, j in pairs}
    found = []
    for i, j in sorted((pair for pair in pairs if alike[pair] >= ALIKE), key=lambda pair: -alike[pair]):
        if all((i - k) * (j - m) > 0 for k, m in found):
            found.append((i, j))
    return sorted(found)


def _whole(kind, block):
    return replace(block, markup=marking.wrapped(kind, block.markup))


def _compared(before, after):
    return replace(after, markup=marking.compared(before.markup, after.markup))


def _folded(aligned):
    """The blocks that differ, and of those between them the last heading, which may be that of what comes next."""
    runs = [(alike, [block for block, _ in run]) for alike, run in groupby(aligned, key=lambda each: each[1])]
    for number, (alike, run) in enumerate(runs):
        if not alike:
            yield from run
        elif number == len(runs) - 1:
            yield blocks.GAP
        else:
            yield from _context(run)


def _context(run):
    last = max((place for place, block in enumerate(run) if block.kind == "heading"), default=None)
    if last is None:
        return [blocks.GAP]
    return [blocks.GAP] * bool(last) + [run[last]] + [blocks.GAP] * (last < len(run) - 1)
