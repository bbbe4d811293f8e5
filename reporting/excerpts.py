"""Passages of what the boards have written, put into the city memo's chapter of examples, and followed afterwards."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString
from rapidfuzz import fuzz

from submissions import comparison, marking, sections
from submissions.workflow import Refused

from . import city_memo
from .models import Excerpt, ExcerptSource

# A passage that is less alike than this, of a hundred, is another text, and not the same one changed.
ALIKE = 60
SLACK = 5
GONE = "Delen finns inte kvar i redovisningen. Ladda om sidan."
NOT_THERE = "Orden står inte i den delen. Markera dem igen, eller kopiera dem som de står."
EMPTY = "Markera de ord som ska in i tjänsteskrivelsen."


@dataclass(frozen=True)
class Followed:
    """A passage's source as it is today.

    `gone` tells that the part is no more, or says nothing alike. Where the passage has been changed, `then` and `now`
    are both texts with what differs marked.
    """

    source: ExcerptSource
    then: SafeString = SafeString("")
    now: SafeString = SafeString("")
    gone: bool = False

    @property
    def changed(self):
        return self.gone or bool(self.now)


def take(user, submission, section, key, quote):
    """Put a passage last in the board's excerpt, as a quotation to be shortened, and keep where it came from.

    Raises Refused where it does not stand there, drafts.Locked and PermissionDenied.
    """
    part, quote = _part(submission, section, key), " ".join(quote.split())
    if not part:
        raise Refused(GONE)
    if not quote or not marking.Printed(part.body).quoted(quote):
        raise Refused(NOT_THERE if quote else EMPTY)
    slug, paragraph = submission.board.slug, format_html("<blockquote><p>{}</p></blockquote>", quote)

    def added(content):
        excerpts = content.get("excerpts", {})
        return {**content, "excerpts": {**excerpts, slug: excerpts.get(slug, "") + paragraph}}

    def keep():
        excerpt = Excerpt.objects.get(submission=submission)
        told = {"section": section, "key": key, "about": part.title, "quote": quote}
        excerpt.sources.create(version=_version(submission), created_by=user, **told)

    return city_memo.change(user, submission.round, added, keep)


def let_go(round, source):
    """Follow a source of the round's excerpts no longer; the excerpt stays as it is."""
    if source.isdecimal():
        ExcerptSource.objects.filter(excerpt__submission__round=round, pk=source).delete()


def _version(submission):
    handed_in = submission.status in (submission.Status.SUBMITTED, submission.Status.APPROVED)
    return submission.versions.latest("number").number if handed_in else 0


def _part(submission, section, key):
    return _parts(submission, sections.handed_in(submission), {section}).get((section, key))


def _parts(submission, frozen, names):
    """What the submission says in the sections of these names, by section and key."""
    found = [section for section in map(sections.named, names) if section]
    return {(each.name, part.key): part for each in found for part in each.show(submission, frozen)}


def followed(round):
    """The sources of the round's excerpts as they are today: {board's slug: [Followed]}."""
    sources = ExcerptSource.objects.filter(excerpt__submission__round=round)
    sources = list(sources.select_related("excerpt__submission__board", "created_by"))
    prefetch_related_objects([round], "questions", "goals", "programmes")  # read once, and not for each submission
    for each in sources:
        each.excerpt.submission.round = round
    submissions = {each.excerpt.submission_id: each.excerpt.submission for each in sources}
    contents = sections.all_handed_in(list(submissions.values())) if sources else {}
    names = {each.section for each in sources}
    parts = {pk: _parts(submissions[pk], frozen, names) for pk, frozen in contents.items()}
    found = defaultdict(list)
    for each in sources:
        submission = each.excerpt.submission
        found[submission.board.slug].append(_follow(each, parts.get(submission.pk, {})))
    return found


def _follow(source, parts):
    part = parts.get((source.section, source.key))
    printed = part and marking.Printed(part.body)
    if printed and printed.quoted(source.quote):
        return Followed(source)
    now = _nearest(source.quote, " ".join(printed.text.split())) if printed else ""
    if not now:
        return Followed(source, gone=True)
    then, marked = comparison.side_by_side(format_html("{}", source.quote), format_html("{}", now))
    return Followed(source, then, marked)


def _nearest(quote, text):
    """The stretch of `text`, in whole words, that is most like the quote; nothing where none is alike."""
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=ALIKE)
    if not found:
        return ""
    start, end = text.rfind(" ", 0, found.dest_start) + 1, text.find(" ", found.dest_end)
    words, quoted = text[start : end if end != -1 else None].split(), quote.split()
    return " ".join(_from(quoted[-1], _from(quoted[0], words)[::-1])[::-1])


def _from(word, words):
    """The words from `word` on, where it is among the first few: as many letters have been found as the quote has."""
    return words[words.index(word) :] if word in words[:SLACK] else words
