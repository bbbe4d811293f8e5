"""`manage.py import_round FILE…`: read in years, all of them or none."""

from pathlib import Path

from django.core.management import CommandError
from django.db import transaction

from config.formats import counted
from reporting import roundfile
from reporting.management.base import YearCommand
from submissions.models import Round, Submission


class Command(YearCommand):
    help = "Läser in omgångsfiler. Är något fel i någon av dem läses ingen in, och alla fel räknas upp."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FIL")
        parser.add_argument("--replace", action="store_true", help="Ersätt hela året om det redan har inlämningar.")
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="Fråga inte före --replace.")

    def handle(self, files, replace, interactive, **options):
        years = self._checked(files)
        if replace and interactive:
            for data in years.values():
                self._confirm(data["round"]["year"])
        with transaction.atomic():
            summaries = {file: self._read(file, data, replace) for file, data in years.items()}
        for file, summary in summaries.items():
            self.stdout.write(_told(file, summary))

    def _checked(self, files):
        """The content of each file. All files are checked before any is refused."""
        years, wrong = {}, []
        for file in files:
            try:
                years[file] = roundfile.load(file)
                wrong += [f"{file}: {fault}" for fault in roundfile.faults(years[file])]
            except roundfile.Refused as refusal:
                wrong.append(f"{file}: {refusal}")
        if wrong:
            raise CommandError("\n".join(["Inget är inläst. Rätta först detta:", *wrong]))
        return years

    def _confirm(self, year):
        existing = Round.objects.filter(year=year).first()
        if not existing or not roundfile.holds_anything(existing):
            return
        self.stdout.write(f"Allt som nämnderna har lämnat in för {year} ersätts, och går inte att få tillbaka.")
        if _answer("Skriv året för att bekräfta: ") != str(year):
            raise CommandError("Inget är inläst, eftersom du inte bekräftade.")

    def _read(self, file, data, replace):
        try:
            return roundfile.read(data, replace)
        except roundfile.Refused as refusal:
            raise CommandError(f"Inget är inläst.\n{file}: {refusal}") from refusal


def _answer(question):
    try:
        return input(question).strip()
    except EOFError:
        return ""


def _told(file, summary):
    counts = [(status.label, summary.submissions[status]) for status in Submission.Status]
    statuses = ", ".join(f"{label}: {count}" for label, count in counts if count)
    projects = f"{counted(summary.new_projects, 'nytt', 'nya')}, {counted(summary.known_projects, 'känt', 'kända')}"
    lines = [
        f"{file}: året {summary.year} är inläst" + (" i stället för det som fanns." if summary.replaced else "."),
        f"  Nämnder:  {summary.boards} ({statuses or 'inga'})",
        f"  Svar:     {summary.answers}",
        f"  Kort:     {summary.cards}",
        f"  Projekt:  {projects}",
    ]
    if summary.removed:
        lines += ["  Borttagen formatering som inte är tillåten:", *(f"    {each}" for each in summary.removed)]
    return "\n".join(lines)
