"""`manage.py import_round`: what it tells, and all that it refuses."""

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reporting import roundfile
from submissions.models import Round
from tests.reporting.files import EXAMPLES, canonical, small, write


def import_round(*files, **options):
    out = StringIO()
    call_command("import_round", *map(str, files), stdout=out, **options)
    return out.getvalue()


def refused(*files, **options):
    """What the command says where it refuses, without its first line; and it has written nothing."""
    years = list(Round.objects.values("year", "note"))
    with pytest.raises(CommandError) as refusal:
        import_round(*files, **options)
    assert list(Round.objects.values("year", "note")) == years
    return str(refusal.value).splitlines()[1:]


def faults(**changes):
    return [str(fault) for fault in roundfile.faults(small(**changes))]


def submission(**changes):
    return small()["submissions"][0] | changes


def card(**changes):
    return [submission(cards=[{"project": "brave"} | changes])]


@pytest.mark.django_db
def test_both_examples_at_once():
    told = import_round(EXAMPLES / "2023.json", EXAMPLES / "2024.json")
    assert told.replace(f"{EXAMPLES}/", "") == (
        "2023.json: året 2023 är inläst.\n"
        "  Nämnder:  13 (ej påbörjad: 13)\n"
        "  Svar:     0\n"
        "  Kort:     0\n"
        "  Projekt:  0 nya, 0 kända\n"
        "2024.json: året 2024 är inläst.\n"
        "  Nämnder:  13 (godkänd: 13)\n"
        "  Svar:     24\n"
        "  Kort:     65\n"
        "  Projekt:  60 nya, 0 kända\n"
    )
    assert [round.year for round in Round.objects.all()] == [2024, 2023]


@pytest.mark.django_db
def test_a_year_of_one_board_with_many_questions_and_goals(tmp_path):
    frame = {
        "year": 2018,
        "questions": [{"number": number, "text": f"Fråga {number}?"} for number in range(1, 7)],
        "goals": [{"number": number, "text": f"Mål {number}"} for number in range(1, 10)],
    }
    answers = [{"question": number, "html": f"<p>Svar {number}</p>"} for number in range(1, 7)]
    boards = [{"name": "Miljönämnden", "department": "Miljöförvaltningen"}]
    data = small(round=frame, boards=boards, submissions=[submission(answers=answers)])
    import_round(write(tmp_path, data))
    assert canonical(roundfile.year_file(Round.objects.get())) == canonical(data)


@pytest.mark.django_db
def test_markup_that_is_removed_is_said(tmp_path):
    file = write(tmp_path, small(submissions=[submission(excerpt="<p>Vi <img src=x>reste.</p>")]))
    assert import_round(file).splitlines()[-2:] == [
        "  Borttagen formatering som inte är tillåten:",
        "    submissions[0] Miljönämnden › excerpt: <img src>, <img>",
    ]


@pytest.mark.django_db
def test_all_files_are_checked_before_the_first_is_written(tmp_path):
    good = write(tmp_path, small(2022), "good.json")
    bad = write(tmp_path, small(2024, boards=[], submissions=[]) | {"x": 1}, "bad.json")
    missing = tmp_path / "missing.json"
    assert refused(good, bad, missing) == [
        f'{bad}: filen: okänd nyckel "x". De nycklar som finns är format, note, round, programmes, boards, projects, '
        "submissions, memo, figures.",
        f"{missing}: Filen går inte att öppna. Kontrollera namnet, och att du får läsa den.",
    ]


@pytest.mark.django_db
def test_the_same_year_in_two_files_is_refused_whole(tmp_path):
    first, second = write(tmp_path, small(), "first.json"), write(tmp_path, small(), "second.json")
    assert refused(first, second) == [
        f"{second}: Året 2024 finns redan och har inlämningar. Med --replace ersätts hela året."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "note"), [("2024", "Ny"), ("2023", "Gammal"), ("", "Gammal")])
def test_replacing_asks_first(tmp_path, monkeypatch, answer, note):
    import_round(write(tmp_path, small(note="Gammal")))
    monkeypatch.setattr("sys.stdin", StringIO(f"{answer}\n" if answer else ""))
    new = write(tmp_path, small(note="Ny"))
    if note == "Ny":
        assert "år" in import_round(new, replace=True)
    else:
        assert refused(new, replace=True) == []
    assert Round.objects.get().note == note


