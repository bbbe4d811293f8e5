"""The project card's page: who may see it, what it saves and refuses, and that nothing typed is lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.forms.layout import NOT_PRINTED
from projects.models import Card, Programme, Project
from projects.roundfile import card_content, project_facts
from submissions import workflow
from submissions.models import Submission, User
from tests import make
from tests.page import select, visible
from tests.projects.posting import typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def brave(cast):
    """Teknik's card for BRAVE, which lacks nothing."""
    return make.card(cast.of_teknik, make.project(starts="2023-09", ends="2028-02"))


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


def content(card):
    return card_content(Card.objects.get(pk=card.pk))


def faults(response):
    return [fault["text"] for fault in response.context["forms"].faults]


def shown(response, name):
    """What a field of the page holds; the project's are named `project_owner` and so on."""
    forms = response.context["forms"]
    form = forms.facts if name.startswith("project_") else forms.form
    return form[name.removeprefix("project_")].value()


def pages(response):
    return [template.name for template in response.templates if (template.name or "").startswith("projects/card")]


# Who


def test_the_contact_person_opens_the_card(tova, brave):
    make.partner(brave)
    response = tova.get(url(brave))
    assert response.status_code == 200
    assert response.context["forms"].heading == "BRAVE"
    assert shown(response, "paid") == "100\u00a0000"
    assert shown(response, "project_starts") == "2023-09"
    assert response.context["forms"].partners.typed() == [
        {"name": "Hamburg", "sector": "public", "country": "Tyskland"}
    ]


def test_an_outsider_finds_nothing(client, cast, brave):
    client.force_login(cast.ove)
    assert client.get(url(brave)).status_code == 404
    assert client.post(url(brave), typed(brave, title="Mitt")).status_code == 404
    assert content(brave).get("title") is None


def test_the_reviewer_reads_and_cannot_save(client, cast, brave):
    client.force_login(cast.rut)
    response = client.get(url(brave))
    assert response.status_code == 200
    assert pages(response) == ["projects/card_read.html"]
    assert client.post(url(brave), typed(brave, title="Mitt")).status_code == 403
    assert content(brave).get("title") is None


def test_other_methods_are_refused(tova, brave):
    assert tova.put(url(brave)).status_code == 405
    assert tova.delete(url(brave)).status_code == 405


def test_another_boards_card_is_not_found_under_ones_own_address(tova, cast):
    theirs = make.card(cast.of_miljo, make.project())
    assert tova.get(url(theirs).replace("miljonamnden", "tekniska-namnden")).status_code == 404


# Saving


def test_everything_is_saved(tova, cast, brave):
    response = tova.post(
        url(brave),
        typed(
            brave,
            title="Vätgas i Malmö",
            role="owner",
            budget="2 500 000 kr",
            paid="1.234.567",
            own_cash="10\u00a0000",
            own_work="0",
            goals=[str(goal.pk) for goal in cast.round.goals.filter(number__in=(2, 3))],
            main_goal=str(cast.round.goals.get(number=3).pk),
            purpose="<p>Att <strong>lära</strong>.</p>",
            cooperating_boards=[str(cast.miljo.pk)],
            project_acronym="BRAVE",
            project_owner="Region Skåne",
            project_ends="2028-03-31",
            project_total_budget="3 000 000",
            project_currency="EUR",
            project_website="brave.eu",
            partners_TOTAL_FORMS="2",
            partners_0_name="Hamburg",
            partners_0_sector="public",
            partners_0_country="tyskland",
            partners_1_name="Universität Kiel",
        ),
    )
    assert (response.status_code, response.url) == (302, url(brave))
    assert content(brave) == {
        "project": "brave",
        "title": "Vätgas i Malmö",
        "role": "owner",
        "budget": 2500000,
        "paid": 1234567,
        "own_funding": {"cash": 10000, "work": 0},
        "goals": [3, 2],
        "main_goal": 3,
        "texts": {"description": "<p>Så gick det.</p>", "purpose": "<p>Att <strong>lära</strong>.</p>"},
        "cooperating_boards": ["Miljönämnden"],
        "partners": [
            {"name": "Hamburg", "sector": "public", "country": "DE"},
            {"name": "Universität Kiel", "sector": None, "country": None},
        ],
    }
    assert project_facts(Project.objects.get()) == {
        "key": "brave",
        "title": "BRAVE",
        "acronym": "BRAVE",
        "programme": "Interreg North Sea",
        "owner": "Region Skåne",
        "starts": "2023-09",
        "ends": "2028-03-31",
        "website": "https://brave.eu",
        "total_budget": {"amount": 3000000, "currency": "EUR"},
    }


