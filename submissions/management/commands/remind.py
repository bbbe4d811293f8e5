"""`manage.py remind` puts today's reminders to the boards in the outbox. Run it once each morning."""

from django.core.management.base import BaseCommand

from config.formats import counted
from submissions import reminders


class Command(BaseCommand):
    help = "Lägg dagens påminnelser till nämnderna i utkorgen. Kan köras hur ofta som helst."

    def handle(self, *args, **options):
        self.stdout.write(f"{counted(reminders.queue(), 'ny påminnelse', 'nya påminnelser')} i utkorgen.")
