"""Cooperation by sector and country as a section of a submission, in the years that ask for it."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from config.formats import alphabetical, country, listed, number
from submissions import merging
from submissions.sections import Part, Problem, Row, RowStatus, Section

from .counting import organisations
from .models import Cooperation, Partner, Sector

TITLE = "Samverkansparter och länder"
NOT_FILLED_IN = "Saknar antal parter. Skriv hur många de är i varje sektor, 0 där det inte finns någon."


def cooperation_url(submission):
    """Address of the page where the submission's cooperation is written."""
    return reverse("cooperation", args=[submission.round.year, submission.board.slug])


class CooperationSection(Section):
    """How many parties the board has cooperated with per sector, in which countries, and a sentence about it."""

    title = "Samverkan"
    reads = ("cooperation",)
    model = Cooperation
    name = "cooperation"
    problems_template = "submissions/problems.html"
    fields = {**{f"id_{sector}": sector.label for sector in Sector}, "id_countries": "Länder", "id_html": "Förklaring"}

    def rows(self, submission):
        if not submission.round.asks_for_cooperation:
            return []
        return [self.describe(self.find(submission, self.name))]

    def freeze(self, submission):
        cooperation = getattr(submission, "cooperation", None)
        told = merging.pruned(self.content(cooperation)) if cooperation else {}
        return {"submission": {"cooperation": told}} if told else {}

    def thaw(self, submission, content):
        if "cooperation" in content:
            Cooperation.objects.create(submission=submission, **_values(content["cooperation"]))

    def show(self, submission, frozen):
        content = frozen["submission"].get("cooperation", {})
        if not content and not submission.round.asks_for_cooperation:
            return []
        body = render_to_string("projects/shown_cooperation.html", _shown(content))
        return [Part(title=TITLE, body=body, url=cooperation_url(submission), key=self.name)]

    def rows_of(self, frozen):
        content = frozen["submission"].get("cooperation")
        return {self.name: content} if content else {}

    def find(self, submission, key):
        written = Cooperation.objects.select_related("changed_by").filter(submission=submission).first()
        if not written and not submission.round.asks_for_cooperation:
            return None
        row = written or Cooperation()
        row.submission = submission
        return row

    def key(self, row):
        return self.name

    def make(self, row, submission):
        Cooperation.objects.get_or_create(submission=submission)
        return self.find(submission, self.name)

    def describe(self, row):
        stops, warnings = _missing(row), _doubtful(row)
        begun = merging.pruned(self.content(row))
        status = RowStatus.STARTED if stops else RowStatus.DONE
        return Row(
            title=TITLE,
            url=cooperation_url(row.submission),
            status=status if begun else RowStatus.NOT_STARTED,
            problems=(*stops, *warnings),
            key=self.name,
        )

    def content(self, row):
        sectors = {sector: getattr(row, sector) for sector in Sector.values}
        return {"sectors": sectors, "countries": row.countries, "html": row.html}

    def told(self, submission, content):
        counts = {Sector(sector).label: number(count) for sector, count in _counts(content)}
        return {**counts, "Länder": listed(_countries(content)), "Förklaring": content.get("html", "")}

    def values(self, row, content):
        return _values(content)

    def texts(self, content):
        return {"html": content.get("html", "")}

    text_labels = {"html": "Förklaring"}

    def with_texts(self, content, texts):
        return {**content, **texts}

    def put_texts(self, frozen, key, texts):
        frozen["submission"].get("cooperation", {}).update(texts)


def _values(content):
    sectors = {sector: content.get("sectors", {}).get(sector) for sector in Sector.values}
    return {**sectors, "countries": content.get("countries", []), "html": content.get("html", "")}


def _counts(content):
    """Sector and count, in the sectors' own order, of those that are stated."""
    stated = content.get("sectors", {})
    return [(sector, stated[sector]) for sector in Sector.values if stated.get(sector) is not None]


def _countries(content):
    return [country(code) for code in content.get("countries", [])]


def _shown(content):
    counts = [(Sector(sector).label, count) for sector, count in _counts(content)]
    return {"counts": counts, "countries": listed(_countries(content)), "html": content.get("html", "")}


@dataclass(frozen=True)
class OnCards:
    """What the partners on a submission's cards come to, each organisation counted once.

    `sectors` counts those of each sector, `countries` are ISO codes by their Swedish names, and `without` tells how
    many organisations have no sector.
    """

    sectors: dict[str, int]
    countries: list[str]
    without: int

    def __bool__(self):
        return bool(self.without or any(self.sectors.values()))

    @property
    def content(self):
        """The same as the content of a cooperation has it."""
        return {"sectors": self.sectors, "countries": self.countries}

    @property
    def counts(self):
        return [(Sector(sector).label, count) for sector, count in self.sectors.items()]

    @property
    def country_names(self):
        return listed(_countries(self.content))


def on_cards(submission):
    """What the cards' partners come to; nothing (false) where no card has a partner."""
    by_sector, by_country = organisations(Partner.objects.filter(card__submission=submission))
    countries = sorted((code for code in by_country if code), key=lambda code: alphabetical(country(code)))
    return OnCards({sector: len(by_sector[sector]) for sector in Sector.values}, countries, len(by_sector[""]))


def _missing(row):
    """What must be there before the submission can be handed in: every count, since they are summed in a table."""
    url = cooperation_url(row.submission)
    lacking = [sector for sector in Sector if getattr(row, sector) is None]
    if len(lacking) == len(Sector):
        return [Problem(NOT_FILLED_IN, f"{url}#id_public")]
    return [_lacks(sector, url) for sector in lacking]


def _lacks(sector, url):
    text = f"Saknar antal för {sector.label.lower()}. Skriv 0 om det inte finns någon part."
    return Problem(text, f"{url}#id_{sector}")


def _doubtful(row):
    """What is likely to be a mistake, though it may be right: no countries, or other figures than the cards have."""
    stated = {sector: getattr(row, sector) for sector in Sector if getattr(row, sector) is not None}
    if not stated and not row.countries:
        return []
    cards, url = on_cards(row.submission), cooperation_url(row.submission)
    doubts = [("Saknar länder.", "#id_countries")] if any(stated.values()) and not row.countries else []
    if cards and (differences := _differences(stated, row.countries, cards)):
        text = f"Skiljer sig från projektkorten: {'; '.join(differences)}."
        doubts.append((text, "#id_public"))
    return [Problem(text, url + place, stops=False) for text, place in doubts]


def _differences(stated, countries, cards):
    counts = [
        f"{sector.label.lower()} {number(count)}, på korten {number(cards.sectors[sector])}"
        for sector, count in stated.items()
        if count != cards.sectors[sector]
    ]
    only_cards = [country(code) for code in cards.countries if code not in countries]
    only_here = [country(code) for code in countries if code not in cards.countries]
    counts += [f"{listed(only_cards)} står bara på korten"] if only_cards and countries else []
    return counts + ([f"{listed(only_here)} står inte på korten"] if only_here else [])
