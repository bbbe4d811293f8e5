"""Every page of the boards in every state that it can be in: fit for everybody, and none left out of the table."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone

from reporting.public import urls as public_urls
from submissions import drafts, invitations, remarks, workflow
from submissions.models import Answer, Membership, Round
from tests import make

from .axe import opened

LONG = "Samverkansplattformen för klimatneutralitetsomställning i Öresundsregionens stadsutvecklingsområden"
RICH = (
    '<h3>Resor</h3><p>Vi <strong>reste</strong> till <a href="https://hamburg.de">Hamburg</a>.</p><h4>Hem</h4>'
    "<ul><li><p>Kiel</p></li></ul><blockquote><p>En god migrationspro-cess.</p></blockquote>"
)
OURS = "/2025/tekniska-namnden/"

WRITTEN = {"half", "whole", "returned"}  # the contact person's own, with something in it
WRITES = WRITTEN | {"empty"}
HANDED_IN = {"handed_in", "again", "approved"}
READERS = {"reader", "early_reviewer", "reviewer"}
FILLED = WRITTEN | HANDED_IN | READERS | {"closed"}
OPENED = FILLED | {"empty"}
ALL = OPENED | {"planned"}

# Each page by the name of its address: where it is (`{}` are the scene's own), and the states in which it is there.
PAGES = {
    "start": ("/", ALL),
    "guide": ("/hjalp/", ALL),
    "own_mail": ("/mina-mejl/", ALL),
    "people": (f"{OURS}personer/", OPENED),
    "people_remove": (f"{OURS}personer/{{person}}/ta-bort/", OPENED - READERS),
    "submission": (OURS, ALL),
    "question": (f"{OURS}fraga-1/", OPENED),
    "question_history": (f"{OURS}fraga-1/historik/", OPENED),
    "question_revision": (f"{OURS}fraga-1/historik/{{question}}/", FILLED),
    "question_bring": (f"{OURS}fraga-1/hamta/", WRITTEN),
    "question_hyphens": (f"{OURS}fraga-1/avstavningar/", WRITES),
    "word_document": (f"{OURS}word/", WRITES),
    "check": (f"{OURS}granska/", OPENED),
    "receipt": (f"{OURS}kvitto/", HANDED_IN | {"returned", "reviewer"}),
    "take_back": (f"{OURS}kvitto/ta-tillbaka/", OPENED - READERS),
    "changes": (f"{OURS}andringar/1/2/", {"again"}),
    "remark": (f"{OURS}anmarkningar/{{remark}}/", {"returned", "again"}),
    "carry_over_projects": (f"{OURS}hamta-projekt/", WRITES),
    "workbook": (f"{OURS}projekt-excel/", WRITES),
    "card_add": (f"{OURS}projekt/nytt/", WRITES),
    "card": (f"{OURS}projekt/brave/", FILLED),
    "card_remove": (f"{OURS}projekt/brave/ta-bort/", WRITTEN),
    "card_history": (f"{OURS}projekt/brave/historik/", FILLED),
    "card_revision": (f"{OURS}projekt/brave/historik/{{card}}/", FILLED),
    "card_bring": (f"{OURS}projekt/brave/hamta/", WRITTEN),
    "card_hyphens": (f"{OURS}projekt/brave/avstavningar/", WRITTEN),
    "cooperation": (f"{OURS}samverkan/", OPENED),
    "cooperation_history": (f"{OURS}samverkan/historik/", OPENED),
    "cooperation_revision": (f"{OURS}samverkan/historik/{{cooperation}}/", FILLED),
    "cooperation_hyphens": (f"{OURS}samverkan/avstavningar/", WRITES),
    "board_memo": (f"{OURS}tjansteskrivelse/", OPENED),
    "board_memo_remove": (f"{OURS}tjansteskrivelse/ta-bort/", WRITTEN),
    "board_memo_history": (f"{OURS}tjansteskrivelse/historik/", OPENED),
    "board_memo_revision": (f"{OURS}tjansteskrivelse/historik/{{memo}}/", FILLED),
    "board_memo_hyphens": (f"{OURS}tjansteskrivelse/avstavningar/", WRITES),
    "board_documents": (f"{OURS}handlingar/", OPENED),
}
# The same pages with something else on them: a question that need not be answered, a card that two boards share, hits.
ALSO = (f"{OURS}fraga-2/", f"{OURS}projekt/hav/", f"{OURS}projekt/hav/hamta/", f"{OURS}projekt/nytt/?q=hav")
# What shows no page of its own, and pages whose states are made in another test.
FILES = {"workbook_form", "board_document", "card_sheet", "preview", "preview_part"}
POSTED = {"people_withdraw", "word_text", "word_hyphens", "word_into_question"}
ELSEWHERE = {
    **dict.fromkeys((each.name for each in public_urls.urlpatterns), "test_public_pages.py"),
    "invitation": "test_people.py",
    "invitation_link": "test_people.py",
    "workbook_changes": "test_workbook.py",
}


def written(cast, lacking=False):
    """All that an account can hold, beside last year's and a colleague's; or the same with things missing."""
    last = make.submission(make.round(2024, opens_in=-400, closes_in=-300), cast.teknik)
    brave = make.project(title=LONG, acronym="BRAVE", starts="2024-01", ends="2026", website="https://brave.eu")
    make.answer(last, html=RICH)
    make.card(last, brave, purpose=RICH)
    make.card(last, make.project("slut", "Avslutat", ends="2024-06"))
    make.frozen(last)
    hav = make.project("hav", "Hav")
    make.partner(make.card(cast.of_miljo, hav, purpose=RICH))
    lacks = {"paid": None, "role": "", "description": ""} if lacking else {}
    own = make.card(cast.of_teknik, brave, **{"goals": (1, 2), "purpose": RICH, **lacks})
    make.partner(own)
    make.card(cast.of_teknik, hav)
    rows = {
        "question": make.answer(cast.of_teknik, html=RICH),
        "card": own,
        "cooperation": make.cooperation(cast.of_teknik, html=RICH),
        "memo": make.board_memo(cast.of_teknik, sections=[{"heading": "Ärendet", "html": RICH}]),
    }
    kept = {name: make.revision(row, cast.tova, minutes_ago=90).pk for name, row in rows.items()}
    Answer.objects.filter(submission=cast.of_teknik).update(html=f"{RICH}<p>Och hem igen.</p>")
    kept["question"] = make.revision(Answer.objects.get(submission=cast.of_teknik), cast.tova).pk
    drafts.mark_done(cast.tova, rows["question"], True)
    invitations.invite(cast.tova, cast.teknik, "ny@example.com", can_write=True)
    return kept


def empty(cast):
    Round.objects.update(asks_for_cooperation=True)
    return {}


def planned(cast):
    Round.objects.update(opens=timezone.localdate() + timedelta(5), asks_for_cooperation=True)
    return {}


def half(cast):
    return written(cast, lacking=True)


def handed_in(cast):
    kept = written(cast)
    make.handed_in(cast.of_teknik, cast.tova)
    return kept


def returned(cast):
    kept = handed_in(cast)
    remarks.write(cast.rut, cast.of_teknik, LONG, "Hela redovisningen")
    remarks.write(cast.rut, cast.of_teknik, "Vad gav resan?", "Fråga 1", "questions", "1")
    on_paid = remarks.write(cast.rut, cast.of_teknik, LONG, "Utbetalda medel", "cards", "brave", "id_paid")
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer om resultaten.")
    return {**kept, "remark": on_paid.pk}


def again(cast):
    kept = returned(cast)
    Answer.objects.filter(submission=cast.of_teknik).update(html="<p>Vi reste till Kiel.</p>")
    workflow.submit(cast.tova, cast.of_teknik)
    return kept


def approved(cast):
    kept = handed_in(cast)
    workflow.approve(cast.rut, cast.of_teknik)
    return kept


def closed(cast):
    kept = half(cast)
    Round.objects.filter(year=2025).update(closes=timezone.localdate() - timedelta(1))
    return kept


def reader(cast):
    kept = half(cast)
    make.contact("Sven Teknik", "sven@example.com", cast.teknik)
    Membership.objects.filter(user=cast.tova).update(can_write=False)
    return kept


# How the scene is set, and who looks.
STATES = {
    "empty": (empty, "tova"),
    "planned": (planned, "tova"),
    "half": (half, "tova"),
    "whole": (written, "tova"),
    "handed_in": (handed_in, "tova"),
    "returned": (returned, "tova"),
    "again": (again, "tova"),
    "approved": (approved, "tova"),
    "closed": (closed, "tova"),
    "reader": (reader, "tova"),
    "early_reviewer": (half, "rut"),
    "reviewer": (handed_in, "rut"),
}


def names(patterns):
    """The names of all addresses below the patterns, but for the office's (test_office_pages.py) and the log-in's."""
    for pattern in patterns:
        if not isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith("admin/"):
                yield pattern.name
        elif not pattern.app_name and str(pattern.pattern) != "konto/":
            yield from names(pattern.url_patterns)


def test_every_page_stands_in_the_table():
    assert set(names(get_resolver().url_patterns)) == PAGES.keys() | FILES | POSTED | ELSEWHERE.keys()
    assert {resolve(where.format_map(Anything())).url_name for where, _ in PAGES.values()} == PAGES.keys()


class Anything(dict):
    def __missing__(self, key):
        return 1


@pytest.mark.parametrize("state", STATES)
def test_the_pages_are_for_everybody(cast, enter, seen, state):
    scene, who = STATES[state]
    kept, person = Anything(person=cast.tova.pk, **scene(cast)), getattr(cast, who)
    addresses = {name: where.format_map(kept) for name, (where, _) in PAGES.items()}
    client = Client()
    client.force_login(person)
    there = {name for name, url in addresses.items() if client.get(url).status_code == 200}
    others = [url for url in ALSO if client.get(url).status_code == 200]
    page = enter(person)
    for url in [*(addresses[name] for name in PAGES if name in there), *others]:
        opened(page, url, seen)
    assert there == {name for name, (_, states) in PAGES.items() if state in states}
