"""The live figures of one board, for its own memo on screen."""

from html import unescape

from config import nested

from . import figures, live, years
from .memo import RICH

# Those of live.NAMES that tell something of one board, with what they are when only its own is counted.
_OF_A_BOARD = {
    "år": "redovisningens år",
    "föregående_år": "året före",
    "antal_projekt": "EU-projekt som nämnden deltar i",
    "antal_projekt_föregående": "EU-projekt året före",
    "antal_andra_projekt": "projekt med annan finansiering än EU:s",
    "antal_kort": "alla projekt, alla finansiärer",
    "antal_ägare": "EU-projekt där nämnden är projektägare",
    "antal_partner": "EU-projekt där nämnden är projektpartner",
    "antal_annan_roll": "EU-projekt där nämnden har en annan roll",
    "utbetalt_miljoner": "utbetalda medel i miljoner kronor, utan enhet",
    "utbetalt_kronor": "utbetalda medel i hela kronor, med enhet",
    "program_i_ordning": "programgrupperna, den med mest utbetalt först",
}


def listed(submission):
    """Each live figure with what it is, and what it is just now."""
    counts, year = _counted(submission)
    return [(name, about, live.NAMES[name][1](counts, year)) for name, about in _OF_A_BOARD.items()]


def filled(submission, memo):
    """A memo in the round file's shape with its live figures put in."""
    if not any("{" in text for text in nested.texts(memo)):
        return memo
    counts, year = _counted(submission)
    return nested.changed(memo, lambda name, text: _filled(name, live.fill(text, counts, year)))


def _filled(name, text):
    return text if name in RICH else unescape(text)


def _counted(submission):
    year = years.of_board(submission)
    return figures.count(year, years.previous_of_board(submission)), year
