"""Ändringar i registret, and the page of a project in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects import register_changes
from projects.models import Project, RegisterChange
from tests import make
from tests.page import visible

CHANGES = reverse("admin:projects_project_changes")


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def change(cast):
    one, other = make.project("strive", "STRIVE"), make.project("strive-2", "Strive")
    make.card(cast.of_teknik, one)
    make.card(cast.of_miljo, other)
    return register_changes.merge(cast.rut, one, other, {})


def undo(change):
    return reverse("admin:projects_project_undo", args=[change.pk])


def test_who_has_changed_what(rut, change):
    when = timezone.localtime(change.created_at)
    row = visible(rut.get(CHANGES), ".changes tbody tr")[0]
    assert row.split(" ", 4)[3:] == [when.strftime("%H:%M"), f"Rut Granskare {change} Ångra: {change}"]


def test_a_change_is_undone_and_says_so(rut, change):
    response = rut.post(undo(change), follow=True)
    assert Project.objects.count() == 2
    assert visible(response, ".messagelist li") == [f"Ångrat: {change}"]
    assert visible(response, ".changes td")[-1].startswith("Ångrad ")
    assert visible(response, ".changes td")[-1].endswith(" av Rut Granskare")


def test_what_cannot_be_undone_says_why(rut, change):
    Project.objects.create(key="strive-2", title="En annan")
    response = rut.post(undo(change))
    assert (response.status_code, visible(response, ".error-summary p")) == (
        409,
        [str(change), "Det finns nu ett annat projekt med nyckeln strive-2 i registret."],
    )
    assert RegisterChange.objects.get().undone_at is None


def test_undoing_is_posted_and_for_the_city_office(client, rut, change, cast):
    assert rut.get(undo(change)).status_code == 405
    client.force_login(cast.tova)
    assert client.post(undo(change)).status_code == 302
    assert RegisterChange.objects.get().undone_at is None


def test_the_list_is_divided_and_takes_no_more_queries_when_it_grows(rut, cast, django_assert_num_queries):
    assert visible(rut.get(CHANGES), "#content > p")[-1] == "Ingenting är ändrat än."
    make_changes(cast, 1)
    with CaptureQueriesContext(connection) as counted:
        rut.get(CHANGES)
    make_changes(cast, 59)
    with django_assert_num_queries(len(counted)):
        response = rut.get(CHANGES)
    assert (len(visible(response, ".changes tbody tr")), visible(response, "nav.choices a")) == (50, ["Äldre"])
    assert len(visible(rut.get(CHANGES, {"sida": 2}), ".changes tbody tr")) == 10


def make_changes(cast, number):
    RegisterChange.objects.bulk_create(
        RegisterChange(kind="different", first="a", second="b", about=f"Nr {n}", created_by=cast.rut)
        for n in range(number)
    )


# A project's page


def page(project):
    return reverse("admin:projects_project_change", args=[project.pk])


def test_a_project_has_its_boards_years_roles_and_money(rut, cast):
    project = make.project()
    last_year = make.submission(make.round(2024), cast.teknik)
    make.card(last_year, project, paid=7000, role="owner")
    make.card(cast.of_teknik, project, paid=None, role="")
    make.card(cast.of_miljo, project)
    assert visible(rut.get(page(project)), ".accounts tbody tr") == [
        "2025 Miljönämnden Projektpartner 100 000 kronor",
        "2025 Tekniska nämnden – –",
        "2024 Tekniska nämnden Projektägare 7 000 kronor",
    ]


def test_its_texts_stand_as_they_were_handed_in(rut, cast):
    project = make.project()
    make.answer(cast.of_teknik)
    card = make.card(cast.of_teknik, project, description="<p>Som det lämnades in.</p>", title="Vår rubrik")
    make.handed_in(cast.of_teknik, cast.tova)
    type(card).objects.update(description="<p>Något annat.</p>")
    make.card(cast.of_miljo, project, description="<p>Skrivs än.</p>")
    response = rut.get(page(project))
    assert visible(response, "details summary") == [
        "2025 Miljönämnden: BRAVE ej påbörjad",
        "2025 Tekniska nämnden: Vår rubrik inlämnad",
    ]
    assert visible(response, "details .rich") == ["Skrivs än.", "Som det lämnades in."]


def test_a_merged_project_has_the_texts_of_both(rut, cast):
    one, other = make.project("strive", "STRIVE"), make.project("strive-2", "Strive")
    for submission, project, user in ((cast.of_teknik, one, cast.tova), (cast.of_miljo, other, cast.mira)):
        make.answer(submission)
        make.card(submission, project, description=f"<p>{submission.board} skrev.</p>")
        make.approved(submission, user, cast.rut)
    register_changes.merge(cast.rut, one, other, {})
    assert visible(rut.get(page(one)), "details .rich") == ["Miljönämnden skrev.", "Tekniska nämnden skrev."]


def test_more_years_and_boards_take_no_more_queries(rut, cast, django_assert_num_queries):
    project = make.project()
    make.card(cast.of_teknik, project)
    make.frozen(make_card(cast, 2024, project))
    with CaptureQueriesContext(connection) as counted:
        rut.get(page(project))
    make.card(cast.of_miljo, project)
    for year in (2022, 2023):
        make.frozen(make_card(cast, year, project))
    with django_assert_num_queries(len(counted)):
        response = rut.get(page(project))
    assert len(visible(response, "details")) == 5


def make_card(cast, year, project):
    return make.card(make.submission(make.round(year), cast.teknik), project).submission


def test_the_list_leads_to_duplicates_and_changes(rut, cast):
    links = visible(rut.get(reverse("admin:projects_project_changelist")), ".object-tools a")
    assert links[:2] == ["Möjliga dubbletter", "Ändringar i registret"]
