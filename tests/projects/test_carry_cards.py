"""Last year's cards brought over, one or all at once; and what a colleague at another board may be read and taken."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects import colleagues, register
from projects.models import Card, Partner
from projects.roundfile import card_content, project_facts
from projects.section import problems_of
from submissions import drafts, sections
from submissions.models import Revision, Round
from tests import make
from tests.page import select, visible
from tests.projects.posting import typed

pytestmark = pytest.mark.django_db
TASKS = "/2025/tekniska-namnden/"
ALL = f"{TASKS}hamta-projekt/"
ADD = f"{TASKS}projekt/nytt/"
BRAVE = f"{TASKS}projekt/brave/"


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


@pytest.fixture
def brave():
    return make.project(ends="2026-06")


@pytest.fixture
def then(cast, brave):
    """Teknik's full card of the year before, as it was handed in: the version."""
    last = make.submission(make.round(2024), cast.teknik)
    card = make.card(
        last,
        brave,
        goals=(2, 3),
        title="Redo för vind",
        budget=500000,
        own_cash=1000,
        purpose="<p>Mer vind.</p>",
        results="<p>Tio turbiner.</p>",
    )
    card.cooperating_boards.add(cast.miljo)
    make.partner(card)
    return make.frozen(last)


@pytest.fixture
def empty(cast, brave, then):
    """This year's card, newly added."""
    return register.add(cast.tova, cast.of_teknik, brave)


def now(card):
    return card_content(Card.objects.get(pk=card.pk))


BROUGHT = {
    "project": "brave",
    "title": "Redo för vind",
    "role": "partner",
    "budget": 500000,
    "paid": None,
    "goals": [2, 3],
    "main_goal": 2,
    "texts": {"description": "<p>Så gick det.</p>", "purpose": "<p>Mer vind.</p>"},
    "cooperating_boards": ["Miljönämnden"],
    "partners": [{"name": "Hamburg", "sector": "public", "country": "DE"}],
}


# One card


def test_everything_but_the_years_own_money_and_results_is_brought_over(tova, cast, empty):
    assert tova.post(f"{BRAVE}hamta/").url == BRAVE
    assert now(empty) == BROUGHT
    assert Revision.objects.get().content["card"]["goals"] == [2, 3]


def test_goals_go_by_their_text(tova, cast, empty):
    cast.round.goals.filter(number=2).update(number=9)
    cast.round.goals.filter(number=3).delete()
    tova.post(f"{BRAVE}hamta/")
    assert (now(empty)["goals"], now(empty)["main_goal"]) == ([9], 9)
    assert visible(tova.get(BRAVE), "main > .notice--warning[data-message]") == [
        "Målet ”Mål nummer 3” finns inte 2025."
    ]


def test_a_main_goal_that_is_no_more_leaves_none(tova, cast, empty):
    cast.round.goals.filter(number=2).delete()
    tova.post(f"{BRAVE}hamta/")
    assert (now(empty)["goals"], now(empty)["main_goal"]) == ([3], None)


def test_a_board_that_is_no_more_is_left_out(tova, cast, empty):
    cast.of_miljo.delete()
    cast.miljo.delete()
    tova.post(f"{BRAVE}hamta/")
    assert "cooperating_boards" not in now(empty)
    assert visible(tova.get(BRAVE), "main > .notice--warning[data-message]") == ["Miljönämnden finns inte längre."]


def test_the_projects_facts_stay_the_registers(tova, empty, brave):
    type(brave).objects.update(owner="Region Skåne")
    tova.post(f"{BRAVE}hamta/")
    assert type(brave).objects.get().owner == "Region Skåne"


