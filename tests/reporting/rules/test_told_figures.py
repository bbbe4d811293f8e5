"""Figures in the office's texts: what is written by hand must be what is counted.

In the example of 2024 there are 56 EU projects (60 of all kinds) with 61 participations in 9 boards, 21 owned and 34
partnered, and 50 468 000 kronor were paid out. In 2023 there were 54 EU projects in 8 boards, and 43 million.
"""

from dataclasses import replace
from functools import cache

import pytest

from reporting.dataset import Memo, MemoSection
from reporting.figures import count
from reporting.rules import told_figures
from tests.reporting import years
from tests.reporting.rules.asking import asked

NBSP = "\u00a0"


@cache
def example():
    year, before = years.example(2024), years.example(2023)
    return replace(year, submissions=tuple(replace(each, excerpt="") for each in year.submissions)), before


def told(*texts, heading="Ärendet", excerpt=("", "")):
    """Both rules' findings on texts in the city's memo of 2024, and on an excerpt: (board, text)."""
    year, before = example()
    sections = tuple(MemoSection(heading, f"<p>{text}</p>") for text in texts)
    board, text = excerpt
    submissions = tuple(replace(each, excerpt=text if each.board.name == board else "") for each in year.submissions)
    written = replace(year, memo=Memo(sections=sections), submissions=submissions)
    rules = (told_figures.figure_differs, told_figures.figure_under_wrong_name)
    return [finding for rule in rules for finding in asked(rule, written, count(year, before), before)]


def messages(*texts, **fields):
    return [finding.message.replace(NBSP, " ") for finding in told(*texts, **fields)]


PAID = "utbetalda medel är 50 468 000 kronor"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Nämnderna deltog i 19 EU-projekt, jämfört med 54 året innan.", "”19 EU-projekt”, men EU-projekten är 56"),
        ("Årets redovisning omfattar nitton projekt.", "”nitton projekt”, men EU-projekten är 56"),
        ("Antalet EU-projekt ökade från 54 till 60.", "”54 till 60”, men EU-projekten är 56"),
        ("De 56 EU-projekten, mot 53 året innan.", None),
        ("Vi hade 56 EU-projekt, jämfört med 53 året innan.", "”jämfört med 53”, men EU-projekten 2023 är 54"),
        ("För 2023 redovisades 50 EU-projekt.", "”50 EU-projekt”, men EU-projekten 2023 är 54"),
        ("Det blev 63 deltaganden.", "”63 deltaganden”, men deltagandena i EU-projekt är 61"),
        ("Projekten fanns hos tolv nämnder.", "”tolv nämnder”, men nämnderna som deltar i EU-projekt är 9"),
        (
            "Projekten fanns hos 9 nämnder, mot sju året innan.",
            "”mot sju”, men nämnderna som deltar i EU-projekt 2023 är 8",
        ),
        ("Sammanlagt betalades 49,8 miljoner kronor ut.", f"”49,8 miljoner kronor”, men {PAID}"),
        ("Utbetalda medel var 50 467 000 kronor.", f"”50 467 000 kronor”, men {PAID}"),
        ("Utbetalda medel ökade med 19 procent.", "”19 procent”, men förändringen är 17, 4 och 13 procent"),
        (
            "Nämnderna är projektägare i 19 projekt.",
            "”19 projekt”, men EU-projekten där någon nämnd är projektägare är 21",
        ),
        (
            "I 21 projekt är någon nämnd projektägare och i 30 projektpartner.",
            "”30 projektpartner”, men de övriga EU-projekten där någon är projektpartner är 34",
        ),
        (
            "ESF svarade för 39,2 miljoner kronor av medlen.",
            "”39,2 miljoner kronor”, men utbetalda medel för ESF är 29 239 146 kronor",
        ),
        ("Miljöförvaltningen: 17", "”Miljöförvaltningen: 17”, men EU-projekten för Miljönämnden är 24"),
        (
            "Mål 3, En grön stad som leder klimatomställningen: 13 927 640 kronor",
            "”13 927 640 kronor”, men utbetalda medel för En grön stad som leder klimatomställningen är "
            "12 927 640 kronor",
        ),
        (
            "Det minsta projektet har en budget på 70 000 kronor, det största på 180 miljoner kronor.",
            "”180 miljoner kronor”, men den minsta och den största budgeten är 70 000 kronor och 222 885 000 kronor",
        ),
        ("Redovisningen visar 61 EU-projekt.", "”61 EU-projekt”, men EU-projekten är 56 och deltagandena 61"),
        ("Det blev 56 deltaganden.", "”56 deltaganden”, men EU-projekten är 56 och deltagandena 61"),
    ],
)
def test_a_figure_that_is_not_the_counted_one(text, message):
    assert messages(text) == ([f"Texten säger {message}."] if message else [])


