"""Compile a year's documents into a folder, or those of one board."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import CommandError

from config.formats import alphabetical, listed
from reporting import accepting, documents, print_remarks, years
from reporting.management.base import YearCommand
from submissions.models import Round


class Command(YearCommand):
    help = "Sammanställer ett års redovisning, tjänsteskrivelse, arbetsbok och siffror, eller en nämnds handlingar."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="året, till exempel 2024")
        parser.add_argument("--out", type=Path, default=Path("out"), help="mapp för filerna (annars out/)")
        parser.add_argument(
            "--draft", action="store_true", help="ta med allt som finns, också det som inte är godkänt; märks UTKAST"
        )
        parser.add_argument(
            "--board",
            metavar="NAMN",
            help="gör bara den nämndens egna handlingar, som PDF och Word; de är utkast tills den har lämnat in",
        )

    def handle(self, *, year, out, draft, board, **options):
        round = Round.objects.filter(year=year).first()
        if round is None:
            raise CommandError(f"Det finns ingen omgång för {year}.")
        made, remarks = self._compiled_board(round, board) if board else self._compiled_year(round, draft)
        for remark in remarks:
            self.stderr.write(remark)
        try:
            files = _written(out, made)
        except OSError as error:
            raise CommandError(f"Det går inte att skriva i {out}. Kontrollera att mappen finns och är din.") from error
        for file in files:
            self.stdout.write(str(file))

    def _compiled_year(self, round, draft):
        if not draft:
            self._tell_missing(round)
        data = years.load(round, draft)
        about = {"earlier": years.earlier(round), "accepted": accepting.told(round, names=draft)}
        made = documents.compile_year(documents.of_year(data, years.previous(round), draft, **about))
        return made, print_remarks.of_year(data)

    def _compiled_board(self, round, board):
        submission = _submission(round, board)
        made, remarks = documents.compile_board(submission), print_remarks.of_board(submission)
        if not made:
            raise CommandError(" ".join(remarks))
        return made, remarks

    def _tell_missing(self, round):
        if years.has_only_drafts(round):
            raise CommandError(
                f"Ingen inlämning är godkänd för {round.year}. Med --draft går det att göra ett utkast."
            )
        if missing := years.missing(round):
            self.stderr.write(f"Inte godkända, och därför inte med: {listed([board.name for board in missing])}.")


def _submission(round, wanted):
    """The submission of the board that is called so: by name, abbreviation, or as in addresses."""
    submissions = list(round.submissions.select_related("round", "board"))
    found = [each for each in submissions if wanted.strip().casefold() in _names(each)]
    if len(found) == 1:
        return found[0]
    lines = sorted((_line(each) for each in found or submissions), key=alphabetical)
    why = "Flera nämnder heter så" if found else f"Ingen nämnd i omgången {round.year} heter {wanted}"
    raise CommandError("\n  ".join([f"{why}. Skriv något av namnen:", *lines]))


def _names(submission):
    board = submission.board
    names = (board.name, board.slug, board.abbreviation, submission.abbreviation)
    return {name.casefold() for name in names if name}


def _line(submission):
    abbreviation = submission.abbreviation or submission.board.abbreviation
    return f"{submission.board.name} ({abbreviation})" if abbreviation else submission.board.name


def _written(folder, made):
    """Write `made` (file name: bytes) into the folder, each file whole or not at all; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, content) for name, content in made.items()]


def _write(path, content):
    with TemporaryDirectory(dir=path.parent) as folder:
        unfinished = Path(folder) / path.name
        unfinished.write_bytes(content)
        return unfinished.replace(path)
