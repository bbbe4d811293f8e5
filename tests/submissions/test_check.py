"""The check page: everything to be read, the board's decision, and handing in."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from config.html import text
from projects.models import Card
from reporting import figures, report, years
from submissions import workflow
from submissions.models import Round, Submission, Version
from tests import make
from tests.page import select, visible

URL = "/2025/tekniska-namnden/granska/"
RECEIPT = "/2025/tekniska-namnden/kvitto/"
DECIDED = {
    "decision_date": "2025-02-27",
    "decision_paragraph": "§ 41",
    "decision_diary_number": "TN-2025-12",
}
NOTHING = {"initial-decision_date": "", "initial-decision_paragraph": "", "initial-decision_diary_number": ""}
HAND_IN = {**DECIDED, **NOTHING, "confirmed": "on", "action": "hand_in"}
SAVE = {**DECIDED, **NOTHING, "action": "save"}


def decision(submission):
    return Submission.objects.values_list(*DECIDED, "status").get(pk=submission.pk)


def faults(response):
    return visible(response, ".error-summary li")


@pytest.fixture
def contact(client, cast):
    """Tova, logged in, with all questions answered."""
    make.answer(cast.of_teknik)
    client.force_login(cast.tova)
    return client


def test_shows_everything_with_links_back(contact, cast):
    make.card(cast.of_teknik, make.project())
    response = contact.get(URL)
    assert visible(response, ".paper h2") == [
        "Del 1. Nämndens internationella arbete",
        "Del 2. Internationellt finansierade projekt",
    ]
    assert [(link.get("href"), link.text) for link in select(response, ".part__head a")] == [
        ("/2025/tekniska-namnden/fraga-1/", "Ändra"),
        ("/2025/tekniska-namnden/fraga-2/", "Ändra"),
        ("/2025/tekniska-namnden/projekt/brave/", "Ändra"),
    ]
    assert visible(response, ".part > .rich")[0] == "Vi reste till Hamburg."


def test_what_is_missing_stands_first_with_links(client, cast):
    client.force_login(cast.tova)
    response = client.get(URL)
    assert [(link.get("href"), link.text) for link in select(response, ".problems a")] == [
        ("/2025/tekniska-namnden/fraga-1/#id_html", "Fråga 1: inget svar."),
        (URL + "#id_decision_date", "Nämndens beslut: saknar datum, paragraf och diarienummer."),
    ]


def test_the_worst_stands_first_under_its_own_heading(client, cast):
    card = make.card(cast.of_teknik, make.project(ends="2024"), paid=None)
    make.decision(cast.of_teknik)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, ".notice--error h2") == ["Det här måste rättas innan ni kan lämna in"]
    assert visible(response, ".notice--error li") == [
        "Fråga 1: inget svar.",
        "BRAVE: saknar utbetalda medel. Skriv 0 om inget har betalats ut.",
    ]
    assert visible(response, ".notice--warning h2") == ["Det här bör ni se över. Ni kan lämna in ändå"]
    assert visible(response, ".notice--warning li") == ["BRAVE: slutade före 2025. Ska det vara med i år?"]
    card.delete()
    make.answer(cast.of_teknik)
    assert visible(client.get(URL), ".notice--success, .notice--error, .notice--warning") == [
        "Allt som behövs finns med. Läs igenom och lämna in längst ner på sidan."
    ]


def test_what_several_rows_lack_is_said_once_with_a_link_to_each(contact, cast):
    for key, title in (("brave", "BRAVE"), ("nemo", "NEMO")):
        make.card(cast.of_teknik, make.project(key, title), paid=None)
    make.decision(cast.of_teknik)
    response = contact.get(URL)
    (listed,) = select(response, ".notice--error .problems > li")
    assert listed.text == "Saknar utbetalda medel. Skriv 0 om inget har betalats ut."
    assert [(link.get("href"), link.text) for link in select(response, ".notice--error a")] == [
        ("/2025/tekniska-namnden/projekt/brave/#id_paid", "BRAVE"),
        ("/2025/tekniska-namnden/projekt/nemo/#id_paid", "NEMO"),
    ]


def test_reads_as_the_report_prints_it(contact, cast):
    """The same headings, facts, texts and order; but for what only the whole city's account can know."""
    project = make.project(owner="Region Skåne", starts="2023-09", ends="2026", acronym="BR")
    texts = {name: f"<p>{name}</p>" for name in Card.TEXTS}
    card = make.card(cast.of_teknik, project, goals=(1, 2), title="Vätgas", **texts)
    card.cooperating_boards.set([cast.miljo])
    make.partner(card)
    make.decision(cast.of_teknik)
    response = contact.get(URL)
    (chapter,) = printed(cast.round)
    (in_print,) = chapter.cards
    assert visible(response, ".paper__board") == [chapter.board.name]
    assert visible(response, ".byline") == [f"{chapter.board.department} · {chapter.decision}"]
    facts = zip(visible(response, ".part > .card-facts dt"), visible(response, ".part > .card-facts dd"), strict=True)
    assert list(facts) == [(fact.label, fact.value.replace("\u00a0", " ")) for fact in in_print.facts]
    assert visible(response, "section:not(.not-printed) .part__head h3")[-1] == in_print.title
    assert visible(response, ".card-text > h4") == [heading for heading, _ in in_print.texts if heading]
    assert visible(response, ".card-text > :last-child") == [text(each) for _, each in in_print.texts]


