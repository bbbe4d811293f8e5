"""Round files for the tests: the examples, one that is small and whole, and when two say the same thing."""

import json
from pathlib import Path

from config import html
from reporting.schema import SCHEMA, in_order

EXAMPLES = Path(__file__).parents[2] / "examples"


def example(year):
    return json.loads((EXAMPLES / f"{year}.json").read_text())


def small(year=2024, **changes):
    """A year with one of everything that can be referred to; `changes` replace its keys."""
    return {
        "format": "internationell-redovisning/1",
        "round": {
            "year": year,
            "questions": [{"number": 1, "text": "Vad gjorde ni?"}],
            "goals": [{"number": 1, "text": "En grön stad"}, {"number": 2, "text": "En jämlik stad"}],
        },
        "programmes": [{"name": "Interreg North Sea", "group": "Interreg"}],
        "boards": [
            {"name": "Miljönämnden", "department": "Miljöförvaltningen"},
            {"name": "Tekniska nämnden", "department": "Fastighets- och gatukontoret"},
        ],
        "projects": [{"key": "brave", "title": "BRAVE", "programme": "Interreg North Sea"}],
        "submissions": [
            {
                "board": "Miljönämnden",
                "answers": [{"question": 1, "html": "<p>Vi reste.</p>"}],
                "cards": [{"project": "brave", "role": "owner", "paid": 100, "goals": [1, 2], "main_goal": 1}],
            }
        ],
        **changes,
    }


def write(folder, data, name="year.json"):
    """The file with that content, or with that text."""
    file = folder / name
    file.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False))
    return file


def canonical(data):
    """The content of a round file in the one form that says it: two files say the same where theirs are equal.

    Defaults are filled in, what is empty is left out, rich text is as the allow-list has it, and what is numbered
    or unordered is sorted.
    """
    said = _said(data, SCHEMA)
    said["round"]["questions"] = sorted(said["round"].get("questions", []), key=lambda each: each["number"])
    said["round"]["goals"] = sorted(said["round"].get("goals", []), key=lambda each: each["number"])
    submissions = [_submission(each) for each in said.pop("submissions", [])]
    begun = [each for each in submissions if each.keys() != {"board", "status"} or each["status"] != "not_started"]
    return said | {"submissions": sorted(begun, key=lambda each: each["board"])}


def _said(value, schema):
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return html.clean_field(value) if name == "html" and value else _said(value, SCHEMA["$defs"][name])
    if isinstance(value, list):
        return [_said(each, schema["items"]) for each in value]
    if isinstance(value, dict):
        told = {key: _said(value.get(key, inner.get("default")), inner) for key, inner in schema["properties"].items()}
        return {key: each for key, each in told.items() if each not in (None, "", [], {})}
    return value


def _submission(said):
    written = [answer for answer in said.pop("answers", []) if "html" in answer]
    for card in said.get("cards", []):
        card |= {key: sorted(card[key]) for key in ("goals", "cooperating_boards") if key in card}
    return said | ({"answers": sorted(written, key=lambda answer: answer["question"])} if written else {})


def keys_in_order(data):
    """Whether every key stands where the schema has it."""
    return json.dumps(data) == json.dumps(in_order(data))
