"""Goals and programmes on the round's page, and the register of projects, in the admin."""

import time
from threading import Event

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Goal, Programme, Project
from projects.register_forms import ProjectForm
from tests import make
from tests.at_once import at_once
from tests.round_form import formsets, frame

LIST = reverse("admin:projects_project_changelist")
ADD = reverse("admin:projects_project_add")


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def save_round(client, cast, **rows):
    boards = [cast.teknik, cast.miljo, cast.fritid]
    url = reverse("admin:submissions_round_change", args=[cast.round.pk])
    response = client.post(url, frame(boards, year=2025, **formsets(**rows)))
    assert response.status_code == 302


def test_goals_and_programmes_are_kept_on_the_rounds_page(rut, cast):
    nordplus = Programme.objects.get(name="Nordplus")
    save_round(
        rut,
        cast,
        goals=[{"number": 6, "text": "Ett nytt mål"}],
        programmes=[{"id": nordplus.pk, "name": "Nordplus Vuxen", "group": "Övriga"}],
    )
    assert Goal.objects.get(number=6).text == "Ett nytt mål"
    assert set(Programme.objects.values_list("name", "eu")) == {
        ("Interreg North Sea", True),
        ("Nordplus Vuxen", False),
    }


def test_a_goal_that_a_card_names_keeps_its_number_and_stays(rut, cast):
    make.card(cast.of_teknik, make.project(), goals=[2])
    used, unused = Goal.objects.filter(number__in=[2, 3])
    save_round(
        rut,
        cast,
        goals=[
            {"id": used.pk, "number": 9, "text": "Rättat", "DELETE": "on"},
            {"id": unused.pk, "number": 3, "text": unused.text, "DELETE": "on"},
        ],
    )
    assert list(Goal.objects.values_list("number", flat=True)) == [1, 2, 4, 5]
    assert Goal.objects.get(number=2).text == "Rättat"


def test_a_programme_in_a_frozen_version_keeps_its_name_whatever_the_register_says(rut, cast):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project())
    make.handed_in(cast.of_teknik, cast.tova)
    Project.objects.update(programme="Nordplus")
    interreg = Programme.objects.get(name="Interreg North Sea")
    row = {"id": interreg.pk, "name": "Interreg", "group": "Interreg NS", "eu": "on", "DELETE": "on"}
    save_round(rut, cast, programmes=[row])
    interreg.refresh_from_db()
    assert (interreg.name, interreg.group) == ("Interreg North Sea", "Interreg NS")


@pytest.mark.parametrize("query", ["BRA", "Nordsjön", "brave-2"])
def test_the_register_is_searched_by_acronym_title_and_key(rut, cast, query):
    make.project("brave-2", "Stad vid Nordsjön", acronym="BRAVE")
    make.project("other", "Något annat")
    found = rut.get(LIST, {"q": query}).context["cl"].result_list
    assert [project.key for project in found] == ["brave-2"]


def test_the_register_lists_boards_and_years_without_more_queries(rut, cast, django_assert_num_queries):
    one = make.project()
    for submission in (cast.of_teknik, cast.of_miljo):
        make.card(submission, one)
    with CaptureQueriesContext(connection) as before:
        text = rut.get(LIST).content.decode()
    assert '<td class="field-boards">Miljönämnden, Tekniska nämnden</td>' in text
    assert '<td class="field-years">2025</td>' in text
    for n in range(3):
        make.card(cast.of_fritid, make.project(f"p{n}", f"Projekt {n}"))
    with django_assert_num_queries(len(before)):
        rut.get(LIST)


def facts(**fields):
    return {"title": "BRAVE", "programme": "Interreg North Sea", "starts": "2023-09", "ends": "2025", **fields}


def change(project):
    return reverse("admin:projects_project_change", args=[project.pk])


def sent(page, **fields):
    """What the browser sends from the project's page, with these fields changed."""
    form = lxml.html.fromstring(page.content.decode()).get_element_by_id("project_form")
    return dict(form.form_values()) | fields


def test_a_projects_facts_are_mended_but_its_key_stays(rut, cast):
    project = make.project()
    mended = {"title": "Ny titel", "total_budget": "1 234 567 kr", "currency": "SEK"}
    rut.post(change(project), sent(rut.get(change(project)), key="nytt", **mended))
    project.refresh_from_db()
    assert (project.key, project.title, project.total_budget) == ("brave", "Ny titel", 1234567)


@pytest.fixture
def brave(db):
    return make.project(starts="2024-01", total_budget=1_000_000, currency="EUR", website="https://brave.se/")


def of_brave():
    return {name: getattr(Project.objects.get(), name) for name in Project.FACTS}


def test_what_a_board_saves_meanwhile_stays(rut, brave):
    then, page = of_brave(), rut.get(change(brave))
    Project.objects.update(ends="2027-12", total_budget=None, currency="")  # as a board's card does
    response = rut.post(change(brave), sent(page, website="https://brave.eu/"))
    assert response.status_code == 302
    meanwhile = {"ends": "2027-12", "total_budget": None, "currency": "", "website": "https://brave.eu/"}
    assert of_brave() == then | meanwhile
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Ändrade Webbplats."]