def test_only_what_is_empty_is_filled_and_only_after_a_question(tova, empty):
    Card.objects.filter(pk=empty.pk).update(paid=7, purpose="<p>Ny text.</p>")
    assert tova.post(f"{BRAVE}hamta/").url == f"{BRAVE}hamta/"
    response = tova.get(f"{BRAVE}hamta/")
    assert visible(response, ".carry-pair .rich") == ["Ny text.", "Mer vind."]
    assert "Beskrivning" in visible(response, ".differences dt")
    form = response.context["form"]
    posted = {"way": "fill", **{name: form[name].value() for name in ("version", "save_id")}}
    assert tova.post(f"{BRAVE}hamta/", posted).url == BRAVE
    texts = {"description": "<p>Så gick det.</p>", "purpose": "<p>Ny text.</p>"}
    assert now(empty) == {**BROUGHT, "paid": 7, "texts": texts}


def test_a_card_where_only_paid_funds_stand_is_not_asked_about(tova, empty):
    Card.objects.filter(pk=empty.pk).update(paid=7)
    assert tova.post(f"{BRAVE}hamta/").url == BRAVE
    assert now(empty) == {**BROUGHT, "paid": 7}


def test_goals_and_partners_that_stand_there_are_kept_whole(tova, empty, cast):
    empty.goals.add(cast.round.goals.get(number=5))
    make.partner(empty, "Kiel")
    form = tova.get(f"{BRAVE}hamta/").context["form"]
    posted = {"way": "fill", **{name: form[name].value() for name in ("version", "save_id")}}
    tova.post(f"{BRAVE}hamta/", posted)
    kept = now(empty)
    assert (kept["goals"], kept["main_goal"], [p["name"] for p in kept["partners"]]) == ([5], None, ["Kiel"])


def test_a_project_that_the_board_did_not_have_has_nothing_to_bring(tova, cast, then):
    make.card(cast.of_teknik, make.project("ny", "Ny"))
    assert tova.get(f"{TASKS}projekt/ny/hamta/").status_code == 404
    assert visible(tova.get(f"{TASKS}projekt/ny/"), "details:not(#projektet) summary") == []
    assert tova.get(f"{BRAVE}hamta/").status_code == 404  # no card this year


def test_last_years_card_and_texts_can_be_read_beside_the_editors(tova, empty):
    response = tova.get(BRAVE)
    assert visible(response, "details:not(#projektet) summary") == [
        "Kortet 2024",
        "Beskrivning 2024",
        "Syfte 2024",
        "Resultat 2024",
    ]
    assert visible(response, "#then-results") == ["Tio turbiner."]
    facts = dict(zip(visible(response, ".aside dt"), visible(response, ".aside dd"), strict=True))
    assert (facts["Utbetalda medel"], facts["Partner"]) == ("100 000 kronor", "Hamburg (Offentlig sektor, Tyskland)")


# The mark


def test_each_text_is_marked_until_it_changes(tova, empty):
    tova.post(f"{BRAVE}hamta/")
    assert visible(tova.get(BRAVE), ".unchanged:not([hidden])") == ["Oförändrad sedan 2024"] * 2
    assert visible(tova.get(TASKS), ".unchanged") == ["oförändrad sedan 2024"]
    Card.objects.filter(pk=empty.pk).update(purpose="<p>Ny text.</p>")
    assert visible(tova.get(BRAVE), ".unchanged:not([hidden])") == ["Oförändrad sedan 2024"]
    assert visible(tova.get(TASKS), ".unchanged") == ["1 av 2 texter oförändrade sedan 2024"]


def as_last_year(client):
    """What the check page says is as last year: the summary, and where the links under it lead."""
    page = client.get(f"{TASKS}granska/")
    return visible(page, ".as-last-year summary"), [a.get("href") for a in select(page, ".as-last-year a")]


def test_the_check_page_tells_where_all_texts_are_unchanged(tova, cast, empty, brave):
    drafts.save(cast.tova, empty, empty.version, {"card": BROUGHT, "project": project_facts(brave)}, uuid4())
    assert as_last_year(tova) == (["1 kort är oförändrat sedan 2024"], [f"{BRAVE}#id_description"])
    Card.objects.filter(pk=empty.pk).update(purpose="<p>Ny text.</p>")
    assert as_last_year(tova) == ([], [])


