"""The forms in which the city office writes its memo and the boards' excerpts, as one."""

from django import forms

from config.fields import DayInput, LinesField, RichTextField, StepsField
from submissions.fields import save_id

from . import city_memo
from .board_forms import MOST_SECTIONS, MemoForms, MemoTextForm, SectionForm, SectionRows
from .section import as_content, as_memo

EXCERPT = "excerpt-"


class CityTextForm(MemoTextForm):
    """All of the city's memo but its sections and excerpts."""

    date = forms.DateField(
        label="Datum", required=False, widget=DayInput(), help_text="Den dag som står på skrivelsen."
    )
    diary_number = forms.CharField(
        label="Diarienummer", required=False, max_length=50, help_text="Ärendets nummer, till exempel STK-2024-820."
    )
    contact_title = forms.CharField(
        label="Vår referens",
        required=False,
        max_length=200,
        help_text="Titeln på den som svarar på frågor om ärendet, till exempel Utvecklingssamordnare.",
    )
    summary = RichTextField(admin=True, label="Sammanfattning", required=False)
    proposal_by = forms.CharField(
        label="Inledning till förslagen",
        required=False,
        max_length=300,
        help_text="Raden före förslagen: Kommunstyrelsen föreslår kommunfullmäktige besluta.",
    )
    proposals = LinesField(label="Förslag till beslut", required=False, help_text="Ett förslag per rad, utan siffra.")
    decision_path = StepsField(
        label="Beslutsplanering",
        required=False,
        help_text=("Ett steg per rad, med datum först om det är känt: 2025-04-28 Kommunstyrelsens arbetsutskott."),
    )
    signatories = LinesField(label="Ansvariga", required=False, help_text="En per rad, med titel.")


class CitySectionForm(SectionForm):
    html = RichTextField(admin=True, label="Text", required=False)


class CitySections(SectionRows):
    """The memo's sections, in order, with the editor as the admin has it."""

    form = CitySectionForm
    max_num = MOST_SECTIONS


class ExcerptsForm(forms.Form):
    """An excerpt for each board that has one, or that has been chosen to get one; `boards` are their slugs."""

    def __init__(self, submissions, boards, data=None, shown=None):
        super().__init__(data, initial={EXCERPT + slug: html for slug, html in (shown or {}).items()})
        self.boards = [slug for slug in submissions if slug in boards]
        for slug in self.boards:
            board = submissions[slug].board
            self.fields[EXCERPT + slug] = RichTextField(admin=True, required=False, label=f"Utdrag, {board}")

    def told(self, saved):
        """The excerpts by board; a faulty one as it is `saved`, and none for a board without a field."""
        return {slug: self.cleaned_data.get(EXCERPT + slug, saved.get(slug, "")) for slug in self.boards}


class CityMemoForms(MemoForms):
    """The city's memo and the boards' excerpts; `content` where it shows another than is saved."""

    def __init__(self, memo, data=None, content=None, boards=()):
        self.memo, self.stands = memo, city_memo.content(memo)
        shown = self.stands if content is None else content
        excerpts = shown.get("excerpts", {})
        self.submissions = city_memo.submissions(memo.round)
        posted = {name.removeprefix(EXCERPT) for name in data or () if name.startswith(EXCERPT)}
        there = {slug for slug, each in self.submissions.items() if hasattr(each, "excerpt")}
        self.text = CityTextForm(data, initial={**shown, "version": memo.version})
        self.sections = CitySections(data, as_memo(shown)["sections"])
        chosen = posted if data is not None else there | excerpts.keys()
        self.excerpts = ExcerptsForm(self.submissions, {*chosen, *boards}, data, excerpts)
        self.rest = [self.excerpts]

    @property
    def media(self):
        return self.text.media + CitySectionForm().media

    @property
    def without_excerpt(self):
        """The submissions of the boards that have no field for an excerpt."""
        return [each for slug, each in self.submissions.items() if slug not in self.excerpts.boards]

    def saving(self):
        """What `city_memo.save` takes; None where the page is not whole."""
        if not self.is_whole:
            return None
        memo = as_content({**self.text.told(self.stands), "sections": self.sections.told()})
        wanted = {**memo, "excerpts": self.excerpts.told(self.stands.get("excerpts", {}))}
        return {"version": self.text.cleaned_data["version"], "wanted": wanted, "save_id": save_id(self.text)}

    def shown(self):
        """Every field that is seen, in the page's order."""
        visible = [bound for bound in self.text if not bound.is_hidden]
        rows = [bound for row in self.sections for bound in row]
        return [*visible, *rows, *self.excerpts]
