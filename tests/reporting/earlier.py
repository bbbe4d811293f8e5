"""Round files in the shape of earlier years, with texts that are made up: 2018 had nine goals, six questions and
tables of cooperation; 2022 four goals, three questions and the same tables.
"""

from reporting import dataset

BOARDS = (
    ("Arbetsmarknads- och socialnämnden", "Arbetsmarknads- och socialförvaltningen", "ASF"),
    ("Kulturnämnden", "Kulturförvaltningen", "KF"),
    ("Miljönämnden", "Miljöförvaltningen", "MF"),
)
_PROGRAMMES = (("Europeiska socialfonden", "ESF"), ("Interreg Öresund-Kattegat-Skagerrak", "Interreg"))
_PROJECTS = (
    ("vagar", "Vägar till arbete", "Europeiska socialfonden"),
    ("starkt", "Stärkt återvändande i arbete", "Europeiska socialfonden"),
    ("hamn", "Gröna hamnar", "Interreg Öresund-Kattegat-Skagerrak"),
)
_2018 = {
    "questions": (
        "Redogör för förvaltningens deltagande i internationella nätverk.",
        "Redogör för internationella studiebesök och utbyten.",
        "Beskriv projekt med internationell finansiering.",
        "Vilka resultat har arbetet gett?",
        "Hur sprids erfarenheterna i förvaltningen?",
        "Vad planeras för nästa år?",
    ),
    "goals": (
        "En ung och modern stad",
        "En stad för näringslivet",
        "En stad där fler arbetar",
        "En jämlik stad",
        "En öppen stad",
        "En trygg stad",
        "En ekologiskt hållbar stad",
        "En stad med rikt kulturliv",
        "En stad som håller ordning på sina pengar",
    ),
}
_2022 = {
    "questions": (
        "Beskriv förvaltningens internationella processer och forum.",
        "Beskriv de internationella projekten, studiebesöken och mässorna.",
        "Hur har arbetet bidragit till verksamheten?",
    ),
    "goals": (
        "Utbildning och arbete",
        "Stadsutveckling och klimat",
        "Trygghet och delaktighet",
        "En god organisation",
    ),
}


def content(number):
    """The round file of 2018 or 2022."""
    asked = {2018: _2018, 2022: _2022}[number]
    goals = [{"number": place, "text": text} for place, text in enumerate(asked["goals"], start=1)]
    questions = [{"number": place, "text": text} for place, text in enumerate(asked["questions"], start=1)]
    return {
        "format": "internationell-redovisning/1",
        "round": {"year": number, "questions": questions, "goals": goals, "asks_for_cooperation": True},
        "programmes": [{"name": name, "group": group} for name, group in _PROGRAMMES],
        "boards": [
            {"name": name, "department": department, "abbreviation": short} for name, department, short in BOARDS
        ],
        "projects": [{"key": key, "title": title, "programme": name} for key, title, name in _PROJECTS],
        "submissions": [_work_and_social(questions), _culture(questions), _environment(questions)],
        "memo": {
            "summary": "<p>Nämnderna deltog i {antal_projekt} EU-projekt.</p>",
            "proposals": [f"Redovisningen av internationellt arbete {number} läggs till handlingarna."],
            "sections": [
                {"heading": "Ärendet", "html": "<p>Nämnderna redovisar varje år.</p>"},
                {"heading": "Stadskontorets bedömning", "html": "<p>Arbetet är omfattande.</p>"},
            ],
        },
    }


def year(number):
    """The same as a `dataset.Year`."""
    return dataset.read(content(number))


def _answers(questions, about):
    return [
        {"question": each["number"], "html": f"<h3>{about}</h3><p>Svar {each['number']} om {about.lower()}.</p>"}
        for each in questions
    ]


def _work_and_social(questions):
    return {
        "board": BOARDS[0][0],
        "decision": {"date": "2019-02-25", "paragraph": "§ 31", "diary_number": "ASN-2019-12"},
        "answers": _answers(questions, "Vägar in på arbetsmarknaden"),
        "cards": [
            {"project": "vagar", "role": "owner", "paid": 9_120_400, "goals": [3, 4], "main_goal": 3},
            {"project": "starkt", "role": "partner", "paid": 1_204_000, "goals": [4], "main_goal": 4},
        ],
        "cooperation": {
            "sectors": {"public": 31, "private": 12, "academia": 4, "civil_society": 18},
            "countries": ["DE", "DK", "FI"],
            "html": "<p>Räknat efter de avtal som gällde vid årets slut.</p>",
        },
    }


def _culture(questions):
    """No project, and no partner counted: only where they are."""
    return {
        "board": BOARDS[1][0],
        "answers": _answers(questions[:2], "Konst över gränser"),
        "cooperation": {"countries": ["FR"], "html": "<p>Ett utbyte av konstnärer.</p>"},
    }


def _environment(questions):
    return {
        "board": BOARDS[2][0],
        "answers": _answers(questions, "Havsmiljö"),
        "cards": [
            {
                "project": "hamn",
                "role": "partner",
                "paid": 870_000,
                "goals": [1, 2],
                "main_goal": 2,
                "texts": {
                    "description": "<p>Projektet minskar utsläppen från hamnar.</p>",
                    "purpose": "<p>Renare luft.</p>",
                },
            }
        ],
        "cooperation": {"sectors": {"public": 9, "academia": 3}, "countries": ["DK", "NO"]},
    }