@pytest.mark.django_db
def test_replacing_without_being_asked(tmp_path):
    file = write(tmp_path, small())
    import_round(file, replace=True)
    told = import_round(file, replace=True, interactive=False)
    assert told.splitlines()[0] == f"{file}: året 2024 är inläst i stället för det som fanns."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Filen är inte JSON: den går inte att tolka vid rad 1, kolumn 1."),
        (b'{"a": 1,\n "b": }', "Filen är inte JSON: den går inte att tolka vid rad 2, kolumn 7."),
        ('{\n"ä": 1}'.encode("latin-1"), "Filen är inte text i UTF-8: rad 2 har ett tecken i en annan kodning."),
        (b'{"a": NaN}', "Filen är inte JSON som går att använda: NaN är inget tal."),
        (b'{"a": 1e999}', "Filen är inte JSON som går att använda: 1e999 är inget tal."),
        (b'{"a": 1, "a": 2}', 'Filen är tvetydig: nyckeln "a" står två gånger i samma objekt.'),
        (b"[" * 100_000, "Filen går inte att tolka: den är för djupt nästlad eller har ett för stort tal."),
        (b"9" * 5000, "Filen går inte att tolka: den är för djupt nästlad eller har ett för stort tal."),
        (b" " * (50 * 1024 * 1024), "Filen är större än 32 MB. Så stor är ingen omgångsfil."),
    ],
)
def test_what_is_no_round_file_at_all(tmp_path, content, message):
    file = tmp_path / "year.json"
    file.write_bytes(content)
    with pytest.raises(roundfile.Refused) as refusal:
        roundfile.load(file)
    assert str(refusal.value) == message


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(roundfile.Refused, match=r"^Det är en mapp\. Ange en fil i den\.$"):
        roundfile.load(tmp_path)


def test_a_file_from_windows_begins_with_a_mark_that_is_no_content(tmp_path):
    file = tmp_path / "year.json"
    file.write_bytes(b'\xef\xbb\xbf{"a": 1.0}')
    assert repr(roundfile.load(file)) == "{'a': 1}"


@pytest.mark.parametrize(
    "data", [None, [], 1, "x", {}, {"round": 1}, {"boards": [1]}, {"submissions": {"a": {"b": []}}}]
)
def test_whatever_the_content_is_it_is_refused_in_words(data):
    assert roundfile.faults(data) != []


def test_absurd_nesting_is_a_fault():
    nested = []
    for _ in range(500):
        nested = [nested]
    assert faults(note=nested) == ["filen: innehållet är nästlat djupare än en omgångsfil kan vara."]


def test_the_small_year_has_no_faults():
    assert faults() == []


