"""A question's page: writing, last year's answer, and what happens to a text that cannot be saved."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.formats import day
from submissions import workflow
from submissions.models import Answer, Membership, Round, Submission, Version
from tests import make
from tests.page import visible

URL = "/2025/tekniska-namnden/fraga-1/"
TYPED = "<h3>Resor</h3><p>Vi reste till Gdańsk.</p>"


def post(client, user, markup=TYPED, version=0, headers=None, **more):
    return client.post(URL, {"html": markup, "version": version, "writer": user.pk, **more}, headers=headers)


def field(response, name):
    return response.context["form"][name].value()


def test_saves_an_answer(client, cast):
    client.force_login(cast.tova)
    response = client.post(URL, {"html": TYPED, "version": 0, "writer": cast.tova.pk}, follow=True)
    answer = Answer.objects.get()
    assert (answer.html, answer.version, answer.changed_by) == (TYPED, 1, cast.tova)
    assert response.redirect_chain == [(URL, 302)]
    assert visible(response, ".notice--success") == ["Svaret är sparat."]
    assert (field(response, "html"), field(response, "version")) == (TYPED, 1)
    assert visible(response, "[data-word-count]") == ["5 ord"]
    assert Submission.objects.get(pk=cast.of_teknik.pk).status == "draft"


def test_markup_outside_the_allow_list_is_not_saved(client, cast):
    client.force_login(cast.tova)
    post(client, cast.tova, '<p style="color:red">Hej<script>alert(1)</script><img src=x onerror=alert(1)></p>')
    assert Answer.objects.get().html == "<p>Hej</p>"


def test_an_answer_can_be_emptied(client, cast):
    make.answer(cast.of_teknik)
    client.force_login(cast.tova)
    post(client, cast.tova, "<p></p>")
    assert Answer.objects.get().html == ""


def test_a_save_without_a_version_is_refused(client, cast):
    client.force_login(cast.tova)
    response = client.post(URL, {"html": TYPED, "writer": cast.tova.pk})
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == [
        "Sidan är gammal. Kopiera din text, öppna sidan på nytt och klistra in den."
    ]
    assert field(response, "html") == TYPED
    assert Answer.objects.count() == 0


def test_help_and_the_way_to_other_questions(client, cast):
    cast.round.questions.filter(number=1).update(help="Nämn även resor.")
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, "#help") == ["Nämn även resor."]
    assert visible(response, "nav.actions a") == [
        "Fråga 2 →",
        "Till alla delar",
        "Historik",
        "Förhandsgranska som PDF",
    ]


def test_a_question_that_does_not_exist(client, cast):
    client.force_login(cast.tova)
    assert client.get("/2025/tekniska-namnden/fraga-9/").status_code == 404
    assert client.post("/2025/tekniska-namnden/fraga-9/", {"html": "x", "version": 0}).status_code == 404


def test_the_page_is_fetched_anew_on_the_way_back_and_the_answer_to_a_form_can_be_shown_again(client, cast):
    client.force_login(cast.tova)
    kept = "max-age=0, no-cache, no-store, must-revalidate, private"
    assert client.get(URL).headers["Cache-Control"] == kept
    assert "Cache-Control" not in client.post(URL, {"html": TYPED, "writer": cast.tova.pk}).headers


# Last year's answer


def last_year(cast, answers, year=2024):
    old = make.submission(make.round(year, opens_in=-400, closes_in=-300), cast.teknik)
    data = {"submission": {"board": "Tekniska nämnden", "answers": answers}}
    Version.objects.create(submission=old, number=1, data={"submission": {"board": "Tekniska nämnden"}})
    return Version.objects.create(submission=old, number=2, data=data)


def test_last_years_answer_stands_beside(client, cast):
    last_year(cast, [{"question": 1, "html": "<p>Förra året.</p>"}])
    last_year(cast, [{"question": 1, "html": "<p>Länge sedan.</p>"}], year=2023)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, "details summary") == ["Nämndens svar 2024"]
    assert visible(response, "details .rich") == ["Förra året."]
    assert "Frågan löd då" not in response.content.decode()


def test_a_question_that_was_worded_otherwise(client, cast):
    version = last_year(cast, [{"question": 1, "html": "<p>Förra året.</p>"}])
    version.submission.round.questions.filter(number=1).update(text="Vad gjorde ni?")
    client.force_login(cast.tova)
    assert visible(client.get(URL), "details p.quiet") == ["Frågan löd då: Vad gjorde ni?"]


def test_a_board_that_did_not_answer_last_year(client, cast):
    last_year(cast, [])
    client.force_login(cast.tova)
    assert visible(client.get(URL), "details p") == ["Nämnden svarade inte på fråga 1 då."]


def test_a_board_without_earlier_years(client, cast):
    client.force_login(cast.tova)
    assert visible(client.get(URL), "details") == []


# Two people


def test_a_conflict_shows_both_texts_and_leaves_the_choice(client, cast):
    make.contact("Tage", "tage@example.com", cast.teknik)
    make.answer(cast.of_teknik, html="<p>Början.</p>")
    other = Client()
    other.force_login(Membership.objects.get(user__email="tage@example.com").user)
    client.force_login(cast.tova)
    other.post(URL, {"html": "<p>Tages.</p>", "version": 0})
    response = post(client, cast.tova, "<p>Tovas.</p>", version=0)
    assert response.status_code == 409
    assert Answer.objects.get().html == "<p>Tages.</p>"
    assert visible(response, ".both__text") == ["[Skiljer sig: Tovas.]", "[Skiljer sig: Tages.]"]
    assert visible(response, "#conflict-heading") == ["Någon annan har sparat medan du skrev"]
    assert visible(response, ".notice--error p")[0].startswith("Tage sparade ")
    assert (field(response, "html"), field(response, "version")) == ("<p>Tovas.</p>", 1)
    post(client, cast.tova, "<p>Tages och Tovas.</p>", version=field(response, "version"))
    assert Answer.objects.get().html == "<p>Tages och Tovas.</p>"


def test_a_conflict_with_oneself_in_another_tab(client, cast):
    client.force_login(cast.tova)
    post(client, cast.tova, "<p>Ena fliken.</p>")
    response = post(client, cast.tova, "<p>Andra fliken.</p>")
    assert visible(response, "#conflict-heading") == ["Du har själv sparat något annat i en annan flik"]
    assert visible(response, ".notice--error p")[0].startswith("Du sparade ")


def test_a_button_pressed_twice_is_no_conflict(client, cast):
    client.force_login(cast.tova)
    assert [post(client, cast.tova).status_code for _ in range(2)] == [302, 302]
    assert Answer.objects.get().version == 1


# Too late


def closed(cast):
    Round.objects.update(closes=timezone.localdate() - timedelta(1))


def handed_in(cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)


@pytest.mark.parametrize(
    ("happens", "why"),
    [(closed, "Därför går redovisningen inte att ändra."), (handed_in, "Redovisningen är inlämnad")],
)
def test_a_text_that_comes_too_late_is_shown_to_be_copied(client, cast, happens, why):
    client.force_login(cast.tova)
    happens(cast)
    before = list(Answer.objects.values("html", "version"))
    response = post(client, cast.tova)
    assert response.status_code == 409
    assert visible(response, ".typed") == ["ResorVi reste till Gdańsk."]
    assert why in response.content.decode()
    assert "rut@example.com" in response.content.decode()
    assert list(Answer.objects.values("html", "version")) == before


@pytest.mark.parametrize("happens", [closed, handed_in])
def test_a_page_that_saves_by_itself_is_told_why_it_is_too_late(client, cast, happens):
    client.force_login(cast.tova)
    happens(cast)
    response = post(client, cast.tova, headers={"Accept": "application/json"})
    told = {
        closed: f"Omgången 2025 stängde {day(timezone.localdate() - timedelta(1))}. "
        "Därför går redovisningen inte att ändra.",
        handed_in: "Redovisningen är inlämnad, och då går den inte att ändra.",
    }
    assert (response.status_code, response.json()) == (409, {"message": told[happens]})


def test_a_locked_answer_is_read(client, cast):
    handed_in(cast)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, "form[data-warn-unsaved]") == []
    assert visible(response, ".panel") == ["Vi reste till Hamburg."]


# A session that ran out


def test_a_text_typed_after_the_session_ran_out_is_shown_after_login(client, cast):
    response = post(client, cast.tova)
    assert response.headers["Location"] == f"{reverse('account_login')}?next={URL}"
    assert "Det du skrev är inte borta" in client.get(response.headers["Location"]).content.decode()
    credentials = {"login": "tova@example.com", "password": make.PASSWORD, "next": URL}
    response = client.post(reverse("account_login"), credentials, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert (field(response, "html"), field(response, "version")) == (TYPED, "0")
    assert visible(response, ".notice--warning") == [
        "Du blev utloggad innan texten hann sparas. Här är den igen. Den är inte sparad än: tryck på Spara."
    ]
    assert Answer.objects.count() == 0
    assert field(client.get(URL), "html") == ""


def test_another_person_who_logs_in_does_not_see_it(client, cast):
    tage = make.contact("Tage", "tage@example.com", cast.teknik)
    post(client, cast.tova)
    client.force_login(tage)
    assert field(client.get(URL), "html") == ""
    client.force_login(cast.tova)
    assert field(client.get(URL), "html") == ""


def test_a_text_whose_round_closed_before_the_login(client, cast):
    post(client, cast.tova)
    closed(cast)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert response.status_code == 409
    assert visible(response, ".typed") == ["ResorVi reste till Gdańsk."]


def test_a_text_too_large_to_keep_is_shown_at_once(client, cast):
    response = post(client, cast.tova, "<p>Stort</p><p>" + "x" * 1_000_100 + "</p>")
    assert response.status_code == 409
    assert visible(response, ".typed")[0].startswith("Stortx")
    assert "unsaved" not in client.session


def test_a_text_kept_in_conflict_is_shown_beside_the_other(client, cast):
    post(client, cast.tova, "<p>Tovas.</p>", version=0)
    make.answer(cast.of_teknik, html="<p>Tages.</p>")
    Answer.objects.update(version=1)
    client.force_login(cast.tova)
    version = field(client.get(URL), "version")
    assert post(client, cast.tova, "<p>Tovas.</p>", version=version).status_code == 409


# Who may


def test_a_reviewer_reads_and_cannot_save(client, cast):
    make.answer(cast.of_teknik)
    client.force_login(cast.rut)
    assert visible(client.get(URL), ".panel") == ["Vi reste till Hamburg."]
    assert post(client, cast.rut).status_code == 403
    assert Answer.objects.get().html == "<p>Vi reste till Hamburg.</p>"


def test_an_outsider_gets_404(client, cast):
    client.force_login(cast.ove)
    assert client.get(URL).status_code == 404
    assert post(client, cast.ove).status_code == 404
    assert Answer.objects.count() == 0


def test_wrong_method(client, cast):
    client.force_login(cast.tova)
    assert client.delete(URL).status_code == 405


def test_a_contact_who_was_taken_off_the_board_meanwhile(client, cast):
    client.force_login(cast.tova)
    Membership.objects.filter(user=cast.tova).delete()
    assert post(client, cast.tova).status_code == 404


def test_a_form_too_large_is_answered_in_words(client, cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.force_login(cast.tova)
    response = client.post(URL, f"html={'x' * 2000}", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert visible(response, "h1") == ["Det du skickade är för stort"]


def test_a_file_that_is_sent_along_is_passed_over(client, cast):
    client.force_login(cast.tova)
    sent = ContentFile(b"x" * 100_000, name="bilaga.pdf")
    response = client.post(URL, {"html": "<p>Ett.</p>", "version": 0, "writer": cast.tova.pk, "bilaga": sent})
    assert (response.status_code, dict(response.wsgi_request.FILES)) == (302, {})
    assert Answer.objects.get().html == "<p>Ett.</p>"


def test_an_old_csrf_token_shows_the_text_to_be_copied(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.tova)
    response = post(strict, cast.tova)
    assert response.status_code == 403
    assert visible(response, ".typed") == ["ResorVi reste till Gdańsk."]
    assert Answer.objects.count() == 0


def test_queries_do_not_grow_with_questions(client, cast, django_assert_num_queries, django_assert_max_num_queries):
    last_year(cast, [{"question": 1, "html": "<p>Förra året.</p>"}])
    make.answer(cast.of_teknik)
    client.force_login(cast.tova)
    with django_assert_max_num_queries(16) as counted:
        client.get(URL)
    for number in (3, 4):
        question = cast.round.questions.create(number=number, text="Mer?")
        Answer.objects.create(submission=cast.of_teknik, question=question, html="<p>x</p>")
    with django_assert_num_queries(len(counted)):
        client.get(URL)


def test_a_returned_answer_shows_the_message(client, cast):
    handed_in(cast)
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    client.force_login(cast.tova)
    assert visible(client.get(URL), ".notice__message") == ["Skriv mer."]


def test_whoever_is_taken_from_the_board_while_writing_gets_the_text_back(client, cast):
    client.force_login(cast.tova)
    Membership.objects.filter(user=cast.tova).update(can_write=False)
    response = post(client, cast.tova)
    assert (response.status_code, visible(response, ".typed")) == (403, ["ResorVi reste till Gdańsk."])
    Membership.objects.filter(user=cast.tova).delete()
    response = post(client, cast.tova)
    assert (response.status_code, visible(response, ".typed")) == (404, ["ResorVi reste till Gdańsk."])
    assert visible(response, ".lead") == ["Du kan inte skriva här, eller kan det inte längre."]
    assert Answer.objects.count() == 0
