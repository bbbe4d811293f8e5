"""The pictures of the office's guide: a round half reviewed, as Rut Granskare sees it. See tests/pictures.py."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from reporting import accepting, editions, roundfile
from reporting.management.commands.demo import PASSWORD
from submissions import corrections, remarks, sections, workflow
from submissions.models import Board, Mail, Membership, Round, Submission, User

ROUND = "/admin/omgang/2025/"
# How far the boards have come that are not approved.
STATUSES = {
    "Fritidsnämnden": "not_started",
    "Servicenämnden": "draft",
    "Kulturnämnden": "draft",
    "Förskolenämnden": "submitted",
    "Grundskolenämnden": "submitted",
    "Stadsbyggnadsnämnden": "submitted",
    "Tekniska nämnden": "submitted",
}
# The contact persons of boards that have none in the demo; Fritidsnämnden stays without.
PEOPLE = {
    "Arbetsmarknads- och socialnämnden": "Amina Arbete",
    "Funktionsstödsnämnden": "Frej Funktion",
    "Förskolenämnden": "Flora Förskola",
    "Grundskolenämnden": "Gustav Grundskola",
    "Gymnasie- och vuxenutbildningsnämnden": "Gry Gymnasium",
    "Hälsa-, vård- och omsorgsnämnden": "Hilma Hälsa",
    "Kommunstyrelsen": "Karim Kansli",
    "Kulturnämnden": "Kajsa Kultur",
    "Servicenämnden": "Signe Service",
    "Stadsbyggnadsnämnden": "Stina Stad",
}
ADDED = ("rektorer från Reykjavik", "rektorer från Reykjavik och Tórshavn")
MENDED = "Antalet förskolor var fel."
WHY = "Fritidsnämnden, Kulturnämnden och Servicenämnden har inte beslutat än."


def take(page, cut):
    """All of them, with the signed-in `page` of a reviewer; `cut` is that of tests/pictures.py."""
    prepare()
    page.set_viewport_size({"width": 1280, "height": 900})
    take_round(page, cut)
    take_reading(page, cut)
    take_figures(page, cut)
    take_publishing(page, cut)


def prepare():
    """The round of 2025 anew: the example of 2024 a year later, with some boards behind."""
    roundfile.read(_year(), replace=True)
    for board, name in PEOPLE.items():
        user = User.objects.create_user(f"{name.split()[0].lower()}@example.com", PASSWORD, name=name)
        Membership.objects.create(user=user, board=Board.objects.get(name=board))
    for days, submission in enumerate(Submission.objects.filter(round__year=2025).exclude(status="not_started")):
        about = {
            "changed_at": timezone.now() - timedelta(days % 5 + 3, days * 1000),
            "changed_by": _writer(submission),
        }
        Submission.objects.filter(pk=submission.pk).update(**about)
    servants = {"person": _writer(_of("Servicenämnden")), "submission": _of("Servicenämnden")}
    Mail.objects.create(kind="three_days", tries=12, error="SMTPRecipientsRefused", **servants)


def _year():
    data = json.loads(Path("examples/2024.json").read_text())
    today = timezone.localdate()
    days = {"opens": today - timedelta(60), "closes": today - timedelta(2)}
    data["round"] |= {"year": 2025, **{name: day.isoformat() for name, day in days.items()}}
    told = [{**each, "status": STATUSES.get(each["board"], "approved")} for each in data["submissions"]]
    data["submissions"] = [_later(each) for each in told if each["status"] != "not_started"]
    return _with_two_strives(data)


def _later(told):
    """The same with the years in its texts one on, and its decision."""
    if isinstance(told, dict):
        return {key: _later(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_later(each) for each in told]
    is_text = isinstance(told, str) and told.startswith(("<", "2025-0"))
    return told.replace("2025", "2026").replace("2024", "2025") if is_text else told


def _with_two_strives(data):
    """Tekniska nämnden has added a project that the register had."""
    strive = next(each for each in data["projects"] if each["key"] == "strive")
    cards = next(each["cards"] for each in data["submissions"] if each["board"] == "Tekniska nämnden")
    next(each for each in cards if each["project"] == "strive")["project"] = "strive-festivaler"
    again = {**strive, "key": "strive-festivaler", "title": "Strive, hållbara festivaler", "website": ""}
    data["projects"].append({key: value for key, value in again.items() if value})
    return data


def _of(board):
    return Submission.objects.select_related("round", "board").get(round__year=2025, board__name=board)


def _writer(submission):
    return submission.board.members.first()


def _rut():
    return User.objects.get(email="handlaggare@example.com")


def _round():
    return Round.objects.get(year=2025)


def _page_of(board):
    return f"/admin/submissions/submission/{_of(board).pk}/change/"


def take_round(page, cut):
    page.goto("/admin/")
    cut(page, "omgangen", ".round-head", "table.boards")
    page.get_by_role("link", name="Ny omgång från 2025").click()
    cut(page, "ny-omgang", "h1", "#content form")
    page.goto(f"/admin/submissions/round/{_round().pk}/paminn/")
    cut(page, "paminn", "h1", "form.remind")


def take_reading(page, cut):
    submission, flora = _of("Förskolenämnden"), _writer(_of("Förskolenämnden"))
    question = submission.round.questions.first()
    remarks.write(_rut(), submission, "Vilka fler kom på besök?", str(question), "questions", "1", quote=ADDED[0])
    page.goto(_page_of("Förskolenämnden"))
    cut(page, "lasa", "h1", ".remark")
    workflow.give_back(_rut(), submission, "Svara på anmärkningen.")
    remarks.respond(flora, submission.remarks.get(), "Vi har lagt till dem.", ticked=True)
    answer = submission.answers.get(question=question)
    submission.answers.filter(pk=answer.pk).update(html=answer.html.replace(*ADDED))
    workflow.submit(flora, _of("Förskolenämnden"))
    page.reload()
    cut(page, "andrat", "h1", ".remark")


def take_figures(page, cut):
    page.goto("/admin/projects/project/dubbletter/")
    cut(page, "dubbletter", "h1", "section.panel")
    page.goto(f"{ROUND}avstamning/")
    page.locator(".finding--warning summary", has_text="Godta").first.click()
    cut(page, "avstamning", "h1", ".finding--warning >> nth=1")
    page.goto(f"{ROUND}tjansteskrivelse/")
    page.get_by_role("toolbar").first.wait_for()
    cut(page, "tjansteskrivelse", "h1", ".memo-aside")


def take_publishing(page, cut):
    for board in (board for board, status in STATUSES.items() if status == "submitted"):
        workflow.approve(_rut(), _of(board))
    accept_all()
    page.goto(f"{ROUND}publicera/")
    cut(page, "publicera", "h1", "#content form")
    first = editions.publish(_rut(), _round(), missing_reason=WHY)
    editions.reopen(_rut(), _round(), MENDED)
    correct_the_answer()
    second = editions.publish(_rut(), _round(), MENDED, WHY)
    page.goto(f"{ROUND}utgava/{second.pk}/mot/{first.pk}/")
    cut(page, "utgavor", "h1", "dl.differences ins")


def accept_all():
    for finding in editions.proposed(_round()).unhandled:
        accepting.accept(_rut(), _round(), finding, "Stämmer enligt nämnden.")


def correct_the_answer():
    submission = _of("Förskolenämnden")
    section = next(each for each in sections.registered if each.name == "questions")
    row = section.find(submission, "1")
    stands = corrections.texts(section, row)
    texts = {name: text.replace("åtta förskolor", "nio förskolor") for name, text in stands.items()}
    corrections.correct(_rut(), submission, section, "1", row.version, texts, uuid4())