def printed(round):
    """The chapters of the report on what is written now."""
    year = years.load(round, draft=True)
    return [each for each in report.content(year, figures.count(year, None))["chapters"] if each.cards]


def test_hands_in(contact, cast):
    response = contact.post(URL, HAND_IN)
    assert response.headers["Location"] == RECEIPT
    assert decision(cast.of_teknik) == (date(2025, 2, 27), "§ 41", "TN-2025-12", "submitted")
    version = Version.objects.get()
    assert (version.number, version.created_by) == (1, cast.tova)
    assert version.data["submission"]["decision"] == {
        "date": "2025-02-27",
        "paragraph": "§ 41",
        "diary_number": "TN-2025-12",
    }


def test_saves_the_decision_for_later(contact, cast):
    response = contact.post(URL, {**SAVE, "decision_diary_number": ""}, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert decision(cast.of_teknik) == (date(2025, 2, 27), "§ 41", "", "draft")
    assert visible(response, ".problems li") == ["Nämndens beslut: saknar diarienummer."]
    assert Version.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("41", "§ 41"), ("§41", "§ 41"), (" §  41 ", "§ 41"), ("§§41–42", "§§ 41–42"), ("41 b", "§ 41 b"), ("", "")],
)
def test_a_paragraph_gets_its_sign(contact, cast, typed, kept):
    contact.post(URL, {**SAVE, "decision_paragraph": typed})
    assert decision(cast.of_teknik)[1] == kept


def test_a_paragraph_too_long_for_its_sign_is_refused(contact, cast):
    response = contact.post(URL, {**SAVE, "decision_paragraph": "4" * 50})
    assert (response.status_code, decision(cast.of_teknik)[1]) == (422, "")
    assert [fault.split(":")[0] for fault in faults(response)] == ["Paragraf"]


def test_handing_in_demands_the_decision_and_the_tick(contact, cast):
    response = contact.post(URL, {**NOTHING, "action": "hand_in"})
    assert response.status_code == 422
    assert faults(response) == [
        "Datum för beslutet: Skriv beslutets datum innan ni lämnar in.",
        "Paragraf: Skriv beslutets paragraf innan ni lämnar in.",
        "Diarienummer: Skriv beslutets diarienummer innan ni lämnar in.",
        "Vi har läst igenom hela redovisningen: Kryssa i rutan när ni har gjort det.",
    ]
    assert visible(response, ".error-summary p")[0].startswith("Rätta det och lämna in igen.")
    assert decision(cast.of_teknik) == (None, "", "", "not_started")


def test_a_decision_in_the_future_is_refused(contact, cast):
    tomorrow = timezone.localdate() + timedelta(1)
    response = contact.post(URL, {**SAVE, "decision_date": tomorrow.isoformat()})
    assert faults(response) == ["Datum för beslutet: Datumet har inte varit än. Skriv dagen då nämnden beslutade."]
    assert visible(response, ".error-summary p")[0].startswith("Rätta det och spara igen.")
    assert decision(cast.of_teknik)[0] is None


def test_a_date_that_is_none_is_refused(contact, cast):
    response = contact.post(URL, {**SAVE, "decision_date": "i går"})
    assert faults(response) == ["Datum för beslutet: Fyll i ett giltigt datum."]
    assert 'value="i går"' in response.content.decode()


def test_what_is_missing_stops_the_handing_in_and_nothing_is_saved(client, cast):
    client.force_login(cast.tova)
    response = client.post(URL, HAND_IN)
    assert response.status_code == 409
    assert visible(response, ".notice--error p") == [
        "Redovisningen går inte att lämna in än. Rätta först det som saknas."
    ]
    assert decision(cast.of_teknik) == (None, "", "", "not_started")
    assert 'value="§ 41"' in response.content.decode()


def test_two_who_change_different_fields_both_keep_theirs(contact, cast):
    Submission.objects.filter(pk=cast.of_teknik.pk).update(decision_paragraph="§ 9")
    contact.post(URL, {**SAVE, "decision_paragraph": ""})
    assert decision(cast.of_teknik) == (date(2025, 2, 27), "§ 9", "TN-2025-12", "draft")