def test_the_check_page_counts_cards_and_answers_in_one_line(tova, cast, then, brave):
    for submission, words in ((then.submission, "ord " * 30), (cast.of_teknik, "ord " * 29 + "nytt")):
        for number in (1, 2):
            make.answer(submission, number, "<p>Samma.</p>" if number == 1 else f"<p>{words}</p>")
    then.delete()
    make.frozen(then.submission)
    make.card(cast.of_teknik, brave, results="<p>Tio nya.</p>", description="<p>Så gick det.</p>")
    make.card(cast.of_teknik, make.project("ny", "Ny"))
    Card.objects.filter(project=brave, submission=cast.of_teknik).update(results="<p>Tio turbiner.</p>")
    assert as_last_year(tova) == (
        ["2 svar och 1 kort är oförändrade eller nästan oförändrade sedan 2024"],
        [f"{TASKS}fraga-1/#id_html", f"{TASKS}fraga-2/#id_html", f"{BRAVE}#id_description"],
    )
    page = tova.get(f"{TASKS}granska/")
    assert visible(page, ".as-last-year li") == ["Fråga 1", "Fråga 2 (nästan oförändrat)", "BRAVE"]


# Results, which are new every year


def test_results_that_last_year_had_are_asked_for(tova, cast, empty):
    told = "Inget står under Resultat, men det gjorde det förra gången."
    (problem,) = [each for each in problems_of(now_row(cast, empty)) if not each.stops]
    assert (problem.message, problem.url) == (told, f"{BRAVE}#id_results")
    Card.objects.filter(pk=empty.pk).update(results="<p>Elva turbiner.</p>")
    assert [each.message for each in problems_of(now_row(cast, empty)) if not each.stops] == []


def now_row(cast, card):
    return sections.named("cards").find(cast.of_teknik, card.project.key)


# All at once


@pytest.fixture
def three(cast, then, brave):
    """Last year's projects: BRAVE, one that has ended, and one that this year has already."""
    last = then.submission
    make.card(last, make.project("slut", "Avslutat", ends="2024-12"))
    here = make.project("har", "Redan här")
    make.card(last, here)
    make.card(cast.of_teknik, here, description="<p>Årets.</p>")
    then.delete()
    return make.frozen(last)


def test_ongoing_projects_are_ticked_and_those_that_have_ended_stand_last(tova, three):
    response = tova.get(ALL)
    assert visible(response, "fieldset legend") == ["Pågående projekt", "Avslutade projekt"]
    assert visible(response, "fieldset label strong") == ["Redo för vind", "Avslutat"]
    assert visible(response, "fieldset label span") == [
        "Interreg North Sea · till och med juni 2026",
        "Interreg North Sea · avslutades december 2024",
    ]
    assert response.context["ticked"] == {"brave", "har"}
    assert visible(response, ".lead")[0].startswith("Pågående projekt är förkryssade. Ta bort krysset för dem ")
    tova.post(ALL, {"project": "brave"})
    assert visible(tova.get(ALL), ".lead")[0].startswith("Kryssa för de projekt som nämnden fortsätter med.")
    assert visible(response, "h2 + ul a") == ["Redan här"]


def test_those_that_are_ticked_are_brought_over_and_what_stands_there_stays(tova, cast, three):
    assert tova.post(ALL, {"project": ["brave", "slut", "har", "finns-inte"]}).url == TASKS
    cards = {card.project.key: card for card in cast.of_teknik.cards.all()}
    assert set(cards) == {"brave", "slut", "har"}
    assert now(cards["brave"]) == BROUGHT
    assert (cards["slut"].paid, cards["har"].paid, cards["har"].description) == (None, 100000, "<p>Årets.</p>")
    told = "2 projekt är hämtade från 2024. Fyll i årets utbetalda medel och resultat."
    assert visible(tova.get(TASKS), ".notice--success") == [told]


def test_what_fell_away_is_said_once_for_all(tova, cast, three):
    cast.round.goals.filter(number=1).delete()
    make.card(three.submission, make.project("vatten", "Vatten"))
    three.delete()
    make.frozen(three.submission)
    tova.post(ALL, {"project": ["slut", "vatten"]})
    assert visible(tova.get(TASKS), ".notice--warning") == [
        "Målet ”Mål nummer 1” finns inte 2025. Gäller Vatten och Avslutat."
    ]


