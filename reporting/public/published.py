"""What everybody may read: each year's newest published edition, out of its kept files. Knows no request.

Nothing here looks at what is being written now, so what is shown is always what was published.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from unicodedata import normalize

from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from config import html

from .. import cards, dataset, edition_files, figures, figures_file, report, years
from ..models import Edition

# A board's cards beyond these stand on pages of their own, so that no page grows heavy.
CARDS_ON_A_PAGE = 20


def editions():
    """The newest published edition of each year that has one, newest year first."""
    found = Edition.objects.published().select_related("round").order_by("-round__year", "number")
    return list({edition.round.year: edition for edition in found}.values())


def edition(year, number=None):
    """The newest published edition of a year, or that of this number; None where there is none."""
    published = Edition.objects.published().filter(round__year=year)
    chosen = published.filter(number=number) if number else published
    return chosen.select_related("round").first()


def is_readable(edition):
    """Whether the files that the pages are made of are as they were published."""
    year = edition.round.year
    whole = {edition_files.plain(name) for name in edition_files.whole(edition)}
    return {edition_files.year_name(year), edition_files.figures_name(year)} <= whole


@dataclass(frozen=True)
class Issue:
    """A year's newest `edition`, the `earlier` ones of the year, the newest first, and that of the year `before` which
    it was compared with, or None."""

    edition: Edition
    earlier: tuple[Edition, ...]
    before: Edition | None

    @property
    def all(self):
        return [self.edition, *self.earlier, *([self.before] if self.before else [])]


def issue(year):
    """The `Issue` of a year; None where nothing is published."""
    found = Edition.objects.published().filter(Q(round__year=year) | Q(round__year=year - 1))
    both = list(found.select_related("round").order_by("-round__year", "-number"))
    own = [each for each in both if each.round.year == year]
    if not own:
        return None
    before = (each for each in both if each.round.year < year and each.created_at < own[0].created_at)
    return Issue(own[0], tuple(own[1:]), next(before, None))


@dataclass(frozen=True)
class Address:
    """Where a card stands: on which `page` of its board's, counted from 1, by which `anchor`; `url` is both."""

    page: int
    anchor: str
    url: str


@dataclass(frozen=True)
class Card:
    """One board's account of a project as it is printed, and where it stands (`at`).

    `facts` are (label, value, [(board, url)]), and `told_by` is (board, url) of the card that tells the project in
    full, where another one does. `targets` are the places on the page that references in its texts lead to.
    """

    key: str
    at: Address
    printed: cards.PrintedCard
    facts: tuple[tuple, ...]
    told_by: tuple[str, str] | tuple[()]
    targets: dict[int | str, str]


@dataclass(frozen=True)
class Board:
    """A board's part of the report: `slug` in the address, its chapter as it is printed, and its cards."""

    slug: str
    url: str
    chapter: report.Chapter
    cards: tuple[Card, ...]

    @property
    def name(self):
        return self.chapter.board.name

    @property
    def targets(self):
        """What references in its answers lead to."""
        return {2: "projekt"} if self.cards else {}


@dataclass(frozen=True)
class Place:
    """What a reader can search in: a text of a board, under its heading, which may be in another `language`."""

    board: str
    heading: str
    url: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Report:
    """A published year: what its report prints, compared with the year before as the edition was, and its boards."""

    year: dataset.Year
    content: dict
    boards: tuple[Board, ...]

    @cached_property
    def answered(self):
        """The questions that some board has answered."""
        told = {question for board in self.boards for question, _ in board.chapter.answers}
        return tuple(question for question in self.year.questions if question in told)

    @cached_property
    def places(self):
        return tuple(place for board in self.boards for place in _places(board))


def read(issue):
    """The `Report` of an `Issue`; None where its files are not as they were published.

    Where those of the edition that it was compared with are not, its figures file alone tells of the year before; that
    report is not kept, since they may come back.
    """
    if not is_readable(issue.edition):
        return None
    if issue.before and not is_readable(issue.before):
        return _report(issue.edition, None)
    return _kept(issue.edition, issue.before)


