"""What each row of a workbook says: judged by the forms of the card's page, so that there is one way to judge."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from config.excel import CUT
from config.formats import listed
from submissions import merging

from .. import register, rekeying
from ..forms import CardForms
from ..forms.partners import PartnerForm
from ..guessing import meant
from ..models import Card, Currency, Project
from ..roundfile import card_content, project_facts
from ..section import Cards, full_cards
from .columns import MOST_CARDS, MOST_PARTNERS, Sheets, Tab, partner_cells, same, squeezed
from .form import carried
from .plain import markup
from .posting import partners_of, posted, posted_partners
from .wording import choosing, which_project


@dataclass
class Row:
    """A row of the sheet Projekt: which project it is of, what that says now (`start`), and what it will say.

    `card` is the board's card, or None; `project` is None where the row is of a new one. `brought` where `start` is
    brought over from last year. `partners` are the rows of the sheet Partner that belong here.
    """

    number: int
    cells: dict
    project: Project | None = None
    card: Card | None = None
    start: dict = field(default_factory=lambda: {"card": {}, "project": {}})
    content: dict = field(default_factory=dict)
    brought: bool = False
    partners: list = field(default_factory=list)

    @property
    def key(self):
        return self.project.key if self.project else ""

    @property
    def name(self):
        """What the project is called wherever the board's cards are listed; empty where the row does not say."""
        if self.card:
            return str(self.card)
        named = self.cells.get("card-title") or self.cells.get("project-title")
        return named or (self.project.title if self.project else "")

    @property
    def title(self):
        """The project's own title."""
        return self.cells.get("project-title") or (self.project.title if self.project else f"Rad {self.number}")

    @property
    def is_changed(self):
        return not merging.same(self.content, self.start)


_WHOLE_NAME = " Skriv hela namnet, med semikolon mellan flera."


