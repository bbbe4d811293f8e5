"""Text out of Word documents, for an editor, on a question's page, and for all questions at once; and hyphens."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from submissions import history
from submissions.models import Answer, Round
from tests import make, word
from tests.page import select, visible
from tests.word import heading, paragraph, table

BOARD = "/2025/tekniska-namnden/"
TEXT, WHOLE, LEFT_OVER = f"{BOARD}word/text/", f"{BOARD}word/", f"{BOARD}word/avstavningar/"
QUESTION, INTO, MEND = f"{BOARD}fraga-1/", f"{BOARD}fraga-1/word/", f"{BOARD}fraga-1/avstavningar/"


def file(*blocks, name="text.docx"):
    return SimpleUploadedFile(name, word.document(*blocks))


@pytest.fixture
def tova(client, cast):
    client.force_login(cast.tova)
    return client


def close():
    Round.objects.update(closes=timezone.localdate() - timezone.timedelta(1))


# For an editor


def test_the_editor_gets_the_text_and_what_did_not_come_along(tova):
    response = tova.post(TEXT, {"word": file(heading("Resor"), table(["a", "b"]))})
    assert (response.status_code, response.json()) == (
        200,
        {"html": "<h3>Resor</h3><p>a – b</p>", "told": "1 tabell blev text: ett stycke för varje rad."},
    )


@pytest.mark.parametrize(
    ("posted", "fault"),
    [
        ({}, "Välj först ett Word-dokument (.docx)."),
        ({"word": "text"}, "Välj först ett Word-dokument (.docx)."),
        ({"word": SimpleUploadedFile("a.docx", b"Hej")}, "Filen är inte ett Word-dokument (.docx)."),
    ],
)
def test_the_editor_is_told_why_nothing_came(tova, posted, fault):
    response = tova.post(TEXT, posted)
    assert (response.status_code, response.json()) == (422, {"fault": fault})


@pytest.mark.parametrize("address", [TEXT, INTO, LEFT_OVER, WHOLE, MEND])
@pytest.mark.parametrize(("person", "status"), [("ove", 404), ("rut", 403)])
def test_only_the_board_itself_may_send_anything(client, cast, address, person, status):
    client.force_login(getattr(cast, person))
    assert client.post(address, {"word": file(paragraph("a"))}).status_code == status


@pytest.mark.parametrize("address", [TEXT, LEFT_OVER])
def test_they_are_no_pages(tova, address):
    assert tova.get(address).status_code == 405


def test_an_editor_whose_writer_is_logged_out_is_told_so(client, cast):
    response = client.post(TEXT, {"word": file(paragraph("a"))}, headers={"Accept": "application/json"})
    assert response.status_code == 401


# On a question's page, without JavaScript


def into(client, *blocks, **form):
    return client.post(INTO, {"html": "<p>Mitt.</p>", "version": "3", "word": file(*blocks), **form})


def test_the_text_is_put_after_what_stood_in_the_form_and_not_saved(tova, cast):
    response = into(tova, paragraph("Ur Word."), table(["a", "b"]))
    assert response.status_code == 200
    assert select(response, "textarea[name=html]")[0].text.strip() == "<p>Mitt.</p><p>Ur Word.</p><p>a – b</p>"
    assert select(response, "input[name=version]")[0].get("value") == "3"
    assert visible(response, ".notice") == [
        "Texten ur dokumentet står nu sist i svaret. 1 tabell blev text: ett stycke för varje rad. "
        "Läs igenom den och spara.",
        "Texten är inte sparad.",
    ]
    assert Answer.objects.count() == 0


def test_a_refused_file_is_told_as_a_fault_and_the_text_stays(tova, cast):
    response = tova.post(INTO, {"html": "<p>Mitt.</p>", "version": "0", "word": SimpleUploadedFile("a.doc", b"Hej")})
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == ["Svar: Filen är inte ett Word-dokument (.docx)."]
    assert visible(response, "title")[0].startswith("Fel: ")
    assert select(response, "textarea[name=html]")[0].text.strip() == "<p>Mitt.</p>"


def test_in_a_locked_submission_the_text_is_shown_to_be_copied(tova, cast):
    close()
    response = into(tova, paragraph("Ur Word."))
    assert response.status_code == 409
    assert visible(response, ".typed") == ["Mitt."]


def test_the_question_page_has_the_file_field_and_the_tools(tova, cast):
    response = tova.get(QUESTION)
    (button,) = select(response, "noscript button[formaction]")
    assert (button.get("formaction"), button.get("formenctype")) == (INTO, "multipart/form-data")
    assert f'data-text="{TEXT}" data-hyphens="{LEFT_OVER}"' in response.content.decode()


def test_whoever_had_been_logged_out_finds_the_text_on_the_questions_page(client, cast):
    posted = {"html": "<p>Mitt.</p>", "version": "0", "writer": cast.tova.pk}
    assert client.post(INTO, posted).url == f"/konto/login/?next={INTO}"
    client.force_login(cast.tova)
    response = client.get(INTO, follow=True)
    assert response.redirect_chain == [(QUESTION, 302)]
    assert select(response, "textarea[name=html]")[0].text.strip() == "<p>Mitt.</p>"


def test_there_is_no_question_of_that_number(tova):
    assert tova.post(f"{BOARD}fraga-9/word/", {"html": "", "version": "0"}).status_code == 404


# A whole document


def read(client, *blocks):
    return client.post(WHOLE, {"word": file(*blocks)})


def fields(response):
    """What the page's form would send as it stands."""
    sent = {
        each.get("name"): each.get("value", "") for each in select(response, "main form input") if each.get("name")
    }
    for radio in select(response, "main form input[type=radio]"):
        sent.pop(radio.get("name"), None)
    for radio in select(response, "main form input[type=radio][checked]"):
        sent[radio.get("name")] = radio.get("value")
    for box in select(response, "main form select"):
        chosen = [option for option in box if "selected" in option.attrib]
        sent[box.get("name")] = chosen[0].get("value") if chosen else ""
    return sent


