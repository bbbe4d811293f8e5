"""A year of the cast that can be published: Teknik and Miljö are approved, Fritid has written nothing."""

import json
from io import BytesIO

import pikepdf
import pytest

from reporting import documents, editions, open_data
from submissions import workflow
from submissions.models import Submission
from tests import make

WHY = "Fritid hade inga projekt."


def ready(cast):
    for submission, person, paid in ((cast.of_teknik, cast.tova, 1_234_567), (cast.of_miljo, cast.mira, 2_000)):
        make.answer(submission, html=f"<p>Svar från {submission.board}.</p>")
        make.card(submission, make.project(submission.board.slug, f"Projektet {submission.board}"), paid=paid)
        make.approved(submission, person, cast.rut)
    make.city_memo(cast.round, summary="<p>{antal_projekt} EU-projekt</p>")
    for each in (cast.of_teknik, cast.of_miljo, cast.round):
        each.refresh_from_db()
    return cast


def publish(cast, reason=""):
    edition = editions.publish(cast.rut, cast.round, reason, WHY)
    cast.round.refresh_from_db()
    return edition


def reopen(cast, reason="Ett belopp var fel."):
    editions.reopen(cast.rut, cast.round, reason)
    cast.round.refresh_from_db()


def mend(cast, html="<p>Ett annat svar.</p>", paid=1_300_000):
    """Teknik's account is returned, changed, handed in and approved again."""
    workflow.give_back(cast.rut, cast.of_teknik, "Rätta beloppet.")
    cast.of_teknik.answers.update(html=html)
    cast.of_teknik.cards.update(paid=paid)
    workflow.submit(cast.tova, Submission.objects.get(pk=cast.of_teknik.pk))
    workflow.approve(cast.rut, cast.of_teknik)


def publish_twice(cast):
    """A second edition, whole; the first one's documents are of a few bytes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(documents, "compile_year", lambda *args: {"siffror-2025.json": b"{}"})
        publish(ready(cast))
    reopen(cast)
    mend(cast)
    return publish(cast, "Rättat.")


def as_older(figures):
    """A figures file's content as it was before keys were added to it, which are those that need not be there."""
    schema = json.loads(open_data.SCHEMA.read_text())
    first = schema["properties"]["previous"]["oneOf"][1]["required"]
    kept = {name: figures[name] for name in schema["required"]}
    return kept | {"previous": kept["previous"] and {name: kept["previous"][name] for name in first}}


def carrying(files):
    """A PDF that holds nothing but these files, as {name: content}."""
    made, written = pikepdf.new(), BytesIO()
    for name, content in files.items():
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)
    made.save(written, static_id=True)
    return written.getvalue()


@pytest.fixture
def quick(monkeypatch):
    """Documents of a few bytes, where a test looks at other things than them."""
    from reporting import documents

    def compile_year(material, on_section=None):
        figures = documents.named(documents.CITY, "siffror").files(material, ["json"])
        return {f"redovisning-{material.subject.year}.pdf": carrying(figures), **figures}

    monkeypatch.setattr(documents, "compile_year", compile_year)
