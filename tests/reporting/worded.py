"""What a Word document and the HTML that it was made of say, word by word in the order they stand."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html

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