DOCUMENT = (
    paragraph("Inledning."),
    heading("1. Fråga nummer 1?"),
    paragraph("Svar ett."),
    heading("Fråga 2"),
    heading("Resor", 2),
    paragraph("Svar två."),
    heading("Bilaga"),
    paragraph("Efteråt."),
)


def test_the_document_is_shown_divided_and_nothing_is_saved(tova, cast):
    response = read(tova, *DOCUMENT)
    sent = fields(response)
    told = [(sent[f"del-{at}-heading"], sent[f"del-{at}-html"], sent[f"del-{at}-question"]) for at in range(4)]
    assert told == [
        ("", "<p>Inledning.</p>", ""),
        ("1. Fråga nummer 1?", "<p>Svar ett.</p>", "1"),
        ("Fråga 2", "<h3>Resor</h3><p>Svar två.</p>", "2"),
        ("Bilaga", "<h3>Bilaga</h3><p>Efteråt.</p>", ""),
    ]
    assert len(visible(response, ".word-nowhere")) == 2
    assert Answer.objects.count() == 0


def test_it_is_taken_over_when_that_is_accepted_and_what_is_left_is_told(tova, cast):
    response = tova.post(WHOLE, fields(read(tova, *DOCUMENT)), follow=True)
    assert {answer.question.number: answer.html for answer in Answer.objects.all()} == {
        1: "<p>Svar ett.</p>",
        2: "<h3>Resor</h3><p>Svar två.</p>",
    }
    assert visible(response, ".notice--success") == [
        "Texten ur dokumentet är sparad i fråga 1 och 2. 2 delar av dokumentet togs inte med."
    ]
    assert [history.of(answer).count() for answer in Answer.objects.all()] == [1, 1]


def test_a_piece_may_be_given_to_another_question(tova, cast):
    sent = fields(read(tova, *DOCUMENT)) | {"del-0-question": "1", "del-2-question": "", "del-3-question": "1"}
    tova.post(WHOLE, sent)
    assert [answer.html for answer in Answer.objects.all()] == [
        "<p>Inledning.</p><p>Svar ett.</p><h3>Bilaga</h3><p>Efteråt.</p>"
    ]


