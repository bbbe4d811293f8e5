"""The HTML edition: a printed document as one web page that needs nothing else, out of the same HTML as its PDF.

It has no script and fetches nothing; its stylesheet stands in it. Headings begin with the document's one title,
and everything stands in a landmark.
"""

from pathlib import Path

from django.contrib.staticfiles import finders
from lxml import html as lxml_html

from config.html import legal

STYLES = ("css/charts.css", "css/html-edition.css")
_HEADINGS = [f"h{level}" for level in range(1, 7)]
_DEEPEST = 6


def render(page):
    """The bytes of the web page made of a document's whole HTML page."""
    document = lxml_html.document_fromstring(legal(page))
    _dress(document.find("head"))
    _arrange(document.find("body"))
    return f"<!DOCTYPE html>\n{lxml_html.tostring(document, encoding='unicode')}\n".encode()


def _dress(head):
    """The screen's stylesheet in place of the paper's."""
    for link in head.findall("link"):
        link.drop_tree()
    head.append(lxml_html.Element("meta", name="viewport", content="width=device-width, initial-scale=1"))
    style = lxml_html.Element("style")
    style.text = "\n" + "".join(Path(finders.find(name)).read_text() for name in STYLES)
    head.append(style)


def _arrange(body):
    """Cover, contents and text as landmarks, with a way past the first two; one title, and the others under it."""
    for heading in body.iter(*_HEADINGS):
        if "title" not in heading.get("class", "").split():
            heading.tag = f"h{min(int(heading.tag[1]) + 1, _DEEPEST)}"
    for contents in body.findall("nav"):
        contents.find("h2").set("id", "innehall")
        contents.set("aria-labelledby", "innehall")
    main = lxml_html.Element("main", id="texten", tabindex="-1")
    main.extend([child for child in body if child.tag not in ("header", "nav")])
    body.append(main)
    body.insert(0, _skip_link())


def _skip_link():
    link = lxml_html.Element("a", href="#texten")
    link.set("class", "skip")
    link.text = "Till texten"
    return link
