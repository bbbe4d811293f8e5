"""Word files damaged in every way: each is read or refused in words, and nothing is changed."""

import io
import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config import html, uploads
from submissions import word_import
from submissions.models import Answer, Revision, Submission
from tests import make, word

GOOD = word.everything()
TEXT_PARTS = ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml"]
TEXT_PARTS += [f"word/{name}.xml" for name in ("styles", "numbering", "footnotes", "comments", "header1")]


def flipped(content, chance):
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 3, 20])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content, chance):
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 400) :]


def doubled(content, chance):
    start = chance.randrange(len(content))
    return content[:start] + content[start : start + 300] * chance.randrange(2, 30) + content[start:]


def retagged(content, chance):
    """One tag or attribute by another name, so that the XML often holds together but not the document."""
    names = re.findall(rb"\b\w+:\w+\b|\"[^\"]*\"", content)
    old, new = chance.choice(names), chance.choice([*names, b'"-1"', b'"99999999999"', b'""', b'"x"'])
    return content.replace(old, new, chance.choice([1, 2, -1]))


def of_parts(damage):
    """The same damage to one of the parts, in a zip that is whole."""

    def damaged(chance):
        held = {name: each.encode() for name, each in MEMBERS.items()}
        name = chance.choice(TEXT_PARTS)
        return word.packed({**held, name: damage(held[name], chance)})

    return damaged


def without_a_part(chance):
    return word.packed({name: each for name, each in MEMBERS.items() if name != chance.choice(TEXT_PARTS)})


MEMBERS = word.everything_held()
DAMAGES = [
    *(lambda chance, damage=damage: damage(GOOD, chance) for damage in (flipped, cut, doubled)),
    *(of_parts(damage) for damage in (flipped, cut, doubled, retagged, retagged, retagged)),
    without_a_part,
]


def damaged(seed):
    chance = random.Random(seed)  # noqa: S311 - the same damage every time
    return DAMAGES[seed % len(DAMAGES)](chance)


def outcome(content):
    try:
        said = word_import.imported(io.BytesIO(content))
    except uploads.Refused:
        return "refused"
    assert said.html
    assert html.removed(said.html) == []
    return "read"


def test_no_damage_gives_anything_but_a_text_or_a_refusal():
    outcomes = [outcome(damaged(seed)) for seed in range(500)]
    assert outcomes.count("refused") > 100
    assert outcomes.count("read") > 100


@pytest.mark.parametrize(
    "address",
    ["/2025/tekniska-namnden/word/text/", "/2025/tekniska-namnden/word/", "/2025/tekniska-namnden/fraga-1/word/"],
)
def test_no_damage_gives_a_server_error_or_changes_anything(client, cast, address):
    make.answer(cast.of_teknik)
    client.force_login(cast.tova)
    models = (Answer, Revision, Submission)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    statuses = set()
    for seed in range(60):
        file = SimpleUploadedFile("a.docx", damaged(seed))
        form = {"word": file, "html": "<p>Mitt.</p>", "version": "0"}
        statuses.add(client.post(address, form).status_code)
    assert statuses == {200, 422}
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
