"""The receipt: when, which version, by whom, and what happens next."""

from django.utils import timezone

from config.formats import day
from submissions import workflow
from tests import make
from tests.page import visible

URL = "/2025/tekniska-namnden/kvitto/"


def facts(response):
    return dict(zip(visible(response, "main dt"), visible(response, "main dd"), strict=True))


def handed_in(cast):
    make.answer(cast.of_teknik)
    return make.handed_in(cast.of_teknik, cast.tova)


def test_says_what_was_handed_in(client, cast):
    version = handed_in(cast)
    client.force_login(cast.tova)
    response = client.get(URL)
    at = timezone.localtime(version.created_at)
    assert facts(response) == {
        "Nämnd": "Tekniska nämnden",
        "År": "2025",
        "Inlämnad": f"{day(at.date())} klockan {at:%H:%M}",
        "Version": "1",
        "Av": "Tova Teknik",
        "Status nu": "inlämnad",
    }
    assert visible(response, "main ol li")[0] == "Stadskontoret läser redovisningen."


def test_stays_after_a_return_and_lists_each_version(client, cast):
    handed_in(cast)
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    client.force_login(cast.tova)
    returned = client.get(URL)
    assert visible(returned, "h1") == ["Kvitto"]
    assert visible(returned, ".notice__message") == ["Skriv mer."]
    assert visible(returned, "main .btn") == ["Rätta redovisningen"]
    workflow.submit(cast.tova, cast.of_teknik)
    again = client.get(URL)
    assert facts(again)["Version"] == "2"
    assert [line.split(",")[0] for line in visible(again, "main ul li")] == ["Version 1", "Version 2"]


def test_says_when_it_is_approved(client, cast):
    handed_in(cast)
    workflow.approve(cast.rut, cast.of_teknik)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert facts(response)["Status nu"] == "godkänd"
    assert "Redovisningen är godkänd" in visible(response, "h2 + p")[0]


def test_is_404_where_nothing_was_handed_in(client, cast):
    client.force_login(cast.tova)
    assert client.get(URL).status_code == 404


def test_a_reviewer_reads_it(client, cast):
    handed_in(cast)
    client.force_login(cast.rut)
    assert facts(client.get(URL))["Version"] == "1"


def test_an_outsider_gets_404(client, cast):
    handed_in(cast)
    client.force_login(cast.ove)
    assert client.get(URL).status_code == 404


def test_is_only_read(client, cast):
    handed_in(cast)
    client.force_login(cast.tova)
    assert client.post(URL).status_code == 405


def test_queries_do_not_grow_with_versions(client, cast, django_assert_num_queries, django_assert_max_num_queries):
    handed_in(cast)
    client.force_login(cast.tova)
    with django_assert_max_num_queries(9) as counted:
        client.get(URL)
    for _ in range(2):
        workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
        workflow.submit(cast.tova, cast.of_teknik)
    with django_assert_num_queries(len(counted)):
        client.get(URL)
