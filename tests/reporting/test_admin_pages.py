"""Every page that the admin makes opens for a reviewer, in a year that holds everything."""

import pytest
from django.contrib.admin.sites import site
from django.core.management import call_command
from django.urls import reverse

from reporting import editions
from submissions.models import Round
from tests import make

OURS = [model for model in site._registry if model._meta.app_label in {"submissions", "projects", "reporting"}]


@pytest.fixture
def whole_year(client, db):
    call_command("import_round", "examples/2023.json", "examples/2024.json")
    rut = make.reviewer("Rut Granskare", "rut@example.com")
    editions.keep(Round.objects.get(year=2024), True, rut, {"siffror-2024.json": b"{}"})
    client.force_login(rut)


def name(model, page):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


@pytest.mark.usefixtures("whole_year")
def test_each_list_and_a_page_of_it_open(client):
    for model in OURS:
        one = model.objects.order_by("pk").last()
        urls = [reverse(name(model, "changelist")), reverse(name(model, "change"), args=[one.pk])]
        assert [client.get(url, follow=True).status_code for url in urls] == [200, 200], model


@pytest.mark.usefixtures("whole_year")
def test_what_is_added_by_hand_has_a_page_for_it(client):
    pages = {model._meta.model_name: client.get(reverse(name(model, "add"))).status_code for model in OURS}
    assert {model: status for model, status in pages.items() if status != 200} == {
        "submission": 403,
        "edition": 403,
        "memo": 302,
        "excerpt": 403,
    }


@pytest.mark.usefixtures("whole_year")
def test_saving_a_round_as_it_stands_changes_nothing(client):
    year = Round.objects.get(year=2024)
    url = reverse("admin:submissions_round_change", args=[year.pk])
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    data = {field.html_name: field.value() for form in forms for field in form if field.value() not in (None, False)}
    before = whole(year)
    assert client.post(url, data).status_code == 302
    assert whole(Round.objects.get(year=2024)) == before


def whole(year):
    parts = [year.questions.all(), year.goals.all(), year.programmes.all(), year.submissions.order_by("pk")]
    fields = {field.attname: getattr(year, field.attname) for field in year._meta.concrete_fields}
    return fields, [list(part.values()) for part in parts]
