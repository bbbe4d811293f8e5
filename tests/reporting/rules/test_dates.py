"""Years that do not agree with the words beside them, and texts that still speak of last year."""

from dataclasses import replace

import pytest

from reporting.dataset import Memo, MemoSection
from reporting.rules import dates
from tests.reporting import years
from tests.reporting.rules.asking import asked, found

STRIVE = years.project("strive", "STRIVE")
LAST = "Under 2023 reste vi till Hamburg och lärde oss mycket."


def card(text):
    return years.card(STRIVE, texts={"aims": f"<p>{text}</p>"})


def memo(*texts, **fields):
    return Memo(sections=tuple(MemoSection("Ärendet", f"<p>{text}</p>") for text in texts), **fields)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Byggandet ska vara klimatneutralt 2023.", "Byggandet ska vara klimatneutralt 2023"),
        ("Staden ska bli fossilfri senast 2023.", "ska bli fossilfri senast 2023"),
        (
            "Det är bråttom, och 2023 ska de vara klimatneutrala.",
            "Det är bråttom, och 2023 ska de vara klimatneutrala",
        ),
        ("Minst hundra städer ska vara smarta 2023, och sedan fler.", "städer ska vara smarta 2023"),
        ("Alla når dit senast 2005.", "Alla når dit senast 2005"),
        ("Staden gick 2029 med i nätverket.", "Staden gick 2029 med i nätverket"),
        ("Sedan 2042 är vi med.", "Sedan 2042 är vi med"),
        ("Vi arbetar med Agenda 2023.", "Vi arbetar med Agenda 2023"),
    ],
)
def test_a_year_that_its_words_contradict(text, quoted):
    message = f"Årtalet {quoted[quoted.index('20') :][:4]} stämmer inte med orden bredvid: ”{quoted}”"
    assert found(dates.year_out_of_place, years.year(card(text))) == [("warning", message, "Miljönämnden, STRIVE")]


@pytest.mark.parametrize(
    "text",
    [
        "Byggandet ska vara klimatneutralt 2030, och alla ska nå dit senast 2050.",
        "Sedan 2019 ska alla skolor ha en plan. Från 2021 ska den följas upp.",
        "Ett idéburet partnerskap sedan 2019. Hösten 2023 började vi, i maj 2022 blev det klart.",
        "Projektet löper 2021–2027 och det första (2019–2022) är slut.",
        "Läsåret 2021/22 blev 79,5 procent behöriga. Skjutningarna minskade mellan 2018 och 2022.",
        "Vi arbetar med Agenda 2030 inom Horisont 2020 och Making Cities Resilient 2030.",
        "Fotbolls-EM 2029 skulle spelas i Sverige.",
        "Staden blev 2023 pilotstad. Region Skåne gick 2019 med i nätverket. Museet fick samlingen i gåva 1939.",
        "Målet för 2022 var att fler ska resa. Strategin antogs 2019 och ska gälla till 2030.",
        "Ansökan skrevs under 2024 och lämnades in i början av 2025.",
        "Under 2025 ska slutsatserna nå politiker. Den lanseras i februari 2025.",
        "Finsam bekostade två team 2025–2027.",
    ],
)
def test_years_that_their_words_explain(text):
    assert found(dates.year_out_of_place, years.year(card(text), answers={1: f"<p>{text}</p>"})) == []


def test_the_same_fault_in_many_texts_is_one_finding():
    text = "<p>Staden ska vara klimatneutral 2023.</p>"
    other = years.card(years.project("brave"), texts={"aims": text, "purpose": text})
    [finding] = asked(dates.year_out_of_place, years.year(card("Staden ska vara klimatneutral 2023."), other))
    assert finding.where == "Miljönämnden, STRIVE och BRAVE"


@pytest.mark.parametrize(
    ("text", "year", "quoted"),
    [
        ("Fullmäktige lägger redovisningen för 2023 till handlingarna.", 2023, " till handlingarna"),
        ("Underlagen för 2023 vittnar om ett stort engagemang.", 2023, " vittnar om ett stort"),
        ("Vi bedömer redovisningen för 2022.", 2022, ""),
        ("För 2023 har nämnderna haft två uppgifter.", 2023, " har nämnderna haft två"),
        ("De har också under 2023 visat engagemang.", 2023, " visat engagemang"),
    ],
)
def test_a_memo_that_says_it_is_about_another_year(text, year, quoted):
    before = text.split(str(year))[0]
    message = f"Omgången gäller 2024, men här står {year}: ”{before}{year}{quoted}”"
    assert found(dates.year_out_of_place, years.year(memo=memo(text))) == [
        ("warning", message, "Tjänsteskrivelsen, ”Ärendet”")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Redovisningen för {år} läggs till handlingarna.",
        "I redovisningen för 2023 var projekten färre.",
        "Jämfört med redovisningen 2022 ökade antalet.",
        "Policyn antogs 2016 och gäller för hela kommunen (STK-2015-1008).",
        "För 2023 var antalet 54. År 2023 var beloppet 43 miljoner kronor.",
    ],
)
def test_a_memo_may_speak_of_earlier_years(text):
    assert found(dates.year_out_of_place, years.year(memo=memo(text))) == []


def test_a_proposal_has_a_year_too():
    year = years.year(memo=Memo(proposals=("Fullmäktige lägger redovisningen för 2023 till handlingarna.",)))
    assert [where for *_, where in found(dates.year_out_of_place, year)] == [
        "Tjänsteskrivelsen, förslaget till beslut"
    ]