FRAME = small()["round"]
PLACE = "submissions[0] Miljönämnden › cards[0] brave"
AGAIN = "står här en gång till, men får bara finnas en gång."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"format": "x"}, ['format: här står "x", men det ska vara "internationell-redovisning/1".']),
        ({"round": FRAME | {"year": "2024"}}, ['round › year: här står "2024", men det ska vara ett heltal.']),
        ({"round": FRAME | {"year": 1994}}, ["round › year: här står 1994, men det ska vara minst 1995."]),
        (
            {"round": FRAME | {"opens": "2024-02-30"}},
            [
                'round › opens: här står "2024-02-30", men det ska vara ett datum som finns i almanackan, '
                "till exempel 2024-03-01."
            ],
        ),
        (
            {"round": FRAME | {"policy": {}}},
            ["round › policy: nyckeln name saknas."],
        ),
        (
            {"round": FRAME | {"exchange_rates": {"EUR": 1001}}},
            ["round › exchange_rates › EUR: här står 1001, men det ska vara högst 1000."],
        ),
        (
            {"figures": {"paid": 2**63}},
            [f"figures › paid: här står {2**63}, men det ska vara högst {2**63 - 1}."],
        ),
        (
            {"round": FRAME | {"exchange_rates": {"EUR": 0}}},
            ["round › exchange_rates › EUR: här står 0, men det ska vara större än 0."],
        ),
        (
            {"submissions": card(role="chef")},
            [f'{PLACE} › role: här står "chef", men det ska vara något av "owner", "partner", "other", null.'],
        ),
        ({"submissions": card(paid=-1)}, [f"{PLACE} › paid: här står -1, men det ska vara minst 0."]),
        ({"submissions": card(paid="1")}, [f'{PLACE} › paid: här står "1", men det ska vara ett heltal eller null.']),
        (
            {"submissions": card(paid=2**63)},
            [f"{PLACE} › paid: här står {2**63}, men det ska vara högst {2**63 - 1}."],
        ),
        ({"submissions": card(title="x" * 301)}, [f"{PLACE} › title: texten har 301 tecken, men får ha högst 300."]),
        (
            {"submissions": card(role={})},
            [f'{PLACE} › role: här står ett objekt, men det ska vara något av "owner", "partner", "other", null.'],
        ),
        (
            {"submissions": card(partners=[{"name": "Hamburg", "country": "de"}])},
            [
                f'{PLACE} › partners[0] Hamburg › country: här står "de", men det ska vara en landskod med två stora '
                "bokstäver, till exempel DE."
            ],
        ),
        (
            {"submissions": card(titel="x", rol="y")},
            [
                f'{PLACE}: okänd nyckel "{key}". De nycklar som finns är project, title, role, budget, paid, '
                "own_funding, goals, main_goal, texts, cooperating_boards, partners."
                for key in ("rol", "titel")
            ],
        ),
        (
            {"submissions": card(project="hav")},
            ['submissions[0] Miljönämnden › cards[0] hav › project: "hav" finns inte i projects.'],
        ),
        ({"submissions": card(goals=[1, 7])}, [f"{PLACE} › goals[1]: 7 finns inte i round › goals."]),
        (
            {"submissions": card(goals=[1, 2], main_goal=7)},
            [
                f"{PLACE} › main_goal: 7 finns inte i round › goals.",
                f"{PLACE} › main_goal: huvudmålet 7 är inte ett av kortets mål (1 och 2).",
            ],
        ),
        (
            {"submissions": card(main_goal=1)},
            [f"{PLACE} › main_goal: huvudmålet 1 är inte ett av kortets mål (det har inga)."],
        ),
        (
            {"submissions": card(goals=[1, 1])},
            [f"{PLACE} › goals[1]: 1 " + AGAIN],
        ),
        (
            {"submissions": card(cooperating_boards=["Okända nämnden"])},
            [f'{PLACE} › cooperating_boards[0]: "Okända nämnden" finns inte i boards.'],
        ),
        (
            {"submissions": [submission(board="Okända nämnden")]},
            ['submissions[0] Okända nämnden › board: "Okända nämnden" finns inte i boards.'],
        ),
        (
            {"submissions": [submission(), submission()]},
            ['submissions[1] Miljönämnden › board: "Miljönämnden" ' + AGAIN],
        ),
        (
            {"submissions": [submission(answers=[{"question": n, "html": ""} for n in (1, 2, 1)])]},
            [
                "submissions[0] Miljönämnden › answers[1] › question: 2 finns inte i round › questions.",
                "submissions[0] Miljönämnden › answers[2] › question: 1 " + AGAIN,
            ],
        ),
        (
            {"submissions": [submission(cards=[{"project": "brave"}] * 2)]},
            [
                'submissions[0] Miljönämnden › cards[1] brave › project: "brave" står här en gång till, men får bara '
                "finnas en gång."
            ],
        ),
        ({"programmes": []}, ['projects[0] brave › programme: "Interreg North Sea" finns inte i programmes.']),
        (
            {"figures": {"boards": [{"board": "X"}], "goals": [{"number": 9}]}},
            [
                'figures › boards[0] X › board: "X" finns inte i boards.',
                "figures › goals[0] › number: 9 finns inte i round › goals.",
            ],
        ),
        (
            {"projects": [{"key": "brave", "title": "B", "starts": "2024-13", "website": "javascript:x"}]},
            [
                'projects[0] brave › starts: här står "2024-13", men det ska vara ett datum som finns i almanackan, '
                "till exempel 2024-03-01, 2024-03 eller 2024.",
                'projects[0] brave › website: här står "javascript:x", men det ska vara en webbadress som börjar med '
                "http:// eller https://.",
            ],
        ),
        (
            {"boards": [{"name": name, "department": "x"} for name in ("Miljönämnden", "Miljonämnden", "–")]},
            [
                'boards[1] Miljonämnden › name: "Miljonämnden" är för likt "Miljönämnden".',
                'boards[2] – › name: "–" behöver minst en bokstav a–ö eller en siffra.',
            ],
        ),
        (
            {"note": "a\0b"},
            ["note: här finns ett tecken som inte går att spara (U+0000 eller ett halvt surrogatpar)."],
        ),
        (
            {"submissions": [submission(excerpt="\ud800")]},
            [
                "submissions[0] Miljönämnden › excerpt: här finns ett tecken som inte går att spara (U+0000 eller ett "
                "halvt surrogatpar)."
            ],
        ),
    ],
)
def test_a_fault_says_where_it_is_what_stood_there_and_what_was_expected(changes, expected):
    assert faults(**changes) == expected


@pytest.mark.parametrize("place", ["round.questions", "round.goals", "boards", "projects", "programmes"])
def test_what_is_listed_stands_there_once(place):
    data = small()
    *frame, name = place.split(".")
    listed = (data["round"] if frame else data)[name]
    listed.append(listed[0])
    messages = [fault.message for fault in roundfile.faults(data)]
    assert len(messages) == 1
    assert messages[0].endswith(AGAIN)


def test_a_pattern_is_not_fooled_by_a_line_break_at_the_end():
    assert len(faults(projects=[{"key": "brave", "title": "B", "starts": "2024\n"}])) == 1
    assert len(faults(projects=[{"key": "brave", "title": "B"}, {"key": "b\n", "title": "B"}])) == 1


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_told_of(tmp_path):
    file = tmp_path / "year.json"
    shutil.copy(EXAMPLES / "2024.json", file)
    file.write_text(json.dumps(json.loads(file.read_text()))[:-1])
    assert refused(file)[0].startswith(f"{file}: Filen är inte JSON: den går inte att tolka vid rad 1, kolumn ")


def test_a_main_goal_that_a_terminal_would_obey_is_shown_harmless():
    card = {"project": "brave", "goals": ["\x1b[2J"], "main_goal": "\ud800"}
    said = faults(submissions=[submission(cards=[card])])
    assert said
    assert all(fault.isprintable() for fault in said)