@pytest.mark.parametrize("action", ["save", "hand_in"])
def test_two_who_change_the_same_field(contact, cast, action):
    Submission.objects.filter(pk=cast.of_teknik.pk).update(decision_paragraph="§ 9")
    response = contact.post(URL, {**HAND_IN, "action": action})
    assert response.status_code == 409
    assert decision(cast.of_teknik) == (None, "§ 9", "", "not_started")
    assert response.context["form"]["decision_paragraph"].value() == "§ 9"
    assert "Du skrev: 27 februari 2025, § 41, TN-2025-12." in visible(response, ".notice--error p")[0]


def test_handed_in_by_a_colleague_meanwhile(contact, cast):
    make.handed_in(cast.of_teknik, cast.tova)
    response = contact.post(URL, HAND_IN)
    assert response.status_code == 409
    assert "Redovisningen är inlämnad, och då går den inte att ändra." in response.content.decode()
    assert visible(response, ".typed") == ["2025-02-27", "§ 41", "TN-2025-12"]
    assert Version.objects.count() == 1


def test_a_round_that_has_closed(contact, cast):
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    assert contact.post(URL, HAND_IN).status_code == 409
    assert visible(contact.get(URL), "h1") == ["Hela redovisningen"]
    assert Version.objects.count() == 0


def test_a_returned_submission_is_handed_in_again_after_the_round_has_closed(contact, cast):
    make.handed_in(cast.of_teknik, cast.tova)
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    page = contact.get(URL)
    assert visible(page, ".notice__message") == ["Skriv mer."]
    before = {f"initial-{name}": page.context["form"][name].value() for name in DECIDED}
    assert contact.post(URL, {**HAND_IN, **before}).headers["Location"] == RECEIPT
    assert [version.number for version in Version.objects.all()] == [1, 2]


def test_what_was_handed_in_is_read_as_it_was(contact, cast):
    make.handed_in(cast.of_teknik, cast.tova)
    cast.of_teknik.answers.update(html="<p>Ändrat i smyg.</p>")
    response = contact.get(URL)
    assert visible(response, ".part > .rich") == ["Vi reste till Hamburg."]
    assert visible(response, "form[data-warn-unsaved]") == []


def test_a_decision_typed_after_the_session_ran_out(client, cast):
    body = {**SAVE, "writer": cast.tova.pk}
    assert client.post(URL, body).headers["Location"] == f"{reverse('account_login')}?next={URL}"
    client.force_login(cast.tova)
    response = client.get(URL)
    assert response.context["form"]["decision_paragraph"].value() == "§ 41"
    assert "inte sparade än" in visible(response, ".notice--warning")[0]
    assert decision(cast.of_teknik) == (None, "", "", "not_started")


def test_a_decision_whose_round_closed_before_the_login_is_shown_to_be_copied(client, cast):
    client.post(URL, {**SAVE, "writer": cast.tova.pk})
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    client.force_login(cast.tova)
    response = client.get(URL)
    assert response.status_code == 409
    assert visible(response, ".typed") == ["2025-02-27", "§ 41", "TN-2025-12"]


def test_a_reviewer_reads_and_cannot_hand_in(contact, client, cast):
    client.force_login(cast.rut)
    assert visible(client.get(URL), "form[data-warn-unsaved]") == []
    assert client.post(URL, HAND_IN).status_code == 403
    assert Version.objects.count() == 0


def test_an_outsider_gets_404(client, cast):
    client.force_login(cast.ove)
    assert client.get(URL).status_code == 404
    assert client.post(URL, HAND_IN).status_code == 404


def test_wrong_method(contact):
    assert contact.put(URL).status_code == 405


def test_queries_do_not_grow_with_rows(contact, cast, django_assert_num_queries, django_assert_max_num_queries):
    make.card(cast.of_teknik, make.project())
    with django_assert_max_num_queries(40) as counted:
        contact.get(URL)
    make.answer(cast.of_teknik, 2)
    for key in ("ett", "tva"):
        make.partner(make.card(cast.of_teknik, make.project(key, key), goals=(1, 2)))
    with django_assert_num_queries(len(counted)):
        contact.get(URL)


@pytest.mark.parametrize("wrong", ["igår", "2025-02-30", "\0"])
def test_a_page_that_says_it_began_with_no_date_began_with_none(client, cast, wrong):
    client.force_login(cast.tova)
    assert client.post(URL, SAVE | {"initial-decision_date": wrong}).status_code == 302
    assert decision(cast.of_teknik)[0] == date(2025, 2, 27)
