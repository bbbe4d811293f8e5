"""What the city office decides on in the register: that two projects are one, that one is two, that two are not the
same. Every decision is kept, with who and when, and can be undone.

The submissions that have a card for a project are held first, then the projects, as a save does (drafts.save), so
that whoever is writing on a card meanwhile is saved or told, and loses nothing.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from config.formats import alphabetical, listed
from submissions import access, workflow
from submissions.models import Round, Submission

from . import register, rekeying
from .models import Card, Project, RegisterChange

Kind = RegisterChange.Kind


class Refused(Exception):
    """The change cannot be made; the message says why, in Swedish, to whoever tried."""


@transaction.atomic
def merge(user, first, second, facts):
    """Make `second` a part of `first`, which keeps its key and gets `facts`, values by field.

    Raises Refused where a board has a card for both the same year, and PermissionDenied; then nothing is done.
    """
    access.demand_review(user)
    held = _hold(rekeying.submissions_with(second.key))
    first, second = _hold_projects(first, second)
    _refuse_new_cards(second, held)
    _refuse_two_cards(held, second, first)
    before = {
        "facts": _facts(first),
        "given": facts,
        "rounds": _rounds(first),
        "gone": {"pk": second.pk, "key": second.key, **_facts(second)},
        "gone_rounds": _rounds(second),
        "submissions": _named(held),
    }
    about = f"”{second}” ({second.key}) slogs ihop med ”{facts.get('title', first.title)}” ({first.key})."
    change = _keep(user, Kind.MERGED, first, second, about, before)
    _move(change, held, second, first)
    first.rounds.add(*second.rounds.all())
    second.delete()
    Project.objects.filter(pk=first.pk).update(**facts)
    return change


@transaction.atomic
def part(user, source, submissions, target):
    """Let the cards that these submissions have for `source` be of `target`, a new project or one in the register.

    Raises as `merge` does.
    """
    access.demand_review(user)
    held = _hold({submission.pk for submission in submissions})
    is_new = target.pk is None
    if is_new:
        target = register.make(_facts(target))
    source, target = _hold_projects(source, target)
    _refuse_two_cards(held, source, target)
    _refuse_wrong_choice(source, held)
    before = {
        "new": is_new,
        "rounds": _rounds(source),
        "target_rounds": _rounds(target),
        "submissions": _named(held),
    }
    moved = listed([name for _, name in before["submissions"]])
    about = f"Kort flyttades från ”{source}” till {'det nya projektet ' if is_new else ''}”{target}”: {moved}."
    change = _keep(user, Kind.PARTED, source, target, about, before)
    _move(change, held, source, target)
    _share_rounds(source, target, held)
    return change


@transaction.atomic
def tell_apart(user, first, second):
    """Keep that the two are not the same, so that they are not suggested again. Raises PermissionDenied."""
    access.demand_review(user)
    first, second = sorted((first, second), key=lambda project: project.key)
    standing = RegisterChange.objects.filter(kind=Kind.DIFFERENT, undone_at=None, first=first.key, second=second.key)
    return standing.first() or _keep(
        user, Kind.DIFFERENT, first, second, f"”{first}” och ”{second}” är inte samma projekt."
    )


@transaction.atomic
def undo(user, change):
    """Undo a change. Raises Refused where something since has made that impossible, and PermissionDenied."""
    access.demand_review(user)
    change = RegisterChange.objects.select_for_update(of=["self"]).get(pk=change.pk)
    if change.undone_at:
        raise Refused("Ändringen är redan ångrad.")
    if change.kind != Kind.DIFFERENT:
        _refuse_what_came_later(change)
        moves = _moves(change)
        (_unmerge if change.kind == Kind.MERGED else _unpart)(change, moves)
        for move in moves:
            workflow.registered(user, move.submission, f"Ångrat: {change.about}")
    change.undone_at, change.undone_by = timezone.now(), user
    change.save(update_fields=["undone_at", "undone_by"])


def _move(change, held, source, target):
    for submission in held:
        rekeying.move(change, submission, source, target)
        workflow.registered(change.created_by, submission, change.about)


def _unmerge(change, moves):
    first, gone = _standing(change.first), change.before["gone"]
    if Project.objects.filter(key=gone["key"]).exists():
        raise Refused(f"Det finns nu ett annat projekt med nyckeln {gone['key']} i registret.")
    second = Project(**gone)
    second.save(force_insert=True)
    second.rounds.set(change.before["gone_rounds"])
    for move in moves:
        rekeying.move_back(move, second, first)
    first.rounds.remove(*(set(change.before["gone_rounds"]) - set(change.before["rounds"])))
    _give_facts_back(first, change.before)


def _give_facts_back(project, before):
    """The facts as they were before the merge, but for those that somebody has changed since."""
    project.refresh_from_db()
    untouched = [name for name, value in before["given"].items() if getattr(project, name) == value]
    Project.objects.filter(pk=project.pk).update(**{name: before["facts"][name] for name in untouched})


def _unpart(change, moves):
    source, target = _standing(change.first), _standing(change.second)
    _refuse_two_cards([move.submission for move in moves], target, source)
    for move in moves:
        rekeying.move_back(move, source, target)
    if change.before["new"]:
        _refuse_other_cards(target)
        target.delete()
    else:
        target.rounds.remove(*(set(change.before["rounds"]) - set(change.before["target_rounds"])))
    source.rounds.add(*Round.objects.filter(pk__in=change.before["rounds"]))


def _hold(submissions):
    """The submissions of these primary keys, held for as long as the change takes."""
    return [workflow.hold(each) for each in Submission.objects.filter(pk__in=submissions).order_by("pk")]


def _hold_projects(*projects):
    """The projects as they are now, held. Raises Refused where one is no longer in the register."""
    pks = sorted(project.pk for project in projects)
    found = {each.pk: each for each in Project.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    if len(found) < len(projects):
        raise Refused("Ett av projekten finns inte längre i registret. Kanske har någon just slagit ihop det.")
    return [found[project.pk] for project in projects]


def _standing(key):
    project = Project.objects.select_for_update().filter(key=key).first()
    if project is None:
        raise Refused(f"Projektet med nyckeln {key} finns inte längre i registret.")
    return project


def _refuse_new_cards(project, held):
    if Card.objects.filter(project=project).exclude(submission__in=held).exists():
        raise Refused(f"En nämnd lade just till ”{project}”. Försök igen.")


def _refuse_two_cards(held, source, target):
    """A board has a project once a year; a single one that would get two cards for `target` stops all."""
    having = [set(project.cards.values_list("submission_id", flat=True)) for project in (source, target)]
    both = [each for each in held if each.pk in having[0] & having[1]]
    if both:
        raise Refused(" ".join(two_cards(each) for each in both))


def two_cards(submission):
    """Why a board's two cards cannot become one, and what to do about it."""
    told = f"{submission.board} har två kort {submission.round}, ett för vart och ett av projekten."
    if submission.is_editable:
        return f"{told} Be nämnden att ta bort det ena kortet. Försök sedan igen."
    if submission.phase == Round.Phase.PUBLISHED:
        return f"{told} Omgången är publicerad, så inget av dem går att ta bort."
    if submission.status in (submission.Status.SUBMITTED, submission.Status.APPROVED):
        return f"{told} Återlämna redovisningen och be nämnden att ta bort det ena kortet. Försök sedan igen."
    return f"{told} Nämndens sista dag har gått. Ge nämnden en ny sista dag och be den att ta bort det ena kortet."


