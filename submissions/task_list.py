"""The submission as a task list: every row of its sections, what is missing in each, and what last year said too."""

from collections import defaultdict
from dataclasses import replace

from django.urls import reverse
from django.utils.text import Truncator

from config.formats import listed

from . import carry_over, sections


def tasks(submission):
    """Each section with its rows in the task list; a row that the city office has remarked on needs work."""
    waiting = _waiting(submission)
    listed_rows = [(section, _with_marks(section, submission)) for section in sections.registered]
    return [(section, [_remarked(section, row, waiting) for row in rows]) for section, rows in listed_rows]


def _with_marks(section, submission):
    """The section's rows, each with the mark that somebody has finished it."""
    marked = {section.key(each): each for each in section.done(submission)}
    return [replace(row, done=marked.get(row.key)) for row in section.rows(submission)]


def _waiting(submission):
    """The remarks that the board has to see to, which it has while it is returned."""
    return list(submission.remarks.open()) if submission.status == submission.Status.RETURNED else []


def _remarked(section, row, waiting):
    mine = [each for each in waiting if (each.section, each.key) == (section.name, row.key) and row.key]
    if not mine:
        return row
    remarks = [_as_problem(each, section.fields.get(each.field, ""), row.url) for each in mine]
    return replace(row, status=sections.RowStatus.NEEDS_WORK, problems=(*row.problems, *remarks))


def _as_problem(remark, about, url):
    text = Truncator(remark.text).chars(120)
    told = f"Anmärkning, {Truncator(about).chars(60)}: {text}" if about else f"Anmärkning: {text}"
    return sections.Problem(told, f"{url}#anmarkning-{remark.pk}", stops=False)


def problems(submission, by_section):
    """All that is missing or wrong, each with its row's name, what stops the submission first.

    `by_section` is as of `tasks`.
    """
    url = reverse("submission", args=[submission.round.year, submission.board.slug])
    loose = [_as_problem(each, each.about, url) for each in without_row(_waiting(submission), by_section)]
    rows = [row for _, rows in by_section for row in rows]
    found = [replace(problem, row=row.name) for row in rows for problem in row.problems]
    return sorted(found + loose, key=lambda problem: not problem.stops)


def by_message(problems):
    """The problems in groups of those alike: after cards were brought over, each lacks its paid funds."""
    groups = defaultdict(list)
    for problem in problems:
        groups[problem.message].append(problem)
    return list(groups.values())


def unchanged(by_section):
    """Those of `by_section`, as of `tasks`, that say what they said last year, or nearly, and nothing else."""
    kept = [(section, [row for row in rows if row.unchanged and row.unchanged.wholly]) for section, rows in by_section]
    return [(section, rows) for section, rows in kept if rows]


def unchanged_in_words(kept):
    """How many of each kind they are that `unchanged` gives: 2 svar och 21 kort är oförändrade sedan 2024."""
    if not kept:
        return ""
    counts = listed([f"{len(rows)} {section.counted}" for section, rows in kept])
    return f"{counts} är {carry_over.in_words([row.unchanged for _, rows in kept for row in rows])}"


def without_row(remarks, by_section):
    """Those of `remarks` that are on the whole submission, or on a row that is no more; `by_section` as of `tasks`."""
    placed = {(section.name, row.key) for section, rows in by_section for row in rows if row.key}
    return [remark for remark in remarks if (remark.section, remark.key) not in placed]