def test_a_save_says_who_and_when_and_begins_the_submission(tova, cast, brave):
    before = timezone.now()
    tova.post(url(brave), typed(brave, title="BRAVE i Malmö"))
    card, submission = Card.objects.get(), Submission.objects.get(pk=cast.of_teknik.pk)
    assert (card.version, card.changed_by, submission.status, submission.changed_by) == (
        1,
        cast.tova,
        "draft",
        cast.tova,
    )
    assert before < card.changed_at < timezone.now()


def test_a_draft_may_be_empty(tova, brave):
    empty = dict.fromkeys(("paid", "description", "role", "main_goal"), "")
    response = tova.post(url(brave), typed(brave, **empty, goals=[], project_programme="", project_starts=""))
    assert response.status_code == 302
    assert content(brave) == {"project": "brave", "role": None, "budget": None, "paid": None, "main_goal": None}


def test_the_page_goes_on_to_the_task_list_when_asked(tova, brave):
    response = tova.post(url(brave), typed(brave, action="close"))
    assert response.url == reverse("submission", args=[2025, "tekniska-namnden"])


def test_markup_is_cleaned(tova, brave):
    pasted = '<p style="x">Bra<img src="file:///etc/passwd"></p><script>x</script>'
    tova.post(url(brave), typed(brave, results=pasted))
    assert Card.objects.get().results == "<p>Bra</p>"


def test_a_total_budget_keeps_its_currency_and_none_has_none(tova, brave):
    tova.post(url(brave), typed(brave, project_total_budget="5000", project_currency="SEK"))
    assert (Project.objects.get().total_budget, Project.objects.get().currency) == (5000, "SEK")
    brave.refresh_from_db()
    tova.post(url(brave), typed(brave, project_total_budget=""))
    assert (Project.objects.get().total_budget, Project.objects.get().currency) == (None, "")


def test_a_programme_that_the_year_lacks_stays_until_another_is_chosen(tova, brave):
    Project.objects.update(programme="Leonardo")
    response = tova.get(url(brave))
    assert [name for name, _ in response.context["forms"].facts.fields["programme"].choices] == [
        "",
        "Interreg North Sea",
        "Nordplus",
        "Leonardo",
    ]
    tova.post(url(brave), typed(brave))
    assert Project.objects.get().programme == "Leonardo"


def test_the_boards_to_cooperate_with_are_the_years_others_in_swedish_order(tova, cast, brave):
    make.submission(cast.round, make.board("Överförmyndarnämnden"))
    make.board("Nämnden utan omgång")
    boards = tova.get(url(brave)).context["forms"].form.fields["cooperating_boards"].queryset
    assert [board.name for board in boards] == ["Fritidsnämnden", "Miljönämnden", "Överförmyndarnämnden"]


def test_a_cooperating_board_outside_the_round_is_not_lost(tova, brave):
    brave.cooperating_boards.add(make.board("Gamla nämnden"))
    tova.post(url(brave), typed(brave, title="Ny rubrik"))
    assert content(brave)["cooperating_boards"] == ["Gamla nämnden"]


# Goals


def test_a_single_goal_is_the_main_goal(tova, cast, brave):
    tova.post(url(brave), typed(brave, goals=[str(cast.round.goals.get(number=4).pk)], main_goal=""))
    assert (content(brave)["goals"], content(brave)["main_goal"]) == ([4], 4)


def test_of_several_goals_none_becomes_the_main_goal_by_itself(tova, cast, brave):
    tova.post(url(brave), typed(brave, goals=[str(goal.pk) for goal in cast.round.goals.all()], main_goal=""))
    assert (content(brave)["goals"], content(brave)["main_goal"]) == ([1, 2, 3, 4, 5], None)


