"""The report: its pages, its contents, what stands about each board and each project."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from config.html import demoted
from reporting import board_tables, charts, dataset, figures, report, tables
from tests.reporting import years
from tests.reporting.printed import compiled, example, foot, pages, text


@pytest.fixture
def pdf():
    return compiled()["redovisning-2024.pdf"]


def html(year, previous=None, draft=False):
    content = report.content(year, figures.count(year, previous))
    return render_to_string("reporting/print/report.html", {**content, "draft": draft, "city": "Malmö stad"})


def words(markup):
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def with_first_card(year, **changes):
    """The year with its first card changed."""
    board = year.submissions[0]
    cards = (replace(board.cards[0], **changes), *board.cards[1:])
    return replace(year, submissions=(replace(board, cards=cards), *year.submissions[1:]))


def test_every_page_but_the_cover_has_its_number(pdf):
    told = pages(pdf, "-layout")
    footers = [["Redovisning av internationellt arbete 2024", f"{n} ({len(told)})"] for n in range(2, len(told) + 1)]
    assert [foot(page) for page in told[1:]] == footers
    assert "(" + str(len(told)) + ")" not in told[0]


def test_page_numbers_in_the_contents_are_true(pdf):
    titles = [chapter.board.name for chapter in report.content(example(2024), counted())["chapters"]]
    lines = "\n".join(pages(pdf, "-layout")[1:3]).splitlines()
    numbers = [int(found[1]) for line in lines if (found := re.search(r"\S\s{2,}(\d+)$", line))]
    targets = link_targets(pdf, range(1, 3))
    assert numbers == [page + 1 for page, _ in targets]
    assert len(numbers) == 4 + len(titles) + 9 + 65
    told = [squeezed(page) for page in pages(pdf)]
    assert [label for page, label in targets if squeezed(label) not in told[page]] == []


def counted():
    return figures.count(example(2024), example(2023))


def squeezed(words):
    """Without spaces and hyphens, since lines end where they must."""
    return re.sub(r"[\s-]", "", words).casefold()


def link_targets(pdf, contents):
    """For each link on the pages of contents: the page that it leads to, and the heading that stands there."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        places = {str(name): dest for name, dest in pikepdf.NameTree(opened.Root.Names.Dests).items()}
        by_object = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        links = [note for number in contents for note in opened.pages[number].obj.Annots if "/Dest" in note]
        found = dict.fromkeys((str(link.Dest)) for link in links)
        headings = anchors()
        return [(by_object[places[name][0].objgen], headings[name]) for name in found]


def anchors():
    markup = html(example(2024))
    found = re.findall(r'<h[123] id="([^"]*)"[^>]*>(.*?)</h', markup)
    return {anchor: words(heading).replace("&amp;", "&").replace("&#x27;", "'") for anchor, heading in found}


def test_all_text_is_set_in_plex(pdf, tmp_path):
    file = tmp_path / "r.pdf"
    file.write_bytes(pdf)
    listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    names = {re.sub(r"^[A-Z]+\+", "", line.split()[0]) for line in listed.splitlines()[2:]}
    assert {name for name in names if "Plex" not in name} == set()


