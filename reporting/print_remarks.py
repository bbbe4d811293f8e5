"""What whoever compiles documents should know, in Swedish: those left out, and what is not printed as written."""

from config import nested

from . import documents, live, memo, pdf, years


def of_year(year):
    """What to know of the city's documents of a `Year`."""
    written = memo.texts(year.memo) if year.memo else []
    unknown = _unknown_figures([*written, *(submission.excerpt for submission in year.submissions)])
    places = [(f"{each.board.name}, {place}", text) for each in year.submissions for place, text in _places(each)]
    excerpts = [(f"Utdraget för {each.board.name}", each.excerpt) for each in year.submissions]
    return _left_out(documents.CITY, year) + unknown + _missing([*places, *excerpts, ("Tjänsteskrivelsen", written)])


def of_board(submission):
    """What to know of the documents of a board alone."""
    year = years.of_board(submission)
    (told,) = year.submissions
    written = memo.texts(told.memo) if told.memo else []
    places = [(f"{place[0].upper()}{place[1:]}", text) for place, text in _places(told)]
    missing = _missing([*places, ("Tjänsteskrivelsen", written)])
    return _left_out(documents.BOARD, year) + _unknown_figures(written) + missing


def _left_out(whom, year):
    return [reason for document in documents.of(whom) if (reason := document.lacking(year))]


def _unknown_figures(texts):
    names = dict.fromkeys(name for text in texts for name in live.unknown(text))
    return [f"Tjänsteskrivelsen nämner {{{name}}}, som inte är någon av siffrorna som räknas fram." for name in names]


def _places(submission):
    """All that a board has written, as (where, texts), where as it is said after the board's name."""
    yield from ((f"fråga {number}", html) for number, html in submission.answers.items())
    if submission.cooperation:
        yield "samverkan", submission.cooperation.html
    for card in submission.cards:
        yield f"projektet {card.heading}", [card.heading, *nested.texts([card.texts, _facts(card)])]


def _facts(card):
    project = card.project
    return [project.owner, project.acronym, *(partner.name for partner in card.partners)]


def _missing(places):
    """Where there are characters that cannot be printed, and which; `places` are (where, text or texts)."""
    found = [(place, pdf.missing(" ".join(nested.texts([written])))) for place, written in places]
    return [
        f"{place}: typsnitten saknar {characters}, som skrivs ut som {pdf.REPLACEMENT}."
        for place, characters in found
        if characters
    ]
