"""The pages themselves, of the real year and of one that is hard to set: what stands where, and what is cut where.

Whoever changes a stylesheet looks at these pages too: `hard_year.round_file()` is read in and compiled as any other.
"""

import re
from dataclasses import replace
from functools import cache

import pytest
from django.template.loader import render_to_string

from config import formats
from reporting import charts, dataset, documents, faults, figures, pdf, project_sheet, report, schema, tables
from tests.reporting import hard_year
from tests.reporting.printed import compiled, example, no_warnings, pages

HEADINGS = [f"{kind} {n}" for kind in ("Rubrik", "Underrubrik") for n in range(hard_year.HEADINGS)]
FOOT = re.compile(r"(Redovisning av internationellt arbete \d{4})?\s*(\d+ \(\d+\))?")


@cache
def hard():
    """The hard year's report, made without a warning."""
    with no_warnings():
        made = documents.compile_year(documents.of_year(hard_year.year(), example(2024)))
    return made["redovisning-2025.pdf"]


@cache
def lines(which, layout=True):
    """Each page's lines, without the head and the foot that every page has."""
    pdf = {"hard": hard, "real": lambda: compiled()["redovisning-2024.pdf"]}[which]()
    return [_body(page) for page in pages(pdf, *(["-layout"] if layout else []))]


def _body(page):
    told = [line.strip().replace("\u00a0", " ") for line in page.splitlines() if line.strip()]
    while told and FOOT.fullmatch(told[-1]):
        told.pop()
    return told


def page_of(text, which="hard", first=6):
    """The number of the first page that has a line that is `text`; contents come before page `first`."""
    return next(n for n, page in enumerate(lines(which), start=1) if n >= first and text in page)


def test_the_hard_year_is_a_round_file_like_any_other():
    assert list(schema.faults(hard_year.round_file())) == []
    assert faults.faults(hard_year.round_file()) == []


def test_the_summary_is_one_spread_of_figures_and_what_they_show():
    told = lines("real")
    begins = next(n for n, page in enumerate(told) if page[0] == "Sammanfattning")
    assert (begins + 1) % 2 == 0
    left, right, after = told[begins : begins + 3]
    assert "Fler EU-projekt än 2023 och mer pengar" in left
    assert [line for line in right if line.startswith("Mest pengar")] == [
        "Mest pengar kom från ESF: 58 procent",
        "Mest pengar gick till målet ”En stad med goda uppväxtvillkor för barn och",
    ]
    assert after[0] == "Fler siffror"


def test_the_summary_is_as_short_when_there_are_forty_boards_and_nine_goals():
    told = lines("hard")
    begins = next(n for n, page in enumerate(told) if page[0] == "Sammanfattning")
    assert told[begins + 2][0] == "Fler siffror"


@pytest.mark.parametrize("missing", [4, 5, 20])
def test_the_summary_is_as_short_when_boards_are_missing(missing):
    """And when the year before was typed in, which takes three lines to say."""
    absent = tuple(dataset.Board(f"{hard_year.LONG} nummer {n}", "Förvaltningen") for n in range(missing))
    year = hard_year.year()
    lacking = replace(year, boards=(*year.boards, *absent))
    page = documents.named(documents.CITY, "redovisning").page(documents.of_year(lacking, example(2023), draft=True))
    told = [_body(each) for each in pages(pdf.render(page), "-layout")]
    begins = next(n for n, page in enumerate(told) if "Sammanfattning" in page[:2] and "Innehåll" not in page[:2])
    assert ["Fler siffror" in page[:2] for page in told[begins : begins + 3]] == [False, False, True]
    where = [place for place in (begins, begins + 2) if f"nummer {missing - 1}" in " ".join(told[place])]
    assert where == [begins if missing == 4 else begins + 2]


@pytest.mark.parametrize("which", ["real", "hard"])
def test_a_heading_is_never_the_last_on_its_page(which):
    headings = {
        "real": [card.heading for card in example(2024).cards],
        "hard": [card.heading for card in hard_year.year().cards] + HEADINGS,
    }
    last = [page[-1] for page in lines(which, layout=False)[5:]]
    labels = {"Delmål", "Numrerad", "En lång lista", "Mål", "Syfte", "Resultat", "Partner"}
    assert [line for line in last if line in {*headings[which], *labels}] == []


def test_a_paragraph_is_never_cut_so_that_one_or_two_lines_of_it_are_left_alone():
    """Each paragraph of the hard year begins and ends with a word that stands nowhere else."""
    told = lines("hard")
    begun = [" ".join(page[-2:]).partition(hard_year.FIRST)[2] for page in told]
    ended = [" ".join(page[:3]).partition(hard_year.FINAL) for page in told]
    left_behind = [words for words in begun if words and hard_year.FINAL not in words]
    carried_over = [words for words, final, _ in ended if final and hard_year.FIRST not in words]
    assert (left_behind, carried_over) == ([], [])
    assert sum(hard_year.FINAL in line for page in told for line in page) > 100


