"""What stands beside and under the text of the city's memo: figures, what is missing, last year's, what has moved."""

from dataclasses import dataclass
from functools import cached_property
from html import unescape

from config import nested

from . import accepting, city_memo, figures, live, moved, years
from .addresses import Addresses, memo_fields, of_memo
from .memo import RICH
from .models import Memo
from .rules.memo import lacking, memo_is_incomplete

# Where findings about the city's own texts stand.
OURS = ("city_memo", "excerpt")
NO_NUMBER = "Diarienummer är inte ifyllt."


@dataclass(frozen=True)
class Doubt:
    """Something that the memo lacks, or that does not hold: what, and the id of the field where it is mended."""

    text: str
    id: str
    severity: str = ""


@dataclass(frozen=True)
class About:
    """What the page says at a field: its doubts, and the live figures in it with their values; None is no figure."""

    doubts: list[Doubt]
    figures: list[tuple[str, str | None]]


class Counted:
    """The round's figures as they are just now, drafts and all."""

    def __init__(self, round):
        self.round, self.now = round, years.draft(round)
        self.year, self.figures = self.now.year, self.now.figures

    @cached_property
    def values(self):
        """Each live figure's value."""
        return {name: value(self.figures, self.year) for name, (_, value) in live.NAMES.items()}

    @property
    def listed(self):
        """Each live figure with what it is, and its value."""
        return [(name, about, self.values[name]) for name, (about, _) in live.NAMES.items()]

    def findings(self):
        """What reconciliation says of the city's own texts, but for the warnings that are let stand."""
        ours = [each for each in self.now.findings if any(place.section in OURS for place in each.places)]
        return [finding for finding, acceptance in accepting.judged(self.round, ours) if not acceptance]

    def moved(self):
        """What moved since the year before: (group, [(line, [(name, address)])])."""
        groups, addresses = moved.since(self.year, self.figures, self.now.previous), Addresses(self.round)
        return [(group, [(line, addresses.of(line.places)) for line in group.lines]) for group in groups]


def annotate(forms, counted, doubts):
    """Give every field of the page, as `about`, the doubts and the live figures that stand in it."""
    for bound in forms.shown():
        mine = [each for each in doubts if each.id == bound.auto_id]
        names = live.names(str(bound.value() or ""))
        bound.about = About(mine, [(name, counted.values.get(name)) for name in names])


def doubts(forms, counted):
    """What does not hold in the texts: names that are no figures, and what reconciliation finds, worst first."""
    return [*_found(forms, counted), *_unknown_figures(forms)]


def missing(counted):
    """What the memo lacks, but for what is let stand; and its number, which may come later."""
    found = lacking(counted.year, counted.year.memo)
    lacks = [
        Doubt(finding.message, of_memo(finding.places[0].key, {}))
        for finding, acceptance in accepting.judged(counted.round, found)
        if not acceptance
    ]
    numbers = {counted.year.diary_number, counted.year.memo and counted.year.memo.diary_number}
    return lacks if any(numbers) else [Doubt(NO_NUMBER, "id_diary_number"), *lacks]


def _unknown_figures(forms):
    for bound in forms.shown():
        for name in live.unknown(str(bound.value() or "")):
            meant = live.nearest(name)
            hint = f" Menade du {{{meant}}}?" if meant else ""
            yield Doubt(f"{{{name}}} är inte någon av siffrorna.{hint}", bound.auto_id, "warning")


def _found(forms, counted):
    fields = memo_fields(row["heading"] for row in forms.sections.typed())
    slugs = {each.board.name: slug for slug, each in forms.submissions.items()}
    others = [each for each in counted.findings() if each.rule != memo_is_incomplete.__name__]
    for finding in others:
        told = f"{finding.severity_name}: {finding.message}"
        for place in finding.places:
            if place.section == "city_memo":
                yield Doubt(told, of_memo(place.key, fields), finding.severity)
            elif place.section == "excerpt" and place.board in slugs:
                yield Doubt(told, f"id_excerpt-{slugs[place.board]}", finding.severity)


def changed(sources):
    """The excerpts of which a source is not as it was; `sources` as `excerpts.followed` gives them."""
    for slug, followed in sources.items():
        if any(each.changed for each in followed):
            board = followed[0].source.excerpt.submission.board
            yield Doubt(f"{board} har ändrat text som utdraget bygger på.", f"utdrag-{slug}", "warning")


def excerpt_rows(forms, sources):
    """(submission, its field, its sources as they are today) for each excerpt, in the printed order."""
    fields = [(slug, forms.excerpts[f"excerpt-{slug}"]) for slug in forms.excerpts.boards]
    return [(forms.submissions[slug], field, sources.get(slug, [])) for slug, field in fields]


def earlier(round):
    """The newest earlier year's memo that is the city's; None where there is none."""
    memos = Memo.objects.filter(board=None, round__year__lt=round.year).select_related("round")
    return memos.order_by("-round__year").prefetch_related("sections").first()


def read(memo):
    """What an earlier memo said as it was printed: its content, with that year's figures put in."""
    told = city_memo.content(memo)
    if not any("{" in text for text in nested.texts(told)):
        return told
    year = years.published(memo.round) or years.load(memo.round)
    counts = figures.count(year, years.previous(memo.round))
    excerpts = {slug: live.fill(html, counts, year) for slug, html in told.pop("excerpts", {}).items()}
    return nested.changed(told, lambda name, text: _filled(name, text, counts, year)) | {"excerpts": excerpts}


def _filled(name, text, counts, year):
    filled = live.fill(text, counts, year)
    return filled if name in RICH else unescape(filled)