def test_a_board_that_is_saving_is_waited_for(client, lasting_cast):
    brave = make.project()
    client.force_login(lasting_cast.rut)
    told, is_written = sent(client.get(change(brave)), website="https://brave.eu/"), Event()

    def save():
        with transaction.atomic():
            Project.objects.update(ends="2027-12")
            is_written.set()
            time.sleep(0.3)

    def post():
        is_written.wait()
        assert client.post(change(brave), told).status_code == 302

    assert at_once(save, post) == [None, None]
    assert (of_brave()["ends"], of_brave()["website"]) == ("2027-12", "https://brave.eu/")


def test_what_two_have_changed_is_told_and_saved_the_next_time(rut, brave):
    page = rut.get(change(brave))
    Project.objects.update(ends="2027-12", total_budget=2_000_000, owner="", title="BRAVE", acronym="B")
    theirs = of_brave()
    mine = {"ends": "2028", "total_budget": "3 000 000", "title": "BRAVE", "website": "https://brave.eu/"}
    again = rut.post(change(brave), sent(page, **mine))
    told = "Någon annan har ändrat det här sedan du öppnade sidan. Nu står det ”{}”. Spara igen om ditt ska gälla."
    assert again.context["adminform"].form.errors == {
        "ends": [told.format("2027-12")],
        "total_budget": [told.format("2\xa0000\xa0000")],
    }
    assert of_brave() == theirs
    shown = sent(again)
    assert (shown["ends"], shown["acronym"]) == ("2028", "B")
    assert rut.post(change(brave), shown).status_code == 302
    assert of_brave() == theirs | {"ends": "2028", "total_budget": 3_000_000, "website": "https://brave.eu/"}


def test_what_is_wrong_is_still_compared_when_it_is_mended(rut, brave):
    page = rut.get(change(brave))
    Project.objects.update(total_budget=2_000_000, owner="Malmö stad")
    wrong = rut.post(change(brave), sent(page, total_budget="mycket"))
    told = rut.post(change(brave), sent(wrong, total_budget="3 000 000"))
    said = [response.context["adminform"].form.errors["total_budget"][0][:11] for response in (wrong, told)]
    assert said == ["Skriv belop", "Någon annan"]
    assert rut.post(change(brave), sent(told)).status_code == 302
    assert (of_brave()["total_budget"], of_brave()["owner"]) == (3_000_000, "Malmö stad")


def test_the_dates_of_two_are_judged_together(rut, brave):
    page = rut.get(change(brave))
    Project.objects.update(ends="2024-06")
    response = rut.post(change(brave), sent(page, starts="2025"))
    assert response.context["adminform"].form.errors == {"ends": ["Slutet kan inte vara före början."]}
    assert sent(response)["ends"] == "2024-06"


def test_a_project_that_is_merged_meanwhile_does_not_come_back(rut, brave, monkeypatch):
    page = rut.get(change(brave))

    def clean_title(form):
        Project.objects.all().delete()
        return form.cleaned_data["title"]

    monkeypatch.setattr(ProjectForm, "clean_title", clean_title, raising=False)
    response = rut.post(change(brave), sent(page, website="https://brave.eu/"))
    assert [*response.context["adminform"].form.errors] == ["__all__"]
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ends": "2022"}, "ends"),
        ({"starts": "2023-02-30"}, "starts"),
        ({"programme": "Okänt"}, "programme"),
        ({"total_budget": "5"}, "__all__"),
        ({"currency": "EUR"}, "__all__"),
        ({"total_budget": "mycket", "currency": "EUR"}, "total_budget"),
        ({"key": "BRAVE å"}, "key"),
    ],
)
def test_wrong_facts_are_refused_at_their_fields(rut, cast, fields, wrong):
    response = rut.post(ADD, facts(**{"key": "brave", **fields}))
    assert set(response.context["adminform"].form.errors) == {wrong}
    assert not Project.objects.exists()


def test_a_project_with_cards_stays(rut, cast):
    project = make.project()
    make.card(cast.of_teknik, project)
    rut.post(reverse("admin:projects_project_delete", args=[project.pk]), {"post": "yes"})
    assert Project.objects.get() == project


def test_outsiders_see_nothing(client, cast):
    assert client.get(LIST).status_code == 302
    client.force_login(cast.tova)
    assert client.post(ADD, facts(key="brave"), follow=True).status_code == 403
    assert not Project.objects.exists()


@pytest.mark.parametrize("key", ["nytt", "Brave", "bra_ve", "-brave"])
def test_a_key_is_one_that_the_round_file_and_the_pages_can_have(rut, key):
    response = rut.post(ADD, {"key": key, "title": "BRAVE"})
    assert (set(response.context["adminform"].form.errors), Project.objects.count()) == ({"key"}, 0)
