"""A board's own memo as a section of its submission; optional."""

from collections import Counter
from itertools import chain, count

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.text import capfirst, slugify

from config import nested
from config.formats import partial_date
from submissions import merging
from submissions.sections import Part, Problem, Row, RowStatus, Section

from . import board_figures, live
from .memo_roundfile import memo_content, memo_fields, write_memo, write_sections
from .models import Memo

TITLE = "Tjänsteskrivelse till nämnden"
FIGURES = "#siffror"  # where the page lists the figures that a text may name
# What a memo that is begun is expected to say, with the words that name it, in the page's order.
EXPECTED = {
    "date": "datum",
    "diary_number": "diarienummer",
    "summary": "sammanfattning",
    "proposals": "förslag till beslut",
    "recipients": "mottagare",
}
_LINES = {
    "proposals": "Förslag till beslut",
    "documents": "Beslutsunderlag",
    "recipients": "Beslutet skickas till",
    "signatories": "Ansvariga",
}


def memo_url(submission):
    """Address of the page of the board's memo."""
    return reverse("board_memo", args=[submission.round.year, submission.board.slug])


class BoardMemo(Section):
    """The department's memo to its own board, with the account that the board is to decide on."""

    title = "Nämndens handlingar"
    reads = ("round__memos__sections",)
    model = Memo
    name = "memo"
    problems_template = "reporting/screen/board_memo_problems.html"
    fields = {f"id_{name}": capfirst(words) for name, words in EXPECTED.items()}

    def tools(self, submission, editable):
        url = reverse("board_documents", args=[submission.round.year, submission.board.slug])
        return [("Hämta som PDF eller Word", url)]

    def done(self, submission):
        mine = Memo.objects.filter(round=submission.round_id, board=submission.board_id, done_at__isnull=False)
        return mine.select_related("done_by")

    def rows(self, submission):
        return [self.describe(self.find(submission, self.name))]

    def freeze(self, submission):
        memos = submission.round.memos.all()
        memo = next((memo for memo in memos if memo.board_id == submission.board_id), None)
        content = memo_content(memo) if memo else {}
        return {"submission": {"memo": content}} if merging.pruned(content) else {}

    def thaw(self, submission, content):
        if memo := content.get("memo"):
            write_memo(submission.round, memo, board=submission.board)

    def show(self, submission, frozen):
        memo = frozen["submission"].get("memo")
        if not memo:
            return []
        body = render_memo(submission, memo, level=4)
        return [Part(title=TITLE, body=body, url=memo_url(submission), key=self.name)]

    def rows_of(self, frozen):
        memo = frozen["submission"].get("memo")
        return {self.name: as_content(memo)} if memo else {}

    def find(self, submission, key):
        of_board = Memo.objects.filter(round=submission.round_id, board=submission.board_id)
        memo = of_board.select_related("changed_by").prefetch_related("sections").first()
        memo = memo or Memo(round=submission.round, board=submission.board)
        memo.submission = submission
        return memo

    def key(self, row):
        return self.name

    def make(self, row, submission):
        Memo.objects.get_or_create(round=submission.round, board=submission.board)
        return self.find(submission, self.name)

    def describe(self, row):
        content = self.content(row)
        url = memo_url(row.submission)
        doubts = [Problem(text, url + place, stops=False) for text, place in _doubtful(content)] if content else []
        status = RowStatus.STARTED if doubts else RowStatus.DONE
        return Row(
            title=TITLE,
            url=url,
            status=status if content else RowStatus.NOT_STARTED,
            problems=tuple(doubts),
            optional=True,
            key=self.name,
        )

    def content(self, row):
        """Nothing where the board has no memo."""
        return merging.pruned(as_content(memo_content(row))) if row.pk else {}

    def told(self, submission, content):
        return told(content)

    def values(self, row, content):
        return memo_fields(as_memo(content))

    def write_rest(self, row, content):
        write_sections(row, as_memo(content))


def as_content(memo):
    """A memo in the round file's shape with its sections by key, so that two people can write in one each.

    A section's key is made of its heading; `place` is its place among the sections.
    """
    sections = {}
    for place, section in enumerate(memo.get("sections", []), start=1):
        base = slugify(section["heading"]) or "avsnitt"
        keys = chain([base], (f"{base}-{number}" for number in count(2)))
        sections[next(key for key in keys if key not in sections)] = {**section, "place": place}
    return {**memo, "sections": sections}


def as_memo(content):
    """The round file's shape of it; a section that says nothing is none."""
    told = [{"heading": each.get("heading", ""), "html": each.get("html", "")} for _, each in _in_order(content)]
    return {**content, "sections": [each for each in told if any(each.values())]}


def _in_order(content):
    """The sections with their keys; one that has lost its place, since it was taken away meanwhile, comes last."""
    return sorted(content.get("sections", {}).items(), key=lambda item: item[1].get("place", 1000))


def told(content):
    """What a memo says, to be read and compared: markup under each label."""
    texts = {
        "Datum": partial_date(content["date"]) if content.get("date") else "",
        "Diarienummer": escape(content.get("diary_number") or ""),
        "Vår referens": escape(content.get("contact_title", "")),
        "Sammanfattning": content.get("summary", ""),
        "Inledning till förslagen": escape(content.get("proposal_by", "")),
    }
    lists = {label: _paragraphs(content.get(name, [])) for name, label in _LINES.items()}
    path = _paragraphs(step_in_words(step) for step in content.get("decision_path", []))
    sections = as_memo(content)["sections"]
    order = _paragraphs(section["heading"] for section in sections) if len(sections) > 1 else ""
    return {**texts, **lists, "Beslutsplanering": path, "Avsnittens ordning": order, **_told_sections(content)}


def _paragraphs(lines):
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


def step_in_words(step):
    return f"{step['body']}, {partial_date(step['date'])}" if step.get("date") else step["body"]


def _told_sections(content):
    headings = Counter(section.get("heading", "") for section in content.get("sections", {}).values())
    return {_section_name(key, section, headings): section.get("html", "") for key, section in _in_order(content)}


def _section_name(key, section, headings):
    heading = section.get("heading", "")
    name = f"Avsnittet {heading}" if heading else "Ett avsnitt utan rubrik"
    return f"{name} ({key})" if headings[heading] > 1 else name


def _doubtful(content):
    """What a memo that is begun lacks or says in vain, and where on the page it is mended."""
    doubts = [(f"Saknar {words}.", f"#id_{name}") for name, words in EXPECTED.items() if not content.get(name)]
    for at, section in enumerate(as_memo(content)["sections"]):
        if not section["html"]:
            doubts.append((f"Avsnittet {section['heading']} är tomt.", f"#id_sections-{at}-html"))
        if not section["heading"]:
            doubts.append(("Ett avsnitt saknar rubrik.", f"#id_sections-{at}-heading"))
    return doubts + [(_unknown(name), FIGURES) for name in unknown_figures(content)]


def unknown_figures(content):
    """The names in braces in a memo's texts that are no figure's."""
    return live.unknown(" ".join(nested.texts(content)))


def _unknown(name):
    meant = live.nearest(name)
    return f"Nämner {{{name}}}, som inte är någon av siffrorna." + (f" Menade ni {{{meant}}}?" if meant else "")


def render_memo(submission, memo, level):
    """A memo in the round file's shape as it is read on screen, with its figures put in and headings on `level`."""
    filled = board_figures.filled(submission, memo)
    path = [step_in_words(step) for step in filled.get("decision_path", [])]
    context = {"memo": filled, "path": path, "level": level}
    return render_to_string("reporting/screen/board_memo_shown.html", context)
