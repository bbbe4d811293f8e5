"""Who belongs to a board: the page Personer, those who only read, and the mark that something is finished."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from submissions import access, drafts, invitations, sections, task_list, workflow
from submissions.models import Answer, Membership, Round, Submission, User
from tests import make
from tests.at_once import at_once
from tests.page import select, visible

BOARD = "/2025/tekniska-namnden/"
PEOPLE = f"{BOARD}personer/"
QUESTION = f"{BOARD}fraga-1/"


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def lena(cast):
    """Lena, who only reads for Teknik."""
    person = make.contact("Lena Läsare", "lena@example.com", cast.teknik)
    Membership.objects.filter(user=person).update(can_write=False)
    return person


def remove(client, person):
    return client.post(f"{PEOPLE}{person.pk}/ta-bort/")


def test_says_who_belongs_and_what_they_may(cast, lena):
    response = logged_in(cast.tova).get(PEOPLE)
    assert visible(response, ".tasks > li") == [
        "Tova Teknik (du)tova@example.com Får skrivaEnda som får skriva",
        "Lena Läsarelena@example.com Får läsaTa bort Lena Läsare",
    ]


def test_a_reader_and_a_reviewer_see_the_page_without_forms(cast, lena):
    invitations.invite(cast.tova, cast.teknik, "nina@example.com", can_write=True)
    for person in (lena, cast.rut):
        response = logged_in(person).get(PEOPLE)
        assert len(visible(response, ".tasks > li")) == 3
        assert select(response, "main form") == []


def test_the_page_takes_as_many_queries_with_one_as_with_three(cast, django_assert_num_queries):
    client = logged_in(cast.tova)
    invitations.invite(cast.tova, cast.teknik, "a@example.com", can_write=True)
    client.get(PEOPLE)
    with django_assert_num_queries(7):
        client.get(PEOPLE)
    for number in range(3):
        make.contact(f"Kollega {number}", f"k{number}@example.com", cast.teknik)
        invitations.invite(cast.tova, cast.teknik, f"n{number}@example.com", can_write=True)
    with django_assert_num_queries(7):
        client.get(PEOPLE)


def test_a_reader_sees_everything_and_changes_nothing(cast, lena):
    make.answer(cast.of_teknik)
    client = logged_in(lena)
    task_list = client.get(BOARD)
    assert visible(task_list, "h1") == ["Tekniska nämnden 2025"]
    assert "men inte ändra den" in visible(task_list, ".notice")[0]
    question = client.get(QUESTION)
    assert "Vi reste till Hamburg." in question.content.decode()
    for page in (task_list, question, client.get(f"{BOARD}granska/")):
        assert select(page, "main form, main button") == []
    before = Answer.objects.get().html
    told = {"html": "<p>Nytt.</p>", "version": 0, "save_id": "", "writer": lena.pk}
    for url in (QUESTION, f"{BOARD}granska/", PEOPLE):
        assert client.post(url, told).status_code == 403
    assert Answer.objects.get().html == before


def test_a_reader_is_refused_where_it_is_saved_and_handed_in_too(cast, lena):
    answer = make.answer(cast.of_teknik)
    assert (access.is_member(lena, cast.of_teknik), access.may_write(lena, cast.of_teknik)) == (True, False)
    make.decision(cast.of_teknik)
    for work in (
        lambda: drafts.mark_done(lena, answer, True),
        lambda: workflow.submit(lena, cast.of_teknik),
        lambda: invitations.invite(lena, cast.teknik, "a@example.com", True),
        lambda: invitations.remove(lena, Membership.objects.get(user=cast.tova)),
    ):
        with pytest.raises(PermissionDenied):
            work()


def test_a_readers_start_page_offers_reading(cast, lena):
    response = logged_in(lena).get("/")
    assert visible(response, ".panel .btn") == ["Läs redovisningen, Tekniska nämnden"]


def test_a_person_is_taken_away_and_what_they_wrote_stays(cast, lena):
    tova = logged_in(cast.tova)
    assert visible(tova.get(f"{PEOPLE}{lena.pk}/ta-bort/"), "h1") == ["Vill du ta bort Lena Läsare?"]
    assert access.is_member(lena, cast.of_teknik)
    assert remove(tova, lena).status_code == 302
    assert not access.is_member(lena, cast.of_teknik)
    assert logged_in(lena).get(BOARD).status_code == 404


def test_a_board_keeps_its_last_writer(cast, lena):
    tova = logged_in(cast.tova)
    url = f"{PEOPLE}{cast.tova.pk}/ta-bort/"
    assert [link.get("href") for link in select(tova.get(PEOPLE), ".tasks a[href$='ta-bort/']")] == [
        f"{PEOPLE}{lena.pk}/ta-bort/"
    ]
    told = "Tova Teknik är den enda som får skriva för Tekniska nämnden. Bjud in någon annan först."
    asked, refused = tova.get(url), tova.post(url)
    assert (visible(asked, ".notice--warning"), select(asked, "main form")) == ([told], [])
    assert (refused.status_code, visible(refused, ".notice--error p")) == (409, [told])
    assert access.is_writer(cast.tova, cast.of_teknik)
    tage = make.contact("Tage", "tage@example.com", cast.teknik)
    User.objects.filter(pk=tage.pk).update(is_active=False)  # nobody writes who cannot log in
    assert remove(tova, cast.tova).status_code == 409
    User.objects.filter(pk=tage.pk).update(is_active=True)
    assert "Lämna nämnden" in visible(tova.get(PEOPLE), ".tasks a")
    assert remove(tova, cast.tova).url == "/"
    assert tova.get(BOARD).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_writers_who_take_each_other_away_leave_one(cast):
    tage = make.contact("Tage", "tage@example.com", cast.teknik)
    mine, his = (Membership.objects.get(user=each) for each in (cast.tova, tage))
    at_once(lambda: invitations.remove(cast.tova, his), lambda: invitations.remove(tage, mine))
    assert Membership.objects.filter(board=cast.teknik, can_write=True).count() == 1


@pytest.mark.parametrize("person", ["ove", "rut"])
def test_strangers_take_nobody_away(cast, person):
    response = remove(logged_in(getattr(cast, person)), cast.tova)
    assert response.status_code == {"ove": 404, "rut": 403}[person]
    assert Membership.objects.filter(user=cast.tova).exists()


def test_a_person_of_another_board_is_not_found(cast):
    assert remove(logged_in(cast.tova), cast.mira).status_code == 404


# Klarmarkera


def save(client, html="<p>Färdigt.</p>", version=0, **more):
    (save_id,) = [field.get("value") for field in select(client.get(QUESTION), "main [name=save_id]")]
    return client.post(QUESTION, {"html": html, "version": version, "save_id": save_id, **more}, follow=True)


def test_saves_and_marks_as_done_at_one_press(cast):
    response = save(logged_in(cast.tova), done="yes")
    answer = Answer.objects.get()
    assert (answer.html, answer.done_by) == ("<p>Färdigt.</p>", cast.tova)
    assert visible(response, ".notice--success") == ["Sparat och klarmarkerat."]
    at = timezone.localtime(answer.done_at)
    assert len(visible(response, ".done-mark")) == 1
    assert visible(response, ".done-mark")[0].startswith("Klarmarkerad av Tova Teknik")
    assert visible(response, ".done-mark")[0].endswith(f"{at:%H:%M}")


def test_what_is_still_missing_is_said_when_it_is_marked_as_done(cast):
    response = save(logged_in(cast.tova), html="", done="yes")
    (row,) = [row for row in task_list.tasks(cast.of_teknik)[0][1] if row.key == "1"]
    told = [each.message for each in row.problems]
    assert told
    assert visible(response, ".notice--success") == [
        f"Sparat och klarmarkerat, men något återstår innan ni kan lämna in. {' '.join(told)}"
    ]


def test_the_task_list_shows_the_mark_and_that_it_was_changed_since(cast):
    tova = logged_in(cast.tova)
    save(tova, done="yes")
    assert [text.endswith("sedan dess") for text in visible(tova.get(BOARD), ".tasks .done-mark")] == [False]
    save(tova, "<p>Ändrat.</p>", version=1)
    assert [text.endswith(", ändrad sedan dess") for text in visible(tova.get(BOARD), ".tasks .done-mark")] == [True]
    assert "Klarmarkera igen" in visible(tova.get(QUESTION), "main form button")


def test_the_mark_is_taken_back_and_nothing_else_is(cast):
    tova = logged_in(cast.tova)
    save(tova, done="yes")
    save(tova, version=1, done="no")
    answer = Answer.objects.get()
    assert (answer.html, answer.done_at, answer.done_by, answer.version) == ("<p>Färdigt.</p>", None, None, 1)


def test_what_could_not_be_saved_is_not_marked(cast):
    tova = logged_in(cast.tova)
    save(tova, "<p>Mitt.</p>")
    response = save(tova, "<p>Ett annat.</p>", version=0, done="yes")
    assert (response.status_code, Answer.objects.get().done_at) == (409, None)


def test_nothing_is_marked_when_it_is_handed_in_or_closed(cast):
    answer = make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    with pytest.raises(drafts.Locked):
        drafts.mark_done(cast.tova, answer, True)
    Submission.objects.update(status="draft")
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    answer.submission.refresh_from_db()
    with pytest.raises(drafts.Locked):
        drafts.mark_done(cast.tova, answer, True)
    assert Answer.objects.get().done_at is None


def test_every_kind_of_row_can_be_marked(cast):
    rows = [
        make.answer(cast.of_teknik),
        make.card(cast.of_teknik, make.project()),
        make.cooperation(cast.of_teknik),
        make.board_memo(cast.of_teknik),
    ]
    for row in rows:
        row.submission = cast.of_teknik
        drafts.mark_done(cast.tova, row, True)
    for section in sections.registered:
        marked = [section.key(each) for each in section.done(cast.of_teknik)]
        assert marked == (
            [section.key(row) for row in rows if isinstance(row, section.model)] if section.model else []
        )


def test_marks_take_as_many_queries_for_one_as_for_three(cast, django_assert_max_num_queries):
    for number in range(3):
        card = make.card(cast.of_teknik, make.project(f"projekt-{number}", f"Projekt {number}"))
        drafts.mark_done(cast.tova, card, True)
    with django_assert_max_num_queries(1):
        cards = next(each for each in sections.registered if each.name == "cards")
        assert [(cards.key(each), str(each.done_by)) for each in cards.done(cast.of_teknik)] == [
            (f"projekt-{number}", "Tova Teknik") for number in range(3)
        ]


# The deadline, and who waits for whom


def test_pages_say_how_long_is_left_and_who_waits_for_whom(cast):
    tova = logged_in(cast.tova)
    make.answer(cast.of_teknik)
    head = visible(tova.get(QUESTION), "main > p.quiet")[0]
    assert head.startswith("Tekniska nämnden 2025 · Sista dag: ")
    assert head.endswith(" (20 dagar kvar) · Väntar på att nämnden ska lämna in")
    make.handed_in(cast.of_teknik, cast.tova)
    assert " · Väntar på stadskontoret sedan " in visible(tova.get(QUESTION), "main > p.quiet")[0]
    workflow.approve(cast.rut, cast.of_teknik)
    assert visible(tova.get(QUESTION), "main > p.quiet")[0].endswith(" · Godkänd")
