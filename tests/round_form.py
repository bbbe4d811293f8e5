"""What the browser sends from the admin's page for a round."""


def formsets(questions=(), goals=(), programmes=()):
    """The inlines' part of the form; each row is a dict of its fields."""
    rows = {"questions": questions, "goals": goals, "programmes": programmes}
    data = {}
    for name, each in rows.items():
        data |= {f"{name}-TOTAL_FORMS": len(each), f"{name}-INITIAL_FORMS": sum("id" in row for row in each)}
        data |= {f"{name}-{n}-{key}": value for n, row in enumerate(each) for key, value in row.items()}
    return data


def frame(boards, **fields):
    return {"year": 2026, "boards": [board.pk for board in boards], **formsets(), **fields}
