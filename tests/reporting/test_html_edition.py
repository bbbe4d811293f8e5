"""The report as one web page: the words of the PDF's HTML, in landmarks, without anything fetched."""

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from reporting import documents, html_edition
from tests.reporting.printed import example
from tests.reporting.worded import words_of_html


def made(year=2024, **changes):
    """The HTML that the report is made of, and the web page."""
    material = documents.of_year(replace(example(year), **changes), draft=changes.pop("draft", False))
    page = documents.named(documents.CITY, "redovisning").page(material)
    return page, html_edition.render(page).decode()


@pytest.fixture(scope="module")
def edition():
    return made()


def test_has_every_word_in_its_order(edition):
    page, shown = edition
    assert words_of_html(shown) == ["Till", "texten", *words_of_html(page)]


def test_fetches_nothing_and_runs_nothing(edition):
    _, shown = edition
    read = lxml_html.document_fromstring(shown)
    assert read.xpath("//link | //script | //img | //iframe | //object") == []
    assert read.xpath("//@style | //@src | //*[starts-with(name(@*), 'on')]") == []
    assert re.findall(r"@import|url\(", read.findtext(".//style")) == []


def test_everything_stands_in_a_landmark_and_headings_go_down_one_by_one(edition):
    _, shown = edition
    read = lxml_html.document_fromstring(shown)
    assert [child.tag for child in read.find("body")] == ["a", "header", "nav", "main"]
    assert read.get("lang") == "sv"
    assert read.xpath("//nav/@aria-labelledby") == read.xpath("//nav/h2/@id") == ["innehall"]
    levels = [int(heading.tag[1]) for heading in read.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert [(above, below) for above, below in zip(levels, levels[1:], strict=False) if below > above + 1] == []


def test_every_link_inside_leads_somewhere(edition):
    _, shown = edition
    read = lxml_html.document_fromstring(shown)
    anchors = read.xpath("//@id")
    assert len(set(anchors)) == len(anchors)
    assert {target[1:] for target in read.xpath("//a/@href") if target.startswith("#")} - set(anchors) == set()


def test_light_enough_to_be_read_on_a_phone(edition):
    _, shown = edition
    assert len(shown.encode()) < 200_000


def test_what_is_no_character_is_left_out():
    page, shown = made(policy_name="Inter\x02nationell\ufffe plan")
    assert "\x02" in page
    assert "Internationell plan" in shown
