"""The city's memo brought to a new round: the texts that are the same every year."""

from config import nested
from submissions import carry_over
from submissions.new_round import Part, without_days

from .memo_roundfile import memo_content, write_memo

# A section that begins so is written anew every year, and only its heading comes along.
OF_THE_YEAR = "Stadskontorets bedömning"


class CityMemo(Part):
    """The memo's standing texts with their live figures; its date is new, and its diary number the round's."""

    def copy(self, old, new, told):
        memo = old.memos.filter(board=None).first()
        if not memo:
            return ""
        write_memo(new, standing(memo, new))
        return "tjänsteskrivelsens återkommande texter"


def standing(memo, new):
    """What of an earlier year's memo is the same in a new round, in the round file's shape.

    The year is moved, and the days of the meetings are left out; what the round says itself of the case is as it says.
    """
    then, now = memo.round.year, new.year
    content = nested.changed(memo_content(memo), lambda name, text: carry_over.moved(text, then, now))
    path = new.decision_path or without_days(memo.decision_path)
    sections = [_section(each) for each in content.get("sections", [])]
    case = {"date": None, "diary_number": new.diary_number or None, "decision_path": path}
    return {**content, **case, "sections": sections}


def _section(section):
    return {**section, "html": ""} if section["heading"].startswith(OF_THE_YEAR) else section
