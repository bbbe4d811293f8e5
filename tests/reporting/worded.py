"""What a Word document, the HTML that it was made of, and the PDF of that say, word by word in their order."""

import re
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html

from tests.reporting.printed import pages

# The words of a foot, on one line or two, and the number of its page.
FOOT = re.compile(r"\n(Redovisning av internationellt arbete|Tjänsteskrivelse: |Projektblad: ).*(\n.*)?\s\d+ \(\d+\)$")
INLINE = {"strong", "em", "a", "span"}


def paragraphs(content):
    """The text of each paragraph that has any, those in tables where the tables stand."""
    document = Document(BytesIO(content))
    texts = (_text(paragraph) for paragraph in document.element.body.iter(qn("w:p")))
    return [text for text in texts if text.strip()]


def _text(paragraph):
    """The words, without the codes of fields."""
    signs = {qn("w:t"): lambda each: each.text or "", qn("w:br"): lambda each: "\n", qn("w:tab"): lambda each: "\t"}
    return "".join(signs[each.tag](each) for each in paragraph.iter() if each.tag in signs)


def words_of_word(content):
    return " ".join(paragraphs(content)).split()


def words_of_html(page):
    """The words of the page's body; those of two blocks are never one word."""
    body = lxml_html.document_fromstring(page).find("body")
    return "".join(_pieces(body)).split()


def _pieces(element):
    apart = "" if element.tag in INLINE else "\n"
    yield apart + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield apart


def without_footers(content):
    """The pages' text without their feet, which are not Word's to have."""
    for printed in pages(content, "-raw"):
        yield FOOT.sub("", printed.strip())


def squeezed(words):
    """Letters and figures alone: where lines are broken, and with which hyphens, is each format's own."""
    return "".join(character for character in words if character.isalnum())
