"""The city's memo of an earlier year brought into this year's: all that is the same every year, or a part of it.

The year that stands alone becomes this one, and live figures count this year. Numbers that were written by hand are
the earlier year's: they come along as they stand, and are told. Contents are those of `city_memo`.
"""

import re

from config import html, nested
from submissions import carry_over, merging

from .memo_roundfile import memo_content
from .new_round import standing
from .section import as_content

SUMMARY = "summary"
_NUMBER = re.compile(r"(?<![\w{/.,–-])\d[\d \xa0.,]*(?![\w}])")


def begun(content, memo, round):
    """`content` with what is the same every year, or said by the round, wherever it says nothing."""
    earlier = merging.pruned(as_content(standing(memo, round)))
    sections = content.get("sections") or earlier.get("sections", {})
    return {**earlier, **merging.pruned(content), "sections": sections}


def parts(memo, now):
    """What can be brought one by one, as this year's could begin: {its name in the address: (heading, markup)}."""
    content = as_content(memo_content(memo))
    content = nested.changed(content, lambda name, text: carry_over.moved(text, memo.round.year, now))
    summary = {SUMMARY: ("Sammanfattning", content["summary"])} if content.get("summary") else {}
    return summary | {key: (each["heading"], each["html"]) for key, each in content["sections"].items()}


def brought(content, part, heading, markup):
    """`content` with a part last in the summary or in the section of the same heading, or as a section of its own."""
    if part == SUMMARY:
        return {**content, SUMMARY: content.get(SUMMARY, "") + markup}
    sections = content.get("sections", {})
    key = next((key for key, each in sections.items() if each.get("heading") == heading), None)
    if key:
        joined = {**sections[key], "html": sections[key].get("html", "") + markup}
        return {**content, "sections": {**sections, key: joined}}
    last = max((each.get("place", 0) for each in sections.values()), default=0)
    new = {"heading": heading, "html": markup, "place": last + 1}
    return {**content, "sections": {**sections, _unused(part, sections): new}}


def _unused(key, sections):
    while key in sections:
        key += "-2"
    return key


def by_hand(markup, now):
    """The numbers that are written by hand in a text that was brought, but for this year's own."""
    found = (match[0].strip(" \xa0.,") for match in _NUMBER.finditer(html.text(markup)))
    return [number for number in dict.fromkeys(found) if number != str(now)]
