"""The published report for everybody: the years, a year's first page, boards, questions, searching, documents."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from config import html
from reporting.public import published
from reporting.public.search import hits
from tests import make
from tests.reporting import earlier, files, public
from tests.reporting.published import mend, publish, ready, reopen

LIGHT = 200_000  # bytes of a page with its stylesheets, which are not pressed together

pytestmark = pytest.mark.django_db


def pages(client, *starts):
    """Every public page that can be reached from these, as {address: response}; all of them answer."""
    waiting, seen = list(starts), {}
    while waiting:
        url = waiting.pop().partition("#")[0]
        if url in seen or not url.startswith(("/redovisning/", "/tillganglighet/")):
            continue
        seen[url] = client.get(url)
        assert seen[url].status_code == 200, url
        if seen[url].headers["Content-Type"].startswith("text/html"):
            waiting += [here(url, link) for link in public.Page(seen[url]).links]
    return seen


def here(url, link):
    return f"{url.partition('?')[0]}{link}" if link.startswith("?") else f"{url}{link}" if link[0] == "#" else link


def test_the_years_that_are_published_newest_first_with_their_figures(client):
    public.keep(public.small(2023, paid=1_000_000))
    public.keep(public.small(2024, paid=2_500_000))
    make.round(2025)
    told = public.text(client.get("/redovisning/"))
    assert re.findall(r"Redovisning \d+", told) == ["Redovisning 2024", "Redovisning 2023"]
    assert "EU-projekt 1 Nämnder som deltar 1 Utbetalda medel 2 500 000 kronor" in told


def test_where_nothing_is_published_the_page_says_so(client):
    assert "Ingen redovisning är publicerad än." in public.text(client.get("/redovisning/"))


@pytest.mark.parametrize("where", ["", "miljonamnden/", "fraga-1/", "dokument/redovisning-2024.pdf", "?sok=reste"])
def test_nothing_of_a_year_is_there_before_it_is_published(client, where):
    make.round(2024)
    assert client.get(f"/redovisning/2024/{where}").status_code == 404
    public.keep(public.small())
    assert client.get(f"/redovisning/2024/{where}").status_code == 200


@pytest.mark.parametrize(
    "where",
    [
        "2024/fritidsnamnden/",
        "2024/tekniska-namnden/",
        "2024/miljonamnden/?sida=2",
        "2024/miljonamnden/?sida=x",
        f"2024/miljonamnden/?sida={'1' * 5000}",
        f"{'9' * 30}/",
        f"2024/fraga-{'9' * 30}/",
        "2024/fraga-2/",
        "2024/dokument/manifest-2024.json",
        "2024/dokument/..%2Fmanifest-2024.json",
        "2023/",
        "projekt/brava/",
        "projekt/?sida=2",
    ],
)
def test_what_is_not_in_the_edition_is_not_there(client, where):
    public.keep(public.small())
    assert client.get(f"/redovisning/{where}").status_code == 404


def test_what_is_written_after_publication_is_not_shown_until_it_is_published(cast, client, quick):
    ready(cast)
    publish(cast)
    board = "/redovisning/2025/tekniska-namnden/"
    reopen(cast)
    mend(cast, html="<p>Ett annat svar.</p>")
    assert "Svar från Tekniska nämnden." in public.text(client.get(board))
    assert "Ett annat svar." not in public.text(client.get(board))
    publish(cast, "Ett belopp var fel.")
    assert "Ett annat svar." in public.text(client.get(board))
    assert "utgåva 2" in public.text(client.get(board))


def test_every_page_of_the_real_year_links_to_what_is_there_and_is_light(client):
    public.keep(files.example(2023))
    public.keep(files.example(2024), previous=files.example(2023))
    every = pages(client, "/redovisning/")
    shown = {url: page for url, page in every.items() if page.headers["Content-Type"].startswith("text/html")}
    places = {url: set(public.Page(page).ids) for url, page in shown.items()}
    for url, page in shown.items():
        ids = public.Page(page).ids
        assert len(ids) == len(set(ids)), url
        for link in public.Page(page).links:
            where, _, place = here(url, link).partition("#")
            assert not place or place in places[where], f"{link} on {url}"
    assert {f"/redovisning/projekt/{card.project.key}/" for card in read(2024).year.cards} < shown.keys()
    weights = {url: weight(page) for url, page in shown.items()}
    assert max(weights.values()) < LIGHT, max(weights.items(), key=lambda each: each[1])


@pytest.mark.parametrize("data", [earlier.content(2018), earlier.content(2022), files.example(2024)])
def test_all_that_the_boards_have_written_can_be_read(client, data):
    public.keep(data)
    every = pages(client, f"/redovisning/{data['round']['year']}/")
    shown = letters(" ".join(public.text(page) for url, page in every.items() if "/dokument/" not in url))
    written = [each for told in data["submissions"] for each in texts(told)]
    assert written
    assert [each for each in written if letters(html.text(each)) not in shown] == []


def texts(told):
    """All rich text of a submission in a round file, but for the city's and the memo's."""
    yield from (answer["html"] for answer in told.get("answers", []))
    yield told.get("cooperation", {}).get("html", "")
    yield from (each for card in told.get("cards", []) for each in card.get("texts", {}).values())


def letters(said):
    """The text without its spaces, which stand otherwise in markup."""
    return "".join(unescape(said).split())


def weight(page):
    """The page's bytes and its stylesheets'; there are no scripts."""
    told = public.Page(page)
    assert told.scripts == 0
    styles = [Path(finders.find(url.removeprefix("/static/"))) for url in told.styles]
    return len(page.content) + sum(style.stat().st_size for style in styles)


@pytest.mark.parametrize(("boards", "cards"), [(1, 0), (40, 1), (2, 60), (130, 5)])
def test_pages_stay_light_however_much_there_is(client, boards, cards):
    public.keep(public.large(boards, cards))
    addresses = ["/redovisning/2024/", "/redovisning/2024/namnden-1/", "/redovisning/2024/fraga-1/"]
    addresses += ["/redovisning/2024/?sok=samverkan", "/redovisning/projekt/", "/redovisning/siffror/"]
    weights = {url: weight(client.get(url)) for url in addresses}
    assert max(weights.values()) < LIGHT, weights


def test_a_board_with_many_projects_has_them_on_several_pages(client):
    public.keep(public.large(1, 45, words=3))
    first, third = (client.get(f"/redovisning/2024/namnden-1/{sida}") for sida in ("", "?sida=3"))
    assert sum("projekt-projekt-0" in each for each in public.Page(first).ids) == 20
    assert [each for each in public.Page(third).ids if "projekt-projekt-0" in each] == [
        f"projekt-projekt-0-{number}" for number in range(40, 45)
    ]
    assert "svar" in public.Page(first).ids
    assert "svar" not in public.Page(third).ids
    assert (
        "/redovisning/2024/namnden-1/?sida=3#projekt-projekt-0-44"
        in public.Page(client.get("/redovisning/2024/")).links
    )


def test_a_question_shows_where_each_board_answers_it(client):
    public.keep(public.small(html="<h3>Resor</h3><p>Vi reste.</p>"))
    page = client.get("/redovisning/2024/fraga-1/")
    assert "Vad gjorde ni? Nämndernas svar Miljönämnden Resor Vi reste." in public.text(page)
    assert "/redovisning/2024/miljonamnden/#fraga-1" in public.Page(page).links


def test_text_is_harmless_whatever_the_edition_holds(client):
    public.keep(public.small(html="<script>alert(1)</script><p onclick=x>Vi <b>reste</b>.</p>", title="<img src=x>"))
    for where in ("", "miljonamnden/", "fraga-1/", "?sok=reste", "?sok=img", "?sok=<script>"):
        page = client.get(f"/redovisning/2024/{where}").content.decode()
        assert not re.search(r"<script|<img|onclick", page), where


def test_a_search_finds_the_places_with_all_the_words(client):
    public.keep(files.example(2024))
    report = read(2024)
    count, found = hits(report, "erasmus barcelona")
    assert count == len(found) > 0
    assert all("erasmus" in told(hit) and "barcelona" in told(hit) for hit in found)
    missed = [place for place in report.places if place not in [hit.place for hit in found]]
    assert not [each for each in missed if {"erasmus", "barcelona"} <= words_of(f"{each.heading} {each.text}")]


def read(year):
    return published.read(published.issue(year))


def told(hit):
    return f"{hit.place.board} {hit.place.heading} {hit.place.text}".casefold()


def words_of(said):
    return set(re.findall(r"\w+", said.casefold()))


def test_a_hit_is_marked_and_leads_to_its_place(client):
    public.keep(public.small(html="<p>Vi <strong>åkte</strong> över sundet &amp; hem.</p>"))
    page = client.get("/redovisning/2024/", {"sok": "ÅKTE sundet"})
    assert "En träff på ”ÅKTE sundet” Fråga 1 Miljönämnden Vi åkte över sundet &amp; hem." in public.text(page)
    assert re.findall("<mark>(.*?)</mark>", page.content.decode()) == ["åkte", "sundet"]
    assert "/redovisning/2024/miljonamnden/#fraga-1" in public.Page(page).links


@pytest.mark.parametrize(
    ("asked", "found"),
    [("resa", 1), ("tjänsteresa EU", 1), ("eu", 1), ("EU-projekt", 1), ("för", 1), ("res", 0), ("ÖRES", 1), (" ", 0)],
)
def test_a_word_is_found_inside_others_unless_it_is_short(client, asked, found):
    public.keep(public.small(html="<p>Tjänsteresan i EU-projektet gick till Öresund för en kör.</p>"))
    assert hits(read(2024), asked)[0] == found


@pytest.mark.parametrize("typed", ["k\u006f\u0308r", "kör"])
@pytest.mark.parametrize("written", ["k\u006f\u0308r", "kör"])
def test_a_letter_is_found_however_it_was_typed(client, written, typed):
    public.keep(public.small(html=f"<p>En {written} sjöng.</p>", title=f"Projektet {written}"))
    assert hits(read(2024), typed)[0] == 2
    assert "<mark>kör</mark>" in client.get("/redovisning/2024/", {"sok": typed}).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "”den gröna staden”",
        '"den gröna staden"',
        "'gröna'",
        "»staden«",
        "Malmö's",
        "Malmö’s",
        "“",
        "5'",
        "”Malmö´s stad”",
    ],
)
def test_quotes_of_any_kind_are_alike(client, asked):
    public.keep(public.small(html="<p>Vi byggde ”den gröna staden” och Malmö’s stad 5' ut.</p>"))
    assert hits(read(2024), asked)[0] == (asked != "“")


@pytest.mark.parametrize("asked", ["finns inte", "reste Kiel", "(.*", "\\", "%", "a" * 5000, "x " * 2000])
def test_a_search_that_finds_nothing_says_so(client, asked):
    public.keep(public.small())
    page = client.get("/redovisning/2024/", {"sok": asked})
    assert page.status_code == 200
    assert "Inga träffar på" in public.text(page)


def test_an_empty_search_shows_the_report(client):
    public.keep(public.small())
    assert "Året i siffror" in public.text(client.get("/redovisning/2024/?sok=+"))


def test_a_search_with_very_many_hits_shows_the_first(client):
    public.keep(public.large(60, 2, words=6))
    page = client.get("/redovisning/2024/?sok=samverkan")
    assert "180 träffar på ”samverkan” De 100 första visas." in public.text(page)
    assert page.content.count(b"<mark>") >= 100


def test_a_dead_link_leads_to_what_is_published_and_tells_nothing_more(client):
    make.round(2024)
    public.keep(public.small(2023))
    dead = ["2024/", "2019/", "2023/finns-inte/", "2023/dokument/x.pdf", "projekt/finns-inte/", "finns-inte/"]
    pages = [client.get(f"/redovisning/{where}") for where in dead]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert public.text(pages[0]).startswith("Sidan finns inte")
    main = pages[0].content.decode().partition("<main")[2].partition("</main>")[0]
    assert re.findall(r'href="([^"]*)"', main) == ["/redovisning/"]
    assert not pages[0].cookies


def test_the_year_before_is_the_edition_that_was_compared_with(client):
    public.keep(public.small(2023, paid=1_000_000))
    public.keep(public.small(2024, paid=2_000_000), previous=public.small(2023, paid=1_000_000))
    page = client.get("/redovisning/2024/")
    before = public.text(page)
    assert "2023: 1" in before
    assert re.search(r"\d2023", re.sub("<[^<>]*>", "", page.content.decode())) is None
    public.keep(public.small(2023, paid=9_000_000), number=2)
    assert public.text(client.get("/redovisning/2024/")) == before


def test_a_year_of_typed_totals_has_its_figures_and_no_boards(client):
    public.keep(files.example(2023))
    told = public.text(client.get("/redovisning/2023/"))
    assert "EU-projekt 54" in told
    assert "Nämnd för nämnd" not in told
    assert "None" not in told
