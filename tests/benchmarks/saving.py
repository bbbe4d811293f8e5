"""Milliseconds for a page that saves by itself: one person alone, and sixty who write at once, against gunicorn.

Run against an empty database (DATABASE_URL). Each of the sixty writes in an answer or on a card of their own, and
saves every second and a half, as the pages do of somebody who never stops typing.
"""

import http.client
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.test import Client

from projects.section import Cards, card_url
from submissions.models import Question, Submission
from submissions.questions import Questions
from tests import make
from tests.benchmarks.pages import NOW, fill
from tests.benchmarks.years import example, with_boards
from tests.projects.posting import typed

PEOPLE, SAVES, PAUSE = 60, 20, 1.5
TOKEN = "a" * 32
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    PORT = free.getsockname()[1]


class Writer:
    """A person who saves one row again and again, a little longer each time."""

    def __init__(self, number, url, fields, text):
        self.url, self.fields, self.text, self.taken, self.faults = url, fields, text, [], 0
        submission = Submission.objects.get(round__year=NOW, board__slug=url.split("/")[2])
        client = Client()
        client.force_login(make.contact(f"Person {number}", f"person{number}@example.com", submission.board))
        self.cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
        self.server = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)

    def save(self, number):
        self.fields[self.text] = f"{'<p>Så gick det under året, och så här blev det.</p>' * 60}<p>{number}</p>"
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded", "Host": "testserver"}
        started = time.perf_counter()
        self.server.request(
            "POST", self.url, urlencode(self.fields, doseq=True), {**headers, "Accept": "application/json"}
        )
        answer = self.server.getresponse()
        told = answer.read()
        self.taken.append((time.perf_counter() - started) * 1000)
        if answer.status == http.client.OK:
            self.fields["version"] = json.loads(told)["version"]
        else:
            self.faults += 1

    def write(self):
        for number in range(SAVES):
            started = time.monotonic()
            self.save(number)
            time.sleep(max(0, PAUSE - (time.monotonic() - started)))


def main():
    call_command("flush", interactive=False, verbosity=0)
    fill(with_boards(example(), 1), 2)
    Submission.objects.filter(round__year=NOW).update(status="draft")
    with server():
        alone_answer, alone_card = [alone(writer) for writer in (on_answers(1, 900)[0], on_cards(1, 901)[0])]
        print(f"| {connection.vendor} | median | 95th percentile | slowest | not saved |")
        print("| --- | ---: | ---: | ---: | ---: |")
        tell("one person, an answer", [alone_answer])
        tell("one person, a card", [alone_card])
        tell(f"{PEOPLE} people at once", at_once(everybody()))


@contextmanager
def server():
    """gunicorn as docs/operations.md starts it."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}", "--workers", "3"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(5)
    yield
    process.terminate()
    process.wait()


def everybody():
    answers = on_answers(PEOPLE)
    return answers + on_cards(PEOPLE - len(answers), len(answers))


def on_answers(people, first=0):
    """Writers of answers, each of one of their own, as many as there are."""
    questions = [(each, question) for question in Question.objects.filter(round__year=NOW) for each in submissions()]
    return [_on_answer(first + n, *each) for n, each in enumerate(questions[:people])]


def submissions():
    return Submission.objects.filter(round__year=NOW).select_related("round", "board")


def _on_answer(number, submission, question):
    url = f"/{NOW}/{submission.board.slug}/fraga-{question.number}/"
    version = Questions().find(submission, str(question.number)).version
    return Writer(number, url, {"csrfmiddlewaretoken": TOKEN, "version": version}, "html")


def on_cards(people, first=0):
    """Writers of cards, each of one of their own."""
    cards = [card for each in submissions() for card in Cards().model.objects.filter(submission=each)]
    return [_on_card(first + n, card) for n, card in enumerate(cards[-people:])]


def _on_card(number, card):
    fields = {**typed(card), "csrfmiddlewaretoken": TOKEN}
    return Writer(number, card_url(card.submission, card.project.key), fields, "description")


def alone(writer):
    for number in range(SAVES):
        writer.save(number)
    writer.taken = writer.taken[3:]  # the first ones load what each worker loads once
    return writer


def at_once(writers):
    threads = [threading.Thread(target=writer.write) for writer in writers]
    for thread in threads:
        thread.start()
        time.sleep(PAUSE / len(threads))
    for thread in threads:
        thread.join()
    return writers


def tell(what, writers):
    taken = sorted(time for writer in writers for time in writer.taken)
    times = (statistics.median(taken), taken[int(len(taken) * 0.95)], taken[-1])
    faults = sum(writer.faults for writer in writers)
    print(f"| {what} | {' | '.join(f'{time:.0f} ms' for time in times)} | {faults} of {len(taken)} |")
