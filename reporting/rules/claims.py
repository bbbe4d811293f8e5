"""What the numbers in an official's text claim to be, read from the words beside them.

Where the words leave any doubt (some of the projects, a single project's budget, another year), a number claims
nothing: a rule that cries wolf is worse than none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .words import REMEMBERED, numbers_in, paragraphs, sentences, years_in

PROJECTS, EU_PROJECTS, PARTICIPATIONS, BOARDS = "projekt", "EU-projekt", "deltaganden", "nämnder"
OWNED, PARTNERED, PAID, BUDGET, CHANGE = "ägda", "partner", "utbetalt", "budget", "förändring"
THIS, THEN = "this", "then"
FEW = 10  # fewer than these are mostly some of them, unless the sentence says that they are all

_KINDS = "olika|internationella|internationellt|EU-finansierade|finansierade|pågående|stycken|st|av|stadens"
_NOUN = re.compile(
    rf"\s(?:(?:{_KINDS})\s){{0,3}}(?P<noun>EU-projekt|projekt|deltaganden|nämnder)(?:en|na)?\b", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\bantalet (?:\w+ )?(?P<noun>EU-projekt|projekt|deltaganden|nämnder)\b[^.;:\d]*"
    r"\b(?:från|var|är|blev|till|uppgick till|uppgår till)\s$",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b\w+ (?P<noun>EU-projekt|projekt|deltaganden|nämnder),? (?:\w+ ){1,2}$", re.IGNORECASE)
_ROLES = r"(?P<role>projektägare|ägare|äger|projektpartner|projektpart|partner|part)"
_ROLE_AFTER = re.compile(
    rf"^(?:\s(?:av\s)?(?:EU-)?projekt(?:en)?)?,?\s(?:(?:där|som|i vilka|är|var)\b[^.,;\d]{{0,60}}?\b)?{_ROLES}\b"
)
_ROLE_BEFORE = re.compile(rf"\b{_ROLES} i\s$")
# What makes them some of the projects, or tells which ones.
_SOME_BEFORE = re.compile(
    r"\b(?:av|varav|därav|de|dessa|ytterligare|andra|första|sista|nya|samma|bland|i genomsnitt|i snitt|per)\s$",
    re.IGNORECASE,
)
_SOME_AFTER = re.compile(
    r"^\s(?:om|för|mot|kring|inom|ur|från|med|till|vars|som|där|mellan|på|per|fler|färre|till|och \w+ \w*ansök)\b",
    re.IGNORECASE,
)
_SOME = re.compile(r"\b(?:starta|avsluta|bevilja|påbörja|ansök|sökt|söker|tillkom|nya projekt|planera)", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:totalt|sammanlagt|antalet|redovisa\w*|(?:nämnderna|förvaltningarna|staden|Malmö) (?:deltog|deltar) i|"
    r"projekten (?:fanns|finns|var) hos)\b",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    r"\b(?:omkring|cirka|ca|ungefär|runt|drygt|knappt|nästan|närmare|över|minst|uppemot|(?:mer|mindre|fler) än)\.?\s$",
    re.IGNORECASE,
)
_THEN_AFTER = re.compile(r"^[^.;,\d]{0,25}?\b(?:året (?:innan|före)|föregående år|förra året|i fjol)\b", re.IGNORECASE)
_THEN_BEFORE = re.compile(r"\b(?:jämfört med|mot|i stället för)\s$", re.IGNORECASE)
_FROM_TO = re.compile(r"^[^.;,\d]{0,30}?\btill\b")
_YEAR_AFTER = re.compile(r"^[\s\w-]{0,14}?\s(?:under |år |för )?\(?((?:19|20)\d\d)\b")
_SEVERAL_YEARS = re.compile(r"\b(?:mellan|sedan|åren|perioden|programperioden|projekttiden)\b", re.IGNORECASE)
_PAID = re.compile(
    r"\butbetal|\bbetala\w*\b.*\but\b|\b(?:EU-)?med(?:el|len)\b|\bbeloppet\b|\bfick\b|\bfått\b", re.IGNORECASE
)
_NOT_PAID = re.compile(r"budget|kosta|omsätt|medfinansier|sök|ansök|beviljad|egen finansiering|stöd\b", re.IGNORECASE)
_EXTREME = re.compile(r"\b(?:minsta|största)\b", re.IGNORECASE)
_CHANGING = re.compile(r"\b(?:öka|minska|ökning|minskning)\w*\b", re.IGNORECASE)
_CHANGED = re.compile(r"EU-projekt|medlen|utbetal|beloppet", re.IGNORECASE)
_BY = re.compile(r"\b(?:med|på)(?: \w+)? $")
_LEAD = re.compile(r"(?:[^\s,]+\s){0,2}$")  # what a number without a noun is quoted with
_ROW = re.compile(r"^(?P<label>[^:]{3,90}): (?:omkring |ca |cirka )?$")


@dataclass(frozen=True)
class Claim:
    """A number that tells of the whole year's work: what it claims to be, of which year, and as it is written.

    `year` is THIS, THEN (the year before) or a year. `label` is what stands before it where it is a row in a list.
    """

    kind: str
    value: float
    step: float
    nearly: bool
    year: str | int
    written: str
    sentence: str
    label: str = ""


@lru_cache(REMEMBERED)
def claims_in(markup):
    """Every `Claim` in a text, in the order that they stand."""
    said = (sentence for paragraph in paragraphs(markup) for sentence in sentences(paragraph))
    told = ((sentence, each) for sentence in said for each in numbers_in(sentence))
    return tuple(claim for sentence, each in told if (claim := _claim(sentence, each)))


def _claim(sentence, told):
    before, after = sentence[: told.start], sentence[told.end :]
    label = _label(before, after)
    kind, length = _kind(sentence, told, before, after, label)
    if not kind:
        return None
    lead = "" if length or told.unit else _LEAD.search(before)[0]
    written = f"{lead}{sentence[told.start : told.end + length]}"
    nearly = bool(_NEARLY.search(before))
    return Claim(kind, told.value, told.step, nearly, _year(sentence, before, after), written, sentence, label)


def _label(before, after):
    row = _ROW.match(before)
    return row["label"] if row and len(after.split()) <= 2 else ""


def _kind(sentence, told, before, after, label):
    """What the number claims to be, and how far its noun reaches after it; an empty text where it claims nothing."""
    if told.unit == "kronor":
        return _money(sentence, label), 0
    if told.unit == "procent":
        return (CHANGE if _CHANGING.search(sentence) and _CHANGED.search(sentence) and _BY.search(before) else ""), 0
    if told.unit or told.scaled:
        return "", 0
    few = told.value < FEW and not _ALL.search(sentence)
    return (not few and _role(before, after)) or _count(sentence, before, after, label, few)


def _money(sentence, label):
    if "budget" in sentence.lower() and _EXTREME.search(sentence):
        return BUDGET
    return PAID if label or (_PAID.search(sentence) and not _NOT_PAID.search(sentence)) else ""


def _role(before, after):
    """19 där förvaltningen är projektägare; projektägare i 19 projekt."""
    role = _ROLE_AFTER.match(after)
    if role:
        return (OWNED if "äg" in role["role"] else PARTNERED), role.end()
    role, noun = _ROLE_BEFORE.search(before), _NOUN.match(after)
    if role and noun and not _SOME_AFTER.match(after[noun.end() :]):
        return (OWNED if "äg" in role["role"] else PARTNERED), noun.end()
    return None


def _count(sentence, before, after, label, few):
    noun = _NOUN.match(after)
    if label and (noun or not after.strip(" .")):
        return (_noun(noun), noun.end()) if noun else (PROJECTS, 0)
    if not noun:
        return _without_noun(before, after), 0
    some = _SOME_BEFORE.search(before) or _SOME_AFTER.match(after[noun.end() :]) or _SOME.search(sentence)
    return ("", 0) if few or some else (_noun(noun), noun.end())


def _without_noun(before, after):
    """Antalet projekt ökade från 54 till 60; nämnderna deltog i 60 projekt, jämfört med 54 året innan."""
    compared = _THEN_BEFORE.search(before) and _THEN_AFTER.match(after)
    subject = (_COMPARED if compared else _SUBJECT).search(re.sub(r"\bfrån \S+ till $", "till ", before))
    return _noun(subject) if subject else ""


def _noun(match):
    word = match["noun"].lower()
    return EU_PROJECTS if word == "eu-projekt" else word


def _year(sentence, before, after):
    """The year that the number tells of: this one, the one before, or the one that was named last before it."""
    if _SEVERAL_YEARS.search(before):
        return 0
    if _THEN_AFTER.match(after) or _THEN_BEFORE.search(before):
        return THEN
    if before.removesuffix("omkring ").endswith("från ") and _FROM_TO.match(after):
        return THEN
    if told := _YEAR_AFTER.match(after):
        return int(told[1])
    named = [each for each in years_in(sentence) if not each.spans and len(each.before) < len(before)]
    return named[-1].year if named and not named[-1].in_name else THIS
