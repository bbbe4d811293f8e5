"""Ten faults planted in the example of 2024, of the kinds that the published documents hold: each is found."""

import json
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest

from reporting.dataset import read
from reporting.figures import count
from reporting.reconciliation import findings
from tests.reporting import files, years

PLANTED = json.loads((Path(__file__).parent / "planted" / "2024.json").read_text())
# What a part of a path finds its row by, in a list.
NAMES = ("board", "project", "heading")


def planted(*faults):
    data = deepcopy(files.example(2024))
    for fault in faults:
        *path, last = fault["path"]
        place = data
        for part in path:
            place = _row(place, part)
        assert fault["from"] == place[last] or fault["from"] in place[last], fault["what"]
        place[last] = fault["to"] if fault["from"] == place[last] else place[last].replace(fault["from"], fault["to"])
    return read(data)


def _row(place, part):
    if isinstance(place, dict):
        return place[part]
    return next(row for row in place if part in [row.get(name) for name in NAMES])


def found(*faults):
    year, before = planted(*faults), years.example(2023)
    return findings(year, count(year, before), before)


def test_there_are_ten():
    assert len(PLANTED) == 10


@pytest.mark.parametrize("fault", PLANTED, ids=[fault["what"] for fault in PLANTED])
def test_each_is_found_where_it_was_planted(fault):
    before = {finding.identity for finding in found()}
    new = [finding for finding in found(fault) if finding.identity not in before]
    assert [finding.rule for finding in new] == [fault["rule"]]


def test_all_ten_are_found_and_few_others():
    rules = Counter(finding.rule for finding in found(*PLANTED))
    wanted = Counter(fault["rule"] for fault in PLANTED)
    assert wanted - rules == Counter()
    assert (rules - wanted).total() < 5


def test_without_faults_only_those_of_the_example_itself_are_found():
    assert [finding.rule for finding in found()] == [
        "amounts_alike",
        "title_is_code",
        "project_had_ended",
        "text_refers_elsewhere",
        "takes_part_without_card",
    ]
