"""The city's memo with the boards' excerpts as one text, which several officials write in at once and nobody loses.

A content is that of a board's memo (`section.as_content`), with `excerpts` beside it: {board's slug: markup}. `save`
is the one way to change any of it. It merges as `drafts.save` does, but the lock is the round's, and holds while that
is not published.
"""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from config.formats import alphabetical
from submissions import access, merging, workflow
from submissions.drafts import Conflict, Locked, Saved

from . import section
from .memo_roundfile import memo_content, memo_fields, write_sections
from .models import Excerpt, Memo, MemoRevision

# What is set for the round before its memo is begun, and said in both.
OF_ROUND = ("diary_number", "decision_path")


def find(round):
    """The round's memo, read anew; where there is none, one that is not saved, with what the round says already."""
    memos = Memo.objects.filter(round=round, board=None).select_related("changed_by").prefetch_related("sections")
    memo = memos.first() or Memo(**({} if round.published else _of_round(round)))
    memo.round = round
    return memo


def _of_round(round):
    """What a memo begins with."""
    return {name: getattr(round, name) for name in OF_ROUND}


def content(memo):
    """All that the memo and the round's excerpts say."""
    told = section.as_content(memo_content(memo)) if memo.pk else {name: getattr(memo, name) for name in OF_ROUND}
    written = Excerpt.objects.filter(submission__round=memo.round).values_list("submission__board__slug", "html")
    return merging.pruned({**told, "excerpts": dict(written)})


def submissions(round):
    """The round's submissions by their boards' slugs, in the order in which their excerpts are printed."""
    everybody = round.submissions.select_related("board", "excerpt")
    ordered = sorted(everybody, key=lambda each: alphabetical(each.department or each.board.department))
    return {each.board.slug: each for each in ordered}


def told(round, content):
    """What a content says, to be read and compared: markup under each label."""
    names = dict(round.submissions.values_list("board__slug", "board__name"))
    excerpts = content.get("excerpts", {}).items()
    return section.told(content) | {f"Utdrag, {names.get(slug, slug)}": html for slug, html in excerpts}


def content_at(memo, version):
    """All that it said at an earlier version; nothing where that is not kept."""
    revision = memo.revisions.filter(version=version).last()
    return revision.content if revision else {}


@transaction.atomic
def save(user, round, version, wanted, save_id):
    """Save the content `wanted` by somebody who began from `version`; what others have saved since then stays.

    A save that the person has made already, by its `save_id`, is done. Raises Conflict, Locked where the round is
    published, and PermissionDenied; then nothing is saved.
    """
    if done := MemoRevision.objects.filter(memo__round=round, created_by=user, save_id=save_id).first():
        return Saved(done.version, merged=not merging.same(done.content, wanted))
    memo = _held(user, round)
    theirs = content(memo)
    base = theirs if version == memo.version else content_at(memo, version)
    merged, disputed = merging.merged(base, wanted, theirs)
    if disputed or version > memo.version:
        raise Conflict(memo, theirs, merged, disputed)
    if not merging.same(theirs, merged):
        _write(user, memo, merged, save_id)
    return Saved(memo.version, merged=not merging.same(wanted, merged))


@transaction.atomic
def change(user, round, how, also=None):
    """Save `how(content)` of what stands now, for what is done in one step and not written; raises as `save` does.

    `also` is called within the same transaction, after the save.
    """
    memo = _held(user, round)
    saved = save(user, round, memo.version, how(content(memo)), uuid4())
    if also:
        also()
    return saved


def _held(user, round):
    """The round's memo, made where there is none, held so that nobody saves it or publishes the round meanwhile."""
    access.demand_review(user)
    held = workflow.hold_round(round)
    if held.published:
        raise Locked
    Memo.objects.get_or_create(round=held, board=None, defaults=_of_round(held))
    return find(held)


def _keep_as_it_stood(memo, theirs):
    """Keep what no save has made: read in from a file, or brought over from the year before."""
    if theirs and not memo.revisions.filter(version=memo.version).exists():
        memo.revisions.create(version=memo.version, content=theirs, save_id=uuid4())


def _write(user, memo, wanted, save_id):
    _keep_as_it_stood(memo, content(memo))
    memo.version += 1
    now = {"version": memo.version, "changed_by": user, "changed_at": timezone.now()}
    Memo.objects.filter(pk=memo.pk).update(**memo_fields(section.as_memo(wanted)), **now)
    write_sections(memo, section.as_memo(wanted))
    _write_excerpts(memo.round, wanted.get("excerpts", {}))
    stands = content(find(memo.round))
    memo.revisions.create(version=memo.version, content=stands, save_id=save_id, created_by=user)


def _write_excerpts(round, wanted):
    """An excerpt that is emptied stays, with its sources, for as long as it has any."""
    for slug, submission in submissions(round).items():
        stands = getattr(submission, "excerpt", None)
        if html := wanted.get(slug, ""):
            Excerpt.objects.update_or_create(submission=submission, defaults={"html": html})
        elif stands and stands.sources.exists():
            Excerpt.objects.filter(pk=stands.pk).update(html="")
        elif stands:
            stands.delete()
