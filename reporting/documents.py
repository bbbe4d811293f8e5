"""Every document there is: for whom, from what, in which formats, and why one may be lacking.

Pages, commands and editions walk over `DOCUMENTS` and name none of them. What is printed is a page of HTML out of the
document's own module (`report`, `memo`, `board_report`, `board_memo`, `project_sheet`), and each format is made of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType

from django.conf import settings
from django.template.loader import render_to_string

from . import (
    board_memo,
    board_report,
    figures_file,
    html_edition,
    memo,
    open_data,
    pdf,
    project_sheet,
    report,
    word,
    workbook,
    years,
)
from .dataset import Year
from .material import Material, of_board, of_now, of_year

CITY, BOARD, PROJECT = "city", "board", "project"
# What each makes the HTML of a printed document into, and what people call it.
FORMATS = {"pdf": pdf.render, "docx": word.render, "html": html_edition.render}
MIMES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "json": "application/json"}
FORMAT_NAMES = {
    "pdf": "PDF",
    "docx": "Word",
    "html": "webbsida",
    "xlsx": "Excel",
    "json": "JSON",
    "csv": "CSV",
    "rdf": "RDF/XML",
}


@dataclass(frozen=True)
class Document:
    """A document: for whom, its name in addresses, in files (without the ending) and in Swedish, and what it is for.

    `source` is the module that says what it holds (`TEMPLATE`, `content`) and why it may be lacking (`lacking`); what
    is not printed is made by `make` instead, and `lacks` says why that may be lacking. The PDF carries the files of
    the kinds in `carries`. What is `of_edition` is made of a published edition only.
    """

    whom: str
    kind: str
    pattern: str
    title: str
    about: str
    formats: tuple[str, ...]
    source: ModuleType | None = None
    make: Callable[[Material], bytes] | None = None
    lacks: Callable[[Year], str] | None = None
    carries: tuple[str, ...] = ()
    of_edition: bool = False

    def file_name(self, material, format):
        """A draft's name says so, and so does that of a second edition: none takes another's place in a folder."""
        name = self.pattern.format(**material.names)
        edition = f"-utgava-{material.edition}" if material.edition > 1 else ""
        return f"{'utkast-' * material.draft}{name}{edition}.{format}"

    def lacking(self, subject):
        """Why it cannot be made of a `Year` or a `Sheet`, in Swedish, or nothing."""
        why = self.source.lacking if self.source else self.lacks
        return why(subject) if why else ""

    def page(self, material):
        """Its HTML, which all its formats are made of."""
        said = {"draft": material.draft, "city": settings.CITY_NAME, "dated": material.dated}
        edition = material.edition if material.edition > 1 else ""
        content = self.source.content(material.subject, material.figures)
        return render_to_string(self.source.TEMPLATE, {**content, **said, "edition": edition})

    def files(self, material, formats, carried=(), on_section=None):
        """The document as {file name: content}; `carried` and `on_section` are as `pdf.render` takes them."""
        if self.make:
            return {self.file_name(material, format): self.make(material) for format in formats}
        if "pdf" in formats:
            pdf.begin()
        page, files = self.page(material), {}
        for format in formats:
            content = pdf.render(page, carried, on_section) if format == "pdf" else FORMATS[format](page)
            files[self.file_name(material, format)] = content
        return files


def _file_names(material):
    """The names of the files of a city's year that are not printed, by their kinds."""
    made = [document for document in of(CITY) if document.make and not document.lacking(material.subject)]
    return {document.kind: document.file_name(material, document.formats[0]) for document in made}


def _figures(material):
    return figures_file.dumps(material.figures, material.findings).encode()


