"""Which reminders are put in the outbox on which day, for whom, and how often."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from submissions import mail, reminders
from submissions.models import Mail, Membership, Round, User
from tests import make

from .mailbox import lines, parts

LAST = date(2025, 12, 11)


@pytest.fixture
def on(cast, monkeypatch):
    """`on(day)` makes it that day, in a round from the first of November to the eleventh of December."""
    Round.objects.update(opens=date(2025, 11, 1), closes=LAST)
    cast.of_teknik.refresh_from_db()

    def move(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day)
        return reminders.queue()

    return move


def told(person):
    return list(Mail.objects.filter(person=person).order_by("pk").values_list("kind", "day"))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2025, 10, 31), None),
        (date(2025, 11, 1), "opened"),
        (date(2025, 11, 26), "opened"),
        (date(2025, 11, 27), "two_weeks"),
        (date(2025, 12, 8), "three_days"),
        (date(2025, 12, 11), "last_day"),
        (date(2025, 12, 12), None),
    ],
)
def test_which_reminder_belongs_to_a_day(on, cast, day, kind):
    assert on(day) == (3 if kind else 0)
    assert [each for each, _ in told(cast.tova)] == ([kind] if kind else [])


def test_a_whole_round_reminds_four_times_however_often_it_runs(on, cast):
    for number in range(45):
        on(date(2025, 11, 1) + timedelta(number))
        on(date(2025, 11, 1) + timedelta(number))
    assert told(cast.tova) == [
        ("opened", date(2025, 11, 1)),
        ("two_weeks", date(2025, 11, 27)),
        ("three_days", date(2025, 12, 8)),
        ("last_day", LAST),
    ]


def test_a_morning_that_was_missed_is_made_up_for_and_only_the_newest_is_sent(on, cast):
    on(date(2025, 12, 9))
    assert told(cast.tova) == [("three_days", date(2025, 12, 8))]


def test_a_short_round_is_not_said_to_open_and_to_end_on_the_same_day(on, cast):
    Round.objects.update(opens=LAST - timedelta(3))
    on(LAST - timedelta(3))
    on(LAST - timedelta(1))
    on(LAST)
    assert [kind for kind, _ in told(cast.tova)] == ["opened", "last_day"]


def test_a_last_day_that_is_moved_is_reminded_of_anew(on, cast):
    on(LAST)
    Round.objects.update(closes=LAST + timedelta(7))
    assert on(LAST + timedelta(4)) == 3
    assert told(cast.tova) == [("last_day", LAST), ("three_days", LAST + timedelta(4))]


def test_only_those_who_write_for_a_board_that_has_not_handed_in_are_reminded(on, cast):
    make.answer(cast.of_miljo)
    Round.objects.update(opens=timezone.localdate(), closes=timezone.localdate() + timedelta(20))
    cast.of_miljo.refresh_from_db()
    make.handed_in(cast.of_miljo, cast.mira)
    Mail.objects.all().delete()
    reader = make.contact("Lena Läsare", "lena@example.com", cast.teknik)
    Membership.objects.filter(user=reader).update(can_write=False)
    quiet = make.contact("Tyst", "tyst@example.com", cast.teknik)
    gone = make.contact("Borta", "borta@example.com", cast.teknik)
    User.objects.filter(pk=quiet.pk).update(wants_reminders=False)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    reminders.queue()
    assert sorted(str(each.person) for each in Mail.objects.all()) == ["Ove Fritid", "Tova Teknik"]


def test_the_same_number_of_queries_with_many_boards(on, cast, django_assert_max_num_queries):
    for number in range(10):
        board = make.board(f"Nämnd {number}")
        make.submission(cast.round, board)
        make.contact(f"Person {number}", f"p{number}@example.com", board)
    with django_assert_max_num_queries(10):
        assert on(LAST) == 13


def test_the_mail_says_how_long_is_left_and_how_to_turn_it_off(on, cast, inbox):
    Mail.objects.all().delete()
    on(date(2025, 12, 9))
    Mail.objects.exclude(person=cast.tova).delete()
    assert mail.send_due() == (1, 0)
    (sent,) = inbox.mails
    assert " ".join(sent["Subject"].split()) == "2 dagar kvar: Tekniska nämndens internationella redovisning 2025"
    assert lines(sent) == [
        "Hej!",
        "",
        "Det är 2 dagar kvar. Sista dagen är 11 december 2025. "
        "Tekniska nämnden har inte lämnat in redovisningen av internationellt arbete 2025 än.",
        "",
        "Ni har inte börjat skriva. Börja här:",
        "https://redovisning.example.se/2025/tekniska-namnden/",
        "",
        "När allt är skrivet lämnar ni in med knappen Granska och lämna in. "
        "Nämnden behöver ha fattat sitt beslut innan dess.",
        "",
        "Du får mejlet för att du skriver för Tekniska nämnden. Vill du inte ha påminnelser? Stäng av dem här:",
        "https://redovisning.example.se/mina-mejl/",
    ]


@pytest.mark.parametrize("kind", [Mail.Kind.OPENED, *reminders.BEFORE_THE_LAST_DAY])
def test_every_reminder_says_how_to_turn_it_off(on, cast, inbox, kind):
    on(LAST)
    Mail.objects.exclude(person=cast.tova).delete()
    Mail.objects.update(kind=kind)
    assert mail.send_due() == (1, 0)
    assert [("/mina-mejl/" in part) for part in parts(inbox.mails[0])[:2]] == [True, True]


@pytest.mark.parametrize("change", ["handed in", "turned off", "closed", "only reads"])
def test_a_reminder_that_is_no_longer_needed_is_not_sent(on, cast, inbox, change):
    on(LAST)
    Mail.objects.exclude(person=cast.tova).delete()
    if change == "handed in":
        make.answer(cast.of_teknik)
        make.handed_in(cast.of_teknik, cast.tova)
        Mail.objects.filter(kind="receipt").delete()
    if change == "turned off":
        User.objects.update(wants_reminders=False)
    if change == "closed":
        on(LAST + timedelta(1))
    if change == "only reads":
        Membership.objects.update(can_write=False)
    assert (mail.send_due(), inbox.mails) == ((0, 0), [])


def test_the_command_may_run_twice(on, cast, capsys):
    on(LAST)
    Mail.objects.all().delete()
    call_command("remind")
    call_command("remind")
    assert capsys.readouterr().out == "3 nya påminnelser i utkorgen.\n0 nya påminnelser i utkorgen.\n"


def test_a_person_turns_reminders_off_and_on(cast):
    client = Client()
    client.force_login(cast.tova)
    assert client.get("/mina-mejl/").status_code == 200
    assert client.post("/mina-mejl/", {}).status_code == 302
    assert not User.objects.get(pk=cast.tova.pk).wants_reminders
    client.post("/mina-mejl/", {"wants_reminders": "on", "is_superuser": "on"})
    tova = User.objects.get(pk=cast.tova.pk)
    assert (tova.wants_reminders, tova.is_superuser) == (True, False)


def test_the_morning_takes_away_what_was_sent_a_year_ago_and_logins_that_have_run_out(cast):
    cast.of_teknik.refresh_from_db()
    about = {"kind": "returned", "person": cast.tova, "submission": cast.of_teknik}
    old, waiting, new = (Mail.objects.create(**about, next_try=when) for when in (None, timezone.now(), None))
    Mail.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=timezone.now() - timedelta(367))
    client = Client()
    client.force_login(cast.tova)
    Session.objects.update(expire_date=timezone.now() - timedelta(1))
    call_command("remind")
    kept = Mail.objects.filter(kind="returned").values_list("pk", flat=True)
    assert (sorted(kept), Session.objects.count()) == ([waiting.pk, new.pk], 0)
