"""The count under the editor, while somebody writes, is the one that stands there when the page is opened."""

from tests.config.test_html import COUNTED


def test_words_are_counted_as_on_the_server(cast, visit):
    page = visit(cast.tova)
    assert page.evaluate("markups => markups.map(countWords)", [markup for markup, _ in COUNTED]) == [
        count for _, count in COUNTED
    ]
