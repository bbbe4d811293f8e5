"""Contents, feet, bookmarks and links of the report of full length lead where they say."""

import re
import subprocess
from io import BytesIO

import pikepdf
import pytest

from reporting import pdf
from tests.reporting.tagged import Tagged
from tests.reporting.test_pdf_reading import NUMBER, made, squeezed

PAGE = re.compile(r"(\d+)\)?$")


@pytest.fixture(scope="module")
def opened():
    with pikepdf.open(BytesIO(made())) as found:
        yield found


@pytest.fixture(scope="module")
def root(opened):
    return Tagged(opened).root


@pytest.fixture(scope="module")
def places(opened):
    """Each name's page, from 0."""
    numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
    names = pikepdf.NameTree(opened.Root.Names.Dests)
    return {str(name): numbers[place[0].objgen] for name, place in names.items()}


@pytest.fixture(scope="module")
def headings(root):
    """What each page's headings say, without spaces."""
    found = {}
    for heading in root.all("H1", "H2", "H3"):
        found.setdefault(min(heading.pages), []).append(bare(heading.words))
    return found


def bare(words):
    return re.sub(r"[\s.]", "", words)


def test_each_line_of_the_contents_has_the_page_of_its_heading(root, places, headings):
    lines = root.all("TOC")[0].all("Link")
    assert len(lines) > 90
    for line in lines:
        words, number = NUMBER.sub("", line.words), int(PAGE.search(line.words[:-1])[1])
        page = places[line.notes[0].place]
        assert number == page + 1
        assert bare(words) in headings[page], words


def test_each_link_with_a_page_has_that_of_its_place(root, places):
    links = [link for link in root.all("Link") if link.notes and link.notes[0].place]
    with_numbers = [link for link in links if NUMBER.search(link.words)]
    assert len(with_numbers) == len(links)
    for link in with_numbers:
        assert {places[note.place] + 1 for note in link.notes} == {int(PAGE.search(link.words[:-1])[1])}


def test_each_bookmark_leads_to_its_heading(opened, headings):
    numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
    with opened.open_outline() as outline:
        items = [(item, depth) for item, depth in walked(outline.root)]
        told = [(bare(item.title), numbers[item.destination[0].objgen]) for item, _ in items]
    assert len(told) > 25
    assert [title for title, page in told if title not in headings[page]] == []
    assert {depth for _, depth in items} == {1, 2}


def walked(items, depth=1):
    for item in items:
        yield item, depth
        yield from walked(item.children, depth + 1)


def test_a_number_may_have_fewer_digits_or_more_than_its_place():
    """Nine pages and a hundred: the place is kept for two digits, and then for three."""
    for count in (2, 120):
        sections = "".join(f'<section><h1 id="s{n}">Avsnitt {n}</h1></section>' for n in range(count))
        lines = "".join(f'<li><a href="#s{n}">Avsnitt {n}</a></li>' for n in range(count))
        style = (
            "<style>@page { size: A6 } a[data-page]::after { content: ' ' attr(data-page) } li { margin: 0 }</style>"
        )
        head = f"<head><title>Prov</title>{style}</head>"
        html = f'<html lang="sv">{head}<body><nav class="contents"><ol>{lines}</ol></nav>{sections}</body></html>'
        with pikepdf.open(BytesIO(pdf.render(html))) as opened:
            links = [squeezed("P", link.words) for link in Tagged(opened).root.all("Link")]
            first = len(opened.pages) - count + 1
        numbers = [int(PAGE.search(link[:-1])[1]) for link in links]
        assert numbers == list(range(first, first + count))


def test_what_a_number_leaves_of_its_place_in_running_text_stands_before_it(tmp_path):
    """A space is wider, with no line under it: there is no hole before the full stop."""
    link = '<p><a class="page" href="#s1">Nämnden</a>. Här</p>'
    sections = "".join(f'<section><h1 id="s{n}">Avsnitt</h1>{link}</section>' for n in range(12))
    head = '<head><title>Prov</title><link rel="stylesheet" href="statisk:css/print.css"></head>'
    html = f'<html lang="sv">{head}<body><nav class="contents"></nav>{sections}</body></html>'
    (tmp_path / "prov.pdf").write_bytes(pdf.render(html))
    command = ["pdftotext", "-bbox", "-f", "5", "-l", "5", tmp_path / "prov.pdf", "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    words = re.findall(r'xMin="([\d.]+)".*xMax="([\d.]+)".*>(.*)</word>', told)
    place = [word for *_, word in words].index("3)")
    assert words[place + 1][2] == "."
    assert float(words[place + 1][0]) == pytest.approx(float(words[place][1]), abs=0.1)
