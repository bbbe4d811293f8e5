"""Looks at a page as WCAG 2.2 AA demands: what axe-core finds, valid HTML, and whether it fits a narrow screen."""

from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import expect

from . import nu

AXE = (Path(__file__).parent / "vendor/axe-core-4.14.1/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 390)
NARROWEST = 320  # CSS pixels: what a window of 1280 shows at 400 % zoom
RUN = """
    (tags) => axe.run({runOnly: tags, resultTypes: ["violations"]}).then(({violations}) => violations.flatMap(
        ({id, nodes}) => nodes.map((node) => `${id} ${node.target.join(" ")}: ${node.failureSummary}`)
    ))
"""

# What happens to stand half behind the save bar, from which the page can be scrolled, axe would call too small.
FLAT = "document.querySelectorAll('.save-bar, .submit-row').forEach((bar) => { bar.style.position = 'static' })"

_documents = WeakKeyDictionary()  # the last answer that each page was made of


def follow(page):
    """Remember what the server sends for the page, so that `look` sees it."""
    page.on("response", lambda answer: _remember(page, answer))


def _remember(page, answer):
    if answer.request.is_navigation_request():
        _documents[page] = answer


def look(page, widths=WIDTHS):
    """All that is wrong with the page, each with its address and the width; empty where nothing is."""
    found = [f"{_name(page)}: {fault}" for fault in nu.errors(_documents[page].text())]
    page.evaluate(FLAT)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)  # past the content security policy, which stays in force for the page itself
        page.add_init_script(AXE)  # for the pages to come, in half the time
    for width in widths:
        _widen(page, width)
        found += [f"{_name(page)} at {width}: {fault}" for fault in page.evaluate(RUN, TAGS)]
    return found


def opened(page, url, seen, widths=WIDTHS):
    """Open the page, wait for its editors, and look at it, at 400 % too."""
    _widen(page, WIDTHS[0])
    page.goto(url)
    shown(page, seen, widths)


def shown(page, seen, widths=WIDTHS):
    """Look at what the page shows now."""
    for field in page.locator("textarea[data-django-prose-editor-configurable]").all():
        if "__prefix__" not in field.get_attribute("name"):
            expect(field.locator("xpath=..").locator(".prose-menubar button").first).to_be_attached()
    seen += look(page, widths) + sideways(page)
    _widen(page, WIDTHS[0])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def sideways(page):
    """Whether the page must be scrolled sideways at 400 % zoom, with what sticks out."""
    _widen(page, NARROWEST)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{_name(page)} is {wide} wide at {NARROWEST}"] if wide > NARROWEST else []


def _widen(page, width):
    """Make the window as wide as this; each call lays the page out anew, and so is spared where it is already."""
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})


def _name(page):
    return f"{page.title()} ({page.url.split('/', 3)[-1]})"