@pytest.mark.parametrize(
    "text",
    [
        "Nämnderna deltog i {antal_projekt} EU-projekt, jämfört med {antal_projekt_föregående} året innan.",
        "Nämnderna hade {antal_deltaganden} deltaganden i {antal_projekt} EU-projekt hos {antal_nämnder} nämnder.",
        "Sammanlagt betalades {utbetalt_miljoner} miljoner kronor ut, mot {utbetalt_miljoner_föregående} miljoner.",
        "{utbetalt_kronor} betalades ut. Antalet projekt {förändring_projekt}. Medlen {förändring_utbetalt}.",
        "Det minsta projektet har en budget på {minsta_budget}, det största på {största_budget}.",
        "{antal_ägare} där någon nämnd är projektägare och {antal_partner} där den är projektpartner.",
        "Femtiosex EU-projekt redovisas. Alla sextio projekt räknas inte.",
        "Sammanlagt betalades 50,5 miljoner kronor ut, alltså 50 468 000 kronor, eller drygt 50 miljoner.",
        "Omkring 55 EU-projekt och över 50 miljoner kronor i medel redovisas.",
        "Utbetalda medel ökade med 17 procent och EU-projekten med 4 procent.",
        "ESF svarade för 29,2 miljoner kronor av de 50,5 miljoner kronor som betalades ut.",
        "Miljönämnden: 24 projekt",
        "Samtliga 13 nämnder har lämnat in underlag.",
    ],
)
def test_figures_that_are_the_counted_ones(text):
    assert messages(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tre nämnder samarbetar om fem projekt.",
        "Tre nämnder deltar i Malmökraften.",
        "Under året avslutades 12 projekt och 15 EU-projekt startade.",
        "Åtta nya ansökningar beviljades. 20 nya projekt väntar.",
        "Ytterligare 25 projekt söker medel för 2025.",
        "12 projekt inom Erasmus handlar om språk, och 14 projekt om klimat.",
        "2018 redovisades 80 EU-projekt, och för 2022 var antalet 47.",
        "År 2022 betalades 41 miljoner kronor ut.",
        "Mellan 2021 och 2024 betalades 180 miljoner kronor ut.",
        "Sedan 2014 har 300 miljoner kronor betalats ut till nämnderna.",
        "NetZeroCities har fått 2 miljoner kronor i medel från EU.",
        "STRIVE är 1 av 19 projekt i södra Östersjön.",
        "EU står för mellan 40 och 60 procent av kostnaden, i andra program för 40–60 procent.",
        "Medfinansieringen har ökat till 60 procent av medlen ur socialfonden.",
        "Utsläppen blir 30 procent lägre. Priset ökade med 12 procent.",
        "Streetlife söker 19 miljoner kronor ur Horisont Europa.",
        "Projektet omfattar 60 000 kronor och kostar 3 miljoner kronor.",
        "Förvaltningen köpte läromedel för 19 miljoner kronor.",
        "Programmet delar ut 2 miljoner euro i medel.",
        "Sex av förvaltningens egna deltar varje vecka i två ESF-projekt.",
        "450 unga har skrivits in, och 39 medarbetare har rest till Oslo.",
        "Vid mötet den 19 april (STK-2024-820, § 19) deltog 200 aktörer från 30 länder.",
        "I genomsnitt 12 projekt per nämnd. Per nämnd blir det i snitt 12 deltaganden.",
    ],
)
def test_numbers_that_tell_of_something_else(text):
    assert messages(text) == []


