"""Milliseconds and number of queries of each page, with 13 boards and with 130, in 2 years and in 20: a table.

Run against an empty database (DATABASE_URL), once for each; each page is asked for eleven times as its own reader,
and the median of the last ten is told. A second table tells the round's page: where nothing is kept in the process,
where nothing has changed, and where one card has just been saved.
"""

import statistics
import time
from datetime import timedelta
from itertools import cycle

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.models import Card
from reporting import roundfile, years
from submissions.models import Submission
from tests import make
from tests.benchmarks.years import example, in_year, with_boards

SIZES = {
    "13 boards, 2 years": (13, 2),
    "13 boards, 20 years": (13, 20),
    "130 boards, 2 years": (130, 2),
}
NOW = 2025
WRITING, HANDED_IN = "Miljönämnden", "Tekniska nämnden"
ROUNDS = 10


def main():
    columns = [measure(*size) for size in SIZES.values()]
    table(connection.vendor, SIZES, [column for column, _ in columns])
    print()
    table("round overview", SIZES, [glances for _, glances in columns])


def table(title, heads, columns):
    print(f"| {title} | {' | '.join(heads)} |")
    print("| --- |" + " ---: |" * len(heads))
    for row in columns[0]:
        print(f"| {row} | {' | '.join(column[row] for column in columns)} |")


def measure(boards, years):
    """Fill the database with that many boards and years, and ask for every page, and for the round's in three ways."""
    call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic():
        fill(with_boards(example(), boards // 13), years)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    asked = pages()
    return {page: timed(person, url) for page, (person, url) in asked.items()}, glances(*asked["round overview"])


def fill(data, years):
    """The newest year is open, and its boards have written everything; one has handed in, and so has a receipt."""
    for year in range(NOW - years + 1, NOW):
        roundfile.read(in_year(data, year))
    today = timezone.localdate()
    opens, closes = (today - timedelta(10)).isoformat(), (today + timedelta(20)).isoformat()
    statuses = {HANDED_IN: "submitted"}
    written = [{**each, "status": statuses.get(each["board"], "draft")} for each in data["submissions"]]
    roundfile.read(in_year({**data, "submissions": written}, NOW, opens=opens, closes=closes))


def pages():
    """Each page with its reader: a contact person of the board with most cards (26), or a reviewer."""
    submission = Submission.objects.get(round__year=NOW, board__name=WRITING)
    handed_in = Submission.objects.get(round__year=NOW, board__name=HANDED_IN)
    contact = make.contact("Mira", "mira@example.com", submission.board, handed_in.board)
    reviewer = make.reviewer("Rut", "rut@example.com")
    at = [NOW, submission.board.slug]
    key = submission.cards.select_related("project").first().project.key
    return {
        "start": (contact, reverse("start")),
        "submission": (contact, reverse("submission", args=at)),
        "question": (contact, reverse("question", args=[*at, 1])),
        "new card": (contact, reverse("card_add", args=at)),
        "card": (contact, reverse("card", args=[*at, key])),
        "check": (contact, reverse("check", args=at)),
        "receipt": (contact, reverse("receipt", args=[NOW, handed_in.board.slug])),
        "round overview": (reviewer, reverse("round_overview", args=[NOW])),
        "submission in admin": (reviewer, reverse("admin:submissions_submission_change", args=[submission.pk])),
        "submissions in admin": (reviewer, reverse("admin:submissions_submission_changelist")),
        "the city's memo": (reviewer, reverse("city_memo", args=[NOW])),
    }


def glances(person, url):
    """The round's page where nothing is kept, where nothing has changed, and where one card has been saved."""
    cards = Card.objects.filter(submission__round__year=NOW, submission__status="draft").order_by("pk")
    keys = cycle(cards.values_list("pk", flat=True))

    def forget():
        years._years.clear()
        years._counted.clear()

    def save():
        Card.objects.filter(pk=next(keys)).update(paid=F("paid") + 1)

    ways = {"nothing kept": forget, "nothing changed": lambda: None, "one card saved": save}
    return {way: timed(person, url, before) for way, before in ways.items()}


def timed(person, url, before=lambda: None):
    """The median in milliseconds and the number of queries, as the table prints them; `before` is done each time."""
    client = Client()
    client.force_login(person)
    client.get(url)
    before()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    count, taken = len(queries), []  # counted now: the next request empties the list
    for _ in range(ROUNDS):
        before()
        started = time.perf_counter()
        client.get(url)
        taken.append(time.perf_counter() - started)
    return f"{statistics.median(taken) * 1000:.0f} ms ({count})"