def test_a_main_goal_that_is_not_ticked_is_refused(tova, cast, brave):
    response = tova.post(url(brave), typed(brave, goals=[str(cast.round.goals.get(number=4).pk)]))
    assert response.status_code == 422
    assert faults(response) == ["Huvudmål: Huvudmålet måste vara ett av målen som är förkryssade."]


def test_another_rounds_goal_is_refused(tova, brave):
    other = make.round(2024).goals.first()
    response = tova.post(url(brave), typed(brave, goals=[str(other.pk)], main_goal=""))
    text = f"Välj ett giltigt alternativ. {other.pk} finns inte bland tillgängliga alternativ."
    (fault,) = response.context["forms"].faults
    assert (response.status_code, fault) == (
        422,
        {"id": "id_goals_0", "text": f"Mål som projektet bidrar till: {text}", "message": text},
    )
    assert 'id="id_goals_0"' in response.content.decode()
    assert content(brave)["goals"] == [1]


# What is refused


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("paid", "fem", "Utbetalda medel 2025: Skriv beloppet i hela kronor, till exempel 1 234 567."),
        ("own_work", "-1", "Egen medfinansiering, arbetstid: Beloppet kan inte vara mindre än 0. "
         "Skriv det i hela kronor, till exempel 1 234 567."),
        ("project_starts", "1/3 2024", "Börjar: Skriv datumet som 2024-03-01, eller bara 2024-03 eller 2024."),
        ("project_starts", "mars", "Börjar: Skriv datumet som 2024-03-01, eller bara 2024-03 eller 2024."),
        ("project_starts", "2024-02-30", "Börjar: Datumet finns inte i almanackan. Skriv till exempel 2024-03-01."),
        ("project_ends", "2023-08", "Slutar: Projektet slutar före det börjar (2023-09). Rätta det datum som är fel."),
        ("project_title", "", "Titel: Skriv projektets titel."),
        ("project_total_budget", "1,5", "Total budget: "
         "Skriv beloppet i hela tal, utan decimaler, till exempel 1 234 567."),
        ("project_website", "inte en adress", "Webbplats: Skriv en webbadress, till exempel https://brave.eu."),
        ("version", "", "Sidan är gammal. Kopiera din text, öppna sidan på nytt och klistra in den."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_field_and_everything_typed_stays(tova, brave, field, text, fault):
    before = content(brave), project_facts(brave.project)
    response = tova.post(
        url(brave), typed(brave, **{"title": "Ny rubrik", "purpose": "<p>Nytt syfte.</p>", field: text})
    )
    assert response.status_code == 422
    assert faults(response) == [fault]
    assert (shown(response, "title"), shown(response, "purpose")) == ("Ny rubrik", "<p>Nytt syfte.</p>")
    assert shown(response, field) == text
    assert (content(brave), project_facts(Project.objects.get())) == before


def test_faults_in_all_the_forms_are_listed_at_once_and_lead_to_their_fields(tova, brave):
    wrong = {"project_title": "", "paid": "x", "partners_0_country": "Danmrak"}
    response = tova.post(url(brave), typed(brave, **wrong))
    assert [fault["id"] for fault in response.context["forms"].faults] == [
        "id_project-title",
        "id_paid",
        "id_partners-0-country",
    ]
    page = response.content.decode()
    assert all(f'id="{fault["id"]}"' in page for fault in response.context["forms"].faults)


@pytest.mark.parametrize(("changes", "marked"), [({"paid": "fem"}, "answer"), ({"action": "partner-add"}, "answer")])
def test_the_page_says_that_it_holds_what_was_typed(tova, brave, changes, marked):
    assert [field.get("data-typed") for field in select(tova.get(url(brave)), "#kortet [name=writer]")] == [None]
    response = tova.post(url(brave), typed(brave, **changes))
    assert [field.get("data-typed") for field in select(response, "#kortet [name=writer]")] == [marked]


# Partners


def test_empty_rows_are_no_partners(tova, brave):
    rows = {"partners_TOTAL_FORMS": "3", "partners_1_name": "Kiel", "partners_2_name": " "}
    tova.post(url(brave), typed(brave, **rows))
    assert content(brave)["partners"] == [{"name": "Kiel", "sector": None, "country": None}]


def test_a_partner_without_a_name_is_refused(tova, brave):
    response = tova.post(url(brave), typed(brave, partners_0_sector="private"))
    assert (response.status_code, faults(response)) == (
        422,
        ["Partner 1, Namn: Skriv partnerns namn, eller ta bort raden."],
    )


@pytest.mark.parametrize(
    ("action", "names"),
    [
        ("partner-add", ["Hamburg", "Kiel", None]),
        ("partner-remove-0", ["Kiel"]),
        ("partner-remove-1", ["Hamburg"]),
        ("partner-remove-7", ["Hamburg", "Kiel"]),
    ],
)
def test_rows_are_added_and_taken_away_without_saving_or_judging(tova, brave, action, names):
    typed_in = {"partners_0_name": "Hamburg", "partners_1_name": "Kiel", "partners_1_country": "Tysk", "paid": "fem"}
    response = tova.post(url(brave), typed(brave, partners_TOTAL_FORMS="2", action=action, **typed_in))
    assert response.status_code == 200
    assert [row["name"] for row in response.context["forms"].partners.typed()] == names
    assert (faults(response), shown(response, "paid"), content(brave).get("partners")) == ([], "fem", None)


def test_the_last_row_taken_away_leaves_an_empty_one(tova, brave):
    response = tova.post(url(brave), typed(brave, partners_0_name="Kiel", action="partner-remove-0"))
    assert response.context["forms"].partners.typed() == [{"name": None, "sector": None, "country": None}]


@pytest.mark.parametrize(
    ("action", "focused"),
    [("partner-add", 'name="partners-1-name"'), ("partner-remove-0", 'value="partner-add"')],
)
def test_htmx_gets_the_rows_alone_and_the_cursor_is_where_one_goes_on(tova, brave, action, focused):
    response = tova.post(url(brave), typed(brave, action=action), headers={"HX-Request": "true"})
    (tag,) = re.findall("<[^>]*autofocus[^>]*>", response.content.decode())
    assert (focused in tag, pages(response)) == (True, [])
    assert response.content.decode().strip().startswith('<fieldset id="partner"')


def test_rows_beyond_reason_are_refused(tova, brave):
    rows = {f"partners_{row}_name": f"Part {row}" for row in range(201)}
    response = tova.post(url(brave), typed(brave, partners_TOTAL_FORMS="201", **rows))
    assert (response.status_code, faults(response)) == (422, ["Ett kort kan ha som mest 200 partner."])


def test_a_post_without_the_rows_form_saves_nothing(tova, brave):
    response = tova.post(url(brave), typed(brave, partners_TOTAL_FORMS=None, title="Ny rubrik"))
    message = "Raderna med partner kom inte fram. Kopiera din text och öppna kortet på nytt."
    assert (response.status_code, faults(response)) == (422, [message])
    assert (shown(response, "title"), content(brave).get("title")) == ("Ny rubrik", None)


# The project's facts, shared or not


def test_shared_facts_are_read_only_and_the_rest_is_saved(tova, cast, brave):
    make.card(cast.of_miljo, brave.project)
    response = tova.get(url(brave))
    page = response.content.decode()
    assert response.context["forms"].facts is None
    assert "Miljönämnden redovisar också projektet i år. Därför går uppgifterna inte att ändra här." in page
    assert tova.post(url(brave), typed(brave, title="Vår rubrik")).status_code == 302
    assert content(brave)["title"] == "Vår rubrik"


def test_a_card_of_another_year_shares_nothing(tova, cast, brave):
    make.card(make.submission(make.round(2024), cast.miljo), brave.project)
    make.card(make.submission(make.round(2023), cast.fritid), brave.project)
    told = "Projektets uppgifter är gemensamma. Miljönämnden hade det 2024."
    assert visible(tova.get(url(brave)), "form .notice") == [told]
    assert tova.post(url(brave), typed(brave, project_title="BRAVE i Malmö")).status_code == 302
    assert Project.objects.get().title == "BRAVE i Malmö"


def test_a_project_that_only_this_board_had_before_is_its_own(tova, cast, brave):
    make.card(make.submission(make.round(2024), cast.teknik), brave.project)
    make.card(make.submission(make.round(2026), cast.miljo), brave.project)
    assert visible(tova.get(url(brave)), "form .notice") == []


def test_fields_that_the_report_leaves_out_say_so(tova, brave):
    forms = tova.get(url(brave)).context["forms"]
    fields = [*forms.facts.visible_fields(), *forms.form.visible_fields()]
    said = [field.name for field in fields if NOT_PRINTED in field.help_text]
    assert said == ["grant_number", "website", "budget", "own_cash", "own_work"]


def test_the_card_says_that_what_is_filled_in_is_published(tova, brave):
    said = visible(tova.get(url(brave)), "main p.quiet")
    assert "Allt på kortet blir offentligt när redovisningen publiceras." in said


def test_facts_typed_before_another_board_came_are_shown_and_nothing_is_saved(tova, cast, brave):
    data = typed(brave, project_title="BRAVE i Malmö", title="Vår rubrik")
    make.card(cast.of_miljo, brave.project)
    response = tova.post(url(brave), data)
    assert response.status_code == 409
    assert disputed(response) == [("Projekt", "project.title")]
    assert visible(response, ".both__text") == ["BRAVE [Skiljer sig: i Malmö]", "BRAVE"]
    assert (shown(response, "title"), Project.objects.get().title) == ("Vår rubrik", "BRAVE")
    assert content(brave).get("title") is None


def test_facts_that_nobody_changed_do_not_stop_a_save_when_another_board_came(tova, cast, brave):
    data = typed(brave, title="Vår rubrik")
    make.card(cast.of_miljo, brave.project)
    assert tova.post(url(brave), data).status_code == 302
    assert content(brave)["title"] == "Vår rubrik"


def test_facts_that_were_changed_in_the_register_are_not_overwritten(tova, brave):
    data = typed(brave, project_owner="Region Skåne", title="Vår rubrik")
    Project.objects.update(owner="Lunds kommun")
    response = tova.post(url(brave), data)
    assert response.status_code == 409
    assert disputed(response) == [("Projektägare", "project.owner")]
    assert (Project.objects.get().owner, content(brave).get("title")) == ("Lunds kommun", None)
    again = {**data, "project-known": shown(response, "project_known")}
    assert tova.post(url(brave), again).status_code == 302
    assert (Project.objects.get().owner, content(brave)["title"]) == ("Region Skåne", "Vår rubrik")


# Two at once


@pytest.fixture
def sven(cast):
    """Another who writes for Tekniska nämnden."""
    return make.contact("Sven Teknik", "sven@example.com", cast.teknik)


def saved_by(client, person, card, data):
    """Post as the person, and log Tova in again."""
    before = client.session["_auth_user_id"]
    client.force_login(person)
    assert client.post(url(card), data).status_code == 302
    client.force_login(User.objects.get(pk=before))


def disputed(response):
    return [(each["label"], each["path"]) for each in response.context["conflict"]["differences"]]


def test_changes_in_different_fields_both_stay(tova, sven, cast, brave):
    goals = [str(goal.pk) for goal in cast.round.goals.filter(number__in=(1, 2))]
    mine = typed(brave, purpose="<p>Mitt syfte.</p>", partners_0_name="Kiel", goals=goals)
    theirs = typed(brave, aims="<p>Svens mål.</p>", paid="7", project_owner="Lund", cooperating_boards=[cast.miljo.pk])
    saved_by(tova, sven, brave, theirs)
    assert tova.post(url(brave), mine).status_code == 302
    now = content(brave)
    assert (now["texts"]["purpose"], now["texts"]["aims"]) == ("<p>Mitt syfte.</p>", "<p>Svens mål.</p>")
    assert (now["paid"], now["goals"], now["cooperating_boards"]) == (7, [1, 2], ["Miljönämnden"])
    assert [partner["name"] for partner in now["partners"]] == ["Kiel"]
    assert Project.objects.get().owner == "Lund"


def test_the_same_field_is_asked_about_and_the_rest_is_merged(tova, sven, brave):
    mine = typed(brave, purpose="<p>Mitt syfte.</p>", partners_0_name="Kiel")
    saved_by(tova, sven, brave, typed(brave, purpose="<p>Svens syfte.</p>", paid="7"))
    response = tova.post(url(brave), mine)
    assert response.status_code == 409
    conflict = response.context["conflict"]
    assert disputed(response) == [("Syfte", "card.texts.purpose")]
    assert (conflict["by"], conflict["at"]) == (sven, Card.objects.get().changed_at)
    assert (shown(response, "purpose"), shown(response, "version")) == ("<p>Mitt syfte.</p>", 1)
    assert shown(response, "paid") == "7"
    assert response.context["forms"].partners.typed()[0]["name"] == "Kiel"
    assert (Card.objects.get().purpose, Card.objects.get().version) == ("<p>Svens syfte.</p>", 1)
    tova.post(url(brave), {**mine, "paid": "7", "version": "1"})
    assert (Card.objects.get().purpose, Card.objects.get().version) == ("<p>Mitt syfte.</p>", 2)
    assert Card.objects.get().paid == 7


def test_the_others_text_is_taken_by_its_button(tova, sven, brave):
    mine = typed(brave, purpose="<p>Mitt syfte.</p>", aims="<p>Mina mål.</p>")
    saved_by(tova, sven, brave, typed(brave, purpose="<p>Svens syfte.</p>"))
    response = tova.post(url(brave), {**mine, "version": "1", "take": "card.texts.purpose"})
    assert (shown(response, "purpose"), shown(response, "aims")) == ("<p>Svens syfte.</p>", "<p>Mina mål.</p>")
    assert Card.objects.get().aims == ""


def test_a_button_pressed_twice_saves_once(tova, brave):
    data = typed(brave, purpose="<p>Syfte.</p>")
    assert [tova.post(url(brave), data).status_code for _ in range(2)] == [302, 302]
    assert Card.objects.get().version == 1


def test_a_card_that_was_taken_away_meanwhile_gives_the_text_back(tova, brave):
    data = typed(brave, purpose="<p>Mitt syfte.</p>")
    Card.objects.all().delete()
    response = tova.post(url(brave), data)
    assert response.status_code == 409
    assert "<p><strong>Syfte</strong></p><p>Mitt syfte.</p>" in response.context["texts"]
    assert "Någon annan har tagit bort det som du skrev på." in response.content.decode()


# Locked, and logged out


def test_a_card_that_is_handed_in_is_read_as_it_was_handed_in(tova, cast, brave):
    handed_in(cast, brave)
    Project.objects.update(title="BRAVE igen")
    response = tova.get(url(brave))
    assert pages(response) == ["projects/card_read.html"]
    assert response.context["part"].title == "BRAVE"


def test_a_text_that_came_too_late_is_shown_to_be_copied(tova, cast, brave):
    data = typed(brave, purpose="<p>För sent.</p>", paid="fem")
    handed_in(cast, brave)
    response = tova.post(url(brave), data)
    assert response.status_code == 409
    assert "<p><strong>Syfte</strong></p><p>För sent.</p>" in response.context["texts"]
    assert "<p><strong>Utbetalda medel 2025</strong></p><p>fem</p>" in response.context["texts"]
    assert "<p><strong>Nämndens roll</strong></p><p>Projektpartner</p>" in response.context["texts"]
    assert content(brave).get("purpose") is None


def test_a_round_that_has_closed_takes_nothing(tova, cast, brave):
    data = typed(brave, purpose="<p>För sent.</p>")
    cast.round.closes = timezone.localdate() - timezone.timedelta(1)
    cast.round.save()
    response = tova.post(url(brave), data)
    assert response.status_code == 409
    assert "<p><strong>Syfte</strong></p><p>För sent.</p>" in response.context["texts"]


def test_a_card_that_was_never_finished_is_read_when_the_round_has_closed(tova, cast):
    half = make.card(cast.of_teknik, make.project(), paid=None, goals=(), role="")
    cast.round.closes = timezone.localdate() - timezone.timedelta(1)
    cast.round.save()
    assert pages(tova.get(url(half))) == ["projects/card_read.html"]


def test_what_was_typed_when_the_session_ran_out_waits(client, cast, brave):
    data = typed(brave, purpose="<p>Väntar.</p>", partners_0_name="Kiel", project_owner="Vi", writer=cast.tova.pk)
    response = client.post(url(brave), data)
    assert response.url == f"{reverse('account_login')}?next={url(brave)}"
    client.force_login(cast.tova)
    response = client.get(url(brave))
    assert (response.context["unsaved"], shown(response, "purpose")) == (True, "<p>Väntar.</p>")
    assert (shown(response, "project_owner"), response.context["forms"].partners.typed()[0]["name"]) == ("Vi", "Kiel")
    assert content(brave).get("partners") is None


def handed_in(cast, brave):
    """The board's submission, handed in; what else it lacks does not matter here."""
    workflow.begin(cast.tova, cast.of_teknik)
    make.answer(cast.of_teknik)
    Submission.objects.filter(pk=cast.of_teknik.pk).update(
        decision_date=timezone.localdate(), decision_paragraph="§ 1", decision_diary_number="TN-2025-1"
    )
    return workflow.submit(cast.tova, cast.of_teknik)


# Cost


def test_queries_do_not_grow_with_what_the_card_holds(tova, cast, brave, django_assert_num_queries):
    make.partner(brave)
    brave.cooperating_boards.set([cast.fritid])
    with CaptureQueriesContext(connection) as one:
        tova.get(url(brave))
    make.partner(brave, "Kiel")
    make.partner(brave, "Oslo", country="NO")
    brave.goals.set(cast.round.goals.all())
    brave.cooperating_boards.set([cast.miljo, cast.fritid])
    Programme.objects.create(round=cast.round, name="Erasmus+", group="Erasmus")
    with django_assert_num_queries(len(one)):
        tova.get(url(brave))


def test_queries_of_a_save_do_not_grow_with_partners(tova, brave, django_assert_num_queries):
    rows = {"partners_0_name": "Kiel", "partners_1_name": "Oslo", "partners_2_name": "Hamburg"}
    tova.post(url(brave), typed(brave, partners_0_name="Lund"))
    one = typed(brave, partners_0_name="Kiel")
    with CaptureQueriesContext(connection) as saved:
        assert tova.post(url(brave), one).status_code == 302
    three = typed(brave, partners_TOTAL_FORMS="3", **rows)
    with django_assert_num_queries(len(saved)):
        assert tova.post(url(brave), three).status_code == 302


# Taken away, or changed once more, while somebody writes


@pytest.mark.parametrize("more", [{"take": "card.title"}, {"paid": "hej"}, {"action": "partner-add"}])
def test_what_is_typed_on_a_card_that_is_no_more_is_shown_to_be_copied(tova, cast, brave, more):
    earlier = make.submission(make.round(2024, opens_in=-400, closes_in=-300), cast.teknik)
    make.card(earlier, brave.project)
    make.frozen(earlier)
    data = {**typed(brave, title="Vätgas"), **more}
    brave.delete()
    response = tova.post(url(brave), data)
    assert (response.status_code, any("Vätgas" in text for text in response.context["texts"])) == (409, True)


def test_what_waited_over_a_login_is_shown_where_the_card_is_no_more(client, cast, brave):
    client.post(url(brave), typed(brave, title="Vätgas", writer=cast.tova.pk))
    brave.delete()
    client.force_login(cast.tova)
    response = client.get(url(brave))
    assert (response.status_code, any("Vätgas" in text for text in response.context["texts"])) == (409, True)


def test_choosing_anothers_text_does_not_pass_for_having_seen_newer_facts(tova, brave):
    opened = typed(brave, title="Vätgas")
    Project.objects.update(owner="Kiel")
    response = tova.post(url(brave), {**opened, "take": "card.title"})
    assert response.context["forms"].facts["known"].value() == opened["project-known"]


KNOWN = ['{"title": {"x": 1}}', '{"starts": [1], "total_budget": "x"}', "[" * 100_000, '{"a":' * 100_000, "\0", "NaN"]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_forged_page_breaks_nothing(tova, brave, known, accept):
    data = {**typed(brave, title="Vätgas"), "project-known": known}
    assert tova.post(url(brave), data, headers={"accept": accept}).status_code in (200, 302, 409, 422)
    assert Project.objects.get().title == "BRAVE"


TAKEN = ["", "card", "card.own_funding", "card.own_funding.cash.x", "card.partners.0.name", "card.goals.0", "x.y.z"]


@pytest.mark.parametrize("path", TAKEN)
def test_a_forged_choice_breaks_nothing(tova, brave, path):
    assert tova.post(url(brave), {**typed(brave, title="Vätgas"), "take": path}).status_code == 200
