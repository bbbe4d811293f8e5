"""Years that were otherwise: 2018 with nine goals and six questions, 2022 with three, 2023 with totals alone. And that
Word, PDF and HTML say the same of every example year.
"""

from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from docx import Document
from lxml import html as lxml_html

from reporting import documents, figures, roundfile, word
from tests.reporting import earlier
from tests.reporting.printed import example, no_warnings
from tests.reporting.worded import paragraphs, squeezed, without_footers, words_of_html, words_of_word


@cache
def year_of(number):
    return earlier.year(number) if number in (2018, 2022) else example(number)


@cache
def page_of(whom, kind, number):
    return documents.named(whom, kind).page(material(whom, number))


def material(whom, number):
    if whom == documents.CITY:
        return documents.of_year(year_of(number))
    year = year_of(number)
    told = replace(year.submissions[0], memo=year.memo)
    alone = replace(year, boards=(told.board,), submissions=(told,), memo=None)
    return documents.Material(alone, {"slug": "prov", "year": number}, False, f"{number}-12-31", figures.count(alone))


def read(page):
    return lxml_html.document_fromstring(page)


def rows(page, about):
    """The rows of the table whose caption has these words, each as its cells."""
    (table,) = [each for each in read(page).iter("table") if about in each.findtext("caption", "")]
    return [[cell.text_content().replace("\u00a0", " ").strip() for cell in row] for row in table.iter("tr")]


def headings(page, tag):
    return [" ".join(heading.text_content().split()) for heading in read(page).iter(tag)]


IN_WORD = [
    *((documents.CITY, "tjansteskrivelse", number) for number in (2018, 2022, 2023, 2024)),
    *(
        (documents.BOARD, kind, number)
        for kind in ("redovisning", "tjansteskrivelse")
        for number in (2018, 2022, 2024)
    ),
]


@pytest.mark.parametrize(("whom", "kind", "number"), IN_WORD)
def test_word_and_pdf_say_every_word(whom, kind, number):
    page = page_of(whom, kind, number)
    made = word.render(page)
    assert words_of_word(made) == words_of_html(page)
    with no_warnings():
        ((_, printed),) = documents.named(whom, kind).files(material(whom, number), ["pdf"]).items()
    shown = squeezed(" ".join(without_footers(printed)))
    assert [line for line in paragraphs(made) if squeezed(line) not in shown] == []


@pytest.mark.parametrize(("whom", "kind", "number"), IN_WORD)
def test_word_has_its_own_headings_tables_lists_and_links(whom, kind, number):
    page = read(page_of(whom, kind, number))
    made = Document(BytesIO(word.render(page_of(whom, kind, number))))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    for level in range(1, 5):
        told = page.xpath(f"//body//h{level}[not(contains(@class, 'title')) and not(ancestor::nav)]")
        assert styles.count(f"Heading {level}") == len(told)
    assert len(made.tables) == len(page.xpath("//table"))
    assert len(made.element.xpath("//w:numPr")) == len(
        page.xpath("//li[not(ancestor::nav) and not(../@class = 'plain')]")
    )
    outward = {relation.target_ref for relation in made.part.rels.values() if relation.is_external}
    assert outward == set(page.xpath("//a/@href[not(starts-with(., '#'))]"))


@pytest.mark.parametrize("number", [2018, 2022])
def test_the_round_files_of_earlier_years_can_be_read_in(db, number):
    assert roundfile.faults(earlier.content(number)) == []
    assert roundfile.read(earlier.content(number)).cards == 3


def test_2018_has_its_nine_goals_and_six_questions():
    page = page_of(documents.CITY, "redovisning", 2018)
    told = rows(page, "per kommunfullmäktigemål 2018")
    assert [row[0] for row in told[1:]] == [
        *(f"{goal.number}. {goal.text}" for goal in year_of(2018).goals),
        "Summa",
    ]
    answered = [heading for heading in headings(page, "h3") if heading[:2] in {f"{number}." for number in range(1, 7)}]
    assert len(answered) == 6 + 2 + 6
    assert [row[0] for row in rows(page_of(documents.BOARD, "redovisning", 2018), "Figur 1.")[1:]] == [
        f"{goal.number}. {goal.text}" for goal in year_of(2018).goals
    ]


def test_cooperation_stands_for_the_city_and_for_each_board():
    page = page_of(documents.CITY, "redovisning", 2018)
    tables = [each for each in read(page).iter("table") if "per sektor" in each.findtext("caption", "")]
    assert len(tables) == 3  # the city's, and those of the two boards that have counted
    assert [[cell.text for cell in row] for row in tables[0].iter("tr")] == [
        ["Sektor", "Antal"],
        ["Offentlig sektor", "40"],
        ["Privat sektor", "12"],
        ["Universitet och forskning", "7"],
        ["Ideell sektor", "18"],
        ["Summa", "77"],
    ]
    said = " ".join(words_of_html(page))
    assert "Nämnderna samverkade med parter i Danmark, Finland, Frankrike, Norge och Tyskland." in said
    assert "Nämnden samverkade med parter i Frankrike. Ett utbyte av konstnärer." in said
    assert [row[:2] for row in rows(page_of(documents.CITY, "tjansteskrivelse", 2022), "per sektor")][-1] == [
        "Summa",
        "77",
    ]


def test_2022_has_its_three_questions():
    page = page_of(documents.BOARD, "tjansteskrivelse", 2022)
    assert [
        heading for heading in headings(page, "h2") if heading in {each.text for each in year_of(2022).questions}
    ] == [question.text for question in year_of(2022).questions]


def test_what_nobody_knows_of_2023_is_left_out_and_not_nought():
    page = page_of(documents.CITY, "tjansteskrivelse", 2023)
    captions = [table.findtext("caption") for table in read(page).iter("table") if table.find("caption") is not None]
    assert captions == [
        "Utbetalda medel per kommunfullmäktigemål 2023",
        "EU-projekt och utbetalda medel per nämnd 2023",
    ]
    assert "0" not in [cell for caption in captions for row in rows(page, caption) for cell in row]
    assert rows(page, "per nämnd")[-2][:3] == ["Tekniska nämnden", "1", "uppgift saknas"]
    lacking = [each.title for each in documents.of(documents.CITY) if each.lacking(year_of(2023))]
    assert lacking == ["Redovisning", "Projekt"]
