"""A submission as a reviewer reads it: as the report prints it, each part with the remarks on it, where they belong,
and where it is new to the reviewer, with what has changed marked word by word."""

from collections import defaultdict
from dataclasses import dataclass, field

from config.formats import listed

from . import changes, corrections, marking, remarks, sections
from .models import Remark, Version
from .sections import Part

# What became of a part, as the page says it; see submissions/changes.py.
MARKS = {changes.ADDED: "Ny", changes.CHANGED: "Ändrad", changes.REMOVED: "Borttagen"}


@dataclass(frozen=True)
class Place:
    """What a remark can be on: a part of the submission, or all of it (no `part`).

    `pieces` are the part's markup cut up where its remarks stand, and `remarks` all of those. `fields` are those of
    the part that can be pointed out, `printed` what some of them are called in print, and `form` is the form that was
    refused, if it was here. Against an earlier version, `mark` says what became of the part, and by whom where the
    city office has corrected it; `differences` is what cannot be marked in its words. `written` tells whether the
    board has written anything there, and `correctable` whether it has a text to be corrected now.
    """

    id: str
    section: str
    key: str
    remarks: list[Remark]
    fields: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    part: Part | None = None
    pieces: list = field(default_factory=list)
    form: object = None
    mark: str = ""
    differences: list = field(default_factory=list)
    folded: bool = False
    written: bool = False
    correctable: bool = False

    @property
    def choices(self):
        """The fields to choose from: id, what it is called, and what it is called in print."""
        return [(id, label, self.printed.get(id, label)) for id, label in self.fields.items()]

    @property
    def gone(self):
        """Whether the part is no more, and so is only told of."""
        return self.mark == MARKS[changes.REMOVED]


def corrected_by(versions):
    """Who at the city office has corrected the language in these versions, in Swedish; nothing where nobody has."""
    made = [each.created_by for each in versions if each.kind == Version.Kind.CORRECTION]
    names = dict.fromkeys(str(who) if who else "någon" for who in made)
    return f"Rättat av {listed(list(names))}, stadskontoret" if names else ""


def _mark(kind, versions):
    """What became of a part, in Swedish, where `versions` are those that changed it."""
    corrected = "" if kind == changes.REMOVED else corrected_by(versions)
    if corrected and all(each.kind == Version.Kind.CORRECTION for each in versions):
        return corrected
    return ". ".join(filter(None, (MARKS.get(kind, ""), corrected)))


class Reading:
    """All that the page reads out, for one submission; `whole`, `sections` with their places, `byline`, `threads`.

    `since` is the version that the reviewer had read before, where they now read another; then changed sections and
    parts come first and the others are folded, or all in the report's order where that is asked for. `refused` is the
    form of a remark that could not be saved.
    """

    def __init__(self, submission, since=None, in_order=False, refused=None):
        self.submission, self.since, self.refused = submission, since, refused
        self.first = since is not None and not in_order
        self.threads = list(remarks.threads(submission.remarks.all()))
        self._by_place = defaultdict(list)
        for each in self.threads:
            self._by_place[each.section, each.key].append(each)
        self._now = sections.handed_in(submission)
        self._then = sections.said(since) if since else None
        self._later = self._versions_since()
        self._touched = self._touched_since()
        self.byline = sections.byline(submission, self._now)
        self.sections = self._sections()
        loose = sorted((each for left in self._by_place.values() for each in left), key=lambda each: each.pk)
        self.whole = Place("hela", "", "", loose, form=self._refused_here("", ""))

    @property
    def changed(self):
        """How many parts differ from the version that the reviewer had read before."""
        return sum(bool(place.mark) for _, places in self.sections for place in places)

    @property
    def corrected(self):
        """By whom, where nothing but corrections has come since; in Swedish."""
        only = all(each.kind == Version.Kind.CORRECTION for each in self._later)
        return corrected_by(self._later) if only else ""

    @property
    def query(self):
        """The address's query by which the page is read in the same order again."""
        return "?visa=allt" if self.since and not self.first else ""

    def _versions_since(self):
        """The versions that have come since the one that was read before."""
        versions = self.submission.versions.select_related("created_by")
        return list(versions.filter(number__gt=self.since.number)) if self.since else []

    def _touched_since(self):
        """Which of these versions changed each row, by its section's name and key."""
        if not self._later:
            return {}
        contents = {self.since.pk: self._then, **sections.all_said(self._later)}
        return changes.touched([self.since, *self._later], contents)

    def _sections(self):
        """Each section that has something to read, with its places; the line under the board's name is told apart."""
        then = dict(self._shown(self._then)) if self._then else {}
        shown = dict(self._shown(self._now))
        order = [section for section in sections.registered if section in shown or section in then]
        read = [(each, self._places(each, shown.get(each, []), then.get(each, []))) for each in order]
        return sorted(read, key=lambda item: not any(place.mark for place in item[1])) if self.first else read

    def _shown(self, frozen):
        return [
            (section, parts) for section, parts in sections.shown(self.submission, frozen) if not section.in_byline
        ]

    def _places(self, section, parts, then):
        found = changes.differing_rows(section, self.submission, self._then, self._now) if self._then else {}
        before = {part.key: part for part in then}
        gone = [part for part in then if part.key not in {each.key for each in parts}]
        rows = section.rows_of(self._now)
        places = [self._place(section, part, before.get(part.key), found.get(part.key), rows) for part in parts]
        places += [self._place(section, part, None, (changes.REMOVED, []), {}) for part in gone]
        return sorted(places, key=lambda place: not place.mark) if self.first else places

    def _place(self, section, part, before, change, rows):
        key = part.key if section.name else ""
        mine = self._by_place.pop((section.name, key), []) if key else []
        kind, differences = change or ("", [])
        labels = {**section.fields, **section.printed_labels}
        pieces = marking.pieces(part.body, mine, before.body if change and before else None, labels)
        form = self._refused_here(section.name, key) if key else None
        return Place(
            id=f"{section.name or 'del'}-{part.key}",
            section=section.name,
            key=key,
            remarks=mine,
            fields=section.fields if len(section.fields) > 1 else {},
            printed=section.printed_labels,
            part=part,
            pieces=pieces,
            form=form,
            mark=_mark(kind, self._touched.get((section.name, part.key), [])) if kind else "",
            differences=differences if before and not _says_so(pieces) else [],
            folded=self.first and not change and not form and not any(not each.closed_at for each in mine),
            written=key in rows,
            correctable=key in rows and self._correctable(section, rows[key]),
        )

    def _correctable(self, section, content):
        written = section.texts(content)
        return any(written.get(name) for name in section.text_labels) and not corrections.why_not(self.submission)

    def _refused_here(self, section, key):
        told = self.refused.data if self.refused else {}
        return (
            self.refused if self.refused and (told.get("section", ""), told.get("key", "")) == (section, key) else None
        )


def _says_so(pieces):
    """Whether the words themselves are marked as changed."""
    return any("<ins>" in markup or "<del>" in markup for markup, _ in pieces)
