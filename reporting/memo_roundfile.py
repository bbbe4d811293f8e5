"""A memo between its tables and the round file's shape."""

from .models import Memo, MemoSection

# Where a place in the round file's schema has a length that its table sets.
LIMITS = {
    "memo.diary_number": Memo.diary_number,
    "memo.contact_title": Memo.contact_title,
    "memo.proposal_by": Memo.proposal_by,
    "memo.sections.heading": MemoSection.heading,
}
# Which of a memo's fields are texts, and which are lists; beside them it has a date, and its sections.
TEXTS = ("diary_number", "contact_title", "summary", "proposal_by")
LISTS = ("proposals", "documents", "decision_path", "recipients", "signatories")


def memo_content(memo):
    """The memo in the round file's shape; what is empty is left out, but for the diary number, which is null."""
    sections = [{"heading": section.heading, "html": section.html} for section in memo.sections.all()]
    content = {
        "date": memo.date and memo.date.isoformat(),
        **{name: getattr(memo, name) for name in TEXTS + LISTS},
        "sections": sections,
    }
    written = {name: value for name, value in content.items() if value}
    return {"diary_number": None, **written}


def memo_fields(content):
    """The memo's own fields out of the round file's shape; what is not said there is emptied."""
    texts = {name: content.get(name) or "" for name in TEXTS}
    return {**texts, **{name: content.get(name, []) for name in LISTS}, "date": content.get("date")}


def write_sections(memo, content):
    """Make the memo's sections, in place of those it has."""
    memo.sections.all().delete()
    MemoSection.objects.bulk_create(
        MemoSection(memo=memo, position=position, **section)
        for position, section in enumerate(content.get("sections", []), start=1)
    )


def write_memo(round, content, board=None):
    """Make the memo of a round, or of a board in it, out of the round file's shape."""
    memo = Memo.objects.create(round=round, board=board, **memo_fields(content))
    write_sections(memo, content)
    return memo