def test_one_alone_leads_to_its_card_and_sent_twice_is_made_once(tova, cast, three):
    assert [tova.post(ALL, {"project": "brave"}).url for _ in range(2)] == [BRAVE, BRAVE]
    assert cast.of_teknik.cards.count() == 2
    assert "Projekten finns redan" in visible(tova.get(BRAVE), ".notice--success")[1]


def test_none_ticked_is_a_fault(tova, cast, three):
    response = tova.post(ALL)
    assert (response.status_code, visible(response, "title")[0][:4]) == (422, "Fel:")
    assert visible(response, ".error-summary a") == ["Kryssa för minst ett projekt."]
    assert visible(response, "#none-ticked") == ["Kryssa för minst ett projekt."]
    assert visible(response, ".lead")[0].startswith("Kryssa för de projekt")
    assert cast.of_teknik.cards.count() == 1


def test_all_or_nothing(tova, cast, three, monkeypatch):
    real, calls = drafts.save, []

    def fails_on_the_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise drafts.Locked
        return real(*args, **kwargs)

    monkeypatch.setattr(drafts, "save", fails_on_the_second)
    assert tova.post(ALL, {"project": ["brave", "slut"]}).status_code == 409
    assert (len(calls), cast.of_teknik.cards.count(), Revision.objects.count()) == (2, 1, 0)


def test_the_first_year_has_nothing_to_bring(tova):
    assert "Nämnden har inga projekt att hämta från något tidigare år." in visible(tova.get(ALL), "main > p")


def test_adding_a_project_of_last_years_offers_its_card(tova, cast, three):
    response = tova.get(ADD)
    buttons = visible(response, ".card-hits button")
    assert buttons[:2] == ["Hämta från 2024: BRAVE", "Börja på ett tomt kort: BRAVE"]
    assert visible(response, f'main > p a[href="{ALL}"]') == ["Hämta dem på en gång"]


def test_closed_round_reader_outsider_and_other_methods(client, cast, three):
    for person, status in ((cast.ove, 404), (cast.rut, 403)):
        client.force_login(person)
        for address in (ALL, f"{TASKS}projekt/har/hamta/"):
            posted = client.post(address, {"project": "brave"})
            assert [client.get(address).status_code, posted.status_code] == [status] * 2
    client.force_login(cast.tova)
    assert client.put(ALL).status_code == 405
    Round.objects.filter(year=2025).update(closes=timezone.localdate() - timedelta(1))
    assert client.get(ALL).url == TASKS
    assert [client.post(ALL, data).status_code for data in ({}, {"project": "brave"})] == [409, 409]
    assert cast.of_teknik.cards.count() == 1


def test_queries_do_not_grow_with_cards(tova, cast, three, django_assert_num_queries):
    few = {}
    for address in (TASKS, ALL):
        with CaptureQueriesContext(connection) as counted:
            tova.get(address)
        few[address] = len(counted)
    for key in ("ett", "tva", "tre"):
        project = make.project(key, key)
        make.card(three.submission, project)
        make.card(cast.of_teknik, project)
    three.delete()
    make.frozen(three.submission)
    for address, queries in few.items():
        with django_assert_num_queries(queries):
            tova.get(address)


# Another board's card for the same project


@pytest.fixture
def shared(cast, brave):
    """Teknik's empty card, and Miljö's for the same project, with texts, money and partners."""
    theirs = make.card(cast.of_miljo, brave, role="owner", budget=77, paid=123456, purpose="<p>Renare luft.</p>")
    make.partner(theirs)
    make.partner(theirs, "Lunds universitet", "academia", "SE")
    return make.card(cast.of_teknik, brave, paid=None)


