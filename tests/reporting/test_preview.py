"""Förhandsgranska: the very pages of the board's own in the city's report, and nobody else's."""

import re
import subprocess
from html import escape

import pytest
from django.core.management import call_command
from django.urls import reverse

from reporting import documents, material, report, years
from reporting.pdf import sections
from submissions.models import Round
from tests import make
from tests.page import visible

from .published import publish, ready

OURS = "/2025/tekniska-namnden/"
PREVIEW = f"{OURS}forhandsgranska/"


@pytest.fixture
def tova(client, cast):
    client.force_login(cast.tova)
    return client


@pytest.fixture
def written(cast):
    """Teknik and Miljö have written, each of a project of its own and of one that they share."""
    shared = make.project("hav", "Rent hav")
    for submission in (cast.of_teknik, cast.of_miljo):
        make.answer(submission, html=f"<p>Svar från {submission.board}, se del 2.</p>")
        make.card(submission, make.project(submission.board.slug, f"Projektet {submission.board}"))
        make.card(submission, shared, purpose=f"<p>Havet för {submission.board}.</p>")
    return cast


def words(content):
    """The words of each page of a PDF, without all that tells the numbers of pages: *2 (3)*, *(s. 2)*."""
    read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return [" ".join(each for each in re.findall(r"[^\W\d_]+", page) if each != "s") for page in read.split("\f")[:-1]]


def unlinked(html):
    """A section's HTML without where its links lead in the document."""
    return re.sub(r' href="avsnitt:[^"]*"( data-page="0+")?', "", html)


def test_shows_the_boards_own_pages_in_the_browser(tova, written):
    response = tova.get(PREVIEW)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="forhandsgranskning-tekniska-namnden-2025.pdf"'
    first, second = words(response.content)
    assert "Svar från Tekniska nämnden se del" in first
    assert "Projektet Tekniska nämnden" in second
    assert "Havet för Tekniska nämnden" in second
    assert "Svar från Miljönämnden" not in first + second
    assert [words(tova.get(f"{PREVIEW}del-{part}/").content) for part in (1, 2)] == [[first], [second]]


@pytest.mark.usefixtures("db")
def test_the_pages_are_those_of_the_whole_report():
    """To the byte as they are rendered, but for links out of them, and so to the word as they are read."""
    call_command("import_round", "examples/2023.json", "examples/2024.json")
    round = Round.objects.get(year=2024)
    now = years.draft(round)
    page = documents.named("city", "redovisning").page(material.of_now(now))
    made = documents.of_year(now.year, now.previous, draft=True, earlier=years.earlier(round))
    compiled = documents.named("city", "redovisning").page(made)
    whole = [unlinked(cut.html) for cut in sections.cut(compiled, 2)]
    for submission in round.submissions.select_related("board"):
        places = report.places(now.year, submission.board)
        alone = [unlinked(cut.html) for cut in sections.cut(page, 2, places.values())]
        assert [html for html in alone if html not in whole] == []
        assert [f">{escape(submission.board.name)}</h2>" in html for html in alone] == [True] * len(places)
    ((_, content),) = documents.named("city", "redovisning").files(made, ["pdf"]).items()
    printed = words(content)
    assert [page for page in words(documents.report_pages(now, places.values())) if page not in printed] == []


def test_a_board_without_projects_has_no_pages_in_part_2(tova, cast):
    response = tova.get(f"{PREVIEW}del-2/", follow=True)
    assert response.redirect_chain == [(OURS, 302)]
    assert visible(response, ".alert, [data-message], .messages li, .notice--warning")[:1] == [
        "Tekniska nämnden har inga projektkort, och därför inga sidor i del 2 av redovisningen att förhandsgranska."
    ]


@pytest.mark.parametrize("name", ["tova", "rut"])
def test_an_empty_board_leads_back_to_where_one_came_from(client, cast, name):
    client.force_login(getattr(cast, name))
    change = reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk])
    came_from = f"http://testserver{change if name == 'rut' else f'{OURS}fraga-1/'}"
    response = client.get(PREVIEW, headers={"Referer": came_from})
    assert response.url == came_from
    assert visible(client.get(came_from), ".alert, .messagelist li, .notice--warning") == [
        "Tekniska nämnden har inte skrivit något än, och därför finns inga sidor att förhandsgranska."
    ]
    assert client.get(PREVIEW, headers={"Referer": "https://example.com/"}).url == OURS


def test_what_is_saved_is_what_is_shown_at_once(tova, written):
    tova.get(PREVIEW)
    written.of_teknik.answers.update(html="<p>Ett annat svar.</p>")
    assert "Ett annat svar" in words(tova.get(PREVIEW).content)[0]


def test_the_pages_lead_to_it(tova, written):
    links = {
        f"{OURS}": reverse("preview", args=[2025, "tekniska-namnden"]),
        f"{OURS}fraga-1/": reverse("preview_part", args=[2025, "tekniska-namnden", 1]),
        f"{OURS}projekt/hav/": reverse("preview_part", args=[2025, "tekniska-namnden", 2]),
    }
    assert [url for url, to in links.items() if f'href="{to}"' not in tova.get(url).content.decode()] == []


def test_a_reviewer_sees_it_too(client, written):
    client.force_login(written.rut)
    change = reverse("admin:submissions_submission_change", args=[written.of_teknik.pk])
    assert f'href="{PREVIEW}"' in client.get(change).content.decode()
    assert len(words(client.get(PREVIEW).content)) == 2


def test_a_published_year_leads_to_what_is_published(tova, cast, quick):
    publish(ready(cast))
    assert tova.get(PREVIEW).url == reverse("public_year", args=[2025])
    assert "forhandsgranska" not in tova.get(OURS).content.decode()


@pytest.mark.parametrize("part", ["", "del-1/"])
def test_another_boards_is_not_there(client, written, part):
    client.force_login(written.ove)
    assert client.get(f"{PREVIEW}{part}").status_code == 404