@edition_files.kept(8)
def _kept(edition, before):
    compared = before and years.as_published(before)
    return _report(edition, compared) if compared or not before else None


def _report(edition, before):
    if not (year := years.as_published(edition)):
        return None
    told = told_before(edition)
    counted = replace(figures.count(year), previous=figures.count(before) if told and before else told)
    content = report.content(year, counted)
    return Report(year, content, _boards(year, content["chapters"]))


def told_before(edition):
    """The `Figures` of the year before, as far as the figures file tells of them, or None. Raises Damaged."""
    return figures_file.before(edition_files.read(edition, edition_files.figures_name(edition.round.year)))


def addresses(year):
    """The `Address` of each of the year's cards, by (board's name, project's key)."""
    return {
        (submission.board.name, card.project.key): _address(year, submission, place, card.project.key)
        for submission in year.submissions
        for place, card in enumerate(submission.cards)
    }


def _address(year, submission, place, key):
    page, anchor = place // CARDS_ON_A_PAGE + 1, f"projekt-{key}"
    return Address(page, anchor, f"{_board_url(year, submission)}{f'?sida={page}' if page > 1 else ''}#{anchor}")


def _board_url(year, submission):
    return reverse("public_board", args=[year.year, slugify(submission.board.name)])


def card_of(year, board, key):
    """One board's `Card` of a project, to be shown where nothing else of the year is. Raises KeyError."""
    known, accounts = addresses(year), cards.accounts(year)[key]
    urls = {anchor: known[card.board, key].url for card, anchor in accounts}
    card = next(card for card, _ in accounts if card.board == board)
    return _card(known[board, key], card, cards.printed(year, card, accounts), urls, targets={})


def _boards(year, chapters):
    """The year's boards, each card knowing the addresses of the others that are about the same project."""
    known = addresses(year)
    printed = [each for chapter in chapters for each in chapter.cards]
    pairs = zip(year.cards, printed, strict=True)
    urls = {each.anchor: known[card.board, card.project.key].url for card, each in pairs}
    submissions = zip(year.submissions, chapters, strict=True)
    return tuple(_board(year, submission, chapter, known, urls) for submission, chapter in submissions)


def _board(year, submission, chapter, known, urls):
    made, above = [], None
    for card, printed in zip(submission.cards, chapter.cards, strict=True):
        at = known[card.board, card.project.key]
        made.append(_card(at, card, printed, urls, _targets(at, above)))
        above = at
    return Board(slugify(submission.board.name), _board_url(year, submission), chapter, tuple(made))


def _targets(at, above):
    """What stands on the same page: the board's answers on its first, and the card above."""
    ovan = {"ovan": above.anchor} if above and above.page == at.page else {}
    return ovan | ({1: "svar"} if at.page == 1 else {})


def _card(at, card, printed, urls, targets):
    return Card(
        key=card.project.key,
        at=at,
        printed=printed,
        facts=tuple((fact.label, fact.value, _linked(fact.links, urls)) for fact in printed.facts),
        told_by=_linked([printed.told_by], urls)[0] if printed.told_by else (),
        targets=targets,
    )


def _linked(links, urls):
    return [(name, urls[anchor]) for name, anchor in links]


def _places(board):
    """Composed (NFC), so that a letter is found however it was typed."""
    for heading, url, text, language in _texts(board):
        yield Place(normalize("NFC", board.name), normalize("NFC", heading), url, normalize("NFC", text), language)


def _texts(board):
    for question, answer in board.chapter.answers:
        yield f"Fråga {question.number}", f"{board.url}#fraga-{question.number}", html.text(answer), ""
    if told := board.chapter.cooperation:
        text = " · ".join([*told["countries"], html.text(told["html"])])
        yield "Samverkansparter", f"{board.url}#samverkan", text, ""
    for card in board.cards:
        yield card.printed.title, card.at.url, _words(card), card.printed.language


def _words(card):
    """All that a reader sees below a card's heading, but for what its parts are called: the texts, then the facts."""
    facts = [value for _, value, _ in card.facts if value]
    return " · ".join([*(html.text(text) for _, text in card.printed.texts), *facts])
