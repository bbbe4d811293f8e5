"""A card that has gone from one project in the register to another: what the versions that were frozen before, the
history and the old addresses call it now.

Frozen versions are never changed. What they say is read through `reread`; a board's pages find a card by a key that it
had before through `key_now`.
"""

from collections import defaultdict

from django.db.models import F, Max, Q

from submissions.models import Remark, Revision, Version

from .models import Card, Project, RegisterChange, Rekeyed

SECTION = "cards"
# What goes along with a card, with the way to its submission: models with `section` and `key`, as a revision has them,
# and `created_at`. Apps above add theirs.
following = {Revision: "submission", Remark: "submission"}


def moves_of(submissions):
    """The cards that have gone to other projects, in order, by their submission's primary key."""
    found = defaultdict(list)
    for move in Rekeyed.objects.filter(submission__in=submissions):
        found[move.submission_id].append(move)
    return found


def key_now(key, moves, number=None):
    """What the card of this key goes by since `moves`: in the frozen version of that number, or else on its page."""
    for move in moves:
        if key == move.old and (number is None or move.since <= number <= move.until):
            key = move.new
    return key


def own_key(submission, key):
    """The key that the submission's card has now, which once had `key`."""
    return key_now(key, moves_of([submission.pk])[submission.pk])


def names_now(submission, cards):
    """What gives the key that a project has now for one that the board knew; one of `cards`, by key, has its own."""
    moves, merges = moves_of([submission.pk])[submission.pk], _merges()
    return lambda key: key if key in cards else _followed(key_now(key, moves), merges)


def reread(versions, contents):
    """`contents` of the versions, by primary key, with the keys that their projects have now."""
    moves = moves_of({version.submission_id for version in versions})
    concerned = [version for version in versions if moves[version.submission_id]]
    renamed = {each.pk: _renamed(contents[each.pk], moves[each.submission_id], each.number) for each in concerned}
    return {**contents, **renamed}


def _renamed(content, moves, number):
    """One board's content; two projects that both stand in it stay two, whatever has become of them since."""
    had = [project["key"] for project in content.get("projects", [])]
    now = {key: key_now(key, moves, number) for key in had}
    names = {key: new for key, new in now.items() if list(now.values()).count(new) == 1}
    return renamed(content, names)


def renamed(content, names):
    """A submission's content as frozen, with its projects' keys changed as `names` says."""
    if all(old == new for old, new in names.items()):
        return content
    cards = [card | {"project": _new(card["project"], names)} for card in content["submission"].get("cards", [])]
    projects = [project | {"key": _new(project["key"], names)} for project in content.get("projects", [])]
    return content | {"submission": content["submission"] | {"cards": cards}, "projects": projects}


def _new(key, names):
    return names.get(key, key)


def move(change, submission, source, target):
    """Let all that a submission has of `source`, another project's from now on, go by `target`."""
    Card.objects.filter(submission=submission, project=source).update(project=target)
    newest = submission.versions.aggregate(newest=Max("number"))["newest"] or 0
    followed = {model.__name__: _follow(model, submission, source.key, target.key) for model in following}
    about = {"old": source.key, "new": target.key, "until": newest, "followed": followed}
    return Rekeyed.objects.create(change=change, submission=submission, **about)


def _follow(model, submission, old, new, *only):
    """The primary keys of what followed. What a removed card has left under `new` makes room among the revisions."""
    rows = model.objects.filter(**{following[model]: submission}, section=SECTION)
    goes = list(rows.filter(*only, key=old).values_list("pk", flat=True))
    if goes and model is Revision:
        above = rows.filter(key=old).aggregate(newest=Max("version"))["newest"] + 1
        rows.filter(key=new).update(version=F("version") + above)
    rows.filter(pk__in=goes).update(key=new)
    return goes


def move_back(move, source, target):
    """Undo `move`, from its project `target` to `source`, for what went then and what has been written since."""
    submission, since = move.submission, move.change.created_at
    Card.objects.filter(submission=submission, project=target).update(project=source)
    for model in following:
        went = Q(pk__in=move.followed.get(model.__name__, [])) | Q(created_at__gt=since)
        _follow(model, submission, target.key, source.key, went)
    newest = submission.versions.aggregate(newest=Max("number"))["newest"] or 0
    move.delete()
    about = {"old": target.key, "new": source.key, "since": move.until + 1, "until": newest}
    Rekeyed.objects.create(change=move.change, submission=submission, **about)


def submissions_with(*keys):
    """The primary keys of the submissions that have, or had, a card for a project of one of these keys."""
    cards = set(Card.objects.filter(project__key__in=keys).values_list("submission_id", flat=True))
    for model, submission in following.items():
        cards |= set(model.objects.filter(section=SECTION, key__in=keys).values_list(submission, flat=True))
    return cards | _frozen_with(keys)


def _frozen_with(keys):
    moves = defaultdict(list)
    for each in Rekeyed.objects.all():
        moves[each.submission_id].append(each)
    rows = Version.objects.values_list("submission_id", "number", "data__projects")
    return {
        submission
        for submission, number, projects in rows.iterator()
        if any(key_now(project["key"], moves[submission], number) in keys for project in projects or ())
    }


def registered(data):
    """A round file's content with the keys of projects that have been merged into others since it was written.

    Where a board would get two cards for one project, the file is left as it is.
    """
    listed = [project["key"] for project in data.get("projects", [])]
    names = {old: new for old, new in merged_into(listed).items() if old != new}
    if not names or any(_twice(submission, names) for submission in data.get("submissions", [])):
        return data
    projects = {}
    for project in data["projects"]:
        key = _new(project["key"], names)
        if key == project["key"] or key not in listed:
            projects[key] = project | {"key": key}
    submissions = [
        renamed({"submission": submission}, names)["submission"] if "cards" in submission else submission
        for submission in data.get("submissions", [])
    ]
    return data | {"projects": list(projects.values()), "submissions": submissions}


def _twice(submission, names):
    keys = [_new(card["project"], names) for card in submission.get("cards", [])]
    return len(keys) != len(set(keys))


def merged_into(keys):
    """For each of these keys that of the project that it has become a part of, or itself."""
    merges = _merges()
    return {key: _followed(key, merges) for key in keys}


def _merges():
    """The keys that have gone and those that stayed, in order; a key that has come back is not gone."""
    merges = RegisterChange.objects.filter(kind=RegisterChange.Kind.MERGED, undone_at=None)
    gone = merges.exclude(second__in=Project.objects.values("key"))
    return list(gone.order_by("pk").values_list("second", "first"))


def _followed(key, merges):
    for gone, kept in merges:
        key = kept if key == gone else key
    return key
