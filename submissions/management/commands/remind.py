"""`manage.py remind` puts today's reminders in the outbox, and takes away what is out of date. Run it each morning."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.formats import counted
from submissions import mail, reminders


class Command(BaseCommand):
    help = (
        "Lägg dagens påminnelser till nämnderna i utkorgen, och ta bort mejl som är äldre än ett år och inloggningar "
        "som har gått ut. Kan köras hur ofta som helst."
    )

    def handle(self, *args, **options):
        call_command("clearsessions")
        mail.remove_old()
        self.stdout.write(f"{counted(reminders.queue(), 'ny påminnelse', 'nya påminnelser')} i utkorgen.")
