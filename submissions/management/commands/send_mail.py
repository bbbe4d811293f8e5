"""`manage.py send_mail` sends what is due in the outbox; with `--loop` it goes on, and looks every tenth second."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from config.formats import counted, number
from submissions import mail

PAUSE = 10  # seconds


class Command(BaseCommand):
    help = "Skicka de mejl i utkorgen som står i tur. Två som körs samtidigt skickar aldrig samma mejl."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="fortsätt, och titta i utkorgen var tionde sekund")

    def handle(self, *args, loop, **options):
        self._send(quiet=loop)
        while loop:
            time.sleep(PAUSE)
            close_old_connections()  # a database that was restarted is found again
            self._send(quiet=True)

    def _send(self, quiet):
        sent, failed = mail.send_due()
        if not quiet or sent or failed:
            kept = f", {number(failed)} gick inte fram och prövas igen" if failed else ""
            self.stdout.write(f"{counted(sent, 'mejl skickat', 'mejl skickade')}{kept}.")