def _refuse_wrong_choice(source, held):
    if source.cards.filter(submission__in=held).count() < len(held):
        raise Refused("Ett av korten hör inte längre till projektet. Läs sidan på nytt.")
    if not source.cards.exclude(submission__in=held).exists():
        raise Refused("Minst ett kort måste vara kvar i projektet. Hör alla till ett annat projekt, slå ihop dem.")


def _refuse_other_cards(project):
    """A project that a parting made goes when that is undone; not where boards have it by now."""
    with_cards = Submission.objects.filter(pk__in=rekeying.submissions_with(project.key))
    if with_cards:
        names = listed([f"{each.board} {each.round}" for each in with_cards.select_related("board", "round")])
        raise Refused(f"”{project}” redovisas nu också av andra: {names}. Flytta de korten först.")


def _refuse_what_came_later(change):
    keys = [change.first, change.second]
    later = RegisterChange.objects.filter(pk__gt=change.pk, undone_at=None).exclude(kind=Kind.DIFFERENT)
    if found := later.filter(Q(first__in=keys) | Q(second__in=keys)).first():
        raise Refused(f"Ångra först det som gjordes senare med samma projekt: {found}")


def _moves(change):
    """Which cards went where, with their submissions held. Raises Refused where one of these is no more."""
    moves = list(change.rekeyed.order_by("submission"))
    there = {move.submission_id for move in moves}
    gone = [name for pk, name in change.before["submissions"] if pk not in there]
    if gone:
        raise Refused(f"Redovisningen har lästs in på nytt eller tagits bort sedan dess: {listed(gone)}.")
    for move in moves:
        move.submission = workflow.hold(move.submission)
    return moves


def _facts(project):
    return {name: getattr(project, name) for name in Project.FACTS}


def _rounds(project):
    return list(project.rounds.values_list("pk", flat=True))


def _named(submissions):
    ordered = sorted(submissions, key=lambda each: (each.round.year, alphabetical(each.board.name)))
    return [[each.pk, f"{each.board} {each.round}"] for each in ordered]


def _keep(user, kind, first, second, about, before=None):
    keys = {"first": first.key, "second": second.key}
    return RegisterChange.objects.create(kind=kind, **keys, about=about, before=before or {}, created_by=user)


def _share_rounds(source, target, submissions):
    """The rounds that list `source` list the project that its cards went to, and `source` where it has any left."""
    listing = source.rounds.filter(pk__in=[each.round_id for each in submissions])
    target.rounds.add(*listing)
    source.rounds.remove(*listing.exclude(submissions__cards__project=source))
