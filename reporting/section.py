"""A board's own memo as a section of its submission, in the years that have one."""

from submissions.sections import Section

from .memo_roundfile import memo_content, write_memo


class BoardMemo(Section):
    """The department's memo to its own board: read in and written out; not yet written here."""

    title = "Tjänsteskrivelse till nämnden"
    reads = ("round__memos__sections",)

    def freeze(self, submission):
        memos = submission.round.memos.all()
        memo = next((memo for memo in memos if memo.board_id == submission.board_id), None)
        return {"submission": {"memo": memo_content(memo)}} if memo else {}

    def thaw(self, submission, content):
        if memo := content.get("memo"):
            write_memo(submission.round, memo, board=submission.board)
