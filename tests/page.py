"""Reads a page as a person does: what stands where."""

import cssselect2
import tinyhtml5


def select(response, selector):
    """The elements of the page that the CSS selector finds, in order."""
    root = tinyhtml5.parse(response.content.decode(), namespace_html_elements=False)
    for parent in root.findall(".//template/.."):
        parent.remove(parent.find("template"))  # a person does not see it
    return [found.etree_element for found in cssselect2.ElementWrapper.from_html_root(root).query_all(selector)]


def words(element):
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def visible(response, selector):
    """The text of each element that the CSS selector finds."""
    return [words(element) for element in select(response, selector)]
