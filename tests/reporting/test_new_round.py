"""The city's memo in a round that is made out of an earlier one."""

import pytest

from reporting import roundfile
from reporting.memo_roundfile import memo_content, write_memo
from reporting.models import Memo
from submissions import new_round
from submissions.models import Round

MEMO = {
    "date": "2026-04-14",
    "diary_number": "STK-2026-9",
    "contact_title": "Utvecklingssamordnare",
    "summary": "<p>Policyn (STK-2025-820) gäller sedan augusti 2025. "
    "Redovisningen för 2025 visar {antal_projekt}.</p>",
    "proposal_by": "Kommunstyrelsen föreslår kommunfullmäktige besluta",
    "proposals": ["Kommunfullmäktige lägger redovisningen för 2025 till handlingarna."],
    "documents": ["Redovisning av internationellt arbete 2025"],
    "decision_path": [{"body": "Kommunstyrelsen", "date": "2026-05-07"}, {"body": "Kommunfullmäktige"}],
    "recipients": ["Samtliga nämnder"],
    "signatories": ["Stadsdirektör"],
    "sections": [
        {"heading": "Ärendet", "html": "<p>Under {år} deltog {antal_nämnder} nämnder. Målen gäller 2024–2026.</p>"},
        {"heading": "Stadskontorets bedömning", "html": "<p>Malmökraften blev permanent.</p>"},
    ],
}


@pytest.fixture
def told(cast):
    frame = {"year": 2026, "opens": None, "closes": None, "goal_period": "", "exchange_rates": {}, "goals": []}
    return {**frame, "boards": []}


def test_the_memos_standing_texts_come_along(cast, told):
    write_memo(cast.round, MEMO)
    new, copied = new_round.make(cast.round, told)
    assert copied[-1] == "tjänsteskrivelsens återkommande texter"
    same = {name: value for name, value in MEMO.items() if name != "date"}
    assert memo_content(new.memos.get()) == {
        **same,
        "diary_number": None,
        "summary": "<p>Policyn (STK-2025-820) gäller sedan augusti 2025. "
        "Redovisningen för 2026 visar {antal_projekt}.</p>",
        "proposals": ["Kommunfullmäktige lägger redovisningen för 2026 till handlingarna."],
        "documents": ["Redovisning av internationellt arbete 2026"],
        "decision_path": [{"body": "Kommunstyrelsen"}, {"body": "Kommunfullmäktige"}],
        "sections": [MEMO["sections"][0], {"heading": "Stadskontorets bedömning", "html": ""}],
    }
    assert memo_content(cast.round.memos.get()) == MEMO


def test_the_boards_memos_stay_in_their_year(cast, told):
    write_memo(cast.round, MEMO, board=cast.teknik)
    new, copied = new_round.make(cast.round, told)
    assert (Memo.objects.filter(round=new).count(), copied) == (0, ["0 nämnder", "2 frågor", "2 program"])


def test_a_file_of_the_new_round_can_be_read_in_again(cast, told):
    write_memo(cast.round, MEMO)
    new, _ = new_round.make(cast.round, {**told, "boards": [cast.teknik], "goals": ["Ett mål"]})
    content = roundfile.year_file(new)
    Round.objects.filter(pk=new.pk).delete()
    assert roundfile.faults(content) == []
    roundfile.read(content)
    assert roundfile.year_file(Round.objects.get(year=2026)) == content