@pytest.mark.parametrize(
    ("way", "html"), [("append", "<p>Förut.</p><p>Svar ett.</p>"), ("replace", "<p>Svar ett.</p>")]
)
def test_what_stood_before_is_shown_and_stays_or_is_replaced(tova, cast, way, html):
    make.answer(cast.of_teknik, html="<p>Förut.</p>")
    response = read(tova, *DOCUMENT)
    assert "Förut." in visible(response, ".word-piece")[-1]
    sent = fields(response)
    assert sent["fraga-1-way"] == "append"
    tova.post(WHOLE, sent | {"fraga-1-way": way})
    assert cast.of_teknik.answers.get(question__number=1).html == html


def test_sent_twice_it_is_done_once(tova, cast):
    make.answer(cast.of_teknik, html="<p>Förut.</p>")
    sent = fields(read(tova, *DOCUMENT))
    assert [tova.post(WHOLE, sent).status_code for _ in range(2)] == [302, 302]
    assert cast.of_teknik.answers.get(question__number=1).html == "<p>Förut.</p><p>Svar ett.</p>"


def test_where_somebody_has_saved_meanwhile_nothing_is_and_the_page_says_so(tova, cast):
    answer = make.answer(cast.of_teknik, number=2, html="<p>Förut.</p>")
    sent = fields(read(tova, *DOCUMENT))
    Answer.objects.filter(pk=answer.pk).update(html="<p>Tages.</p>", version=1)
    response = tova.post(WHOLE, sent)
    assert response.status_code == 409
    assert visible(response, "[role=alert] h2") == ["Inget är sparat"]
    assert "Tages." in visible(response, ".word-piece")[-1]
    assert [answer.html for answer in Answer.objects.all()] == ["<p>Tages.</p>"]
    assert tova.post(WHOLE, fields(response)).status_code == 302
    assert cast.of_teknik.answers.get(question__number=2).html == "<p>Tages.</p><h3>Resor</h3><p>Svar två.</p>"


def test_where_no_question_gets_anything_the_page_says_so(tova, cast):
    response = tova.post(WHOLE, fields(read(tova, paragraph("Bara text."))))
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == ["Välj minst en fråga som ska få text ur dokumentet."]
    assert visible(response, "title")[0].startswith("Fel: ")


@pytest.mark.parametrize("posted", [{}, {"word": SimpleUploadedFile("a.docx", b"Hej")}])
def test_a_refused_document_is_told(tova, posted):
    response = tova.post(WHOLE, posted)
    assert response.status_code == 422
    assert len(visible(response, ".error-summary li")) == 1


def test_what_comes_back_is_cleaned(tova, cast):
    sent = fields(read(tova, *DOCUMENT)) | {"del-1-html": "<p onclick=x>a<script>b</script></p>"}
    tova.post(WHOLE, sent)
    assert cast.of_teknik.answers.get(question__number=1).html == "<p>a</p>"


@pytest.mark.parametrize("name", ["del-TOTAL_FORMS", "fraga-1-version", "del-1-question"])
def test_a_form_that_is_not_ours_saves_nothing(tova, cast, name):
    sent = fields(read(tova, *DOCUMENT)) | {name: "x"}
    assert tova.post(WHOLE, sent).status_code == 422
    assert Answer.objects.count() == 0


def test_when_the_round_closed_meanwhile_the_texts_are_shown_to_be_copied(tova, cast):
    sent = fields(read(tova, *DOCUMENT))
    close()
    response = tova.post(WHOLE, sent)
    assert response.status_code == 409
    assert visible(response, ".typed") == ["Inledning.", "Svar ett.", "ResorSvar två.", "BilagaEfteråt."]
    assert tova.get(WHOLE).status_code == 302


def test_after_a_login_the_pieces_are_there_again(client, cast):
    client.force_login(cast.tova)
    sent = fields(read(client, *DOCUMENT))
    client.logout()
    assert client.post(WHOLE, sent).status_code == 302
    client.force_login(cast.tova)
    assert fields(client.get(WHOLE))["del-1-html"] == "<p>Svar ett.</p>"


def test_questions_cost_the_same_number_of_queries_however_many_pieces(tova, cast, django_assert_num_queries):
    read(tova, *DOCUMENT)
    with django_assert_num_queries(9):
        read(tova, *DOCUMENT)
    with django_assert_num_queries(9):
        read(tova, *DOCUMENT, *DOCUMENT)


