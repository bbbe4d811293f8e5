"""Every kind of document of the example years conforms to PDF/UA-1 and PDF/A-3a, as the veraPDF engine judges."""

from dataclasses import replace

from reporting import documents, figures, pdf, project_sheet
from reporting.documents import BOARD, CITY, PROJECT
from tests.reporting.hostile import HOSTILE
from tests.reporting.printed import example, no_warnings
from tests.reporting.vera import judged


def test_all_documents_conform(tmp_path):
    with no_warnings():
        files = dict(city()) | dict(boards()) | {"projektblad": sheet(), "bilaga": attached()}
    files["prov"] = pdf.render(HOSTILE)
    for name, content in files.items():
        (tmp_path / name).with_suffix(".pdf").write_bytes(content)
    names = [file.name for file in sorted(tmp_path.iterdir())]
    assert judged(tmp_path) == [f"{name} {flavour} conforms" for name in names for flavour in ("ua1", "3a")]
    assert len(names) == len(files)


def city():
    for year, previous, draft in ((2023, None, False), (2024, 2023, False), (2024, 2023, True)):
        material = documents.of_year(example(year), previous and example(previous), draft)
        for document in documents.of(CITY):
            is_again = draft and document.kind == "redovisning"  # as long as the final one, and little else
            if "pdf" in document.formats and not document.lacking(material.subject) and not is_again:
                yield f"{document.kind}-{year}{'-utkast' * draft}", pdf.render(document.page(material))


def boards():
    year = example(2024)
    for number, submission in enumerate(year.submissions):
        own = replace(year, boards=(submission.board,), submissions=(submission,))
        material = documents.Material(own, {}, False, "2024-12-31", figures.count(own))
        for document in documents.of(BOARD):
            if not document.lacking(own):
                yield f"{document.kind}-{number:02}", pdf.render(document.page(material))


def sheet():
    """Of the first project that two boards tell of."""
    year = example(2024)
    keys = [card.project.key for card in year.cards]
    key = next(key for key in keys if keys.count(key) > 1)
    told = (replace(each, cards=tuple(c for c in each.cards if c.project.key == key)) for each in year.submissions)
    own = replace(year, submissions=tuple(each for each in told if each.cards))
    material = documents.Material(project_sheet.Sheet("Projektet", (own,)), {}, False, "2024-12-31")
    return pdf.render(documents.named(PROJECT, "projektblad").page(material))


def attached():
    files = [pdf.Attachment("siffror.json", b"{}", "application/json", "Siffrorna", "Source")]
    return pdf.render('<html lang="sv"><head><title>Prov</title></head><body><p>Hej</p></body></html>', files)
