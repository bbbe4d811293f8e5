"""The start page: what is to be done, for whom, and when it is too late."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from config import formats
from submissions import workflow
from submissions.models import Membership, Round, Submission
from tests import make
from tests.page import select, visible, words

URL = "/"


def panels(response):
    """Each board on the page: heading, status, time left, what the button says, and where it leads."""
    return [
        (words(panel.find("h2")), *facts(panel)[:2], button.text, button.get("href"))
        for panel, button in zip(
            select(response, "section.panel"), select(response, "section.panel a.btn"), strict=True
        )
    ]


def facts(panel):
    return [words(fact) for fact in panel.findall("dl/div/dd")]


def test_says_how_far_each_board_has_come(client, cast):
    Membership.objects.create(user=cast.tova, board=cast.miljo)
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    client.force_login(cast.tova)
    closes = cast.round.closes
    left = f"{formats.day(closes)} (20 dagar kvar)"
    (miljo, teknik) = panels(client.get(URL))
    assert (miljo[0], miljo[1], miljo[3], miljo[4]) == (
        "Miljönämnden 2025",
        "ej påbörjad",
        "Börja skriva",
        "/2025/miljonamnden/",
    )
    assert miljo[2] == left
    assert (teknik[0], teknik[1], teknik[3], teknik[4]) == (
        "Tekniska nämnden 2025",
        "inlämnad",
        "Läs det ni lämnade in",
        "/2025/tekniska-namnden/granska/",
    )


@pytest.mark.parametrize(
    ("status", "button"),
    [
        ("not_started", "Börja skriva"),
        ("draft", "Fortsätt skriva"),
        ("returned", "Rätta och lämna in igen"),
        ("approved", "Läs redovisningen"),
    ],
)
def test_has_one_button_for_what_comes_next(client, cast, status, button):
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status=status)
    client.force_login(cast.tova)
    assert [panel[3] for panel in panels(client.get(URL))] == [button]


@pytest.mark.parametrize(("closes_in", "told"), [(0, " (i dag)"), (1, " (1 dag kvar)"), (2, " (2 dagar kvar)")])
def test_counts_the_days(client, cast, closes_in, told):
    closes = timezone.localdate() + timedelta(closes_in)
    Round.objects.update(closes=closes)
    client.force_login(cast.tova)
    assert panels(client.get(URL))[0][2] == formats.day(closes) + told


def test_says_whom_it_waits_for(client, cast):
    def told():
        (panel,) = select(client.get(URL), "section.panel")
        return dict(zip([words(label) for label in panel.findall("dl/div/dt")], facts(panel), strict=True))

    client.force_login(cast.tova)
    assert list(told()) == ["Status", "Sista dag", "Väntar på"]
    assert told()["Väntar på"] == "att nämnden ska lämna in"
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    assert told()["Väntar på"].startswith("stadskontoret, sedan ")
    workflow.approve(cast.rut, cast.of_teknik)
    assert list(told()) == ["Status", "Sista dag"]


def test_a_round_that_has_closed(client, cast):
    Round.objects.update(opens=date(2025, 1, 1), closes=date(2025, 2, 28))
    client.force_login(cast.tova)
    response = client.get(URL)
    assert panels(response)[0][2:4] == ("stängde 28 februari 2025", "Läs det ni hann skriva")
    assert "Du har inget att göra just nu." in response.content.decode()
    assert "Fråga stadskontoret: Rut Granskare" in response.content.decode()


def test_a_round_that_has_not_opened(client, cast):
    opens = timezone.localdate() + timedelta(5)
    Round.objects.update(opens=opens)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert facts(select(response, "section.panel")[0])[1].startswith(f"öppnar {opens.day} ")
    assert visible(response, ".panel p, .panel a") == ["När omgången öppnar kan ni läsa frågorna och börja skriva."]


def test_earlier_years_stand_below(client, cast):
    old = make.round(2023, opens_in=-800, closes_in=-700)
    make.submission(old, cast.teknik)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert [panel[0] for panel in panels(response)] == ["Tekniska nämnden 2025"]
    assert [(s.board.name, s.round.year) for s in response.context["earlier"]] == [("Tekniska nämnden", 2023)]
    assert visible(response, ".plain-table .status") == ["lämnades inte in"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("not_started", "lämnades inte in"),
        ("draft", "lämnades inte in"),
        ("submitted", "inlämnad"),
        ("approved", "godkänd"),
    ],
)
def test_a_year_that_has_closed_says_whether_it_was_handed_in(client, cast, status, told):
    Round.objects.update(opens=date(2025, 1, 1), closes=date(2025, 2, 28))
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status=status)
    assert Submission.objects.get(pk=cast.of_teknik.pk).status_in_words == told


def test_a_person_without_a_board_is_told_whom_to_ask(client, cast):
    nils = make.contact("Nils Ny", "nils@example.com")
    client.force_login(nils)
    page = client.get(URL).content.decode()
    assert "Du är inte kontaktperson för någon nämnd än." in page
    assert 'Fråga stadskontoret: Rut Granskare (<a href="mailto:rut@example.com">rut@example.com</a>)' in page


def test_a_reviewer_is_shown_the_way_to_the_admin(client, cast):
    client.force_login(cast.rut)
    response = client.get(URL)
    assert panels(response) == []
    assert "Du är handläggare." in response.content.decode()


def test_whoever_is_not_logged_in_is_sent_to_the_login_page(client, cast):
    assert client.get(URL).headers["Location"] == f"{reverse('account_login')}?next=/"


def test_is_only_read(client, cast):
    client.force_login(cast.tova)
    assert client.post(URL).status_code == 405


def test_queries_do_not_grow_with_boards(client, cast, django_assert_num_queries, django_assert_max_num_queries):
    client.force_login(cast.tova)
    with django_assert_max_num_queries(8) as counted:
        client.get(URL)
    Membership.objects.create(user=cast.tova, board=cast.miljo)
    Membership.objects.create(user=cast.tova, board=cast.fritid)
    with django_assert_num_queries(len(counted)):
        client.get(URL)