def test_bookmarks_are_the_parts_and_the_boards(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        parts = {item.title: len(item.children) for item in outline.root}
    assert parts == {
        "Innehåll": 0,
        "Sammanfattning": 1,
        "Fler siffror": 0,
        "Del 1 Nämndernas internationella arbete": 13,
        "Del 2 Internationellt finansierade projekt": 9,
    }


def test_summary_compares_with_the_year_before(pdf):
    told = text(pdf).replace("\u00a0", " ")
    assert "Antalet EU-projekt ökade från 54 till 56." in told
    assert "Det utbetalda beloppet ökade från omkring 43 miljoner kronor till 50,5 miljoner kronor" in told
    assert "61 deltaganden i 56 EU-projekt" in told


def test_a_year_of_typed_totals_says_what_its_figures_are():
    typed = years.year(answers={1: "<p>Vi reste.</p>"}, typed=years.example(2023).typed)
    told = words(html(typed)).replace("\u00a0", " ")
    assert "Utbetalda medel omkring 43 miljoner kronor" in told
    assert "Beloppet för 2024 är avrundat i underlaget. Uppgifterna för 2024 är summor som har skrivits in" in told
    assert "skrivits in" not in words(html(years.year(years.card(years.project()))))


def test_the_budgets_say_of_how_many_projects_they_are_known():
    projects = [years.project("a", total_budget=dataset.Money(1_000, "SEK")), years.project("b"), years.project("c")]
    told = words(html(years.year(*map(years.card, projects)))).replace("\u00a0", " ")
    assert "Den totala budgeten är känd för ett av tre EU-projekt: 1 000 kronor." in told


def test_every_answer_and_every_card_is_printed():
    year = example(2024)
    markup = html(year)
    assert markup.count('<div class="answer">') == sum(len(board.answers) for board in year.submissions)
    assert markup.count('<section class="card">') == 65


def test_unanswered_question_has_no_heading():
    year = example(2024)
    second = year.questions[1].text
    answered = sum(2 in board.answers for board in year.submissions)
    assert answered == 11
    assert html(year).count(second) == answered


def test_board_without_answers_says_so():
    year = example(2024)
    silent = replace(year, submissions=(replace(year.submissions[0], answers={}), *year.submissions[1:]))
    assert [html(each).count("Nämnden har inte besvarat frågorna.") for each in (year, silent)] == [0, 1]


def test_heads_of_tables_hold_headings_and_nothing_else():
    """An empty cell beside column headings has no heading of its own, which PDF/UA demands."""
    heads = re.findall(r"<thead>(.*?)</thead>", html(example(2024)), flags=re.DOTALL)
    assert [sorted(set(re.findall(r"<t[hd]", head))) for head in heads] == [["<th"]] * 4


def test_headings_go_down_one_step_at_a_time():
    levels = [int(level) for level in re.findall(r"<h([1-6])", html(example(2024)))]
    assert [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1] == []


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<h3>a</h3><h4>b</h4>", "<h4>a</h4><h5>b</h5>"),
        ("<h4>a</h4><p>x</p><h3>b</h3><h4>c</h4>", "<h4>a</h4><p>x</p><h4>b</h4><h5>c</h5>"),
        ("<p>x</p>", "<p>x</p>"),
    ],
)
def test_headings_of_an_answer_are_demoted_in_the_order_they_stand(written, printed):
    assert demoted(written, 4) == printed


def test_card_shows_its_facts_and_leaves_out_what_nobody_has_said():
    year = example(2024)
    card = report.content(year, counted())["chapters"][0].cards[0]
    facts = {fact.label: fact.value.replace("\u00a0", " ") for fact in card.facts}
    assert facts == {
        "Program": "Europeiska socialfonden+ (ESF+)",
        "Nämndens roll": "Projektägare",
        "Projekttid": "januari 2023–december 2025",
        "Utbetalt 2024": "3 184 600 kronor",
        "KF-mål": "1. En stad med goda uppväxtvillkor för barn och unga (huvudmål); 4. En mer jämlik stad",
        "Samverkar med": "Grundskolenämnden, Kulturnämnden och Fritidsnämnden",
        "Redovisas även av": "",
    }
    assert [board for board, _ in card.facts[-1].links] == ["Kulturnämnden"]
    assert card.texts[-1] == ("Partner", "<p>Föreningar nära skolorna</p>")


def test_partners_abroad_are_named_with_their_country():
    partners = (dataset.Partner("Hamburg & co", country="DE"), dataset.Partner("Lund", country="SE"))
    year = with_first_card(example(2024), partners=partners)
    card = report.content(year, counted())["chapters"][0].cards[0]
    assert card.texts[-1] == ("Partner", "<p>Hamburg &amp; co (Tyskland); Lund</p>")


def test_card_without_facts_has_no_empty_lines():
    bare = dataset.Card(board="Arbetsmarknads- och socialnämnden", project=dataset.Project("ny", "Nytt projekt"))
    year = example(2024)
    board = replace(year.submissions[0], cards=(bare,))
    alone = replace(year, submissions=(board,))
    assert report.content(alone, figures.count(alone))["chapters"][0].cards[0].facts == ()


def test_paid_nothing_is_printed_but_unknown_is_not():
    facts = {paid: paid_line(with_first_card(example(2024), paid=paid)) for paid in (0, None)}
    assert facts == {0: ["0\u00a0kronor"], None: []}


