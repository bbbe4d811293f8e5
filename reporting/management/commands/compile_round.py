"""Compile a year's documents into a folder."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import CommandError

from config.formats import listed
from reporting import documents, years
from reporting.management.base import YearCommand
from submissions.models import Round


class Command(YearCommand):
    help = "Sammanställer ett års redovisning, tjänsteskrivelse, arbetsbok och siffror."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="året, till exempel 2024")
        parser.add_argument("--out", type=Path, default=Path("out"), help="mapp för filerna (annars out/)")
        parser.add_argument(
            "--draft", action="store_true", help="ta med allt som finns, också det som inte är godkänt; märks UTKAST"
        )

    def handle(self, *, year, out, draft, **options):
        round = Round.objects.filter(year=year).first()
        if round is None:
            raise CommandError(f"Det finns ingen omgång för {year}.")
        if not draft:
            self._tell_missing(round)
        data = years.load(round, draft)
        made = documents.compile_year(data, years.previous(round), draft)
        for remark in documents.remarks(data):
            self.stderr.write(remark)
        try:
            files = _written(out, made)
        except OSError as error:
            raise CommandError(f"Det går inte att skriva i {out}. Kontrollera att mappen finns och är din.") from error
        for file in files:
            self.stdout.write(str(file))

    def _tell_missing(self, round):
        if years.has_only_drafts(round):
            raise CommandError(
                f"Ingen inlämning är godkänd för {round.year}. Med --draft går det att göra ett utkast."
            )
        if missing := years.missing(round):
            self.stderr.write(f"Inte godkända, och därför inte med: {listed([board.name for board in missing])}.")


def _written(folder, made):
    """Write `made` (file name: bytes) into the folder, each file whole or not at all; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, content) for name, content in made.items()]


def _write(path, content):
    with TemporaryDirectory(dir=path.parent) as folder:
        unfinished = Path(folder) / path.name
        unfinished.write_bytes(content)
        return unfinished.replace(path)
