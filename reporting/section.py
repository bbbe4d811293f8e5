"""A board's own memo as a section of its submission, in the years that have one."""

from submissions.sections import Section

from .memo import memo_content, write_memo
from .models import Memo


class BoardMemo(Section):
    """The department's memo to its own board: read in and written out; not yet written here."""

    title = "Tjänsteskrivelse till nämnden"

    def freeze(self, submission):
        memo = Memo.objects.filter(round=submission.round_id, board=submission.board_id).first()
        return {"submission": {"memo": memo_content(memo)}} if memo else {}

    def thaw(self, submission, content):
        if memo := content.get("memo"):
            write_memo(submission.round, memo, board=submission.board)