def test_a_table_that_goes_on_to_the_next_page_has_its_head_there_and_no_row_is_cut():
    told = lines("hard")
    begins = page_of("Fler siffror") - 1
    both = [*told[begins], *told[begins + 1]]
    assert [line.split()[0] for page in told[begins : begins + 2] for line in page if line.startswith("Nämnd ")] == [
        "Nämnd",
        "Nämnd",
    ]
    counted = figures.count(hard_year.year()).boards
    rows = [line for line in both if re.search(r"\s{2,}\d+\s{2,}[\d ]+$", line)]
    labels = [re.split(r"\s{2,}", row)[0] for row in rows]
    boards = [board.board for board in counted]
    assert [board for board, label in zip(boards, labels, strict=False) if not board.startswith(label)] == []
    assert labels[len(boards)] == "Summa"


@pytest.mark.parametrize("which", ["real", "hard"])
def test_no_line_to_be_read_is_longer_than_eighty_characters(which):
    """In part 1, where all but the lines under the boards' names is read at length; part 2 has the same column."""
    told = lines(which)
    first, after = (next(n for n, page in enumerate(told) if page[0] == part) for part in ("Del 1", "Del 2"))
    read = [line for page in told[first:after] for line in page if not line.startswith("Förvaltningen under")]
    assert [line for line in read if len(line) > 80 and " · " not in line] == []
    assert max(len(line) for line in read if " · " not in line) > 60


def test_each_board_begins_a_page_and_its_name_stands_above_the_pages_that_follow():
    begins = page_of(hard_year.SILENT)
    told = lines("hard")
    assert told[begins - 1][0] == hard_year.SILENT
    assert told[begins - 1][1:] == [f"Förvaltningen under {hard_year.SILENT}", "Nämnden har inte besvarat frågorna."]
    assert told[begins - 2][0] == hard_year.LONG


def test_a_board_with_forty_cards_has_them_all_and_one_with_none_is_not_in_part_2():
    told = [line for page in lines("hard")[40:] for line in page]
    titles = [f"Projekt nummer {n}" for n in range(1, hard_year.CARDS)]
    assert [line for line in told if line in set(titles)] == titles
    assert "Nämnden för område 1" not in told


def test_a_shared_project_is_told_once_and_the_others_say_on_which_page():
    told = [" ".join(page) for page in lines("hard", layout=False)]
    purposes = [n for n, page in enumerate(told, start=1) if "Projektägare Fritidsförvaltningen" in page]
    leads = [match for page in told for match in re.findall(r"i sin helhet under Fritidsnämnden \(s\.\s(\d+)\)", page)]
    assert leads == [str(page) for page in purposes] * 3


def test_references_in_running_text_have_the_page_that_they_lead_to():
    told = lines("hard", layout=False)
    first = page_of("Nämndernas internationella arbete")
    text = " ".join(" ".join(page) for page in told)
    assert set(re.findall(r"Mer om det står i del\s1\s\(s\.\s(\d+)\)", text)) == {str(first)}
    above = page_of("Projekt nummer 6")
    assert re.findall(r"Se beskrivning ovan\s\(s\.\s(\d+)\)", text) == [str(above)]


def test_a_card_of_nothing_but_a_title_says_what_it_lacks():
    page = lines("hard")[page_of("BART") - 1]
    assert page[page.index("BART") + 1] == "Program saknas"


def test_too_many_projects_for_the_cover_have_no_squares():
    assert [charts.squares(count) for count in (None, 0, 1, 120, 121, 480, 481, 1800, 1801)] == [
        *("", "", "large", "large", "small", "small", "tiny", "tiny", ""),
    ]


def test_a_year_whose_boards_only_name_countries_lists_them():
    year = example(2024)
    counted = replace(
        figures.count(year), cooperation={"sectors": {}, "countries": [{"code": "DK", "partners": None}]}
    )
    told = render_to_string("reporting/print/report.html", report.content(year, counted))
    assert "Nämnderna samverkade med parter i Danmark." in told


def laid_out(body, style="report"):
    """The pages of what stands in `body`, as lists of lines, in the style of a document without head and foot."""
    sheets = "".join(f'<link rel="stylesheet" href="statisk:css/{name}.css">' for name in ("print", f"print-{style}"))
    plain = "<style>@page { @bottom-left { content: none } @bottom-right { content: none } }</style>"
    html = f'<html lang="sv"><head><title>Prov</title>{sheets}{plain}</head><body>{body}</body></html>'
    return [_body(page) for page in pages(pdf.render(html), "-layout")]


