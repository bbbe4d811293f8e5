"""The round file's schema, with the bounds of the tables behind it, and its faults said in Swedish."""

import json
import re
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path

from django.db.backends.base.operations import BaseDatabaseOperations
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from projects.roundfile import LIMITS as PROJECT_LIMITS
from submissions.fields import CURRENCIES, HIGHEST_RATE
from submissions.roundfile import LIMITS as SUBMISSION_LIMITS

from .memo_roundfile import LIMITS as MEMO_LIMITS

SCHEMA = json.loads((Path(__file__).parent / "round.schema.json").read_text())
_WEB_ADDRESS = "^https?://"
LARGEST_FIGURE = 2**63 - 1  # as in the tables; a text of more digits can neither be counted with nor written
_ROWS = ("boards", "programmes", "goals")
_FIGURES = (
    *("projects", "owned", "partnered", "paid", "budget_span.smallest", "budget_span.largest"),
    *(f"{row}.{column}" for row in _ROWS for column in ("projects", "paid")),
)
_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "små bokstäver a–z, siffror och bindestreck, till exempel good-cities",
    "^[A-Z]{2}$": "en landskod med två stora bokstäver, till exempel DE",
    _WEB_ADDRESS: "en webbadress som börjar med http:// eller https://",
}
_FORMATS = {
    "date": "ett datum som finns i almanackan, till exempel 2024-03-01",
    "partial-date": "ett datum som finns i almanackan, till exempel 2024-03-01, 2024-03 eller 2024",
    "uri": "en fullständig webbadress, till exempel https://example.com/",
}
_TYPES = {
    "string": "text",
    "integer": "ett heltal",
    "number": "ett tal",
    "boolean": "true eller false",
    "array": "en lista",
    "object": "ett objekt",
    "null": "null",
}


def faults(data):
    """What breaks the schema, as (path, message in Swedish)."""
    for error in _validator().iter_errors(data):
        yield from ((tuple(error.absolute_path), message) for message in _MESSAGES[error.validator](error))


def shown(value):
    """A value as a message shows it: short, and nothing in it that a terminal would obey."""
    if isinstance(value, dict | list):
        return "ett objekt" if isinstance(value, dict) else "en lista"
    return printable(json.dumps(value, ensure_ascii=False))


def printable(text):
    """The first sixty characters, those that can be printed."""
    cut = text if len(text) <= 60 else f"{text[:60]}…"
    return "".join(c if c.isprintable() else "�" for c in cut)


def in_order(data, schema=SCHEMA):
    """`data` with its keys in the order in which the schema names them."""
    schema = _resolved(SCHEMA, schema)
    if isinstance(data, list):
        return [in_order(each, schema["items"]) for each in data]
    if isinstance(data, dict):
        return {key: in_order(data[key], inner) for key, inner in schema["properties"].items() if key in data}
    return data


@cache
def _validator():
    checker = FormatChecker(["date", "uri"])
    checker.checkers = {**checker.checkers, "partial-date": (_is_partial_date, ValueError)}
    return extend(Draft202012Validator, {"pattern": _pattern})(_bounded(), format_checker=checker)


def _pattern(validator, pattern, instance, schema):
    """As in JSON Schema, `$` is the end of the text; Python's would let a line break follow."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError("")


def _is_partial_date(value):
    if not isinstance(value, str):
        return True  # which the schema says something else of
    return bool(re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", value) and date.fromisoformat((value + "-01-01")[:10]))


def _bounded():
    """The schema, and what it leaves unsaid: how much the tables hold, and that a date exists."""
    schema = deepcopy(SCHEMA)
    for path, column in (SUBMISSION_LIMITS | PROJECT_LIMITS | MEMO_LIMITS).items():
        _at(schema, path).update(_bounds(column.field))
    _at(schema, "projects.website")["pattern"] = _WEB_ADDRESS
    for currency in CURRENCIES:
        _at(schema, f"round.exchange_rates.{currency}")["maximum"] = HIGHEST_RATE
    for path in _FIGURES:
        _at(schema, f"figures.{path}")["maximum"] = LARGEST_FIGURE
    schema["$defs"]["date"] = {"type": "string", "format": "partial-date"}
    return schema


def _at(schema, path):
    """The schema of a place such as `submissions.cards.title`."""
    node = schema
    for step in path.split("."):
        node = _resolved(schema, node)["properties"][step]
        node = node.get("items", node)
    return node


def _resolved(schema, node):
    return schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def _bounds(field):
    """A text may be as long as its column, and a number as large, on whichever database."""
    if field.max_length:
        return {"maxLength": field.max_length}
    return {"maximum": BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()][1]}


def _expected(expectation):
    """Makes the message of a keyword: what stands there, and what was expected."""
    return lambda error: [f"här står {shown(error.instance)}, men det ska vara {expectation(error)}."]


def _unknown_keys(error):
    known = error.schema["properties"]
    unknown = [key for key in error.instance if key not in known]
    return [f"okänd nyckel {shown(key)}. De nycklar som finns är {', '.join(known)}." for key in unknown]


def _missing_keys(error):
    return [f"nyckeln {key} saknas." for key in error.validator_value if key not in error.instance]


def _types(error):
    types = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    return " eller ".join(_TYPES[each] for each in types)


def _too_long(error):
    return [f"texten har {len(error.instance)} tecken, men får ha högst {error.validator_value}."]


_MESSAGES = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _expected(_types),
    "enum": _expected(lambda error: "något av " + ", ".join(map(shown, error.validator_value))),
    "const": _expected(lambda error: shown(error.validator_value)),
    "pattern": _expected(lambda error: _PATTERNS[error.validator_value]),
    "format": _expected(lambda error: _FORMATS[error.validator_value]),
    "minimum": _expected(lambda error: f"minst {error.validator_value}"),
    "maximum": _expected(lambda error: f"högst {error.validator_value}"),
    "exclusiveMinimum": _expected(lambda error: f"större än {error.validator_value}"),
    "maxLength": _too_long,
}
