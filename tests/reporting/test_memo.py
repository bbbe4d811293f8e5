"""The city's memo: its parts in order, the figures in its text, and a year of which only totals are known."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from reporting import documents, figures, memo, tables
from tests.reporting.printed import compiled, example, foot, pages, rows, text


@pytest.fixture
def pdf():
    return compiled()["tjansteskrivelse-2024.pdf"]


def html(year, previous=None):
    content = memo.content(year, figures.count(year, previous))
    return render_to_string("reporting/print/memo.html", {**content, "draft": False, "city": "Malmö stad"})


def test_parts_stand_in_order():
    headings = re.findall(r"<h2>(.*?)</h2>|<caption>(.*?)</caption>", html(example(2024), example(2023)))
    assert [heading or caption for heading, caption in headings] == [
        "Sammanfattning",
        "Förslag till beslut",
        "Beslutsunderlag",
        "Beslutsplanering",
        "Beslutet skickas till",
        "Ärendet",
        "Nämndernas internationella arbete",
        "Jämförelse med 2023",
        "EU-projekt och utbetalda medel per kommunfullmäktigemål 2024",
        "Deltaganden i EU-projekt och utbetalda medel per nämnd 2024",
        "EU-projekt och utbetalda medel per program 2024",
        "Exempel från förvaltningarnas internationella arbete",
        "Stadskontorets bedömning",
        "Ansvariga",
    ]


def test_header_and_steps(pdf):
    told = text(pdf)
    for words in (
        "Tjänsteskrivelse",
        "2025-04-14",
        "Utvecklingssamordnare",
        "Redovisning av internationellt arbete 2024",
        "Kommunstyrelsen föreslår kommunfullmäktige besluta",
    ):
        assert words in told
    assert ["Kommunfullmäktige", "2025-05-22"] in rows(pdf)


def test_a_memo_without_date_reference_and_diary_number_has_no_empty_table():
    year = example(2024)
    bare = replace(year, memo=replace(year.memo, date="", contact_title="", diary_number=""))
    assert [html(each).count('<table class="facts">') for each in (year, bare)] == [1, 0]


def test_diary_number_is_printed_where_there_is_one():
    assert "Diarienummer" not in html(example(2024))
    assert "STK-2023-1702" in html(example(2023))


def test_every_page_has_its_number(pdf):
    told = pages(pdf, "-layout")
    footers = [
        ["Tjänsteskrivelse: Redovisning av internationellt arbete 2024", f"{n} ({len(told)})"]
        for n in range(1, len(told) + 1)
    ]
    assert [foot(page) for page in told] == footers


def test_live_figures_are_filled_in(pdf):
    told = text(pdf).replace("\u00a0", " ")
    assert "Nämnderna deltog i 56 EU-projekt, jämfört med 54 året innan." in told
    assert "50,5 miljoner kronor ut till nämnderna, jämfört med omkring 43 miljoner kronor" in told
    assert "{" not in told


def test_examples_are_alphabetical_and_begin_with_the_department_in_bold():
    found = re.findall(r'<div class="example"><p><strong>([^<]*)</strong>', html(example(2024)))
    assert found == [
        "Arbetsmarknads- och socialförvaltningen",
        "Fastighets- och gatukontoret",
        "Fritidsförvaltningen",
        "Funktionsstödsförvaltningen",
        "Förskoleförvaltningen",
        "Grundskoleförvaltningen",
        "Gymnasie- och vuxenutbildningsförvaltningen",
        "Hälsa-, vård- och omsorgsförvaltningen",
        "Kulturförvaltningen",
        "Miljöförvaltningen",
        "Stadsbyggnadskontoret",
    ]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<p>Miljöförvaltningen reste.</p>", "<p><strong>Miljöförvaltningen</strong> reste.</p>"),
        ("<p><strong>Miljöförvaltningen</strong> har</p>", "<p><strong>Miljöförvaltningen</strong> har</p>"),
        ("<p>Under året</p><p>Sedan</p>", "<p><strong>Miljöförvaltningen.</strong> Under året</p><p>Sedan</p>"),
        ("<ul><li>Resor</li></ul>", "<p><strong>Miljöförvaltningen.</strong></p><ul><li>Resor</li></ul>"),
        ("<h3>Resor</h3><p>A</p>", "<p><strong>Miljöförvaltningen.</strong></p><h3>Resor</h3><p>A</p>"),
    ],
)
def test_department_is_named_once(written, printed):
    year = example(2024)
    board = next(each for each in year.submissions if each.board.department == "Miljöförvaltningen")
    content = memo.content(replace(year, submissions=(replace(board, excerpt=written),)), figures.count(year, None))
    assert content["examples"] == [printed]


def test_rounding_is_true():
    counted = figures.count(example(2024))
    table = tables.boards(counted, tables.HUNDRED_THOUSAND)
    shown = [int(row.cells[1].replace("\u00a0", "")) for row in table.rows]
    assert shown == [(row.paid + 50_000) // 100_000 * 100_000 for row in counted.boards]
    assert "avrundade till närmaste 100\u00a0000 kronor" in " ".join(table.notes)
    assert "inte avrundade" in " ".join(tables.boards(counted).notes)


@pytest.mark.parametrize(("paid", "shown"), [(9_950_000, "9\u00a0950\u00a0000"), (10_050_000, "10\u00a0100\u00a0000")])
def test_amounts_are_rounded_only_where_there_is_something_to_round(paid, shown):
    year = example(2024)
    first, *_ = year.submissions
    card = replace(next(card for card in year.cards if card.main_goal), paid=paid)
    small = replace(year, submissions=(replace(first, cards=(card,)),))
    counted = figures.count(small, None)
    assert [(table.headings[-1], table.total.cells[-1]) for table in memo.content(small, counted)["tables"]] == [
        ("Utbetalda medel, kronor", shown)
    ] * 3
    first, *others = memo.content(small, counted)["tables"]
    note = tables.EXACT if paid < 10_000_000 else tables.ROUNDED
    assert [table.notes.count(note) for table in (first, *others)] == [1, 0, 0]


@pytest.mark.parametrize(("name", "note"), [(2024, tables.ROUNDED), (2023, tables.TYPED)])
def test_the_published_years_are_rounded_as_they_were(name, note):
    year = example(name)
    made = memo.content(year, figures.count(year, None))["tables"]
    assert [table.notes.count(note) for table in made] == [1] + [0] * (len(made) - 1)


def test_little_never_shows_as_nothing():
    counted = figures.count(example(2024))
    few = (figures.BoardFigures("A", 1, 20_000), figures.BoardFigures("B", 1, 0), figures.BoardFigures("C", 1, None))
    table = tables.boards(replace(counted, boards=few), tables.HUNDRED_THOUSAND)
    assert [row.cells[1] for row in table.rows] == ["mindre än 50\u00a0000", "0", "uppgift saknas"]


def test_decrease_is_worded_as_one():
    year, before = example(2024), example(2023)
    more = replace(before, typed={**before.typed, "projects": 70, "paid": 60_000_000})
    told = html(year, more)
    assert "Antalet EU-projekt minskade från 70 till 56." in told
    assert "Det utbetalda beloppet minskade från omkring 60\u00a0miljoner\u00a0kronor till 50,5" in told


def test_nothing_is_compared_where_nothing_is_known():
    assert "Jämförelse" not in html(example(2024))


def test_a_year_of_totals_leaves_out_what_is_missing():
    told = html(example(2023))
    captions = re.findall(r"<caption>(.*?)</caption>", told)
    assert captions == [
        "Utbetalda medel per kommunfullmäktigemål 2023",
        "EU-projekt och utbetalda medel per nämnd 2023",
    ]
    row = re.search(r'scope="row">Tekniska nämnden</th>(.*?)</tr>', told)[1]
    assert re.findall(r'class="figure">(.*?)<', row) == ["1", "uppgift saknas"]
    assert "None" not in told
    assert re.findall(r'class="figure">0<', told) == []


def test_a_year_of_totals_is_printed():
    told = text(documents.memo_alone(example(2023)))
    assert "Stadskontorets bedömning" in told
    assert "22 744 744" in told.replace("\u00a0", " ")


def test_every_text_may_hold_figures():
    year = example(2024)
    told = "Om {år} <&>"
    section = replace(year.memo.sections[0], heading=told)
    written = replace(
        year.memo,
        contact_title=told,
        proposal_by=told,
        documents=(told,),
        recipients=(told,),
        signatories=(told,),
        decision_path=(replace(year.memo.decision_path[0], body=told),),
        sections=(section, *year.memo.sections[1:]),
    )
    markup = html(replace(year, memo=written))
    assert markup.count("Om 2024 &lt;&amp;&gt;") == 7
    assert "{år}" not in markup


def test_missing_boards_are_named_beside_the_comparison():
    year = example(2024)
    told = html(replace(year, submissions=year.submissions[:-2]), example(2023))
    after = told.index("Jämförelse med 2023")
    assert "Godkänd redovisning saknas från stadsbyggnadsnämnden och tekniska nämnden." in told[after:]
    assert "inte fullständig" not in html(year)
    assert "inte fullständig" not in html(example(2023))


def test_the_goals_years_are_not_taken_for_the_moneys():
    table = tables.goals(figures.count(example(2024)), "2024–2026")
    assert table.caption.endswith("per kommunfullmäktigemål 2024")
    assert table.notes[0] == "Målen gäller 2024–2026."


def test_proposals_are_escaped_once():
    year = example(2024)
    written = replace(year.memo, proposals=("Lägga A & B {år} till <handlingarna>",))
    assert "<li>Lägga A &amp; B 2024 till &lt;handlingarna&gt;</li>" in html(replace(year, memo=written))
