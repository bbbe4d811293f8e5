"""The public pages: what has been published, for everybody, without a login, a script or a cookie."""

import unicodedata

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from config import html
from config.formats import country

from .. import edition_files, open_data, project_sheet, years
from ..figure_names import with_unit
from . import documents, figures, published, register, search
from .cache import answer, page

BARS = ("eu_projects", "participations", "boards_taking_part", "paid")  # the figures that are drawn through the years
PROJECTS_ON_A_PAGE = 50
# So many cards at most are listed in the report's contents; a larger year's are found through its boards.
CARDS_IN_CONTENTS = 200
# What is typed in the address to filter the register by, with the names of the fields in Swedish.
FILTERS = {
    "namnd": ("board", "Nämnd"),
    "program": ("group", "Program"),
    "mal": ("goal", "Kommunfullmäktiges mål"),
    "land": ("country", "Land med partner i projektet"),
    "ar": ("year", "År"),
}


def _of_year(request, year, template, content):
    """A page of the year's newest edition; `content` takes its `Issue`. Raises Http404 where nothing is published."""
    issue = published.issue(year)
    if issue is None:
        raise Http404
    return page(request, issue.all, template, lambda: content(issue))


def _report(issue):
    """What the edition holds. Raises Damaged where its files are not as they were published."""
    read = published.read(issue)
    if read is None:
        raise edition_files.Damaged(issue.edition)
    return read


def _through_years(request, template, content, more=""):
    """A page of all years; `content` takes the editions that can be read. The page tells of which years none can."""
    editions = published.editions()
    return page(request, editions, template, lambda: _of_readable(editions, content), more)


def _of_readable(editions, content):
    readable = [edition for edition in editions if published.is_readable(edition)]
    damaged = [str(edition.round.year) for edition in editions if edition not in readable]
    return {**content(readable), "damaged": damaged}


def _page_number(paginator, request):
    """The page that is asked for. Raises Http404 where there is none such."""
    pages = {str(number): number for number in paginator.page_range}
    asked = request.GET.get("sida", "1")
    if asked not in pages:
        raise Http404
    return paginator.page(pages[asked])


@gzip_page
@require_safe
def start(request):
    """Which years are published, with their main figures."""
    return _through_years(request, "public/years.html", _years)


def _years(editions):
    own = [each for each in figures.read(editions) if each.told_by is None]
    by_year = {edition.round.year: edition for edition in editions}
    tables = [(edition.round.year, documents.of(edition, "csv")) for edition in editions]
    return {
        "years": [(each.figures, by_year[each.year]) for each in own],
        "tables": [(year, files) for year, files in tables if files],
    }


@gzip_page
@require_safe
def year(request, year):
    """The report's first page: summary, figures, contents, documents; or what a search in the report finds."""
    if asked := request.GET.get("sok", "").strip():
        return _of_year(request, year, "public/search.html", lambda issue: _search(issue, asked))
    return _of_year(request, year, "public/year.html", _year)


def _search(issue, asked):
    read = _report(issue)
    count, hits = search.hits(read, asked)
    return {"year": read.year, "asked": asked[: search.LONGEST], "count": count, "hits": hits}


def _year(issue):
    read, edition = _report(issue), issue.edition
    return {
        **read.content,
        "charts": [*read.content["charts"], *read.content["closer"]],
        "edition": edition,
        "boards": read.boards,
        "questions": read.answered,
        "lists_cards": len(read.year.cards) <= CARDS_IN_CONTENTS,
        "documents": documents.of(edition),
        "earlier": [(each, documents.of(each)) for each in issue.earlier],
        "lacks_documents": not all(map(edition_files.is_whole, [edition, *issue.earlier])),
    }


@gzip_page
@require_safe
def board(request, year, slug):
    """A board's part of the report: its answers and its projects."""
    return _of_year(request, year, "public/board.html", lambda issue: _board(request, issue, slug))


def _board(request, issue, slug):
    read = _report(issue)
    place = next((n for n, board in enumerate(read.boards) if board.slug == slug), None)
    if place is None:
        raise Http404
    board, around = read.boards[place], [None, *read.boards, None]
    return {
        "year": read.year,
        "edition": issue.edition,
        "board": board,
        "figures": figures.of_board(read.content["figures"], board.name),
        "part": _page_number(Paginator(board.cards, published.CARDS_ON_A_PAGE), request),
        "before": around[place],
        "after": around[place + 2],
    }


@gzip_page
@require_safe
def question(request, year, number):
    """A question, with the beginning of each board's answer."""
    return _of_year(request, year, "public/question.html", lambda issue: _question(issue, number))


def _question(issue, number):
    read = _report(issue)
    asked = next((each for each in read.answered if each.number == number), None)
    if asked is None:
        raise Http404
    answers = [(board, html.text(dict(board.chapter.answers).get(asked, ""))) for board in read.boards]
    return {"year": read.year, "question": asked, "answers": answers, "heading": f"Fråga {number}"}


@require_safe
def document(request, year, name):
    """A document of the edition that its name says, or else of the newest; PDF is shown, the others are saved."""
    edition = published.edition(year, edition_files.number_in(name))
    if edition is None:
        raise Http404
    return answer(request, [edition], lambda: _file(edition, name))


