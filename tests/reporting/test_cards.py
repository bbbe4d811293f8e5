"""How a card is printed: its facts, a project that several boards share, references in its text, English titles."""

from dataclasses import replace

import pytest

from reporting import cards, language, references, report
from reporting.cards import Fact
from reporting.dataset import Board, Partner
from tests.reporting import years

LINKED = '<a class="page" href="#namnd-6">del 1</a>'
SHARED = years.project("brave", "BRAVE", owner="Lund", starts="2023", ends="2025")


def printed(*told):
    """The printed cards of a year, as {board: card}."""
    year = years.year(*told)
    accounts = cards.accounts(year)
    return {card.board: cards.printed(year, card, accounts[card.project.key]) for card in year.cards}


def test_a_shared_project_is_told_by_its_owner_and_the_others_lead_there():
    purpose, result = "<p>Mindre energi.</p>", "<p>Det gick bra.</p>"
    found = printed(
        years.card(SHARED, "Miljönämnden", texts={"purpose": purpose}),
        years.card(SHARED, "Tekniska nämnden", role="owner", texts={"purpose": purpose, "results": result}),
        years.card(SHARED, "Kulturnämnden", paid=7, texts={"purpose": "<p>Konst.</p>", "results": result}),
    )
    assert [card.told_by for card in found.values()] == [
        ("Tekniska nämnden", found["Tekniska nämnden"].anchor),
        (),
        ("Tekniska nämnden", found["Tekniska nämnden"].anchor),
    ]
    assert [card.texts for card in found.values()] == [
        (),
        (("Syfte", purpose), ("Resultat", result)),
        (("Syfte", "<p>Konst.</p>"),),
    ]
    assert found["Kulturnämnden"].facts == (
        Fact("Nämndens roll", "Projektpartner", half="left"),
        Fact("Utbetalt 2024", "7\u00a0kronor", half="right"),
        Fact("KF-mål", "1.\u00a0En grön stad"),
    )
    assert [(fact.label, fact.half) for fact in found["Tekniska nämnden"].facts] == [
        ("Program", "left"),
        ("Projekttid", "right"),
        ("Nämndens roll", "left"),
        ("Utbetalt 2024", "right"),
        ("Projektägare", ""),
        ("KF-mål", ""),
        ("Redovisas även av", ""),
    ]
    assert found["Tekniska nämnden"].facts[-1].links == tuple(
        (board, found[board].anchor) for board in ("Miljönämnden", "Kulturnämnden")
    )


@pytest.mark.parametrize(
    ("owner", "role", "said"),
    [
        ("Miljöförvaltningen", "owner", []),
        ("Miljönämnden", "owner", []),
        ("Miljöförvaltningen", "partner", ["Miljöförvaltningen"]),
        ("Lunds universitet", "owner", ["Lunds universitet"]),
    ],
)
def test_an_owner_is_named_where_the_boards_role_has_not_said_who_it_is(owner, role, said):
    year = years.year(years.card(years.project(owner=owner), role=role))
    year = replace(year, boards=(Board("Miljönämnden", "Miljöförvaltningen"),))
    (card,) = year.cards
    facts = cards.printed(year, card, [(card, "")]).facts
    assert [fact.value for fact in facts if fact.label == "Projektägare"] == said


def test_a_shared_project_that_no_board_owns_is_told_by_the_first():
    found = printed(years.card(SHARED, "Miljönämnden"), years.card(SHARED, "Tekniska nämnden", role="other"))
    assert [card.told_by[:1] for card in found.values()] == [(), ("Miljönämnden",)]


def test_partners_of_a_board_that_are_others_are_its_own():
    lund = Partner("Lund")
    found = printed(
        years.card(SHARED, "Miljönämnden", partners=(lund,)),
        years.card(SHARED, "Kulturnämnden", partners=(lund,)),
        years.card(SHARED, "Tekniska nämnden", partners=(lund, Partner("Hamburg", country="DE"))),
    )
    assert [card.texts for card in found.values()] == [
        (("Partner", "<p>Lund</p>"),),
        (),
        (("Partner", "<p>Lund; Hamburg (Tyskland)</p>"),),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>Läs mer i del 1.</p>", f"<p>Läs mer i {LINKED}.</p>"),
        ("<p>Se del\u00a01 och <strong>del 1</strong></p>", "<p>Se {} och <strong>del 1</strong></p>"),
        ("<p>Se&nbsp;del&nbsp;1, i&nbsp;del 1&nbsp;av det</p>", "<p>Se&nbsp;{}, i&nbsp;del 1&nbsp;av det</p>"),
        ("<p>se del 2, i del 10 och i del 1 av projektet</p>", None),
        ('<p><a href="https://example.com/">se del 1</a></p>', None),
        ("<p>Malmös del 1 och andra del 1</p>", None),
        ("<p>Se beskrivning ovan.</p>", '<p>Se beskrivning <a class="page" href="#projekt-3">ovan</a>.</p>'),
        ("<p>Se ovan</p>", '<p>Se <a class="page" href="#projekt-3">ovan</a></p>'),
        ("<p>Vi arbetar så. Se ovan.</p>", None),
        ("<p>Se ovanligt bra ut.</p>", None),
    ],
)
def test_references_become_links_where_they_mean_the_report(text, told):
    found = references.linked(text, {1: "namnd-6", "ovan": "projekt-3"})
    assert found == (text if told is None else told.format(LINKED.replace("del 1", "del\u00a01")))


def test_references_are_left_alone_where_there_is_nothing_to_lead_to():
    assert references.linked("<p>Se ovan</p>", {}) == "<p>Se ovan</p>"
    assert references.linked("<p>Se del 2</p>", {1: "namnd-6"}) == "<p>Se del 2</p>"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Mapping Energy Poverty in the City of Malmö", "en"),
        ("BRAVE (Business Readiness Acceleration for innoVative Energy systems)", "en"),
        ("STRIVE – Sustainable Tourism through Resilient and Innovative Festival Ventures", "en"),
        ("BRAVE", ""),
        ("Speak Up", ""),
        ("Perfare – Kultur och hälsa", ""),
        ("The House och huset", ""),
        ("Färdplan för klimatneutralt byggande", ""),
    ],
)
def test_titles_are_english_only_where_that_is_clear(title, code):
    assert language.of_title(title) == code
    assert printed(years.card(years.project("x", title)))["Miljönämnden"].language == code


def test_the_card_above_is_the_one_before_in_the_same_board():
    first, second = (years.card(years.project(key), "Miljönämnden") for key in ("a", "b"))
    other = years.card(years.project("c"), "Tekniska nämnden")
    chapters = report.chapters_of(years.year(first, second, other))
    assert [[card.targets for card in chapter.cards] for chapter in chapters] == [
        [{1: "namnd-1"}, {1: "namnd-1", "ovan": "projekt-1"}],
        [{1: "namnd-2"}],
    ]
    assert [chapter.targets for chapter in chapters] == [{2: "namnd-1-projekt"}, {2: "namnd-2-projekt"}]


def test_an_answer_leads_to_the_whole_of_part_2_where_its_board_has_no_cards():
    year = years.year(years.card(years.project()))
    silent = replace(year.submissions[0], cards=())
    both = replace(year, submissions=(*year.submissions, silent))
    assert [chapter.targets for chapter in report.chapters_of(both)] == [{2: "namnd-1-projekt"}, {2: "del-2"}]
    assert [chapter.targets for chapter in report.chapters_of(replace(year, submissions=(silent,)))] == [{}]
