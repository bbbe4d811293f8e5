"""The public pages: what has been published, for everybody, without a login, a script or a cookie."""

import unicodedata

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from config import html
from config.formats import country

from .. import edition_files, open_data, project_sheet, years
from . import documents, figures, published, register, search
from .cache import answer, page

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


def _edition(year):
    """The newest published edition of the year. Raises Http404 where nothing is published."""
    edition = published.edition(year)
    if edition is None:
        raise Http404
    return edition


def _report(edition):
    """What the edition holds. Raises Http404 where its files are not as they were published."""
    read = published.read(edition)
    if read is None:
        raise Http404
    return read


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
    editions = published.editions()
    return page(request, editions, "public/years.html", lambda: {"years": _years(editions)})


def _years(editions):
    own = [each for each in figures.read(editions) if each.told_by is None]
    by_year = {edition.round.year: edition for edition in editions}
    return [(each.figures, by_year[each.year]) for each in own]


@gzip_page
@require_safe
def year(request, year):
    """The report's first page: summary, figures, contents, documents; or what a search in the report finds."""
    edition = _edition(year)
    if asked := request.GET.get("sok", "").strip():
        return page(request, [edition], "public/search.html", lambda: _search(edition, asked))
    return page(request, [edition], "public/year.html", lambda: _year(edition))


def _search(edition, asked):
    read = _report(edition)
    count, hits = search.hits(read, asked)
    return {"year": read.year, "asked": asked[: search.LONGEST], "count": count, "hits": hits}


def _year(edition):
    read = _report(edition)
    return {
        **read.content,
        "charts": [*read.content["charts"], *read.content["closer"]],
        "edition": edition,
        "boards": read.boards,
        "lists_cards": len(read.year.cards) <= CARDS_IN_CONTENTS,
        "documents": documents.of(edition),
    }


@gzip_page
@require_safe
def board(request, year, slug):
    """A board's part of the report: its answers and its projects."""
    edition = _edition(year)
    return page(request, [edition], "public/board.html", lambda: _board(request, edition, slug))


def _board(request, edition, slug):
    read = _report(edition)
    place = next((n for n, board in enumerate(read.boards) if board.slug == slug), None)
    if place is None:
        raise Http404
    board, around = read.boards[place], [None, *read.boards, None]
    return {
        "year": read.year,
        "edition": edition,
        "board": board,
        "part": _page_number(Paginator(board.cards, published.CARDS_ON_A_PAGE), request),
        "before": around[place],
        "after": around[place + 2],
    }


@gzip_page
@require_safe
def question(request, year, number):
    """A question, with the beginning of each board's answer."""
    edition = _edition(year)
    return page(request, [edition], "public/question.html", lambda: _question(edition, number))


def _question(edition, number):
    read = _report(edition)
    asked = next((each for each in read.year.questions if each.number == number), None)
    if asked is None:
        raise Http404
    answers = [(board, html.text(dict(board.chapter.answers).get(asked, ""))) for board in read.boards]
    return {"year": read.year, "question": asked, "answers": answers, "heading": f"Fråga {number}"}


@require_safe
def document(request, year, name):
    """One of the edition's documents; PDF is shown, the others are saved."""
    edition = _edition(year)
    return answer(request, [edition], lambda: _file(edition, name))


def _file(edition, name):
    path = documents.path(edition, name)
    if path is None or not path.is_file():
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
    editions = published.editions()
    return page(request, editions, "public/figures.html", lambda: _figures(editions))


def _figures(editions):
    counted = figures.read(editions)
    bars = [
        figures.bars(counted, caption, name)
        for name, caption in (
            ("eu_projects", "EU-projekt"),
            ("participations", "Nämndernas deltaganden i EU-projekt"),
            ("boards_taking_part", "Nämnder som deltar i EU-projekt"),
            ("paid", "Utbetalda medel, kronor"),
        )
    ]
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
    editions, state = published.editions(), register.state()
    return page(request, editions, "public/projects.html", lambda: _projects(request, editions, state), state)


def _projects(request, editions, state):
    known = register.read(editions, state)
    given = {name: request.GET.get(name, "").strip() for name in FILTERS}
    asked = register.Filter(
        words=unicodedata.normalize("NFC", request.GET.get("sok", "").strip()[: search.LONGEST]),
        **{field: given[name] for name, (field, _) in FILTERS.items()},
    )
    found = register.found(known, asked)
    rest = request.GET.copy()
    rest.pop("sida", None)
    return {
        "asked": asked,
        "count": len(found),
        "part": _page_number(Paginator(found, PROJECTS_ON_A_PAGE), request),
        "rest": rest.urlencode(),
        "filters": [(name, label, given[name], _choices(known, field)) for name, (field, label) in FILTERS.items()],
    }


def _choices(known, field):
    values = known.choices[field]
    return [(str(value), country(value) if field == "country" else str(value)) for value in values]


@gzip_page
@require_safe
def project(request, key):
    """A project through the years; under a key that it had before, its address now."""
    editions, state = published.editions(), register.state()
    return answer(request, editions, lambda: _project(request, key, editions, state), state)


def _project(request, key, editions, state):
    entry = register.read(editions, state).find(key)
    if entry is None:
        raise Http404
    if entry.key != key:
        return redirect("public_project", entry.key)
    by_year = {edition.round.year: edition for edition in editions}
    told = [(account, _told(by_year[account.year], account)) for account in entry.newest]
    facts = project_sheet.facts_of(entry.project)
    context = {"entry": entry, "project": entry.project, "facts": facts, "told": told, "targets": {}}
    return render(request, "public/project.html", context)


def _told(edition, account):
    """The board's card of that year. Raises Http404 where the edition's files are no longer as they were published."""
    year = years.as_published(edition)
    if year is None:
        raise Http404
    return published.card_of(year, account.board, account.project.key)


@gzip_page
@require_safe
def accessibility(request):
    """The accessibility statement that the law (2018:1937) demands."""
    return page(request, [], "public/accessibility.html", lambda: {"contact": settings.CONTACT_EMAIL})
