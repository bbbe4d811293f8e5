"""What a board has changed between two versions that it has handed in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions import workflow
from submissions.models import Answer
from tests import make
from tests.page import select, visible

URL = "/2025/tekniska-namnden/andringar/1/2/"


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik, html="<p>Vi reste till Hamburg.</p>")
    make.card(cast.of_teknik, make.project())
    make.card(cast.of_teknik, make.project("gamla", "Gamla projektet"))
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


def hand_in_again(cast):
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    workflow.submit(cast.tova, cast.of_teknik)


@pytest.fixture
def tova(client, cast):
    client.force_login(cast.tova)
    return client


def told(response):
    """Section, row, what became of it, and its labels with their marked text."""
    return [
        (visible_in(section, "h2"), visible_in(part, "h3"), visible_in(part, ".quiet"), visible_in(part, "dt"))
        for section in select(response, "main section")
        for part in section.findall(".//article")
    ]


def visible_in(element, tag):
    found = [each for each in element.iter() if each.tag == tag or tag == f".{each.get('class')}"]
    texts = [" ".join("".join(each.itertext()).split()) for each in found]
    return texts if tag == "dt" else texts[0]


def test_shows_what_is_changed_added_and_gone_section_by_section(tova, cast, handed_in):
    handed_in.answers.update(html="<p>Vi reste till Kiel.</p>")
    make.answer(handed_in, 2, "<p>Ett nytt svar.</p>")
    handed_in.cards.filter(project__key="brave").update(paid=1_000_000, title="Vätgas")
    handed_in.cards.filter(project__key="gamla").delete()
    make.card(handed_in, make.project("nya", "Nya projektet"))
    make.decision(handed_in)
    type(handed_in).objects.filter(pk=handed_in.pk).update(decision_paragraph="§ 8")
    hand_in_again(cast)
    response = tova.get(URL)
    changes = told(response)
    assert [(section, row, kind) for section, row, kind, _ in changes] == [
        ("Frågor", "1. Fråga nummer 1?", "ändrat"),
        ("Frågor", "2. Fråga nummer 2?", "tillagt"),
        ("Projekt", "Vätgas", "ändrat"),
        ("Projekt", "Nya projektet", "tillagt"),
        ("Projekt", "Gamla projektet", "borttaget"),
        ("Nämndens beslut", "Beslut om redovisningen", "ändrat"),
    ]
    assert changes[2][3] == ["Egen rubrik", "Utbetalda medel"]
    assert "[Borttaget: 100 000] [Tillagt: 1 000 000] kronor" in visible(response, ".differences dd")
    assert changes[5][3] == ["Paragraf"]
    assert visible(response, ".differences del")[0] == "[Borttaget: Hamburg.]"
    assert visible(response, ".differences ins")[0] == "[Tillagt: Kiel.]"


def test_two_alike_say_so(tova, cast, handed_in):
    hand_in_again(cast)
    response = tova.get(URL)
    assert visible(response, ".notice") == ["Inget är ändrat. De två versionerna säger samma sak."]
    assert told(response) == []


def test_the_receipt_leads_there(tova, cast, handed_in):
    assert visible(tova.get("/2025/tekniska-namnden/kvitto/"), "main li a") == []
    hand_in_again(cast)
    hand_in_again(cast)
    receipt = tova.get("/2025/tekniska-namnden/kvitto/")
    assert [link.get("href") for link in select(receipt, "main li a, main h2 ~ p a")] == [
        "/2025/tekniska-namnden/andringar/1/2/",
        "/2025/tekniska-namnden/andringar/2/3/",
        "/2025/tekniska-namnden/andringar/1/3/",
    ]
    links = visible(receipt, "main li a, main h2 ~ p a")
    assert links == ["Jämför med version 1", "Jämför med version 2", "Jämför med version 1"]
    assert visible(tova.get("/2025/tekniska-namnden/andringar/1/3/"), "h1") == ["Jämförelse med version 1"]


def test_a_reviewer_reads_it_and_finds_the_way_back(client, cast, handed_in):
    hand_in_again(cast)
    client.force_login(cast.rut)
    response = client.get(URL)
    assert select(response, ".actions a")[0].get("href") == f"/admin/submissions/submission/{handed_in.pk}/change/"


def test_an_outsider_and_a_version_that_is_not_there(client, cast, handed_in):
    hand_in_again(cast)
    client.force_login(cast.ove)
    assert client.get(URL).status_code == 404
    client.force_login(cast.tova)
    assert client.get("/2025/tekniska-namnden/andringar/1/3/").status_code == 404
    assert client.post(URL).status_code == 405


def test_queries_do_not_grow_with_changes(tova, cast, handed_in, django_assert_num_queries):
    Answer.objects.update(html="<p>Annat.</p>")
    hand_in_again(cast)
    with CaptureQueriesContext(connection) as counted:
        tova.get(URL)
    version = handed_in.versions.last()
    for content in (version.data["submission"]["cards"], version.data["projects"]):
        content += [{**content[0], "project": f"p{n}", "key": f"p{n}"} for n in (1, 2)]
    version.save()
    with django_assert_num_queries(len(counted)):
        tova.get(URL)
