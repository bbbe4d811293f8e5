"""A thousand workbooks damaged by mutation: none makes a server error, and none changes anything."""

import io
import random
import re
import zipfile
from collections import Counter

import pytest

from config.uploads import Refused
from projects.models import Card, Partner, Project
from projects.workbook import changes, form, reading
from submissions.models import Revision
from tests import make
from tests.projects.excel import PAGE, sent

pytestmark = pytest.mark.django_db
TIMES = 1000
SENT = 40  # of them go the whole way, through the page
NASTY = (b"&lt;", b"<", b">", b'"', b"\x00", b"999999999999", b"-1", b"NaN", b"1e999", b"<c/>", b"\xff\xfe", b't="e"')
FILLED_IN = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
VALUES = (
    b"",
    b"0",
    b"1",
    b"7",
    b"-1",
    b"99",
    b"1e999",
    b"NaN",
    b"999999999999",
    b"#REF!",
    b"s",
    b"b",
    b"d",
    b"e",
    b"n",
)
VALUES += (b"str", b"inlineStr", b"A1", b"XFD1048576", b"Projekt", b"X", b"2024-13-45", b"true", b"A" * 5000, b"/../x")
NASTY += (b't="b"', b't="d"', b't="s"', b"<f>1+</f>", b"<!DOCTYPE a>", b'r="A99999999"', b"A" * 5000, b"\xed\xa0\x80")


def flipped(chance, content):
    """Some bytes of the file exchanged, or its end cut off."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30, 300))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.2 else changed)


def rewritten(chance, content):
    """The text of one part changed, and the whole packed anew, so that the damage stands in the XML itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = chance.choice(FILLED_IN if chance.random() < 0.7 else list(parts))
    parts[name] = mangled(chance, parts[name])
    if chance.random() < 0.1:
        parts.pop(chance.choice(list(parts)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for each, part in parts.items():
            target.writestr(each, part)
    return out.getvalue()


def mangled(chance, part):
    return revalued(chance, part) if chance.random() < 0.7 else torn(chance, part)


def revalued(chance, part):
    """Texts and attributes exchanged for others, so that the XML itself is still whole."""
    places = list(re.finditer(rb'>([^<]*)<|="([^"]*)"', part))
    for place in sorted(
        chance.sample(places, min(len(places), chance.choice((1, 5, 60)))), key=re.Match.start, reverse=True
    ):
        start, end = place.span(1) if place[1] is not None else place.span(2)
        part = part[:start] + chance.choice(VALUES) + part[end:]
    return part


def torn(chance, part):
    """Bytes put in and taken away anywhere."""
    changed = bytearray(part)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(changed) + 1)
        changed[at : at + chance.choice((0, 1, 10, 200))] = chance.choice((*NASTY, part[at : at + 300]))
    return bytes(changed)


@pytest.fixture
def content(cast):
    """A workbook with two cards and their partners."""
    for key in ("a", "b"):
        card = make.card(cast.of_teknik, make.project(key, f"Projekt {key}"), description="<p>Text.</p>")
        make.partner(card)
    return form.made(cast.of_teknik)


def everything():
    models = (Card, Partner, Project, Revision)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_thousand_damaged_workbooks(cast, client, content):
    client.force_login(cast.tova)
    before, chance = everything(), random.Random(2025)  # noqa: S311 - the same damage each time
    outcomes = Counter()
    for number in range(TIMES):
        damaged = chance.choice((flipped, rewritten, rewritten))(chance, content)
        outcomes[outcome(cast.of_teknik, damaged)] += 1
        if number % (TIMES // SENT) == 0:
            answer = client.post(PAGE, {"workbook": sent(damaged)}, follow=True)
            assert answer.status_code in (200, 422)
    assert min(outcomes[each] for each in ("refused", "faulty", "read")) > TIMES / 50, outcomes
    assert everything() == before


def outcome(submission, damaged):
    """What comes of a workbook; any other exception than a refusal is a server error, and fails."""
    try:
        plan = changes.Plan(submission, reading.read(io.BytesIO(damaged), submission))
    except Refused:
        return "refused"
    return "faulty" if plan.faults else "read"