DOCUMENTS = (
    Document(
        CITY,
        "redovisning",
        "redovisning-{year}",
        "Redovisning",
        "Nämndernas svar och projekt, med årets siffror.",
        ("pdf", "html"),
        source=report,
        carries=("arbetsbok", "siffror"),
    ),
    Document(
        CITY,
        "tjansteskrivelse",
        "tjansteskrivelse-{year}",
        "Tjänsteskrivelse",
        "Stadskontorets förslag till beslut.",
        ("pdf", "docx"),
        source=memo,
    ),
    Document(
        CITY,
        "arbetsbok",
        "redovisning-{year}",
        "Arbetsbok",
        "Siffrorna med projekten och svaren bakom dem, och avstämningen.",
        ("xlsx",),
        make=workbook.make,
    ),
    Document(
        CITY,
        "siffror",
        "siffror-{year}",
        "Siffror",
        "Alla siffror i redovisningen, för andra program.",
        ("json",),
        make=_figures,
    ),
    Document(
        CITY,
        "projektdata",
        "projekt-{year}",
        "Projekt",
        "Nämndernas projekt som öppna data, en rad för varje projektkort.",
        ("csv",),
        make=open_data.projects,
        lacks=open_data.lacks_projects,
        of_edition=True,
    ),
    Document(
        CITY,
        "sifferdata",
        "siffror-{year}",
        "Siffror",
        "Siffrorna som öppna data: för hela året och per nämnd, programgrupp, KF-mål, sektor och land.",
        ("csv",),
        make=open_data.figures,
        of_edition=True,
    ),
    Document(
        CITY,
        "schema",
        "siffror-schema-{year}",
        "Schema för siffrorna",
        "Vad filen med siffror innehåller, som JSON Schema.",
        ("json",),
        make=open_data.schema,
        of_edition=True,
    ),
    Document(
        CITY,
        "metadata",
        "dcat-{year}",
        "Beskrivning av öppna data",
        "De öppna datamängderna enligt DCAT-AP-SE, för dataportaler.",
        ("rdf",),
        make=lambda material: open_data.metadata(material, _file_names(material)),
        of_edition=True,
    ),
    Document(
        BOARD,
        "redovisning",
        "namndredovisning-{slug}-{year}",
        "Nämndens redovisning",
        "Nämndens svar, projekt och utbetalda medel, med titelsida och innehåll.",
        ("pdf", "docx"),
        source=board_report,
    ),
    Document(
        BOARD,
        "tjansteskrivelse",
        "namnd-tjansteskrivelse-{slug}-{year}",
        "Tjänsteskrivelse till nämnden",
        "Förslag till beslut, med svaren och de utbetalda medlen.",
        ("pdf", "docx"),
        source=board_memo,
    ),
    Document(
        PROJECT,
        "projektblad",
        "projekt-{key}",
        "Projektblad",
        "Ett projekt genom åren: uppgifter, roller, utbetalda medel och nämndernas texter.",
        ("pdf",),
        source=project_sheet,
    ),
)


class Lacking(Exception):
    """The document cannot be made; the message says why, in Swedish."""


def of(whom):
    """The documents that are for the city, for a board, or for a project."""
    return [document for document in DOCUMENTS if document.whom == whom]


def named(whom, kind):
    """The document of this kind. Raises KeyError."""
    return {document.kind: document for document in of(whom)}[kind]


def by_file(year):
    """The document, and its format, of each file of a city's year, by the file's name in the first edition."""
    return {
        f"{document.pattern.format(year=year)}.{format}": (document, format)
        for document in of(CITY)
        for format in document.formats
    }


def titles(year):
    """What each of them is, in Swedish."""
    return {name: _title(*told) for name, told in by_file(year).items()}


def _title(document, format):
    return document.title if len(document.formats) == 1 else f"{document.title}, {FORMAT_NAMES[format]}"


def compile_year(material, on_section=None):
    """Every document that a city's year (`of_year`) can have, as {file name: content}.

    `on_section(title, done, total)` is called when a document is begun and when a section of it is ready, and may
    raise to stop.
    """
    return _compiled(CITY, material, on_section)


def compile_board(submission):
    """Every document that the board can have, in every format, as {file name: content}."""
    return _compiled(BOARD, of_board(submission))


def wanted(whom, material):
    """The documents that are to be made of it: the open data only of a published edition."""
    return [document for document in of(whom) if material.edition or not document.of_edition]


def _compiled(whom, material, on_section=None):
    made = [document for document in wanted(whom, material) if not document.lacking(material.subject)]
    data, files = {}, {}
    for document in sorted(made, key=lambda document: not document.make):  # first what others carry
        tell = partial(on_section or _nobody, document.title)
        tell(0, 0)
        data[document.kind] = document.files(material, document.formats, _carried(document, data), tell)
    for document in made:
        files |= data[document.kind]
    return files


def _nobody(title, done, total):
    pass


def _carried(document, data):
    """What the document's PDF carries: the figures, and the workbook, which are what it is made of."""
    told = {each.kind: f"{each.title}. {each.about}" for each in of(document.whom)}
    return [
        pdf.Attachment(name, content, MIMES[name.rpartition(".")[2]], told[kind])
        for kind in document.carries
        for name, content in data.get(kind, {}).items()
    ]


def one(whom, kind, format, material):
    """One document as (file name, content).

    Raises KeyError for an unknown kind or format, and Lacking where the document cannot be made.
    """
    document = named(whom, kind)
    if format not in document.formats:
        raise KeyError(format)
    if reason := document.lacking(material.subject):
        raise Lacking(reason)
    ((name, content),) = document.files(material, [format]).items()
    return name, content


def board_document(submission, kind, format):
    """One of the board's documents, as `one` gives it."""
    return one(BOARD, kind, format, of_board(submission))


def board_documents(submission):
    """Each document that the board may have, with why it cannot be made, in Swedish, or nothing."""
    year = years.of_board(submission)
    return [(document, document.lacking(year)) for document in of(BOARD)]


def project_document(material):
    """A project's sheet as PDF, of `of_project`, as `one` gives it."""
    return one(PROJECT, "projektblad", "pdf", material)


def memo_alone(year, previous=None, draft=False):
    """The city's memo alone as PDF, for its preview."""
    return one(CITY, "tjansteskrivelse", "pdf", of_year(year, previous, draft))[1]


def report_pages(now, places):
    """The pages of the city's report, as it is `now`, that hold one of the `places` (ids), as PDF."""
    return pdf.render(named(CITY, "redovisning").page(of_now(now)), only=places)