def paid_line(year):
    card = report.content(year, figures.count(year))["chapters"][0].cards[0]
    return [fact.value for fact in card.facts if fact.label == "Utbetalt 2024"]


def test_projects_that_are_not_eus_are_marked():
    year = example(2024)
    others = [card for card in year.cards if not card.project.is_eu]
    assert len(others) == 4
    assert html(year).count("Inte ett EU-projekt") == 4


def test_a_project_without_a_programme_is_said_to_lack_it():
    lacking = replace(example(2024).cards[0].project, programme=None)
    told = html(with_first_card(example(2024), project=lacking))
    assert told.count("<span>Program saknas</span>") == 1
    assert (
        "Därtill redovisas fyra projekt med annan finansiering än EU:s och ett projekt utan program. "
        "De är utmärkta i del\u00a02 och räknas inte som EU-projekt." in told
    )


@pytest.mark.parametrize(
    ("owned", "partnered", "other", "said"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, "I ett EU-projekt är någon nämnd projektägare."),
        (0, 0, 1, "I ett EU-projekt har nämnderna bara en annan roll."),
        (
            1,
            1,
            0,
            "I ett EU-projekt är någon nämnd projektägare "
            "och i ett är någon nämnd projektpartner men ingen projektägare.",
        ),
        (
            21,
            34,
            1,
            "I 21 EU-projekt är någon nämnd projektägare, i 34 är någon nämnd projektpartner men ingen projektägare "
            "och i ett har nämnderna bara en annan roll.",
        ),
    ],
)
def test_roles_read_right_however_many_they_are(owned, partnered, other, said):
    year = example(2024)
    counts = replace(counted(), owned=owned, partnered=partnered, other_roles=other)
    assert report.content(year, counts)["roles"] == said


def test_missing_boards_are_named():
    year = example(2024)
    fewer = replace(year, submissions=year.submissions[:-2])
    assert "Godkänd redovisning saknas från stadsbyggnadsnämnden och tekniska nämnden." in words(html(fewer))
    assert "inte fullständig" not in html(year)


def test_draft_tells_how_far_each_board_has_come():
    year = example(2024)
    waiting = replace(year.submissions[0], status="returned")
    told = words(html(replace(year, submissions=(waiting, *year.submissions[1:])), draft=True))
    assert told.count("återlämnad, inte godkänd") == 1


def test_markup_from_anywhere_comes_out_inside_the_allow_list():
    nasty = (
        '<h3 onclick="x()">Rubrik</h3><script>alert(1)</script><img src="file:///etc/passwd">'
        '<p style="background:url(http://127.0.0.1/)">Text</p><link rel="attachment" href="file:///etc/passwd">'
        '<a href="javascript:x()">länk</a>'
    )
    board = replace(example(2024).submissions[0], answers={1: nasty}, cards=())
    markup = html(replace(example(2024), submissions=(board,)))
    assert "<h4>Rubrik</h4><p>Text</p>länk" in markup.replace("\n", "")
    for gone in ("<script", "passwd", "onclick", "127.0.0.1", "style="):
        assert gone not in markup


def test_titles_are_escaped():
    assert "<b>Fet</b>" not in html(with_first_card(example(2024), title="<b>Fet</b> & co"))


def test_a_year_with_one_board_six_questions_and_nine_goals():
    year = example(2024)
    questions = tuple(dataset.Question(n, f"Fråga {n}?") for n in range(1, 7))
    goals = tuple(dataset.Goal(n, f"Mål {n}") for n in range(1, 10))
    board = replace(year.submissions[-1], answers={n: f"<p>Svar {n}</p>" for n in range(1, 7)})
    alone = replace(year, questions=questions, goals=goals, boards=(board.board,), submissions=(board,))
    told = words(html(alone))
    assert [f"{n}. Fråga {n}? Svar {n}" in told for n in range(1, 7)] == [True] * 6
    assert [f"{n}. Mål {n}" in told for n in range(1, 10)] == [True] * 9


def test_a_year_with_answers_and_typed_totals_prints_no_zeros():
    board = replace(example(2024).submissions[0], cards=())
    told = words(html(replace(example(2023), submissions=(board,), typed={"projects": 54})))
    assert "EU-projekt 54" in told
    assert "Utbetalda medel uppgift saknas" in told
    assert "uppgift saknas miljoner kronor" not in told
    assert "None" not in told
    assert "I 0 av" not in told


