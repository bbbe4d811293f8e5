"""`manage.py verify_edition [YEAR [NUMBER]]`: are published editions still what was published?"""

from django.core.management import CommandError

from config.formats import counted
from reporting import edition_check, edition_files
from reporting.management.base import YearCommand
from reporting.models import Edition


class Command(YearCommand):
    help = "Kontrollerar utgåvor: filernas kontrollsummor, och siffrorna räknade på nytt ur utgåvans egen omgångsfil."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, nargs="?", metavar="ÅR", help="bara det årets utgåvor")
        parser.add_argument("number", type=int, nargs="?", metavar="NUMMER", help="bara utgåvan med det numret")

    def handle(self, *, year, number, **options):
        chosen = _chosen(year, number)
        if not chosen and year is not None:
            raise CommandError(f"Det finns ingen sådan utgåva av {year}.")
        if not chosen:
            self.stdout.write("Det finns inga utgåvor att kontrollera.")
        wrong = [edition for edition in chosen if not self._is_whole(edition)]
        if year is None:
            self._tell_ownerless()
        if wrong:
            raise CommandError(f"{counted(len(wrong), 'utgåva', 'utgåvor')} stämmer inte: {_names(wrong)}.")

    def _is_whole(self, edition):
        """Whether nothing is wrong with the edition; says what is, and what could not be told."""
        if not edition.number:
            self.stdout.write(f"{edition}: har inget manifest att kontrolleras mot, eftersom den är äldre än sådana.")
            return True
        faults = edition_check.faults(edition)
        if faults:
            self.stdout.write("\n  ".join([f"{edition}: stämmer inte.", *faults]))
        else:
            self.stdout.write(
                f"{edition}: alla filer stämmer med sina kontrollsummor, och siffrorna räknas fram lika."
            )
        return not faults

    def _tell_ownerless(self):
        for folder in edition_files.ownerless():
            self.stdout.write(f"Mappen {folder} hör inte till någon utgåva i databasen.")


def _chosen(year, number):
    """The editions that are no drafts, oldest first."""
    chosen = Edition.objects.filter(draft=False).select_related("round")
    if year is not None:
        chosen = chosen.filter(round__year=year)
    if number is not None:
        chosen = chosen.filter(number=number)
    return list(chosen.order_by("round__year", "created_at"))


def _names(editions):
    return ", ".join(f"{edition.round} nummer {edition.number}" for edition in editions)
