"""What whoever compiles documents should know, in Swedish: those left out, and what is not printed as written."""

from config import nested

from . import documents, live, memo, pdf, years


def of_year(year):
    """What to know of the city's documents of a `Year`."""
    written = memo.texts(year.memo) if year.memo else []
    unknown = _unknown_figures([*written, *(submission.excerpt for submission in year.submissions)])
    places = [(f"{each.board.name}, {place}", text) for each in year.submissions for place, text in _places(each)]
    excerpts = [(f"Utdraget för {each.board.name}", each.excerpt) for each in year.submissions]
    missing = _missing([*_frame(year), *places, *excerpts, ("Tjänsteskrivelsen", written)])
    return _left_out(documents.CITY, year) + unknown + missing


def of_board(submission):
    """What to know of the documents of a board alone."""
    year = years.of_board(submission)
    (told,) = year.submissions
    written = memo.texts(told.memo) if told.memo else []
    places = [(f"{place[0].upper()}{place[1:]}", text) for place, text in _places(told)]
    missing = _missing([*_frame(year), *places, ("Tjänsteskrivelsen", written)])
    return _left_out(documents.BOARD, year) + _unknown_figures(written) + missing


def of_sheet(sheet):
    """What to know of a project's `project_sheet.Sheet`."""
    told = [(year, card) for year in sheet.years for card in year.cards]
    facts = [(sheet.name, _facts_alone(card.project)) for _, card in told[:1]]
    texts = [(f"{sheet.name}, {card.board} {year.year}", [card.texts, _facts(card)]) for year, card in told]
    return [f"Projektbladet för {remark}" for remark in _missing([*facts, *texts])]


def _left_out(whom, year):
    printed = [document for document in documents.of(whom) if document.source]
    return [reason for document in printed if (reason := document.lacking(year))]


def _unknown_figures(texts):
    names = dict.fromkeys(name for text in texts for name in live.unknown(text))
    return [f"Tjänsteskrivelsen nämner {{{name}}}, som inte är någon av siffrorna som räknas fram." for name in names]


def _places(submission):
    """All that a board has written, as (where, texts), where as it is said after the board's name."""
    yield "beslutet", [submission.decision_paragraph, submission.decision_diary_number]
    yield from ((f"fråga {number}", html) for number, html in submission.answers.items())
    if submission.cooperation:
        yield "samverkan", submission.cooperation.html
    for card in submission.cards:
        yield f"projektet {card.heading}", [card.heading, *nested.texts([card.texts, _facts(card)])]


def _frame(year):
    """What the round itself prints, as (where, texts)."""
    yield from ((f"Frågetexten till fråga {question.number}", question.text) for question in year.questions)
    yield from ((f"KF-mål {goal.number}", goal.text) for goal in year.goals)
    yield from ((f"{board.name}, namnet eller förvaltningen", [board.name, board.department]) for board in year.boards)
    programmes = dict.fromkeys(card.project.programme for card in year.cards if card.project.programme)
    yield from ((f"Programmet {programme.name}", [programme.name, programme.group]) for programme in programmes)
    yield "Styrdokumentet", [year.policy_name, year.policy_adopted, year.policy_diary_number]
    yield "Omgången", [year.diary_number, year.goal_period]


def _facts_alone(project):
    """What a project's sheet tells of it above what the boards tell."""
    return [project.title, project.grant_number, project.website, project.programme_name]


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
