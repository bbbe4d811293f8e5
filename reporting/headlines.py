"""What the year's charts show, each as the one sentence that stands over it: pure functions from `Figures`."""

from config.formats import country, in_words, listed, listed_boards, number, sentence

from . import countries, figures, live

MOST_NAMED = 3  # of those that share the first place; more than that are only told by how many they are
ROUNDING = 0.02  # of the year before: what a sum typed in as about so much may be wrong by
# How a group is called in a sentence, where its name is no name of a programme.
_GROUPS = {figures.OTHERS: live.OTHER_PROGRAMMES, figures.NO_PROGRAMME: "projekt utan program"}


def groups(counted):
    """Which programmes the most money came from or, where no money is known of, have the most projects."""
    if not _most(counted.programmes, "paid"):
        return _without_money(counted) or _with_projects(counted)
    return _money(counted, counted.programmes, "kom från", _groups)


def boards(counted):
    """Which boards got the most money or, where no money is known of, take part in the most projects."""
    if _most(counted.boards, "paid"):
        return _money(counted, counted.boards, "gick till", _boards)
    most = _most(counted.boards, "projects")
    said = f"{_boards(most)} deltar i flest EU-projekt: {number(most[0].projects)}{_each(most)}" if most else ""
    return sentence(said)


def goals(counted):
    """Which main goals the most money went to or, where no money is known of, the most projects work for."""
    named = [row for row in counted.goals if row.number]
    if _most(named, "paid"):
        return _money(counted, named, "gick till", _goals)
    most = _most(named, "projects")
    if not most or not counted.eu_projects:
        return "Inget EU-projekt arbetar för något av målen" if _known(named, "projects") else ""
    return f"Flest projekt arbetar för {_goals(most)}: {_of(most[0].projects, counted.eu_projects)}{_each(most)}"


def abroad(counted):
    """In which countries but Sweden the boards' projects have the most partners."""
    rows = countries.abroad(counted)
    most = [row for row in rows if row["partners"] == rows[0]["partners"]]
    told = _told([country(row["code"]) for row in most], "länder")
    return f"Flest partner utanför Sverige finns i {told}: {number(rows[0]['partners'])}{_each(most)}" if most else ""


def since(counted, before):
    """Whether there are more projects and more money than in an earlier year, or None; nothing where nobody knows."""
    projects, paid = (_projects_since(counted, before), _paid_since(counted, before)) if before else (None, None)
    if projects is None:
        return f"{_amount(paid).capitalize()} pengar {_than(paid, before)}" if paid else ""
    first = f"{_word(projects, 'Fler', 'Färre', 'Lika många')} EU-projekt {_than(projects, before)}"
    return f"{first} {'och' if _agree(projects, paid) else 'men'} {_amount(paid)} pengar" if paid else first


def money_since(counted, before):
    """Whether there is more money than in an earlier year, or None; nothing where nobody knows."""
    paid = _paid_since(counted, before) if before else None
    return f"{_amount(paid).capitalize()} pengar {_than(paid, before)}" if paid else ""


def _projects_since(counted, before):
    """Typed totals may count a project once for each board, so that fewer now is not known to be fewer."""
    change = figures.change(counted.eu_projects, before.eu_projects)
    return None if change and change.difference < 0 and before.typed else change


def _paid_since(counted, before):
    """Of sums that came rounded, a difference that is less than the rounding is none."""
    change = figures.change(counted.paid, before.paid)
    is_rounded = counted.approximate or before.approximate
    return figures.Change(0, 0) if change and is_rounded and abs(change.share or 1) < ROUNDING else change


def _amount(change):
    return _word(change, "mer", "mindre", "lika mycket")


def _word(change, more, less, same):
    return same if not change.difference else more if change.difference > 0 else less


def _than(change, before):
    return f"{'än' if change.difference else 'som'} {before.year}"


def _agree(one, other):
    """Whether two changes go the same way."""
    return _word(one, 1, -1, 0) == _word(other, 1, -1, 0)


def _known(rows, name):
    return [row for row in rows if getattr(row, name) is not None]


def _most(rows, name):
    """Those with the highest figure, several where it is the same; none where the highest is nothing."""
    highest = max((getattr(row, name) or 0 for row in rows), default=0)
    return [row for row in rows if getattr(row, name) == highest] if highest else []


def _told(names, many, in_a_row=listed):
    """The names in a row or, of many, how many they are."""
    return in_a_row(names) if len(names) <= MOST_NAMED else f"{in_words(len(names))} {many}"


def _groups(rows):
    return _told([_GROUPS.get(row.group, row.group) for row in rows], "program")


def _boards(rows):
    return _told([row.board for row in rows], "nämnder", listed_boards)


def _goals(rows):
    told = _told([f"”{row.text}”" for row in rows], "av målen")
    return f"{'målet ' if len(rows) == 1 else 'målen ' if len(rows) <= MOST_NAMED else ''}{told}"


def _money(counted, rows, verb, called):
    most = _most(rows, "paid")
    names = called(most)
    if most[0].paid == counted.paid:
        return f"Alla pengar {verb} {names}"
    share = f": {live.percent(most[0].paid / counted.paid, counted.approximate)}{_each(most)}" if counted.paid else ""
    return f"Mest pengar {verb} {names}{share}"


def _without_money(counted):
    is_known = all(row.paid is not None for row in (*counted.programmes, *counted.boards))
    return f"Inga medel betalades ut {counted.year}" if counted.paid == 0 and is_known else ""


def _with_projects(counted):
    most = _most(counted.programmes, "projects")
    if not most or not counted.eu_projects:
        return ""
    return f"Flest projekt finns i {_groups(most)}: {_of(most[0].projects, counted.eu_projects)}{_each(most)}"


def _of(part, whole):
    return f"{number(part)} av {number(whole)}"


def _each(most):
    return " var" if len(most) > 1 else ""