def test_an_excerpt_is_read_as_well():
    year = years.year(card("Om festivaler."))
    told = replace(year.submissions[0], excerpt="<p>Staden ska bli klimatneutral 2020.</p>")
    [finding] = asked(dates.year_out_of_place, replace(year, submissions=(told,)))
    assert (finding.places[0].section, finding.places[0].board) == ("excerpt", "Miljönämnden")


def before(text, **fields):
    return replace(years.year(card(text), answers={1: f"<p>{text}</p>"}, **fields), year=2023)


def test_a_text_brought_over_that_still_speaks_of_last_year():
    year = years.year(card(LAST), answers={1: f"<p>{LAST} Och mer.</p><ul><li>{LAST}</li></ul>"})
    message = "Texten är oförändrad sedan 2023 och talar om det året: ”Under 2023 reste vi till Hamburg”"
    assert found(dates.still_speaks_of_last_year, year, previous=before(LAST)) == [
        ("warning", message, "Miljönämnden, fråga 1 och STRIVE")
    ]


def test_a_memo_brought_over_that_still_speaks_of_last_year():
    year = years.year(memo=memo("Det hände under 2023."))
    then = before("Annat.", memo=memo("Det hände under 2023."))
    assert [where for *_, where in found(dates.still_speaks_of_last_year, year, previous=then)] == [
        "Tjänsteskrivelsen, ”Ärendet”"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sedan januari 2023 är vi med i nätverket.",
        "Vi reser 2023–2026.",
        "Vi reste till Hamburg.",
        "Under 2022 reste vi.",
    ],
)
def test_a_text_that_is_still_true(text):
    assert found(dates.still_speaks_of_last_year, years.year(card(text)), previous=before(text)) == []


def test_a_text_that_was_changed_or_was_another_boards():
    assert found(dates.still_speaks_of_last_year, years.year(card(f"{LAST} Ändrad.")), previous=before(LAST)) == []
    other = years.year(years.card(STRIVE, "Tekniska nämnden", texts={"aims": f"<p>{LAST}</p>"}))
    assert found(dates.still_speaks_of_last_year, other, previous=before(LAST)) == []
    assert found(dates.still_speaks_of_last_year, years.year(card(LAST))) == []


def documents(*lines):
    return replace(memo("Text."), documents=lines)


def test_a_day_in_six_digits_that_is_last_years():
    then = before("Annat.", memo=documents("Tjänsteskrivelse KSAU 240428 Redovisning 2023"))
    now = years.year(memo=documents("Tjänsteskrivelse KSAU 240428 Redovisning 2024"))
    said = "Datumet 240428 är förra årets: ”Tjänsteskrivelse KSAU 240428 Redovisning 2024”"
    assert found(dates.still_speaks_of_last_year, now, previous=then) == [
        ("warning", said, "Tjänsteskrivelsen, beslutsunderlaget")
    ]
    mended = years.year(memo=documents("Tjänsteskrivelse KSAU 250428 Redovisning 2024", "240428 kr", "STK-240428"))
    assert found(dates.still_speaks_of_last_year, mended, previous=then) == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("för 2023 är summorna inskrivna", "för 2024 är summorna inskrivna"),
        ("för {år} är summorna inskrivna", "för {år} är summorna inskrivna"),
        ("för {år} är summorna inskrivna", "för 2024 är summorna inskrivna"),
    ],
)
def test_a_statement_in_the_memo_of_which_only_the_year_is_moved(earlier, later):
    then = before("Annat.", memo=memo(f"Redovisningen för {{år}} är klar. Åren räknas olika: {earlier}."))
    now = years.year(memo=memo(f"Redovisningen för {{år}} är klar. Åren räknas olika: {later}."))
    said = "Texten är 2023 års, med årtalet bytt från 2023 till 2024. Kontrollera att den stämmer: "
    assert found(dates.still_speaks_of_last_year, now, previous=then) == [
        ("warning", f"{said}”för 2024 är summorna inskrivna”", "Tjänsteskrivelsen, ”Ärendet”")
    ]
    other = years.year(memo=memo("Åren räknas lika: för {år} är summorna räknade."))
    assert found(dates.still_speaks_of_last_year, other, previous=then) == []


def test_a_statement_in_the_memo_of_the_year_before_is_moved_too():
    text = "För {föregående_år} är summorna inskrivna."
    said = "Texten är 2023 års, med årtalet bytt från 2022 till 2023. Kontrollera att den stämmer: "
    assert found(
        dates.still_speaks_of_last_year, years.year(memo=memo(text)), previous=before("", memo=memo(text))
    ) == [("warning", f"{said}”För 2023 är summorna inskrivna”", "Tjänsteskrivelsen, ”Ärendet”")]


@pytest.mark.parametrize(
    "text", ["Redovisningen för {år} läggs till handlingarna.", "Läget inför 2024 är gott. För 2024 väntas fler."]
)
def test_what_no_year_is_moved_in_or_is_true_of_every_year(text):
    then = before("Annat.", memo=memo(text))
    assert found(dates.still_speaks_of_last_year, years.year(memo=memo(text)), previous=then) == []


def test_a_memo_whose_policy_has_its_month():
    year = years.year(memo=memo("Policyn reviderades i augusti 2023."))
    then = before("Annat.", memo=memo("Policyn reviderades i augusti 2023."))
    assert found(dates.still_speaks_of_last_year, year, previous=then) == []
