"""Boards that get a new name or are merged: the page, and how their years go on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import register
from reporting import board_proposal, years
from reporting.models import Totals
from submissions import boards, carry_over
from submissions.models import Answer, Board, Membership, Submission
from submissions.models.line import heirs, line
from tests import make
from tests.page import select, visible

PAGE = "/admin/submissions/board/byt-namn/"


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def merged(cast):
    """Stadsmiljönämnden, which has taken over from Miljönämnden and Fritidsnämnden, with its submission of 2026.

    Both handed in 2025: an answer each, BRAVE both, and Miljö one more project.
    """
    brave = make.project()
    other = make.project("aqua", "AQUA")
    make.answer(cast.of_miljo, html="<p>Miljö reste.</p>")
    make.answer(cast.of_fritid, html="<p>Fritid reste.</p>")
    make.answer(cast.of_fritid, number=2, html="<p>Fritid lärde sig.</p>")
    make.card(cast.of_miljo, brave, paid=100000, goals=(1,), description="<p>Miljös del.</p>")
    make.card(cast.of_fritid, brave, paid=50000, goals=(2,), description="<p>Fritids del.</p>")
    make.card(cast.of_miljo, other, paid=1000)
    for submission in (cast.of_miljo, cast.of_fritid):
        make.frozen(submission)
    board = boards.take_over(Board(name="Stadsmiljönämnden", department="SMF"), [cast.miljo, cast.fritid])
    return make.submission(make.round(2026), board)


def send(client, *earlier, **fields):
    told = {"name": "Stadsmiljönämnden", "department": "Stadsmiljöförvaltningen", "abbreviation": "SMF", **fields}
    return client.post(PAGE, {**told, "follows": [board.pk for board in earlier]}, follow=True)


def test_a_new_name_makes_a_new_board_with_the_same_people(rut, cast):
    reader = make.contact("Lena Läsare", "lena@example.com", cast.miljo)
    Membership.objects.filter(user=reader).update(can_write=False)
    response = send(rut, cast.miljo)
    new = Board.objects.get(slug="stadsmiljonamnden")
    assert response.redirect_chain == [(f"/admin/submissions/board/{new.pk}/change/", 302)]
    assert (list(new.follows.all()), list(new.members.all())) == ([cast.miljo], [reader, cast.mira])
    assert [each.can_write for each in new.membership_set.order_by("user__name")] == [False, True]
    assert visible(response, ".messagelist li")[0] == (
        "Stadsmiljönämnden har tagit över efter Miljönämnden och har fått 2 kontaktpersoner därifrån."
    )
    cast.miljo.refresh_from_db()
    assert (cast.miljo.name, cast.miljo.submissions.get(), cast.miljo.members.count()) == (
        "Miljönämnden",
        cast.of_miljo,
        2,
    )


def test_merging_gives_each_person_once_with_the_widest_right(rut, cast):
    Membership.objects.create(user=cast.mira, board=cast.fritid, can_write=False)
    send(rut, cast.miljo, cast.fritid)
    new = Board.objects.get(slug="stadsmiljonamnden")
    assert {str(each.user): each.can_write for each in new.membership_set.all()} == {
        "Mira Miljö": True,
        "Ove Fritid": True,
    }


def test_it_says_where_the_earlier_boards_still_are(rut, cast):
    assert visible(send(rut, cast.miljo), ".messagelist li")[1] == (
        "Miljönämnden är kvar i omgången 2025. Ska Stadsmiljönämnden redovisa i stället? Ändra det på omgångens sida."
    )


def test_it_says_that_a_closed_round_that_is_not_published_keeps_the_old_name(rut, cast):
    for year, fields in ((2024, {}), (2023, {"published": "2024-05-01"})):
        make.submission(make.round(year, opens_in=-60, closes_in=-10, **fields), cast.miljo)
    told = visible(send(rut, cast.miljo), ".messagelist li")[1:]
    assert sorted(told) == [
        "Miljönämnden är kvar i omgången 2024, som är stängd men inte publicerad. "
        "Där står redovisningen kvar under det gamla namnet.",
        "Miljönämnden är kvar i omgången 2025. Ska Stadsmiljönämnden redovisa i stället? Ändra det på omgångens sida.",
    ]


def test_the_boards_own_page_leads_there_with_the_board_chosen(rut, cast):
    (link,) = [
        each
        for each in select(rut.get(f"/admin/submissions/board/{cast.miljo.pk}/change/"), ".object-tools a")
        if each.get("href").startswith(PAGE)
    ]
    form = rut.get(link.get("href")).context["form"]
    assert [form[name].value() for name in ("follows", "department", "abbreviation")] == [
        [cast.miljo.pk],
        "Miljöförvaltningen",
        "MF",
    ]


def test_what_is_refused_on_the_page(rut, cast):
    response = send(rut, name="Tekniska nämnden")
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == [
        "Vilka nämnder gäller det?: Välj minst en nämnd.",
        "Nytt namn: Namnet ger samma webbadress som en annan nämnd. Välj ett namn som skiljer sig mer.",
    ]
    assert Board.objects.count() == 3


def test_a_board_that_was_followed_is_not_offered_again(rut, cast, merged):
    offered = [str(each) for each in rut.get(PAGE).context["form"].fields["follows"].queryset]
    assert offered == ["Stadsmiljönämnden", "Tekniska nämnden"]


def test_others_do_not_get_there(client, cast):
    client.force_login(cast.tova)
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, {"name": "Min nämnd"}).status_code == 302
    assert Board.objects.count() == 3


def change(client, board, *follows):
    rows = {"membership_set-TOTAL_FORMS": 0, "membership_set-INITIAL_FORMS": 0}
    told = {"name": board.name, "department": board.department, "follows": [each.pk for each in follows], **rows}
    return client.post(f"/admin/submissions/board/{board.pk}/change/", told)


def test_a_board_that_is_there_already_can_take_over_on_its_own_page(rut, cast):
    assert change(rut, cast.teknik, cast.miljo).status_code == 302
    assert list(cast.teknik.follows.all()) == [cast.miljo]


def test_a_ring_of_boards_is_refused(rut, cast):
    cast.miljo.follows.set([cast.teknik])
    cast.fritid.follows.set([cast.miljo])
    response = change(rut, cast.teknik, cast.fritid)
    assert visible(response, ".error-summary li") == [
        "Har tagit över efter: Tekniska nämnden kan inte ta över efter sig själv. "
        "En av de valda har tagit över efter den."
    ]
    assert list(cast.teknik.follows.all()) == []


def found(line):
    return {str(board) for board in Board.objects.filter(pk__in=line)}


def test_a_line_goes_all_the_way_back_and_ends_even_in_a_ring(cast):
    cast.miljo.follows.set([cast.teknik])
    cast.fritid.follows.set([cast.miljo])
    three = {"Fritidsnämnden", "Miljönämnden", "Tekniska nämnden"}
    assert found(line(cast.fritid.pk)) == found(heirs(cast.teknik.pk)) == three
    assert found(line(cast.teknik.pk)) == {"Tekniska nämnden"}
    assert found(heirs(cast.miljo.pk)) == {"Fritidsnämnden", "Miljönämnden"}
    cast.teknik.follows.set([cast.fritid])
    assert found(line(cast.teknik.pk)) == found(heirs(cast.teknik.pk)) == three


def test_a_renamed_board_has_its_earlier_years(cast):
    make.answer(cast.of_miljo)
    version = make.frozen(cast.of_miljo)
    new = boards.take_over(Board(name="Klimatnämnden", department="KN"), [cast.miljo])
    assert make.submission(make.round(2026), new).earlier == version


def test_its_own_year_is_newer_than_what_it_took_over(cast, merged):
    make.answer(merged)
    make.frozen(merged)
    later = make.submission(make.round(2027), merged.board)
    assert (later.earlier.year, later.earlier.submission) == (2026, merged)


def test_what_both_handed_in_is_offered_with_the_boards_names(cast, merged):
    said = merged.earlier.data
    assert merged.earlier.year == 2025
    assert said["submission"]["answers"] == [
        {
            "question": 1,
            "html": "<p><strong>Fritidsnämnden</strong></p><p>Fritid reste.</p>"
            "<p><strong>Miljönämnden</strong></p><p>Miljö reste.</p>",
        },
        {"question": 2, "html": "<p>Fritid lärde sig.</p>"},
    ]
    cards = {card["project"]: card for card in said["submission"]["cards"]}
    assert (cards.keys(), cards["brave"]["paid"], cards["brave"]["goals"]) == ({"brave", "aqua"}, 150000, [2, 1])
    assert cards["brave"]["texts"] == {
        "description": "<p><strong>Fritidsnämnden</strong></p><p>Fritids del.</p>"
        "<p><strong>Miljönämnden</strong></p><p>Miljös del.</p>"
    }
    assert sorted(project["key"] for project in said["projects"]) == ["aqua", "brave"]


def test_the_new_board_brings_it_over(client, cast, merged):
    client.force_login(cast.mira)
    client.post("/2026/stadsmiljonamnden/fraga-2/hamta/")
    assert Answer.objects.get(submission=merged).html == "<p>Fritid lärde sig.</p>"
    client.post("/2026/stadsmiljonamnden/hamta-projekt/", {"project": ["brave", "aqua"]})
    assert sorted(card.project.key for card in merged.cards.all()) == ["aqua", "brave"]
    assert merged.cards.get(project__key="brave").paid is None


def test_a_board_that_a_card_names_is_named_as_it_is_now(client, cast):
    card = make.card(cast.of_teknik, make.project())
    card.cooperating_boards.set([cast.miljo, cast.fritid])
    make.frozen(cast.of_teknik)
    boards.take_over(Board(name="Klimatnämnden", department="KN"), [cast.miljo])
    now = make.submission(make.round(2026), cast.teknik)
    client.force_login(cast.tova)
    response = client.post("/2026/tekniska-namnden/hamta-projekt/", {"project": "brave"}, follow=True)
    assert [str(board) for board in now.cards.get().cooperating_boards.all()] == ["Fritidsnämnden", "Klimatnämnden"]
    assert "Miljönämnden har ersatts av Klimatnämnden. Gäller BRAVE." in response.content.decode()


def test_the_pages_of_the_new_board_show_last_year(client, cast, merged):
    client.force_login(cast.mira)
    text = client.get("/2026/stadsmiljonamnden/").content.decode()
    assert "Hämta projekt från 2025" in text
    assert "Fritid reste." in client.get("/2026/stadsmiljonamnden/fraga-1/").content.decode()


def test_its_figures_are_compared_with_those_of_both(cast, merged):
    before = years.previous_of_board(merged)
    assert (before.year, sorted((card.board, card.paid) for card in before.cards)) == (
        2025,
        [("Fritidsnämnden", 50000), ("Miljönämnden", 1000), ("Miljönämnden", 100000)],
    )


def test_typed_totals_of_both_are_summed(cast, merged):
    rows = [
        {"board": "Miljönämnden", "projects": 3, "paid": 200},
        {"board": "Fritidsnämnden", "paid": 100},
        {"board": "Tekniska nämnden", "paid": 7},
    ]
    Totals.objects.create(round=cast.round, figures={"boards": rows, "approximate": True})
    assert years.previous_of_board(merged).typed == {"projects": 3, "paid": 300, "approximate": True}


def test_the_register_knows_its_projects_again(cast, merged):
    found, _ = register.search("brave", merged)
    assert [(str(hit.project), hit.returning) for hit in found] == [("BRAVE", True)]


def test_the_memo_begins_with_the_one_that_a_taken_over_board_had(cast):
    make.board_memo(cast.of_miljo)
    make.frozen(cast.of_miljo)
    new = boards.take_over(Board(name="Klimatnämnden", department="KN"), [cast.miljo])
    year, memo = board_proposal.earlier_memo(make.submission(make.round(2026), new))
    assert (year, memo["summary"]) == (2025, "<p>Vi har arbetat.</p>")


def test_people_of_the_new_board_read_the_earlier_years_and_change_nothing(client, cast, merged):
    new = make.contact("Nora Ny", "nora@example.com", merged.board)
    client.force_login(new)
    for page in ("", "fraga-1/", "granska/", "fraga-1/historik/", "projekt/brave/", "handlingar/"):
        assert (page, client.get(f"/2025/miljonamnden/{page}").status_code) == (page, 200)
    assert client.get("/2025/tekniska-namnden/").status_code == 404
    posted = client.post("/2025/miljonamnden/fraga-1/", {"html": "<p>Nytt.</p>", "version": 0})
    assert (posted.status_code, cast.of_miljo.answers.get().html) == (403, "<p>Miljö reste.</p>")


def test_the_page_says_why_it_is_only_read(client, cast, merged):
    client.force_login(make.contact("Nora Ny", "nora@example.com", merged.board))
    assert visible(client.get("/2025/miljonamnden/"), ".notice")[0] == (
        "Stadsmiljönämnden har tagit över efter Miljönämnden. Därför kan du läsa redovisningen, men inte ändra den."
    )


def test_the_earlier_boards_people_do_not_read_the_new_one(client, cast, merged):
    Membership.objects.filter(board=merged.board, user=cast.mira).delete()
    client.force_login(cast.mira)
    assert client.get("/2026/stadsmiljonamnden/").status_code == 404
    assert client.get("/2025/fritidsnamnden/").status_code == 404


def test_the_start_page_lists_the_earlier_boards_years(client, cast, merged):
    client.force_login(make.contact("Nora Ny", "nora@example.com", merged.board))
    response = client.get("/")
    listed = {(each.board.name, each.round.year) for each in response.context["earlier"] + response.context["current"]}
    assert visible(response, ".panel h2")[0] == "Stadsmiljönämnden 2026"
    assert listed == {("Stadsmiljönämnden", 2026), ("Miljönämnden", 2025), ("Fritidsnämnden", 2025)}


@pytest.mark.parametrize("place", ["/", "/2026/stadsmiljonamnden/", "/2025/miljonamnden/"])
def test_the_queries_do_not_grow_with_the_boards_taken_over(
    client, cast, merged, place, django_assert_num_queries, count_queries
):
    client.force_login(make.contact("Nora Ny", "nora@example.com", merged.board))
    few = count_queries(lambda: client.get(place))
    earlier = [make.board(f"Nämnd {number}") for number in range(5)]
    for board in earlier:
        make.submission(cast.round, board)
    merged.board.follows.add(*earlier)
    with django_assert_num_queries(few):
        client.get(place)


@pytest.fixture
def count_queries():
    def count(work):
        work()
        with CaptureQueriesContext(connection) as queries:
            work()
        return len(queries)

    return count


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Redovisning 2025", "Redovisning 2026"),
        ("{antal} under 2025.", "{antal} under 2026."),
        (
            "STK-2025-820, 2024–2026, 2025/26, antogs i augusti 2025",
            "STK-2025-820, 2024–2026, 2025/26, antogs i augusti 2025",
        ),
        ("den 5 maj\xa02025", "den 5 maj\xa02025"),
        ('<a href="https://malmo.se/2025/?year=2025">2025</a>', '<a href="https://malmo.se/2025/?year=2025">2026</a>'),
    ],
)
def test_a_year_in_a_text_is_moved_where_it_is_the_rounds_own(before, after):
    assert carry_over.moved(before, 2025, 2026) == after


def test_a_submission_is_never_given_to_the_new_board(cast, merged):
    assert list(Submission.objects.filter(board=cast.miljo)) == [cast.of_miljo]
