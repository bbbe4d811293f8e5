"""Published years as everybody sees them: editions out of round files, without the documents that take their time."""

import re
from copy import deepcopy
from html.parser import HTMLParser

from reporting import dataset, edition_files, figures, figures_file
from reporting.models import Edition
from submissions.models import Round
from tests import make
from tests.reporting import files

PDF = b"%PDF-1.7 the report"


def keep(data, number=1, previous=None, **more):
    """Publish what a round file says as an edition of its year; `more` are other files, `name_ending=content`."""
    year = dataset.read(data)
    round = Round.objects.filter(year=year.year).first() or make.round(year.year, -400, -300)
    counted = figures.count(year, previous and dataset.read(previous))
    made = {
        edition_files.year_name(year.year): edition_files.dumps(data),
        edition_files.figures_name(year.year): figures_file.dumps(counted, []).encode(),
        f"redovisning-{year.year}.pdf": PDF,
        **{name.replace("_", "."): content for name, content in more.items()},
    }
    edition = Edition.objects.create(round=round, number=number)
    manifest = edition_files.dumps(edition_files.describe(edition, made, []))
    edition.checksum = edition_files.checksum(manifest)
    edition.save()
    edition_files.write(edition, made | {edition_files.manifest_name(year.year): manifest})
    return edition


def small(year=2024, html="<p>Vi reste.</p>", **card):
    """The small year with this answer, and with more said of its card."""
    data = deepcopy(files.small(year))
    submission = data["submissions"][0]
    submission["answers"][0]["html"] = html
    submission["cards"][0] |= card
    return data


def large(boards, cards, words=250, year=2024):
    """A year of so many boards, each with so many cards, and texts of so many words."""
    text = f"<p>{'Samverkan över gränserna ' * (words // 3)}</p>"
    names = [f"Nämnden {number}" for number in range(1, boards + 1)]
    projects = [f"projekt-{board}-{card}" for board in range(boards) for card in range(cards)]
    told = {"role": "partner", "paid": 1_000, "goals": [1], "main_goal": 1, "texts": {"purpose": text}}
    submissions = [
        {
            "board": name,
            "answers": [{"question": 1, "html": text * 4}],
            "cards": [{"project": f"projekt-{board}-{card}", **told} for card in range(cards)],
        }
        for board, name in enumerate(names)
    ]
    return files.small(
        year,
        boards=[{"name": name, "department": name} for name in names],
        projects=[{"key": key, "title": key.title(), "programme": "Interreg North Sea"} for key in projects],
        submissions=submissions,
    )


class Page(HTMLParser):
    """A page's ids, the addresses that it links to, and those of its stylesheets and scripts."""

    def __init__(self, response):
        super().__init__()
        self.ids, self.links, self.styles, self.scripts = [], [], [], 0
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "a":
            self.links.append(told["href"])
        if tag == "link" and told.get("rel") == "stylesheet":
            self.styles.append(told["href"])
        self.scripts += tag == "script"


def text(response):
    """The words of the page's main part."""
    main = response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^<>]*>", " ", main).split())
