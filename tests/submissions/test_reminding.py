"""The page Påminn: who is mailed, in which words, and never twice by mistake."""

from datetime import timedelta

import pytest
from django.core import mail as post
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.formats import day as in_words
from submissions import mail, reminding, workflow
from submissions.models import Event, Mail, Membership, Round, Submission, User
from tests import make
from tests.at_once import at_once
from tests.page import select, visible, words

TEXT = "Hej! Hur går det?"


def url(cast):
    return reverse("admin:submissions_round_remind", args=[cast.round.pk])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def remind(client, cast, *submissions, text=TEXT, **more):
    return client.post(url(cast), {"submissions": [each.pk for each in submissions], "text": text, **more})


def reminded():
    return sorted(Event.objects.filter(kind=Event.Kind.REMINDED).values_list("submission__board__name", "message"))


def rows(response):
    return [[words(cell) for cell in row] for row in select(response, ".remind-boards tbody tr")]


def test_proposes_all_that_have_not_handed_in_and_a_text(rut, cast):
    make.answer(cast.of_miljo)
    make.handed_in(cast.of_miljo, cast.mira)
    response = rut.get(url(cast))
    day = timezone.localdate() + timedelta(20)
    assert rows(response) == [
        ["Fritidsnämnden", "ej påbörjad", in_words(day), "Ove Fritid", "–"],
        ["Tekniska nämnden", "ej påbörjad", in_words(day), "Tova Teknik", "–"],
    ]
    boxes = select(response, ".remind-boards input")
    assert [(each.get("value"), each.get("checked")) for each in boxes] == [
        (str(cast.of_fritid.pk), ""),
        (str(cast.of_teknik.pk), ""),
    ]
    assert "redovisning av det internationella arbetet 2025" in visible(response, "#id_text")[0]


def test_mails_the_writers_of_the_chosen_boards_in_the_offices_words(rut, cast, settings):
    settings.SITE_URL = "https://redovisning.example.se"
    reader = make.contact("Lars Läsare", "lars@example.com", cast.teknik)
    Membership.objects.filter(user=reader).update(can_write=False)
    make.contact("Gunnel Gammal", "gunnel@example.com", cast.teknik)
    User.objects.filter(email="gunnel@example.com").update(is_active=False)
    User.objects.filter(pk=cast.tova.pk).update(wants_reminders=False)
    response = remind(rut, cast, cast.of_teknik)
    assert response.url == reverse("round_overview", args=[2025])
    assert visible(rut.get(response.url), ".messagelist li") == ["1 nämnd får påminnelsen inom kort."]
    assert reminded() == [("Tekniska nämnden", TEXT)]
    mail.send_due()
    assert [each.to for each in post.outbox] == [["tova@example.com"]]
    assert post.outbox[0].subject == "Påminnelse: Tekniska nämndens internationella redovisning 2025"
    day = cast.round.closes
    assert post.outbox[0].body == (
        f"{TEXT}\n\nRut Granskare, stadskontoret\n\n"
        f"Ni har inte börjat skriva. Sista dagen är {in_words(day)}. Fortsätt här:\n"
        "https://redovisning.example.se/2025/tekniska-namnden/\n"
    )


def test_a_board_that_can_no_longer_write_is_told_so(rut, cast, settings):
    Round.objects.update(closes=timezone.localdate() - timedelta(2))
    assert ", har varit Kan inte skriva. Ge en ny sista dag till" in rows(rut.get(url(cast)))[0][2]
    remind(rut, cast, cast.of_teknik)
    mail.send_due()
    assert "Ni kan läsa men inte längre skriva. Be oss om en ny sista dag om ni ska lämna in. Här är er sida:" in (
        post.outbox[0].body
    )


def test_the_text_is_to_those_who_can_write_and_the_page_says_who_cannot(rut, cast):
    Round.objects.update(closes=timezone.localdate() - timedelta(2))
    response = rut.get(url(cast))
    assert "sista dagen har varit" in visible(response, "#id_text")[0]
    assert "så snart ni kan" not in visible(response, "#id_text")[0]
    assert len(select(response, ".remind-boards input[checked]")) == 3
    links = [each.get("href") for each in select(response, ".remind-boards td:nth-of-type(2) a")]
    boards = (cast.of_fritid, cast.of_miljo, cast.of_teknik)
    assert links == [reverse("admin:submission_deadline", args=[each.pk]) for each in boards]
    workflow.extend(cast.rut, cast.of_teknik, closes=timezone.localdate() + timedelta(5), reason="Mer tid.")
    response = rut.get(url(cast))
    assert "Lämna in den så snart ni kan." in visible(response, "#id_text")[0]
    assert [each.get("value") for each in select(response, ".remind-boards input[checked]")] == [
        str(cast.of_teknik.pk)
    ]
    assert visible(response, "p.notice")[0].startswith("2 av nämnderna kan inte längre skriva")


def test_a_returned_account_is_waited_for_too(rut, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    Mail.objects.all().delete()
    remind(rut, cast, cast.of_teknik)
    mail.send_due()
    assert "Redovisningen är återlämnad och väntar på att ni lämnar in den igen." in post.outbox[0].body
    assert Submission.objects.get(pk=cast.of_teknik.pk).status == "returned"


def test_what_is_handed_in_before_the_mail_goes_is_not_mailed_about(rut, cast):
    make.answer(cast.of_teknik)
    remind(rut, cast, cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    Mail.objects.exclude(kind=Mail.Kind.REMINDED).delete()
    assert mail.send_due() == (0, 0)
    assert Mail.objects.get().error == "inaktuellt"


def test_stands_in_the_timeline(rut, cast):
    remind(rut, cast, cast.of_teknik)
    response = rut.get(reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk]))
    assert any("Påmind av stadskontoret" in each and TEXT in each for each in visible(response, ".timeline > li"))


