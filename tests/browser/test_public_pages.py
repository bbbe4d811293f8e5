"""The public pages in the states that matter: fit for everybody, in an order that can be listened to, without a script
or a cookie.
"""

import re
import shutil
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from reporting.models import Edition
from reporting.public import urls as public_urls
from tests.reporting import earlier, files, public

from .axe import opened
from .test_office_pages import walked_through

WIDTHS = (1280, 390, 320)
LONG = "Samverkansplattformen-för-klimatneutralitetsomställning-i-Öresundsregionens-stadsutvecklingsområden"
RICH = (
    '<h3>Resor</h3><p>Se del 2. Vi <strong>reste</strong> till <a href="https://hamburg.de">Hamburg</a>.</p>'
    f"<h4>Hem</h4><ul><li><p>{LONG}</p></li></ul><blockquote><p>En god process.</p></blockquote>"
)
YEAR, REGISTER = "/redovisning/2024/", "/redovisning/projekt/"

# Each page by the name of its address, and others of the same kind.
PAGES = {
    "public_years": ["/redovisning/"],
    "public_figures": ["/redovisning/siffror/"],
    "public_projects": [REGISTER, f"{REGISTER}?sok=erasmus&land=ES", f"{REGISTER}?sok=x"],
    "public_project": [f"{REGISTER}barns-ratt-till-lek-vila-och-fritid/"],
    "public_year": [YEAR, "/redovisning/2023/", f"{YEAR}?sok=barn+rätt", f"{YEAR}?sok=finns+inte"],
    "public_board": [f"{YEAR}miljonamnden/", f"{YEAR}miljonamnden/?sida=2", f"{YEAR}servicenamnden/"],
    "public_question": [f"{YEAR}fraga-1/"],
    "accessibility": ["/tillganglighet/"],
}
EVERY = [url for urls in PAGES.values() for url in urls]


@pytest.fixture
def real(db):
    """The real years, and a small one before them in which everything is long."""
    partners = [{"name": LONG, "country": "DE"}]
    long = public.small(2022, html=RICH, title=LONG, texts={"purpose": RICH}, partners=partners)
    public.keep(long)
    public.keep(files.example(2023), previous=long)
    public.keep(files.example(2024), previous=files.example(2023))
    newest = public.keep(files.example(2024), previous=files.example(2023), number=2)
    Edition.objects.filter(pk=newest.pk).update(reason="Ett belopp var fel.")


def test_every_page_stands_in_the_table():
    assert PAGES.keys() | {"public_document", "public_catalogue"} == {each.name for each in public_urls.urlpatterns}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_for_everybody(real, enter, seen, name):
    page = enter()
    for url in PAGES[name]:
        opened(page, url, seen, WIDTHS)


def test_long_words_fit_a_narrow_page(real, enter, seen):
    page = enter()
    for url in ("", "miljonamnden/", "fraga-1/", "?sok=samverkansplattformen"):
        opened(page, f"/redovisning/2022/{url}", seen, WIDTHS)
    opened(page, "/redovisning/projekt/brave/", seen, WIDTHS)


def test_years_that_asked_for_other_things(db, enter, seen):
    page = enter()
    for year in (2018, 2022):
        public.keep(earlier.content(year))
        for url in ("", "kulturnamnden/", "miljonamnden/"):
            opened(page, f"/redovisning/{year}/{url}", seen, WIDTHS)


def test_where_nothing_is_published(db, enter, seen):
    page = enter()
    for url in ("/redovisning/", "/redovisning/siffror/", "/redovisning/projekt/"):
        opened(page, url, seen, WIDTHS)


def test_where_something_cannot_be_shown(db, enter, seen):
    page = enter()
    public.keep(public.small(2023))
    damaged = public.keep(public.small(2024))
    shutil.rmtree(damaged.folder)
    for url in (YEAR, "/redovisning/", "/redovisning/siffror/", REGISTER, "/redovisning/2022/"):
        opened(page, url, seen, WIDTHS)


# Where each block of the main part stands, in the order of the document.
TOPS = """
    () => [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, tr, dt, label, caption)")]
        .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden"))
        .map((each) => ({ top: each.getBoundingClientRect().top + scrollY, told: each.innerText.slice(0, 60) }))
"""
# The page's text without what is typed or chosen.
WORDS = """
    () => {
        document.querySelectorAll("input, select").forEach((each) => each.remove())
        return document.body.innerText
    }
"""
PUT_IN = "›"  # by the stylesheets


@pytest.mark.parametrize("url", EVERY)
def test_what_is_listened_to_follows_what_is_seen(real, enter, url):
    page = enter()
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(url)
    text = page.evaluate(WORDS)
    assert letters("".join(_listened(page)).replace(PUT_IN, "")) == letters(text)
    tops = [each for each in page.evaluate(TOPS) if each["told"].strip()]
    backwards = [(one, other) for one, other in zip(tops, tops[1:], strict=False) if other["top"] < one["top"] - 1]
    assert backwards == []
    headings = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map((each) => Number(each.tagName[1]))")
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(headings, headings[1:], strict=False))


def letters(text):
    """The text without its spaces, which stand otherwise where blocks and lines do."""
    return "".join(text.split())


def _listened(page):
    """The texts of the accessibility tree, in its order."""
    session = page.context.new_cdp_session(page)
    nodes = {each["nodeId"]: each for each in session.send("Accessibility.getFullAXTree")["nodes"]}
    root = next(each for each in nodes.values() if "parentId" not in each)
    yield from _texts(root, nodes)