def test_what_is_said_of_single_boards_in_the_chapter_of_examples_claims_nothing():
    text = "Miljöförvaltningen deltog i 19 EU-projekt och fick 3 miljoner kronor i EU-medel."
    assert messages(text, heading="Exempel från förvaltningarna") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Förvaltningen deltog i 19 EU-projekt.",
            ["Texten säger ”19 EU-projekt”, men EU-projekten för Miljönämnden är 24."],
        ),
        ("Förvaltningen deltog i 24 EU-projekt, och redovisar 26 projekt.", []),
        ("Utbetalda medel till förvaltningen var 10,4 miljoner kronor.", []),
        (
            "Utbetalda medel till förvaltningen var 14 miljoner kronor.",
            ["Texten säger ”14 miljoner kronor”, men utbetalda medel för Miljönämnden är 10 404 000 kronor."],
        ),
        ("Förvaltningen var projektägare i 19 projekt.", []),
    ],
)
def test_an_excerpt_tells_of_its_board(text, found):
    assert messages(excerpt=("Miljönämnden", f"<p>{text}</p>")) == found


def test_a_board_without_cards_has_no_figures_to_differ_from():
    assert messages(excerpt=("Fritidsnämnden", "<p>Vi deltog i 19 EU-projekt.</p>")) == []


def test_the_same_number_in_two_texts_is_one_finding():
    [finding] = told("Vi har 19 EU-projekt.", "Redovisningen gäller 19 EU-projekt.", heading="Projekt")
    assert finding.where == "Tjänsteskrivelsen, ”Projekt”"
    assert (finding.severity, finding.mend) == ("warning", None)


def test_without_a_year_before_nothing_is_said_of_it():
    year = years.year(memo=Memo(summary="<p>Vi hade 19 EU-projekt 2023. Medlen ökade med 40 procent.</p>"))
    assert asked(told_figures.figure_differs, year) == []


def rankings(text):
    year, before = example()
    written = replace(year, memo=Memo(summary=f"<p>{text}</p>"))
    return [each.message for each in asked(told_figures.ranking_differs, written, count(year, before), before)]


def test_programmes_that_are_told_in_another_order():
    order = "ESF, Horisont, Erasmus, ERUF, Interreg och övriga program"
    assert rankings("Medlen kom, i fallande ordning, från Erasmus, ESF och Horisont.") == [
        f"Texten räknar upp Erasmus, ESF och Horisont, men ordningen är {order}."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Medlen kom, i fallande ordning, från {program_i_ordning}.",
        "Medlen kom, i fallande ordning, från ESF, Horisont och Interreg.",
        "Medlen kom, i fallande ordning, från ESF, Interreg och övriga program.",
        "Medlen kom från Erasmus, ESF och Horisont.",
        "Nämnderna står i fallande ordning.",
    ],
)
def test_programmes_that_are_told_in_their_order(text):
    assert rankings(text) == []


def ones(text):
    year = years.year(years.card(years.project("strive", "STRIVE"), paid=5), memo=Memo(summary=f"<p>{text}</p>"))
    return [each.message for each in asked(told_figures.count_is_one, year)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Projekten fanns hos {antal_nämnder} nämnder.", ("en", "en nämnder")),
        ("Projekten fanns hos <strong>{antal_nämnder}</strong> nämnder.", ("en", "en nämnder")),
        ("Vi hade {antal_projekt} nya projekt.", ("ett", "ett nya")),
    ],
)
def test_a_live_figure_that_is_one_before_a_plural(text, told):
    one, words = told
    assert ones(text) == [f"Siffran är {one}, men efter den står flertal: ”{words}”. Skriv om meningen."]


@pytest.mark.parametrize(
    "text",
    [
        "Vi hade {antal_projekt} EU-projekt under året.",
        "I {antal_ägare} är nämnden projektägare.",
        "Vi ägde {antal_ägare} under {år}.",
        "Vi hade {antal_andra_projekt} andra projekt.",
        "Vi hade {okänd} nämnder.",
    ],
)
def test_a_live_figure_that_goes_with_the_word_after_it(text):
    assert ones(text) == []
