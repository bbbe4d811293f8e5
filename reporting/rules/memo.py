"""A rule on the city's memo: it says all that it is expected to say, and the same as its round does.

What it lacks is told here and nowhere else: on the memo's own page, in reconciliation and before publication.
"""

from config.formats import partial_date

from ..dataset import Memo
from .finding import WARNING, Finding, Place

# What the memo is expected to say, by its field: what that is called, and that it is not there.
EXPECTED = {
    "date": ("datum", "Datum är inte ifyllt."),
    "contact_title": ("vår referens", "Vår referens är inte ifylld."),
    "summary": ("sammanfattning", "Sammanfattning är inte ifylld."),
    "proposals": ("förslag till beslut", "Förslag till beslut är inte ifyllt."),
    "recipients": ("mottagare", "Mottagare är inte ifyllda."),
    "signatories": ("ansvariga", "Ansvariga är inte ifyllda."),
}
DIARY_NUMBER, DECISION_PATH = "diary_number", "decision_path"
SECTIONS = ("Ärendet", "Stadskontorets bedömning")


def memo_is_incomplete(basis):
    """What a memo that is begun lacks; one that is not begun is not printed either."""
    return lacking(basis.year, basis.year.memo) if basis.year.memo else []


def lacking(year, memo):
    """A finding for each thing that the memo of a year lacks, or says otherwise than the round, in its order."""
    memo = memo or Memo()
    told = [(words, name, message) for name, (words, message) in EXPECTED.items() if not getattr(memo, name)]
    told += [*_otherwise(year, memo), *_sections(memo.sections)]
    order = {name: at for at, name in enumerate(ORDER)}
    return [_finding(*each) for each in sorted(told, key=lambda each: order.get(each[1], len(order)))]


ORDER = ("date", DIARY_NUMBER, "contact_title", "summary", "proposals", DECISION_PATH, "recipients", "signatories")


def _finding(words, key, message):
    place = Place(f"Tjänsteskrivelsen, {words}", section="city_memo", key=key)
    return Finding("memo_is_incomplete", WARNING, message, (place,))


def _otherwise(year, memo):
    """What is set for the round as well, and should be said alike. A case may have no diary number yet."""
    if year.diary_number and memo.diary_number != year.diary_number:
        here = f"är {memo.diary_number} här men" if memo.diary_number else "är inte ifyllt:"
        yield "diarienummer", DIARY_NUMBER, f"Diarienummer {here} {year.diary_number} på omgången."
    if year.decision_path and _differs(memo.decision_path, year.decision_path):
        here = f"är {_steps(memo.decision_path)} här men" if memo.decision_path else "är inte ifylld:"
        yield "beslutsplanering", DECISION_PATH, f"Beslutsplanering {here} {_steps(year.decision_path)} på omgången."
    elif not memo.decision_path:
        yield "beslutsplanering", DECISION_PATH, "Beslutsplanering är inte ifylld."
    elif not any(step.date for step in memo.decision_path):
        yield "beslutsplanering", DECISION_PATH, "Beslutsplanering har inga dagar."


def _differs(path, of_round):
    """Whether the memo has other steps than the round, or other days where the round has any."""
    if any(step.date for step in of_round):
        return path != of_round
    return [step.body for step in path] != [step.body for step in of_round]


def _steps(path):
    told = (f"{step.body} {partial_date(step.date)}" if step.date else step.body for step in path)
    return f"”{', '.join(told)}”"


def _sections(sections):
    for beginning in SECTIONS:
        if not any(section.heading.startswith(beginning) for section in sections):
            yield "avsnitten", "avsnitt", f"Det saknas ett avsnitt med rubriken {beginning}."
    for at, section in enumerate(sections):
        if not section.html:
            yield f"”{section.heading}”", f"sections-{at}-html", f"Avsnittet {section.heading} är tomt."
        if not section.heading:
            yield f"avsnitt {at + 1}", f"sections-{at}-heading", f"Avsnitt {at + 1} saknar rubrik."
