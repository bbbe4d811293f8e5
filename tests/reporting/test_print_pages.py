"""The pages themselves, of the real year and of one that is hard to set: what stands where, and what is cut where.

Whoever changes a stylesheet looks at these pages too: `hard_year.round_file()` is read in and compiled as any other.
"""

import re
from dataclasses import replace
from functools import cache

import pytest
from django.template.loader import render_to_string

from reporting import charts, dataset, documents, faults, figures, pdf, report, schema
from tests.reporting import hard_year
from tests.reporting.printed import compiled, example, no_warnings, pages

HEADINGS = [f"{kind} {n}" for kind in ("Rubrik", "Underrubrik") for n in range(hard_year.HEADINGS)]
BOTTOM = re.compile(r"Redovisning av internationellt arbete \d{4}, \d+ \(\d+\)$")


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
    return told[:-1] if told and BOTTOM.search(told[-1]) else told


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
