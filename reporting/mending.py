"""Putting a name right wherever the city office has written it: in the round's memo and excerpts."""

from dataclasses import dataclass
from html import escape, unescape

from config import html, nested
from submissions.workflow import Refused

from . import city_memo
from .memo import RICH
from .rules.names import mended, times


@dataclass(frozen=True)
class Preview:
    """What would be changed: (label, markup before, markup after) of each text, and how many `places` in them."""

    texts: list[tuple[str, str, str]]
    places: int


def preview(round, wrong, right):
    """The `Preview` of a mending, as the memo stands now."""
    return _preview(round, city_memo.content(city_memo.find(round)), wrong, right)


def _preview(round, content, wrong, right):
    before, after = (city_memo.told(round, each) for each in (content, _changed(content, wrong, right)))
    differing = [(label, text, after[label]) for label, text in before.items() if after.get(label, text) != text]
    return Preview(differing, sum(times(text, wrong) for _, text, _ in differing))


def mend(user, round, wrong, right, seen=None):
    """Write `right` for `wrong`, as whole words, in all that the office has written for the round.

    It is saved as any change of the memo, so whoever is writing in it gets it merged. What the boards have written is
    theirs, and stays. Raises as `city_memo.save` does, and Refused where it is no longer the Preview that was `seen`.
    """

    def mended_in(content):
        if seen is not None and _preview(round, content, wrong, right) != seen:
            raise Refused("Texterna har ändrats sedan du öppnade sidan. Här är hur det blir nu.")
        return _changed(content, wrong, right)

    return city_memo.change(user, round, mended_in)


def _changed(content, wrong, right):
    excerpts = {slug: _mended("html", text, wrong, right) for slug, text in content.get("excerpts", {}).items()}
    changed = nested.changed(content, lambda name, text: _mended(name, text, wrong, right))
    return {**changed, "excerpts": excerpts}


def _mended(name, text, wrong, right):
    """A rich text, or a plain one."""
    if name not in RICH:
        return unescape(mended(escape(text, quote=False), wrong, right))
    changed = mended(text, wrong, right)
    return text if changed == text else html.clean_field(changed)
