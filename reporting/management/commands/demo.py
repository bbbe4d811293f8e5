"""`manage.py demo`: everything that bin/run needs to show the program, made once and then left alone."""

import json
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction
from django.utils import timezone

from reporting import roundfile
from reporting.apps import REVIEWERS
from submissions.models import Board, Membership, Round, User

PASSWORD = "internationell-demo"  # noqa: S105 - for the demo alone, which refuses to run where DEBUG is off
DAYS_OPEN = 60


@dataclass(frozen=True)
class Person:
    """Someone who can log in: a contact person of a board, or else one of the city office's."""

    name: str
    email: str
    what: str
    board: str = ""
    is_superuser: bool = False


PEOPLE = (
    Person("Mira Miljö", "miljo@example.com", "kontaktperson för Miljönämnden", board="Miljönämnden"),
    Person("Tova Teknik", "teknik@example.com", "kontaktperson för Tekniska nämnden", board="Tekniska nämnden"),
    Person("Rut Granskare", "handlaggare@example.com", "handläggare på stadskontoret"),
    Person("Ada Admin", "admin@example.com", "administratör", is_superuser=True),
)


class Command(BaseCommand):
    help = "Fyller en databas för demonstration: två exempelår, en öppen omgång, fyra personer och 2024 års dokument."

    def add_arguments(self, parser):
        parser.add_argument(
            "--serve", metavar="ADRESS", help="Starta sedan programmet, till exempel på 127.0.0.1:8000."
        )

    def handle(self, serve, **options):
        if not settings.DEBUG:
            raise CommandError("Demonstrationen har kända lösenord och går bara att köra där DEBUG är på.")
        call_command("migrate", verbosity=0)
        fill()
        self._compile(settings.BASE_DIR / "out")
        self._tell(serve)
        if serve:  # in this process, since starting another takes a second more
            call_command("remind")
            Thread(target=call_command, args=["send_mail", "--loop"], daemon=True).start()
            call_command("runserver", serve, use_reloader=False, skip_checks=True)

    def _compile(self, folder):
        if not (folder / "redovisning-2024.pdf").exists():
            self.stdout.write("Sammanställer 2024 års dokument …")
            call_command("compile_round", 2024, out=folder, stdout=self.stdout)

    def _tell(self, serve):
        people = [f"    {person.email:<26} {person.what}" for person in PEOPLE]
        lines = [
            f"2024 års dokument ligger i  {settings.BASE_DIR / 'out'}",
            *([f"Programmet finns på         http://{serve}"] if serve else []),
            f"Logga in med lösenordet     {PASSWORD}",
            *people,
            *(
                [f"Mejlen hamnar i             {settings.EMAIL_FILE_PATH}"]
                if "filebased" in settings.EMAIL_BACKEND
                else []
            ),
            *(["Avsluta med Ctrl-C."] if serve else []),
        ]
        self.stdout.write("\n".join(["", *lines, ""]))
        self.stdout.flush()  # also where it is written to a file, before the server takes over


@transaction.atomic
def fill():
    """Read in the example years that are not there, open a round after them, and make the people who are not there."""
    examples = [json.loads(path.read_text()) for path in sorted((settings.BASE_DIR / "examples").glob("*.json"))]
    for data in [*examples, _open_round(examples[-1])]:
        if not Round.objects.filter(year=data["round"]["year"]).exists():
            roundfile.read(data)
    for person in PEOPLE:
        if not User.objects.filter(email=person.email).exists():
            _make(person)


def _open_round(newest):
    """The year after the newest example: the same questions, goals, programmes and boards, open from today."""
    today = timezone.localdate()
    kept = ("questions", "goals", "goal_period", "policy", "exchange_rates")
    frame = {key: value for key, value in newest["round"].items() if key in kept}
    frame |= {"year": newest["round"]["year"] + 1}
    frame |= {"opens": today.isoformat(), "closes": (today + timedelta(DAYS_OPEN)).isoformat()}
    return {"round": frame} | {key: newest[key] for key in ("format", "programmes", "boards")}


def _make(person):
    rights = {"is_staff": not person.board, "is_superuser": person.is_superuser}
    user = User.objects.create_user(person.email, PASSWORD, name=person.name, **rights)
    if person.board:
        Membership.objects.create(user=user, board=Board.objects.get(name=person.board))
    elif not person.is_superuser:
        user.groups.add(Group.objects.get(name=REVIEWERS))
