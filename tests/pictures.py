"""The guides' pictures, taken out of the running demo as Mira Miljö and Rut Granskare see it; see bin/pictures."""

import os
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError

from openpyxl import load_workbook
from playwright.sync_api import sync_playwright

from reporting.management.commands.demo import PASSWORD
from submissions.models import Board, Membership, User
from tests import pictures_office
from tests.browser.conftest import CHROMIUM, QUIET

FOLDER = Path("static/hjalp")
BOARD = "/2025/miljonamnden/"
MIRA, COLLEAGUE, RUT = "miljo@example.com", "sven@example.com", "handlaggare@example.com"
BEGUN = "Under året har vi deltagit i sex internationella nätverk. Här följer ett urval av årets arbete."
OTHERWISE = "Under året har vi deltagit i sju internationella nätverk. Här följer ett urval av arbetet."
# What somebody who fills in the workbook may get wrong: paid funds, the role, a partner's project.
WRONG = {("Projekt", "N2"): "ungefär en miljon", ("Projekt", "M3"): "Chef", ("Partner", "A2"): "Okänt"}
# Debian's Chromium knows English alone, and would write days as nobody in Sweden sees them.
SWEDISH_DAYS = "document.querySelectorAll('input[type=date]').forEach((day) => { day.type = 'text' })"
AIR = 16  # CSS pixels around what is cut out of a page


def main(site):
    wait_for(site)
    FOLDER.mkdir(exist_ok=True)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs an event loop here
    add_colleague()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM if CHROMIUM.exists() else None, args=["--no-sandbox", *QUIET]
        )
        page, colleague = (log_in(browser, site, email) for email in (MIRA, COLLEAGUE))
        bring_over(page)
        take_question(page, colleague)
        take_workbook(page)
        take_people(page)
        take_pages(page)
        pictures_office.take(log_in(browser, site, RUT), cut)
        browser.close()


def wait_for(site):
    """Until the demo serves; it compiles last year's documents first."""
    for _ in range(240):
        try:
            urllib.request.urlopen(site, timeout=5).close()  # noqa: S310 - our own server
        except URLError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"Nothing answers at {site}.")


def add_colleague():
    sven = User.objects.create_user(COLLEAGUE, PASSWORD, name="Sven Miljö")
    Membership.objects.create(user=sven, board=Board.objects.get(name="Miljönämnden"))


def log_in(browser, site, email):
    page = browser.new_context(base_url=site, locale="sv-SE", viewport={"width": 1100, "height": 760}).new_page()
    page.goto("/konto/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/")
    return page


def cut(page, name, first, last):
    """The page's main column from the top of one thing to the bottom of another."""
    page.evaluate("window.scrollTo(0, 0)")
    page.evaluate(SWEDISH_DAYS)
    top, bottom = page.locator(first).first.bounding_box(), page.locator(last).first.bounding_box()
    height = bottom["y"] + bottom["height"] - top["y"] + 2 * AIR
    area = {"x": 0, "y": max(0, top["y"] - AIR), "width": page.viewport_size["width"], "height": height}
    page.screenshot(path=FOLDER / f"{name}.png", clip=area, full_page=True)


def bring_over(page):
    """Last year's projects, of which there then is something to see."""
    page.goto(BOARD)
    page.get_by_role("link", name="Hämta projekt från 2024").click()
    cut(page, "hamta", "h1", ".form-check:nth-of-type(7)")
    page.get_by_role("button", name="Hämta projekten").click()
    page.wait_for_load_state()


def write(page, text):
    page.get_by_role("textbox", name="Svar", exact=True).fill(text)
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_load_state()


def take_question(page, colleague):
    """The beginning of an answer, and a colleague who has begun otherwise."""
    for each in (page, colleague):
        each.goto(f"{BOARD}fraga-1/")
        each.get_by_role("toolbar").first.wait_for()
    write(colleague, BEGUN)
    write(page, OTHERWISE)
    page.locator(".conflict").wait_for()
    cut(page, "krock", ".conflict", ".conflict")
    page.get_by_role("button", name="Använd den här i stället").click()
    page.get_by_role("toolbar").first.wait_for()
    page.get_by_role("button", name="Spara", exact=True).click()
    page.goto(f"{BOARD}fraga-1/")
    page.get_by_role("toolbar").first.wait_for()
    page.screenshot(path=FOLDER / "fraga.png")


def take_workbook(page):
    page.goto(f"{BOARD}projekt-excel/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Ladda ner Excel-mall").click()
    with TemporaryDirectory() as folder:
        path = Path(folder, waiting.value.suggested_filename)
        waiting.value.save_as(path)
        book = load_workbook(path)
        for (sheet, cell), text in WRONG.items():
            book[sheet][cell] = text
        book.save(path)
        page.get_by_label("Ifylld Excel-mall").set_input_files(path)
        page.get_by_role("button", name="Läs in Excel").click()
    page.locator(".workbook-faults").wait_for()
    cut(page, "excel", ".error-summary", ".workbook-faults")


def take_people(page):
    page.goto(f"{BOARD}personer/")
    page.get_by_label("E-postadress").fill("nina@example.com")
    page.get_by_role("button", name="Skicka inbjudan").click()
    page.goto(f"{BOARD}personer/")
    cut(page, "personer", "h1", ".tasks >> nth=1")


def take_pages(page):
    page.goto(BOARD)
    page.screenshot(path=FOLDER / "redovisning.png")
    page.locator("a[href*='/projekt/']").filter(has_text="BRAVE").first.click()
    page.get_by_role("toolbar").first.wait_for()
    page.screenshot(path=FOLDER / "kort.png")
    page.goto(f"{BOARD}granska/")
    page.screenshot(path=FOLDER / "granska.png")
