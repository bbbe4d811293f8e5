"""`manage.py export_round YEAR [FILE]`: write a year as a round file."""

import json
from pathlib import Path

from django.core.management import CommandError

from reporting import roundfile
from reporting.management.base import YearCommand
from reporting.schema import in_order
from submissions.models import Round


class Command(YearCommand):
    help = "Skriver ett år som omgångsfil: till en fil, eller till skärmen om ingen är angiven."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, metavar="ÅR")
        parser.add_argument("file", nargs="?", type=Path, metavar="FIL")

    def handle(self, year, file, **options):
        text = json.dumps(_checked(year), ensure_ascii=False, indent=2) + "\n"
        if not file:
            self.stdout.write(text, ending="")
            return
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{file} går inte att skriva. Kontrollera att mappen finns och är din.") from error
        self.stderr.write(f"{year} är skrivet till {file}.")


def _checked(year):
    """The year's content in the order of the schema; refused where it could not be read in again."""
    round = Round.objects.filter(year=year).first()
    if not round:
        raise CommandError(f"Året {year} finns inte.")
    data = roundfile.year_file(round)
    if wrong := roundfile.faults(data):
        raise CommandError("\n".join([f"{year} är inte skrivet. Rätta först detta:", *map(str, wrong)]))
    return in_order(data)