def _texts(node, nodes):
    if node["role"]["value"] == "StaticText":
        yield node["name"]["value"]
        return
    for child in node.get("childIds", ()):
        yield from _texts(nodes[child], nodes)


def test_everything_can_be_read_searched_and_filtered_without_a_script_or_a_cookie(real, visit):
    page = visit(java_script_enabled=False)
    page.goto("/redovisning/")
    page.get_by_role("link", name="Redovisning 2024").click()
    page.get_by_label("Sök i redovisningen 2024").fill("med hjälp av en slusskoordinator")
    page.get_by_role("button", name="Sök").click()
    expect(page.get_by_role("heading", name="En träff på ”med hjälp av en slusskoordinator”")).to_be_visible()
    expect(page.locator("mark", has_text="slusskoordinator")).to_be_visible()
    page.get_by_role("link", name="Fråga 1").click()
    expect(page).to_have_url(re.compile("/redovisning/2024/grundskolenamnden/#fraga-1$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Grundskolenämnden")
    page.get_by_role("navigation", name="Webbplatsen").get_by_role("link", name="Projekt").click()
    page.get_by_label("Nämnd", exact=True).select_option("Kulturnämnden")
    page.get_by_role("button", name="Visa projekt").click()
    expect(page.get_by_role("heading", name="3 projekt")).to_be_visible()
    assert page.context.cookies() == []


def test_nothing_is_fetched_from_elsewhere_and_little_in_all(real, visit, live_server):
    for url in EVERY:
        page = visit()  # who comes for the first time has nothing kept
        fetched = fetched_by(page, url)
        assert {each.url.startswith(live_server.url) for each in fetched} == {True}
        kinds = {each.request.resource_type for each in fetched}
        assert ("font" in kinds, "script" in kinds) == (True, False)
        assert sum(len(each.body()) for each in fetched) < 200_000, url
        assert page.context.cookies() == []
        page.context.close()


def fetched_by(page, url):
    fetched = []
    page.on("response", lambda answer: fetched.append(answer))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return fetched


# Whether the typeface has these letters, so that none is drawn in another. A part of it is fetched when it is used.
DRAWN = """
    async ([font, letters]) => {
        await document.fonts.load(font, letters)
        const faces = [...document.fonts].filter((face) => face.status === "loaded")
        return document.fonts.check(font, letters) && faces.length > 0
    }
"""


@pytest.mark.parametrize("font", ['400 16px "Plex Sans"', '600 16px "Plex Sans"', 'italic 400 16px "Plex Sans"'])
def test_the_letters_of_names_are_fetched_where_they_are_written(db, visit, font):
    page, fetched = visit(), []
    page.goto("/redovisning/")
    page.wait_for_load_state("networkidle")
    page.on("response", lambda answer: fetched.append(answer.url.rpartition("-")[2]))
    assert page.evaluate(DRAWN, [font, "åäöÅÄÖ ”x” ’ – é ü § …"])
    assert set(fetched) <= {"Latin1.woff2"}
    assert page.evaluate(DRAWN, [font, "łčğşŁČŻ"])
    assert fetched[-1] == "Latin2.woff2"


TABLES = """
    all => all.map((each) => [each.scrollWidth, each.caption.scrollWidth].every((width) =>
        width <= each.parentElement.clientWidth))
"""


def test_the_tables_of_a_year_fit_a_phone(real, visit):
    page = visit()
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(YEAR)
    fitting = page.locator("table").evaluate_all(TABLES)
    assert fitting == [True] * len(fitting)
    assert len(fitting) >= 3
    page.goto("/redovisning/siffror/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_many_years_of_figures_fit_on_paper(db, visit):
    for year in range(2013, 2025):
        public.keep(public.small(year, paid=12_345_678))
    page = visit()
    page.goto("/redovisning/siffror/")
    printed = pikepdf.open(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    sizes = [[float(side) for side in sheet.mediabox[2:]] for sheet in printed.pages]
    assert (sizes[0][0] < sizes[0][1], sizes[-1][0] > sizes[-1][1]) == (True, True)
    page.emulate_media(media="print")
    millimetre = 96 / 25.4
    page.set_viewport_size({"width": int((297 - 2 * 12) * millimetre), "height": 700})
    tables = page.locator(".matrix table").evaluate_all("all => all.map(each => each.scrollWidth)")
    assert max(tables) <= (297 - 2 * 12) * millimetre


@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_gets_everywhere(real, enter, width):
    page = enter()
    page.set_viewport_size({"width": width, "height": 800})
    for url in ("/redovisning/", "/redovisning/siffror/", "/redovisning/projekt/", YEAR, f"{YEAR}kulturnamnden/"):
        page.goto(url)
        assert walked_through(page) == []


def test_on_paper_there_is_the_text_alone(real, visit):
    page = visit()
    page.goto(f"{YEAR}kulturnamnden/")
    page.emulate_media(media="print")
    for part in (".site-header", ".site-footer", ".crumbs", ".neighbours"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_bars_are_seen_in_high_contrast(real, visit):
    page = visit(forced_colors="active")
    page.goto("/redovisning/siffror/")
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    bars = page.locator(".bar").evaluate_all(
        "all => all.map(each => getComputedStyle(each, '::before').backgroundColor)"
    )
    assert ground not in bars
    assert bars
