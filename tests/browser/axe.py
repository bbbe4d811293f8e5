"""Looks at a page as WCAG 2.2 AA demands: what axe-core finds, and whether it fits the narrowest screen."""

from pathlib import Path

AXE = (Path(__file__).parent / "vendor/axe-core-4.14.1/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 390)
NARROWEST = 320  # CSS pixels: what a window of 1280 shows at 400 % zoom
RUN = """
    (tags) => axe.run({runOnly: tags, resultTypes: ["violations"]}).then(({violations}) => violations.flatMap(
        ({id, nodes}) => nodes.map((node) => `${id} ${node.target.join(" ")}: ${node.failureSummary}`)
    ))
"""


def look(page):
    """All that is wrong with the page, each with its address and the width; empty where nothing is."""
    found = []
    page.evaluate(AXE)  # past the content security policy, which stays in force for the page itself
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{_name(page)} at {width}: {fault}" for fault in page.evaluate(RUN, TAGS)]
    return found


def sideways(page):
    """Whether the page must be scrolled sideways at 400 % zoom, with what sticks out."""
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{_name(page)} is {wide} wide at {NARROWEST}"] if wide > NARROWEST else []


def _name(page):
    return f"{page.title()} ({page.url.split('/', 3)[-1]})"