def below(points):
    return f'<div style="height: {points}pt"></div>'


def long_titled():
    """The sheet of the project with a title of three lines, and the memo of the board with the longest name."""
    year = hard_year.year()
    alone = replace(
        year.submissions[0], cards=year.submissions[0].cards[:1], memo=dataset.Memo(summary="<p>Kort.</p>")
    )
    year = replace(year, boards=(alone.board,), submissions=(alone,))
    counted = figures.count(year)
    for whom, kind, subject in (
        (documents.PROJECT, "projektblad", project_sheet.Sheet("gemensam", (year,))),
        (documents.BOARD, "tjansteskrivelse", year),
        (documents.BOARD, "redovisning", year),
    ):
        material = documents.Material(subject, {}, False, "2025-12-31", counted)
        page = documents.named(whom, kind).page(material)
        yield pages(pdf.render(page), "-layout")['class="cover"' in page :]


def test_a_long_title_leaves_the_number_of_each_page_in_its_place():
    for told in long_titled():
        numbers = [re.findall(r"\s{2,}(\d+) \((\d+)\)$", page, re.MULTILINE) for page in told]
        total = numbers[0][0][1]
        assert numbers == [[(str(number), total)] for number in range(int(total) - len(told) + 1, int(total) + 1)]


def test_short_facts_share_a_line_and_each_has_its_own_half():
    card = next(card for card in example(2024).cards if card.project.title == "Malmökraften")
    (page,) = [page for page in lines("real")[6:] if "Malmökraften" in page]
    facts = page[page.index("Malmökraften") + 1 :]
    period = formats.period(card.project.starts, card.project.ends)
    assert [" ".join(line.split()) for line in facts[:3]] == [
        f"Program {card.project.programme.name} Projekttid {period}",
        f"Nämndens roll Projektpartner Utbetalt 2024 {formats.kronor(card.paid)}".replace("\u00a0", " "),
        "Projektägare Arbetsförmedlingen",
    ]
    bare = '<table class="facts"><tbody><tr class="right"><th>Projekttid</th><td>2024</td></tr></tbody></table>'
    both = (
        '<table class="facts"><tbody><tr class="left"><th>Program</th><td>ESF</td></tr>' + bare.partition("<tbody>")[2]
    )
    ((missing, *_),), ((whole, *_),) = laid_out(bare), laid_out(both)
    assert whole.endswith(missing)


@pytest.mark.parametrize("free", range(30, 120, 15))
def test_a_list_of_one_item_does_not_take_what_follows_with_it(free):
    """Nor is it left alone under the words that lead to it."""
    height = 697 - free  # of a page's 697 points
    first, second = laid_out(f"{below(height)}<ul><li>ensam</li></ul><div style='height: 100pt'>efter</div>")
    assert (first, second) == (["• ensam"], ["efter"])


@pytest.mark.parametrize(
    ("count", "free"), [(15, 300), (30, 60), (30, 90), (30, 110), (30, 480), (30, 500), (30, 530)]
)
def test_a_table_is_not_cut_where_it_fits_and_never_so_that_one_row_is_left_alone(count, free):
    rows = tuple(tables.Row(f"Rad {number}", ("1",)) for number in range(1, count + 1))
    table = tables.Table("Tabell", "Vad", ("Antal",), rows, tables.Row("Summa", ("9",)), ())
    drawn = render_to_string("reporting/print/board_table.html", {"table": table})
    parts = [[line.split()[0] for line in page] for page in laid_out(f"<p>Före</p>{below(697 - free)}{drawn}")]
    counts = [part.count("Rad") for part in parts if "Rad" in part]
    assert sum(counts) == count
    assert min(counts) > 1
    assert counts == [15] if count == 15 else True


def test_no_line_is_broken_within_eu_projekt_and_the_word_is_found():
    body = "".join(f"<p>{'i ' * number}" + "EU-projektens medel och EU-projekt " * 9 + "</p>" for number in range(12))
    told = [line for page in laid_out(body) for line in page]
    assert [line for line in told if line.endswith("EU-")] == []
    assert " ".join(told).count("EU-projektens medel") + " ".join(told).count("EU-projekt ") > 200


def test_contents_do_not_end_with_a_page_of_one_line():
    told = list(long_contents())
    assert len(told) == 2
    assert len(told[1]) > 2


def long_contents():
    """The pages of contents of forty projects, of which the first has a title of three lines."""
    year = hard_year.year()
    alone = replace(year, boards=year.boards[:1], submissions=year.submissions[:1])
    material = documents.Material(alone, {}, False, "2025-12-31", figures.count(alone))
    made = pdf.render(documents.named(documents.BOARD, "redovisning").page(material))
    for page in pages(made, "-layout")[1:]:
        if "1 Uppdraget" in _body(page):
            return
        yield _body(page)