class Judgement:
    """All rows of a workbook judged: `rows`, the `faults`, and the cards that are not in the workbook (`gone`)."""

    def __init__(self, submission, workbook):
        self.submission, self.workbook = submission, workbook
        self.sheets, self.faults = Sheets(submission), list(workbook.faults)
        self.unreadable = {(fault.sheet, fault.cell) for fault in workbook.faults}
        self.columns = {column.name: column for column in self.sheets.cards}
        self.partner_columns = {column.name: column for column in self.sheets.partners}
        self.saved = {card.project.key: card for card in full_cards(submission)}
        now = rekeying.names_now(submission, self.saved)
        self.then = {now(cells["key"]): cells for _, cells in workbook.cards_then.rows if "key" in cells}
        self.rows = [Row(number, _renamed(cells, now)) for number, cells in workbook.cards.rows[:MOST_CARDS]]
        self._find_projects()
        self.partners_then = self._partners_then()
        self._give_partners()
        for row in self.rows:
            self._judge(row)
        self._name_faults()
        keys = {row.key for row in self.rows}
        self.gone = [card for key, card in self.saved.items() if key not in keys]

    # Which project each row is of

    def _find_projects(self):
        titles = {squeezed(card.project.title): key for key, card in self.saved.items()}
        keys = [
            row.cells.get("key") or titles.get(squeezed(row.cells.get("project-title", "")), "") for row in self.rows
        ]
        known = Project.objects.in_bulk([key for key in keys if key], field_name="key")
        for row, key in zip(self.rows, keys, strict=True):
            row.project = known.get(key)
            if key and not row.project:
                self._fault(
                    row, "project-title", "Radens dolda nyckel finns inte i registret. Skriv projektet på en ny rad."
                )
            self._start(row)
        self._refuse_twins()

    def _start(self, row):
        row.card = self.saved.get(row.key)
        if row.card:
            row.start = Cards().content(row.card)
        elif row.project:
            brought = carried(self.submission, row.project) if row.key in self.then else None
            row.brought = bool(brought)
            row.start = brought or {"card": {}, "project": project_facts(row.project)}

    def _refuse_twins(self):
        """The same project twice, by its key or, where it is new, by its title."""
        names = [row.key or squeezed(row.title) for row in self.rows]
        count = Counter(names)
        first = {}
        for row, name in zip(self.rows, names, strict=True):
            if count[name] > 1 and name in first:
                told = f"Samma projekt står också på rad {first[name]}. Ta bort den ena raden."
                self._fault(row, "project-title", told)
            first.setdefault(name, row.number)

    # Which partners belong to which row

    def _partners_then(self):
        names = defaultdict(set)
        for key, cells in self.then.items():
            names[squeezed(cells.get("project-title", ""))].add(key)
            names[squeezed(key)].add(key)
        grouped = defaultdict(list)
        for _, cells in self.workbook.partners_then.rows:
            for key in names.get(squeezed(cells.get("project", "")), ()):
                grouped[key].append(_of_partner(cells))
        return grouped

    def _give_partners(self):
        names = [self._rows_by_name(name) for name in _NAMES]
        for number, cells in self.workbook.partners.rows[:MOST_PARTNERS]:
            told = squeezed(cells.get("project", ""))
            named = next((rows[told] for rows in names if told in rows), [])
            if len(named) == 1:
                named[0].partners.append((number, _of_partner(cells)))
            else:
                titles = [row.title for row in self.rows]
                self._partner_fault(number, cells, "project", which_project(cells.get("project"), named, titles))
                self._tell_partner(number, cells, PartnerForm(self._as_form(_of_partner(cells))))

    def _rows_by_name(self, name):
        """The rows by what they are called; `name` picks that out of a row and of its cells as they were written."""
        rows = defaultdict(list)
        for row in self.rows:
            if told := name(row, self.then.get(row.key, {})):
                rows[squeezed(told)].append(row)
        return rows

    # What each row will say

    def _judge(self, row):
        present = self.sheets.cells(row.key, row.start)
        then = self.then.get(row.key, present) if row.card else present
        changed = [name for name in self.columns if _differs(name, row.cells, present, then) and name != "key"]
        new_partners = self._partners_if_changed(row)
        if row.card and not changed and new_partners is None:
            row.content = row.start
            return
        card = row.card or Card(submission=self.submission, project=row.project or Project())
        shared = register.sharing_boards(card) if row.project else []
        data = {**posted(card, row.start), **self._typed(row, changed)}
        data |= posted_partners(partners_of(row.start) if new_partners is None else new_partners)
        if shared:
            self._refuse_facts(row, changed, shared)
            data = {name: value for name, value in data.items() if not name.startswith("project-")}
        self._fill(row, CardForms(card, data))

    def _partners_if_changed(self, row):
        """The row's partners, as the form takes them; None where nobody has changed them in the workbook."""
        told = [cells for _, cells in row.partners]
        present = [_filled(partner_cells(each)) for each in row.start["card"].get("partners", [])]
        if told == present or (row.card and row.key in self.then and told == self.partners_then[row.key]):
            return None
        return [self._as_form(cells) for cells in told]

    def _as_form(self, partner):
        """A partner's cells as the form takes them."""
        return {**partner, "sector": self.partner_columns["sector"].understood(partner.get("sector", ""))}

    def _typed(self, row, changed):
        """What is typed in the changed cells, as the card's page posts it."""
        posted = {}
        for name in changed:
            if not name.startswith("goal-"):
                posted |= self._posted(row, self.columns[name], row.cells.get(name, ""))
        if any(name.startswith("goal-") for name in changed):
            posted["goals"] = [goal.pk for goal in self.sheets.goals if self._has_goal(row, goal, changed)]
        return posted

    def _has_goal(self, row, goal, changed):
        name = f"goal-{goal.number}"
        if name not in changed:
            return goal.number in row.start["card"].get("goals", [])
        told = row.cells.get(name, "")
        if told and not same(told, "x"):
            self._fault(row, name, "Skriv X om projektet bidrar till målet. Lämna annars tomt.")
        return bool(told)

    def _posted(self, row, column, text):
        name = column.name.removeprefix("card-")
        if column.kind == "rich":
            if text.endswith(CUT.strip()):
                self._fault(
                    row, column.name, "Texten fick inte plats i Excel. Ändra den på projektets sida i stället."
                )
            return {name: markup(text)}
        if column.kind == "boards":
            return {name: self._boards(row, text)}
        if name == "main_goal":
            number = column.meaning(text)
            return {name: next((goal.pk for goal in self.sheets.goals if str(goal.number) == number), text)}
        if name == "project-currency":
            return {name: column.meaning(text) or text.upper() or Currency.SEK}
        return {name: column.understood(text)}

    def _boards(self, row, text):
        named = row.card.cooperating_boards.all() if row.card else []
        known = {squeezed(board.name): board for board in (*self.sheets.boards, *named)}
        names = [name.strip() for name in text.split(";") if name.strip()]
        if wrong := [name for name in names if squeezed(name) not in known]:
            guesses = "".join(meant(name, [board.name for board in known.values()]) for name in wrong)
            told = f"{listed(wrong)} finns inte bland årets nämnder.{guesses or _WHOLE_NAME}"
            self._fault(row, "cooperating_boards", told)
        return [known[squeezed(name)].pk for name in names if squeezed(name) in known]

    def _refuse_facts(self, row, changed, shared):
        boards = listed([board.name for board in shared])
        present = self.sheets.cells(row.key, row.start)
        for name in changed:
            if self.columns[name].fact:
                stands = f"Det ska stå {present[name]}." if name in present else "Cellen ska vara tom."
                told = f"{boards} redovisar också projektet i år, så uppgiften går inte att ändra här. {stands}"
                self._fault(row, name, told)

    def _fill(self, row, forms):
        """What the row will say, where the forms find nothing to refuse."""
        if not forms.is_valid():
            self._tell(row, forms)
            return
        told = forms.form.cleaned_data
        row.content = {
            "card": card_content(
                forms.card, goals=told["goals"], boards=told["cooperating_boards"], partners=forms.partners.values()
            ),
            "project": project_facts(forms.card.project),
        }

    def _tell(self, row, forms):
        if forms.facts:
            for name, texts in forms.facts.errors.items():
                self._add(row, f"project-{name}", texts)
        for name, texts in forms.form.errors.items():
            self._add(row, name if name in self.columns else f"card-{name}", texts)
        self._add(row, "project-title", forms.partners.non_form_errors())
        for place, form in enumerate(forms.partners):
            number, cells = row.partners[place] if place < len(row.partners) else (row.number, {})
            self._tell_partner(number, cells, form)

    def _tell_partner(self, number, cells, form):
        for name, texts in form.errors.items():
            for text in texts:
                told = self._expected(self.partner_columns.get(name), text, cells)
                self._partner_fault(number, cells, name, told)

    def _add(self, row, name, texts):
        for text in texts:
            self._fault(row, name, self._expected(self.columns.get(name), text, row.cells))

    def _expected(self, column, text, cells):
        """What to say of a faulty cell: of a choice, what there is to choose between."""
        is_choice = column and column.choices and "giltigt" in text
        return choosing(cells.get(column.name, ""), column.labels) if is_choice else text

    def _fault(self, row, name, told):
        column = self.columns.get(name, self.columns["project-title"])
        self._tell_once(self.workbook.cards.fault(row.number, column, row.cells.get(name, ""), told))

    def _partner_fault(self, number, cells, name, told):
        column = self.partner_columns.get(name, self.partner_columns["name"])
        self._tell_once(self.workbook.partners.fault(number, column, cells.get(name, ""), told))

    def _tell_once(self, fault):
        """What could not even be read in a cell is told already."""
        if (fault.sheet, fault.cell) not in self.unreadable:
            self.faults.append(fault)

    def _name_faults(self):
        """Sort the faults, each with the name of the project that it stands at."""
        names = {(Tab.CARDS, row.number): row.name for row in self.rows}
        names |= {(Tab.PARTNERS, number): row.name for row in self.rows for number, _ in row.partners}
        self.faults.sort(key=_place)
        self.faults = [replace(each, project=names.get((each.sheet, _row_of(each)), "")) for each in self.faults]


def _renamed(cells, now):
    """The row's cells with the key that its project has now."""
    return {**cells, "key": now(cells["key"])} if "key" in cells else cells


def _place(fault):
    """Where the fault stands, as somebody goes through the workbook."""
    letters = re.match("[A-Z]*", fault.cell)[0]
    return fault.sheet != Tab.CARDS, _row_of(fault), len(letters), letters


def _row_of(fault):
    return int(re.search(r"\d+$", fault.cell)[0])


# What a partner's row may call its project, in the order in which they are tried.
_NAMES = (
    lambda row, then: row.title,
    lambda row, then: row.key,
    lambda row, then: then.get("project-title"),
    lambda row, then: row.cells.get("project-acronym"),
    lambda row, then: row.cells.get("card-title"),
)


def _differs(name, cells, present, then):
    told = cells.get(name, "")
    return told not in (present.get(name, ""), then.get(name, ""))


def _of_partner(cells):
    return {name: text for name, text in cells.items() if name != "project"}


def _filled(cells):
    return {name: text for name, text in cells.items() if text}