def _file(edition, name):
    path = documents.path(edition, name)
    if path is None:
        raise Http404
    kind = documents.KINDS.get(path.suffix)
    saved_as = edition_files.saved_as(edition, path.name)
    return FileResponse(path.open("rb"), as_attachment=path.suffix != ".pdf", filename=saved_as, content_type=kind)


@gzip_page
@require_safe
def catalogue(request):
    """Where each year's open data is described, for data portals: a catalogue of catalogues (DCAT-AP-SE)."""
    editions, depends = published.editions(), f"{settings.SITE_URL} {settings.OPEN_DATA_LICENCE}"
    return answer(request, editions, lambda: _catalogue(request, editions), depends)


def _catalogue(request, editions):
    context = {
        "address": open_data.address("public_catalogue"),
        "home": open_data.address("public_years"),
        "licence": settings.OPEN_DATA_LICENCE,
        "parts": [open_data.address("public_document", *told) for told in documents.descriptions(editions)],
    }
    return render(request, "public/catalogue.rdf", context, content_type=documents.KINDS[".rdf"])


@gzip_page
@require_safe
def all_years(request):
    """All years' figures side by side."""
    return _through_years(request, "public/figures.html", _figures)


def _figures(editions):
    counted = figures.read(editions)
    bars = [figures.bars(counted, with_unit(name), name) for name in BARS]
    matrices = [
        figures.matrix(counted, "Utbetalda medel per nämnd, kronor", "Nämnd", "boards", "board"),
        figures.matrix(counted, "Utbetalda medel per program, kronor", "Program", "programmes", "group"),
    ]
    typed = [str(each.year) for each in counted if each.figures.typed]
    return {"typed": typed, "bars": [*filter(None, bars)], "matrices": [*filter(None, matrices)]}


@gzip_page
@require_safe
def projects(request):
    """The register of projects through the years, searched and filtered."""
    state = register.state()
    return _through_years(request, "public/projects.html", lambda editions: _projects(request, editions, state), state)


def _projects(request, editions, state):
    known = register.read(editions, state)
    choices = {name: _choices(known, field) for name, (field, _) in FILTERS.items()}
    given = {name: _given(request, name, choices[name]) for name in FILTERS}
    asked = register.Filter(
        words=request.GET.get("sok", "").strip()[: search.LONGEST],
        **{field: given[name] for name, (field, _) in FILTERS.items()},
    )
    found = register.found(known, asked)
    part = _page_number(Paginator(found, PROJECTS_ON_A_PAGE), request)
    rest = request.GET.copy()
    rest.pop("sida", None)
    return {
        "asked": asked,
        "count": len(found),
        "part": part,
        "hits": [(entry, entry.part_of(asked)) for entry in part],
        "of_whom": " ".join(filter(None, (asked.board, asked.year))),
        "rest": rest.urlencode(),
        "filters": [(name, label, given[name], choices[name]) for name, (_, label) in FILTERS.items()],
    }


def _choices(known, field):
    values = known.choices[field]
    return [(str(value), country(value) if field == "country" else str(value)) for value in values]


def _given(request, name, choices):
    """What is chosen in a filter; what is none of its choices is not asked for, as its list then shows."""
    value = unicodedata.normalize("NFC", request.GET.get(name, "").strip())
    return value if value in dict(choices) else ""


@gzip_page
@require_safe
def project(request, key):
    """A project through the years; under a key that it had before, its address now."""
    editions, state = published.editions(), register.state()
    return answer(request, editions, lambda: _project(request, key, editions, state), state)


def _project(request, key, editions, state):
    told = _of_readable(editions, lambda readable: _entry(key, readable, state))
    if "entry" not in told:
        raise edition_files.Damaged(key) if told["damaged"] else Http404
    if told["entry"].key != key:
        return redirect("public_project", told["entry"].key)
    return render(request, "public/project.html", told)


def _entry(key, editions, state):
    """What the project's page shows; nothing where no edition tells of it."""
    entry = register.read(editions, state).find(key)
    if entry is None:
        return {}
    by_year = {edition.round.year: edition for edition in editions}
    told = [(account, _told(by_year[account.year], account)) for account in entry.newest]
    facts = project_sheet.facts_of(entry.project)
    return {"entry": entry, "project": entry.project, "facts": facts, "told": told, "targets": {}}


def _told(edition, account):
    """The board's card of that year. Raises Damaged where the edition's files are not as they were published."""
    year = years.as_published(edition)
    if year is None:
        raise edition_files.Damaged(edition)
    return published.card_of(year, account.board, account.project.key)


@gzip_page
@require_safe
def accessibility(request):
    """The accessibility statement that the law (2018:1937) demands."""
    return page(request, [], "public/accessibility.html", lambda: {"contact": settings.CONTACT_EMAIL})


def not_found(request, exception):
    """What says that a page is not there: of the public pages, one that leads to what is published."""
    is_public = request.path.startswith(reverse("public_years"))
    return page_not_found(request, exception, "public/404.html" if is_public else "404.html")