def test_the_page_tells_when_a_board_was_reminded_last(rut, cast):
    remind(rut, cast, cast.of_teknik)
    told = {row[0]: row[4] for row in rows(rut.get(url(cast)))}
    assert told["Fritidsnämnden"] == "–"
    assert told["Tekniska nämnden"] != "–"


def test_the_same_words_within_ten_minutes_are_asked_about_and_nothing_is_sent(rut, cast):
    remind(rut, cast, cast.of_teknik)
    other = Client()
    other.force_login(cast.ada)
    response = remind(other, cast, cast.of_teknik, cast.of_fritid)
    assert response.status_code == 409
    assert visible(response, ".error-summary h2") == ["Inget är skickat"]
    assert visible(response, ".error-summary li")[0].startswith("Tekniska nämnden, ")
    assert visible(response, ".error-summary li")[0].endswith(", av Rut Granskare")
    assert visible(response, "#id_text") == [TEXT]
    assert [each.get("value") for each in select(response, ".remind-boards input[checked]")] == [
        str(each.pk) for each in (cast.of_fritid, cast.of_teknik)
    ]
    assert len(reminded()) == 1
    assert remind(other, cast, cast.of_teknik, cast.of_fritid, again="on").status_code == 302
    assert len(reminded()) == 3


def test_other_words_or_a_later_time_are_not_asked_about(rut, cast):
    remind(rut, cast, cast.of_teknik)
    assert remind(rut, cast, cast.of_teknik, text="Något annat.").status_code == 302
    Event.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert remind(rut, cast, cast.of_teknik).status_code == 302
    assert len(reminded()) == 3


def test_two_officials_at_the_same_moment_mail_once(lasting_cast):
    cast = lasting_cast

    def work(person):
        return lambda: reminding.remind(person, [cast.of_teknik, cast.of_miljo], TEXT)

    raised = at_once(work(cast.rut), work(cast.ada))
    assert sorted(map(str, raised)) == sorted(map(str, [None, reminding.Already]))
    assert len(reminded()) == 2
    assert Mail.objects.count() == 2


def test_a_board_that_nobody_writes_for_cannot_be_chosen(rut, cast):
    Membership.objects.filter(board=cast.teknik).update(can_write=False)
    response = rut.get(url(cast))
    assert [row[3] for row in rows(response)] == [
        "Ove Fritid",
        "Mira Miljö",
        "Ingen kan skriva. Lägg till en kontaktperson för Tekniska nämnden",
    ]
    assert len(select(response, ".remind-boards input")) == 2
    page = rut.get(remind(rut, cast, cast.of_teknik, cast.of_fritid).url)
    assert reminded() == [("Fritidsnämnden", TEXT)]
    assert visible(page, ".messagelist li")[1] == (
        "Tekniska nämnden fick ingen påminnelse: redovisningen är inlämnad, eller ingen kan skriva."
    )


def test_someone_who_writes_for_one_board_and_reads_in_another(rut, cast):
    Membership.objects.create(user=cast.ove, board=cast.teknik, can_write=False)
    assert {row[0]: row[3] for row in rows(rut.get(url(cast)))}["Tekniska nämnden"] == "Tova Teknik"
    assert reminding.writers(cast.teknik) == [cast.tova]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"submissions": [], "text": TEXT}, ["Nämnder: Välj minst en nämnd."]),
        ({"submissions": "all", "text": "  "}, ["Text: Skriv vad som ska stå i mejlet."]),
    ],
)
def test_says_what_is_missing(rut, cast, typed, told):
    if typed["submissions"]:
        typed = {**typed, "submissions": [cast.of_teknik.pk]}
    response = rut.post(url(cast), typed)
    assert (response.status_code, visible(response, ".error-summary a")) == (422, told)
    assert visible(response, "title")[0].startswith("Fel: ")
    assert reminded() == []


def test_a_board_that_has_handed_in_since_is_not_reminded(rut, cast):
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status="submitted")
    response = remind(rut, cast, cast.of_teknik)
    assert (response.status_code, reminded()) == (422, [])


def test_says_where_there_is_nobody_to_remind(rut, cast):
    Submission.objects.update(status="approved")
    assert visible(rut.get(url(cast)), ".notice") == ["Alla nämnder har lämnat in. Det finns ingen att påminna."]
    Submission.objects.update(status="draft")
    Round.objects.update(opens=timezone.localdate() + timedelta(3))
    assert visible(rut.get(url(cast)), ".notice") == ["Omgången 2025 har inte öppnat än."]
    Round.objects.update(published=timezone.localdate())
    remind(rut, cast, cast.of_teknik)
    assert reminded() == []


def test_only_reviewers(client, cast):
    client.force_login(cast.tova)
    assert remind(client, cast, cast.of_teknik).url.startswith("/admin/login/")
    assert reminded() == []


def test_as_many_queries_for_many_boards(rut, cast):
    def queries():
        with CaptureQueriesContext(connection) as made:
            rut.get(url(cast))
        return len(made)

    few = queries()
    for number in range(5):
        board = make.board(f"Nämnd {number}")
        make.contact(f"P{number}", f"p{number}@example.com", board)
        make.submission(cast.round, board)
    assert queries() == few
