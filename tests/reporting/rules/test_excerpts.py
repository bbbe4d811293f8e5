"""What an excerpt says of a board is what the board has said."""

from dataclasses import replace

import pytest

from reporting import dataset
from reporting.rules import excerpts
from tests.reporting import years
from tests.reporting.rules.asking import found

ANSWER = "<p>Totalt reste 39 medarbetare till Oslo 2022, och åttio ungdomar mötte dem. Det blev 2,5 procent fler.</p>"


def year(excerpt, answer=ANSWER):
    card = years.card(
        years.project(), texts={"results": "<p>450 unga är inskrivna sedan 2019–2021.</p>"}, paid=1_200_000
    )
    made = years.year(card, answers={1: answer})
    return replace(made, submissions=(replace(made.submissions[0], excerpt=f"<p>{excerpt}</p>"),))


@pytest.mark.parametrize(
    ("excerpt", "written"),
    [
        ("Förvaltningen har skickat 93 medarbetare till Oslo.", "93 medarbetare till"),
        ("Åttiotre ungdomar mötte dem.", "Åttiotre ungdomar mötte"),
        ("Under 2021 deltog 451, de flesta unga.", "451"),
    ],
)
def test_a_number_that_the_board_has_not_written(excerpt, written):
    message = f"Utdraget säger ”{written}”, men det talet står inte i nämndens egna texter."
    assert found(excerpts.number_not_from_board, year(excerpt)) == [("warning", message, "Miljönämnden, utdraget")]


@pytest.mark.parametrize(
    "excerpt",
    [
        "Trettionio medarbetare, 80 ungdomar och 450 unga sedan 2019.",
        "Två andra förvaltningar har tre projekt.",
        "Under 2024 reste de, och {antal_projekt} EU-projekt fick {utbetalt_miljoner} miljoner kronor.",
        "Sammanlagt 12 EU-projekt redovisas.",  # is told by figure_differs
        "Staden ska bli klimatneutral 2020.",  # is told by year_out_of_place
        "De reste 2018.",
        "",
    ],
)
def test_numbers_that_the_board_has_written_or_others_judge(excerpt):
    assert found(excerpts.number_not_from_board, year(excerpt)) == []


def test_a_board_that_has_written_nothing_is_nothing_to_compare_with():
    told = years.year()
    with_excerpt = replace(told, submissions=(replace(told.submissions[0], excerpt="<p>39 reste.</p>"),))
    assert found(excerpts.number_not_from_board, with_excerpt) == []


@pytest.mark.parametrize(
    ("excerpt", "quoted"),
    [
        ("</p><blockquote><p>Totalt reste 38 medarbetare till Oslo 2022</p></blockquote><p>", "Totalt reste 38"),
        (
            "Nämnden skriver:</p><blockquote><p>Och åttio … det blev 3,5 procent fler.</p></blockquote><p>",
            "det blev 3,5",
        ),
    ],
)
def test_a_quotation_that_the_board_has_not_written(excerpt, quoted):
    ((severity, message, where),) = found(excerpts.quotation_not_from_board, year(excerpt))
    assert (severity, where) == ("warning", "Miljönämnden, utdraget")
    assert message.startswith(f"Utdraget citerar ”{quoted}")
    assert message.endswith("”, men så står det inte i nämndens egna texter.")


@pytest.mark.parametrize(
    "excerpt",
    [
        "</p><blockquote><p>totalt reste 39 medarbetare till Oslo […] procent fler</p></blockquote><p>",
        "</p><blockquote><p>450 unga är <strong>inskrivna</strong> sedan</p><p>2019–2021.</p></blockquote><p>",
        "</p><blockquote><p>Horisont Europa, 5 miljoner</p></blockquote><p>",  # a fact
        "Ungefär hälften av dem som reste till Oslo kom tillbaka samma dag.",
        "",
    ],
)
def test_quotations_that_the_board_has_written(excerpt):
    assert found(excerpts.quotation_not_from_board, year(excerpt)) == []


def test_what_the_board_says_of_its_cooperation_can_be_quoted():
    told = "<p>Näringslivet är med i tre av våra fem nätverk.</p>"
    made = year(f"</p><blockquote>{told}</blockquote><p>")
    assert len(found(excerpts.quotation_not_from_board, made)) == 1
    cooperation = dataset.Cooperation({}, html=told)
    made = replace(made, submissions=(replace(made.submissions[0], cooperation=cooperation),))
    assert found(excerpts.quotation_not_from_board, made) == []
