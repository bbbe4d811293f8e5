"""Milliseconds that all rules of reconciliation take: at first, again, and when one text has changed; a table.

No database is needed. The year before is a copy of the year, so that every rule has something to compare with.
"""

import statistics
import sys
import time
from copy import deepcopy

import django

django.setup()

from reporting.dataset import read  # noqa: E402 - the projects' matching needs no database, but its app does
from reporting.figures import count  # noqa: E402
from reporting.reconciliation import RULES, findings  # noqa: E402
from reporting.rules.basis import Basis  # noqa: E402
from tests.benchmarks.years import example, in_year, with_boards  # noqa: E402

SIZES = (13, 130)
ROUNDS = 5


def main():
    print("| | " + " | ".join(f"{boards} boards" for boards in SIZES) + " |")
    print("| --- |" + " ---: |" * len(SIZES))
    columns = [measure(boards) for boards in SIZES]
    for row in columns[0]:
        print(f"| {row} | {' | '.join(column[row] for column in columns)} |")


def measure(boards):
    data = with_boards(example(), boards // 13)
    year, before = read(data), read(in_year(data, 2023))
    told = {"cards": str(len(year.cards)), "at first": timed(year, before)}
    told["again"] = statistics.median([timed(read(deepcopy(data)), before, False) for _ in range(ROUNDS)])
    changed = [timed(read(with_text(data, number)), before, False) for number in range(ROUNDS)]
    told["one text changed"] = statistics.median(changed)
    slowest, taken = max(((rule.name, of_rule(rule, year, before)) for rule in RULES), key=lambda item: item[1])
    told["slowest rule, again"] = f"{taken:.0f} ms ({slowest})"
    return {name: value if isinstance(value, str) else f"{value:.0f} ms" for name, value in told.items()}


def with_text(data, number):
    changed = deepcopy(data)
    written = next(each for each in changed["submissions"] if each.get("cards"))
    written["cards"][0]["texts"]["purpose"] = f"<p>En ny text om arbetet under 2024, den {number}:e.</p>"
    return changed


def timed(year, before, show=True):
    figures = count(year, before)
    started = time.perf_counter()
    findings(year, figures, before)
    taken = (time.perf_counter() - started) * 1000
    return f"{taken:.0f} ms" if show else taken


def of_rule(rule, year, before):
    basis = Basis(year, count(year, before), before)
    list(rule.find(basis))
    started = time.perf_counter()
    list(rule.find(basis))
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