def test_the_task_list_leads_there_while_it_can_be_written(tova, cast):
    assert len(select(tova.get(BOARD), f'a[href="{WHOLE}"]')) == 1
    close()
    assert select(tova.get(BOARD), f'a[href="{WHOLE}"]') == []


# Hyphens


def test_left_over_hyphens_are_found_by_the_boards_own_words_of_earlier_years(tova, cast):
    earlier = make.submission(make.round(2024), cast.teknik)
    make.answer(earlier, html="<p>Programmet är tillgängligt.</p>")
    others = make.answer(cast.of_miljo, html="<p>Processen.</p>")
    assert others.html
    response = tova.post(LEFT_OVER, {"html": "<p>Ett pro-gram, till-gängligt i en pro-cess.</p>"})
    assert response.json() == {"found": {"pro-gram": "program", "till-gängligt": "tillgängligt"}}


def test_left_over_hyphens_are_found_by_the_words_of_a_board_that_it_has_taken_over(tova, cast):
    make.answer(make.submission(make.round(2024), cast.fritid), html="<p>Vår samverkan växer.</p>")
    cast.teknik.follows.add(cast.fritid)
    assert tova.post(LEFT_OVER, {"html": "<p>Vårt samver-kan.</p>"}).json() == {"found": {"samver-kan": "samverkan"}}


def test_a_text_without_hyphens_costs_no_look_at_the_boards_words(tova, cast, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert tova.post(LEFT_OVER, {"html": "<p>EU-projekt</p>"}).json() == {"found": {}}


BROKEN = "<p>Programmet: ett pro-gram som är till-gängligt. Tillgänglighet.</p>"


def test_a_saved_answer_is_mended_by_the_words_that_are_ticked(tova, cast):
    make.answer(cast.of_teknik, html=BROKEN)
    page = tova.get(MEND)
    assert visible(page, ".form-check") == ["pro-gram → program", "till-gängligt → tillgängligt"]
    sent = fields(page) | {"words": ["pro-gram"]}
    response = tova.post(MEND, sent, follow=True)
    assert visible(response, ".notice--success") == ["1 avstavning är lagad och sparad."]
    answer = Answer.objects.get()
    assert answer.html == BROKEN.replace("pro-gram", "program")
    assert history.of(answer).last().created_by == cast.tova


def test_a_saved_card_is_mended_in_all_its_texts(tova, cast):
    card = make.card(
        cast.of_teknik, make.project(), description=BROKEN, results="<p>Mer pro-gram.</p>", title="pro-gram"
    )
    address = f"{BOARD}projekt/brave/avstavningar/"
    tova.post(address, fields(tova.get(address)) | {"words": ["pro-gram", "till-gängligt"]})
    card.refresh_from_db()
    assert card.description == "<p>Programmet: ett program som är tillgängligt. Tillgänglighet.</p>"
    assert (card.results, card.title) == ("<p>Mer program.</p>", "pro-gram")


def test_a_text_that_was_changed_meanwhile_is_not_mended(tova, cast):
    make.answer(cast.of_teknik, html=BROKEN)
    sent = fields(tova.get(MEND)) | {"words": ["pro-gram"]}
    Answer.objects.update(html=f"{BROKEN}<p>Mer.</p>", version=1)
    response = tova.post(MEND, sent)
    assert response.status_code == 409
    assert visible(response, "[role=alert] h2") == ["Inget är ändrat"]
    assert tova.post(MEND, fields(response) | {"words": ["pro-gram"]}).status_code == 302
    assert Answer.objects.get().html == BROKEN.replace("pro-gram", "program") + "<p>Mer.</p>"


def test_no_word_ticked_is_a_fault(tova, cast):
    make.answer(cast.of_teknik, html=BROKEN)
    response = tova.post(MEND, {"version": 0, "save_id": uuid4()})
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == ["Ord att laga: Kryssa för minst ett ord."]


def test_where_nothing_is_broken_the_page_says_so(tova, cast):
    assert visible(tova.get(MEND), "main form button") == []


def test_a_locked_answer_is_not_mended(tova, cast):
    make.answer(cast.of_teknik, html=BROKEN)
    close()
    assert tova.get(MEND).url == tova.post(MEND, {"words": ["pro-gram"], "version": 0}).url == QUESTION
    assert Answer.objects.get().html == BROKEN
