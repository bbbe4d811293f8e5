"""What a board's memo begins from: the one that the board had last, or a standard text built on the data."""

from config import formats, nested
from submissions import carry_over
from submissions.models import Version
from submissions.models.line import line
from submissions.new_round import without_days

STANDARD_HEADINGS = ("Ekonomiska konsekvenser", "Jämställdhetsperspektivet", "Barnrättsperspektivet")


def earlier_memo(submission):
    """The year and the memo, in the round file's shape, of the newest earlier year that has one; None for none."""
    earlier = Version.objects.filter(
        submission__board__in=line(submission.board_id),
        submission__round__year__lt=submission.round.year,
        data__submission__memo__isnull=False,
    )
    version = earlier.order_by("submission__round__year", "number").select_related("submission__round").last()
    return version and (version.submission.round.year, version.data["submission"]["memo"])


def from_earlier(submission, year, memo):
    """An earlier year's memo as this year's could begin, in the round file's shape.

    That year becomes this one wherever it stands alone. The date, the diary number and the days of the meetings are
    new every year, and left out.
    """
    moved = nested.changed(memo, lambda name, text: carry_over.moved(text, year, submission.round.year))
    path = without_days(moved.get("decision_path", []))
    return {**moved, "decision_path": path, "date": None, "diary_number": submission.decision_diary_number or None}


def standard(submission):
    """A standard text, in the round file's shape: the board's own figures stand in it as live ones."""
    round, board = submission.round, submission.board
    named = formats.in_sentence(board.name)
    received_by = "Stadskontoret" if named == "kommunstyrelsen" else "Kommunstyrelsen"
    decided = submission.decision_date and submission.decision_date.isoformat()
    return {
        "diary_number": submission.decision_diary_number or None,
        "summary": _summary(submission, named),
        "proposal_by": f"{submission.department or board.department} föreslår {named} besluta",
        "proposals": [
            f"{board.name} godkänner redovisningen av internationellt arbete {round.year}.",
            f"{board.name} skickar redovisningen till {received_by.lower()}.",
        ],
        "documents": [
            f"Redovisning av internationellt arbete {round.year}, {named}",
            f"Tjänsteskrivelse: Redovisning av internationellt arbete {round.year}",
        ],
        "decision_path": [{"body": board.name, **({"date": decided} if decided else {})}],
        "recipients": [received_by],
        "sections": [{"heading": heading, "html": _closing(submission, heading)} for heading in STANDARD_HEADINGS],
    }


def _summary(submission, named):
    policy = submission.round.policy_name
    according = f"Enligt {policy[:1].lower() + policy[1:]} redovisar" if policy else "Varje år redovisar"
    every_year = " varje år" if policy else ""
    told = f"<p>{according} nämnderna{every_year} sitt internationella arbete till kommunstyrelsen. "
    if not submission.cards.exists():
        return f"{told}Under {{år}} hade {named} inga internationellt finansierade projekt.</p>"
    return (
        f"{told}Under {{år}} deltog {named} i {{antal_projekt}} EU-projekt. För nämndens internationella projekt "
        "betalades {utbetalt_kronor} ut till nämnden under året.</p>"
    )


def _closing(submission, heading):
    """What is the same for all boards; what only the official can judge is left to them."""
    if heading != "Ekonomiska konsekvenser":
        return ""
    return "<p>Redovisningen har i sig inga ekonomiska konsekvenser.</p>"