def test_a_year_of_totals_has_no_report():
    assert report.lacking(example(2023)).startswith("Redovisningen för 2023 går inte att göra")
    assert report.lacking(example(2024)) == ""


def test_bars_are_as_long_as_their_figures_and_each_length_has_its_rule():
    assert charts.lengths([200, 100, 1, 0, None]) == [100, 50, 1, 0, 0]
    assert charts.lengths([]) == []
    assert charts.lengths([0, None]) == [0, 0]
    rules = Path(finders.find("css/charts.css")).read_text()
    assert re.findall(r"\.bar-(\d+)::before \{ width: (\d+)%; \}", rules) == [(str(n), str(n)) for n in range(101)]


def test_a_year_with_other_financing_alone_says_so():
    nordung = years.project("nordung", "NordUng", programme=years.NORDPLUS)
    told = words(html(years.year(years.card(nordung))))
    assert (
        "Nämnderna redovisar ett projekt med annan finansiering än EU:s. "
        "Det är utmärkt i del 2 och räknas inte som EU-projekt." in told
    )
    assert "projektägare, i" not in told
    assert "budget" not in told


def test_a_sum_below_a_million_is_shown_in_kronor_and_last_years_with_it():
    year = years.year(years.card(years.project(), paid=40_000))
    told = words(html(year, example(2023))).replace("\u00a0", " ")
    assert "Utbetalda medel 40 000 kronor 2023: omkring 43 000 000" in told


def test_a_lone_budget_is_no_span():
    strive = years.project("strive", "STRIVE", total_budget=dataset.Money(2_500_000, "SEK"))
    told = words(html(years.year(years.card(strive)))).replace("\u00a0", " ")
    assert "EU-projektets totala budget är 2,5 miljoner kronor." in told
    assert "går från" not in told


def test_a_group_has_its_colour_from_the_cover_in_the_table_too():
    groups = [dataset.Programme(f"Program {n}", f"Grupp {n}") for n in range(9)]
    cards = [years.card(years.project(f"p{n}", programme=group), paid=100 - n) for n, group in enumerate(groups)]
    counted = figures.count(years.year(*cards))
    colours = [f"group-{n}" for n in (0, 1, 2, 3, 4, 5, 6, 0, 1)]
    assert [row.colour for row in tables.groups(counted).rows] == colours
    assert [colour for _, colour, _ in report.content(years.year(*cards), counted)["groups"]] == colours
    assert re.findall(r'swatch (group-\d)"></span>Grupp \d</th>', html(years.year(*cards))) == colours


def test_one_square_on_the_cover_for_each_eu_project():
    assert html(example(2024)).count('class="square ') == 56


def test_shares_are_said_to_be_rounded_wherever_they_are_shown():
    """Those of 2024 sum to 99 under a total of 100 percent."""
    said = "Andelarna är avrundade till hela procent, var och en för sig."
    for table in (tables.goals, tables.groups):
        assert said in table(counted(), shares=True).notes
        assert said not in table(counted()).notes
    assert board_tables.shares(counted()).note == said
    shown = [row.cells[-1].removesuffix("\u00a0%") for row in tables.groups(counted(), shares=True).rows]
    assert sum(map(int, shown)) == 99


def test_the_only_eu_project_is_not_one_of_several():
    alone = years.year(years.card(years.project()))
    two = years.year(*(years.card(years.project(key), role="owner") for key in ("a", "b")))
    assert [board_tables.sentences(year, figures.count(year)).split(". ")[1] for year in (alone, two)] == [
        "Nämnden var projektpartner i EU-projektet",
        "Nämnden var projektägare i båda EU-projekten",
    ]


def test_a_share_that_nobody_knows_is_not_nought():
    year = years.year(years.card(years.project(), paid=70), years.card(years.project("b"), paid=None, main_goal=2))
    assert [row.cells for row in board_tables.shares(figures.count(year)).rows] == [
        ("100\u00a0%",),
        ("uppgift saknas",),
    ]


def test_groups_called_by_an_abbreviation_are_told_by_their_programmes_name():
    first = "ESF är Europeiska socialfonden+ och ERUF är Europeiska regionala utvecklingsfonden."
    assert tables.groups(counted(), example(2024).programmes).notes[0] == first
    assert first not in tables.groups(counted()).notes