def test_the_other_boards_texts_and_partners_are_read(tova, shared):
    response = tova.get(BRAVE)
    assert visible(response, "details:not(#projektet) summary") == ["Så beskriver Miljönämnden projektet"]
    (panel,) = visible(response, "details.aside")
    assert "Renare luft." in panel
    assert "Miljönämndens roll: Projektägare" in panel
    assert "Lunds universitet (Universitet och forskning, Sverige)" in panel
    assert "123" not in panel
    assert "77" not in panel


def test_nobody_but_a_writer_of_a_board_that_shares_it_sees_it(client, cast, shared):
    client.force_login(cast.tova)
    assert client.get("/2025/miljonamnden/projekt/brave/").status_code == 404
    make.card(cast.of_fritid, make.project("annat", "Annat"))
    client.force_login(cast.ove)
    assert visible(client.get("/2025/fritidsnamnden/projekt/annat/"), "details:not(#projektet) summary") == []
    client.force_login(cast.rut)
    assert visible(client.get(BRAVE), "details:not(#projektet) summary") == []
    client.force_login(cast.tova)
    Round.objects.filter(year=2025).update(closes=timezone.localdate() - timedelta(1))
    assert visible(client.get(BRAVE), "details:not(#projektet) summary") == []


def test_in_a_closed_round_nothing_of_theirs_is_given(tova, cast, shared):
    posted = typed(shared, action="partner-from-miljonamnden", description="<p>Osparat.</p>")
    Round.objects.filter(year=2025).update(closes=timezone.localdate() - timedelta(1))
    response = tova.post(BRAVE, posted)
    assert (response.status_code, "Lunds universitet" in response.content.decode()) == (409, False)
    assert "Osparat." in response.content.decode()


def test_only_the_same_year_counts(cast, brave):
    make.card(make.submission(make.round(2024), cast.miljo), brave)
    assert colleagues.accounts(make.card(cast.of_teknik, brave)) == []


def test_the_other_boards_partners_are_taken_into_the_form_and_saved_with_it(tova, shared):
    make.partner(shared, "hamburg ", "", "")
    posted = typed(shared, action="partner-from-miljonamnden", description="<p>Ännu inte sparat.</p>")
    response = tova.post(BRAVE, posted)
    forms = response.context["forms"]
    assert [row["name"] for row in forms.partners.typed()] == ["hamburg ", "Lunds universitet"]
    assert "Ännu inte sparat." in forms.form["description"].value()
    assert Partner.objects.filter(card=shared).count() == 1
    form = {field.html_name: field.value() for part in (forms.form, *forms.partners) for field in part}
    management = {field.html_name: field.value() for field in forms.partners.management_form}
    saved = {name: value for name, value in {**form, **management}.items() if value is not None}
    assert tova.post(BRAVE, saved).url == BRAVE
    assert [partner.name for partner in Partner.objects.filter(card=shared)] == ["hamburg", "Lunds universitet"]
    assert Card.objects.get(pk=shared.pk).description == "<p>Ännu inte sparat.</p>"


def test_htmx_gets_the_rows_alone(tova, shared):
    posted = typed(shared, action="partner-from-miljonamnden")
    response = tova.post(BRAVE, posted, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<fieldset id="partner"')
    assert visible(response, "fieldset fieldset legend") == ["Partner 1", "Partner 2"]
    assert visible(response, "#partner > button")[0] == "Hämta partner från Miljönämnden"


def test_a_board_that_does_not_share_the_project_gives_no_partners(tova, cast, shared):
    theirs = make.card(cast.of_fritid, make.project("annat", "Annat"))
    make.partner(theirs, "Hemlig")
    response = tova.post(BRAVE, typed(shared, action="partner-from-fritidsnamnden"))
    assert [row["name"] for row in response.context["forms"].partners.typed()] in ([], [None], [""])
    assert "Hemlig" not in response.content.decode()


def test_the_way_to_all_at_once_is_on_the_task_list_while_it_can_be_written(client, cast, then):
    client.force_login(cast.tova)
    assert visible(client.get(TASKS), f'a[href="{ALL}"]') == ["Hämta projekt från 2024"]
    client.force_login(cast.rut)
    assert visible(client.get(TASKS), f'a[href="{ALL}"]') == []
