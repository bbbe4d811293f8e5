"""What the rules read: a year, its figures, and the year before with its cards."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from html import escape

from .. import live
from ..dataset import Year, remembered
from ..figures import Figures
from .finding import Place, of_answer, of_card

EXAMPLES = "Exempel"  # the city's chapter of what single boards have done begins so


@dataclass(frozen=True)
class Text:
    """A rich text, and where it stands. `board` is whose work it tells of; where it is empty, of everybody's."""

    place: Place
    html: str
    board: str = ""


@dataclass(frozen=True)
class Basis:
    """All that a rule may read. `previous` is the `Year` before, or None."""

    year: Year
    figures: Figures
    previous: Year | None = None

    @cached_property
    def cards_by_project(self):
        """Each project's cards, as {project key: [card]}."""
        cards = defaultdict(list)
        for card in self.year.cards:
            cards[card.project.key].append(card)
        return cards

    @cached_property
    def short_names(self):
        """What the year's projects are called in a text."""
        return sorted({short_name(cards[0].project) for cards in self.cards_by_project.values()})

    @cached_property
    def boards_with_cards(self):
        """The names of the boards that have a card."""
        return {card.board for card in self.year.cards}

    @cached_property
    def board_texts(self):
        """All that the boards have written of their work: answers, cards and memos, as `Text`."""
        return [text for submission in self.year.submissions for text in texts_of(submission)]

    @cached_property
    def memo_texts(self):
        """The city's memo as it will be printed, with its live figures."""
        return [self._filled(text) for text in memo_texts(self.year)]

    @cached_property
    def excerpts(self):
        """The office's paragraphs on single boards, with their live figures."""
        return [self._filled(text) for text in excerpt_texts(self.year)]

    @property
    def office_texts(self):
        """All that the city office has written."""
        return self.memo_texts + self.excerpts

    def _filled(self, text):
        return Text(text.place, live.fill(text.html, self.figures, self.year), text.board)


def short_name(project):
    """What a project is called in a text: its acronym, or its title as far as the first dash."""
    return project.acronym or project.title.split(" – ")[0]


def excerpt_texts(year):
    """The paragraphs on single boards, as the office has written them."""
    told = [each for each in year.submissions if each.excerpt]
    return [Text(of_excerpt(each.board.name), each.excerpt, each.board.name) for each in told]


def of_excerpt(board):
    return Place("utdraget", board, "excerpt")


@remembered
def texts_of(submission):
    """All that one board has written of its work, as `Text`."""
    board = submission.board.name
    texts = [Text(of_answer(board, number), html, board) for number, html in submission.answers.items()]
    texts += [Text(of_card(card), html, board) for card in submission.cards for html in card.texts.values()]
    if submission.cooperation:
        place = Place("samverkansparter", board, "cooperation", "cooperation")
        texts.append(Text(place, submission.cooperation.html, board))
    if submission.memo:
        place = Place("tjänsteskrivelsen", board, "memo", "memo")
        texts += [Text(place, html, board) for html in _memo(submission.memo)]
    return tuple(texts)


def _memo(memo):
    return [memo.summary, *(section.html for section in memo.sections)]


def memo_texts(year):
    """The texts of a year's city memo: summary, proposals, and sections, whose keys are their headings.

    What stands in the chapter of examples is about single boards.
    """
    if year.memo is None:
        return []
    texts = [Text(_of_memo("sammanfattningen"), year.memo.summary)]
    texts += [
        Text(_of_memo("förslaget till beslut", "proposals"), f"<p>{escape(each)}</p>") for each in year.memo.proposals
    ]
    for section in year.memo.sections:
        board = EXAMPLES if section.heading.startswith(EXAMPLES) else ""
        texts.append(Text(_of_memo(f"”{section.heading}”", section.heading), section.html, board))
    return texts


def _of_memo(part, key=""):
    return Place(f"Tjänsteskrivelsen, {part}", section="city_memo", key=key)
