"""Files inside a PDF, and what it says of itself."""

from hashlib import md5
from io import BytesIO

import pikepdf
import pytest
from lxml import etree

from reporting import pdf

HTML = """<html lang="sv"><head><title>Prov &amp; <b></title><meta name="author" content="Malmö stad">
<meta name="description" content="Om &lt;allt&gt;">{}</head><body><p>Hej</p></body></html>"""
FILES = [
    pdf.Attachment("siffror-2024.json", b'{"a": 1}', "application/json", "Siffror: alla", "Source"),
    pdf.Attachment("arbetsbok åäö.xlsx", b"xlsx", "application/vnd.ms-excel", "Arbetsbok"),
]


def opened(dated="", files=()):
    head = f'<meta name="dcterms.date" content="{dated}">' if dated else ""
    return pikepdf.open(BytesIO(pdf.render(HTML.format(head), files)))


def test_files_come_out_as_they_were_put_in():
    with opened(files=FILES) as made:
        assert {name: made.attachments[name].get_file().read_bytes() for name in made.attachments} == {
            file.name: file.content for file in FILES
        }


def test_each_file_is_described_as_pdf_a_wants():
    with opened("2025-03-01", FILES) as made:
        told = {str(file.UF): file for file in made.Root.AF}
        assert list(told) == ["arbetsbok åäö.xlsx", "siffror-2024.json"]
        for file in FILES:
            found = told[file.name]
            assert [str(found.Desc), str(found.AFRelationship)] == [file.description, f"/{file.relationship}"]
            stream = found.EF.F
            assert str(stream.Subtype) == f"/{file.mime}"
            assert [int(stream.Params.Size), str(stream.Params.ModDate)] == [len(file.content), "D:20250301000000Z"]
            assert bytes(stream.Params.CheckSum) == md5(file.content, usedforsecurity=False).digest()


def test_the_order_of_the_files_does_not_matter():
    assert pdf.render(HTML.format(""), FILES) == pdf.render(HTML.format(""), FILES[::-1])


def test_a_document_is_dated_by_itself_and_never_by_the_clock():
    with opened("2025-03-01") as made:
        told = made.open_metadata()
        assert str(made.docinfo["/CreationDate"]) == str(made.docinfo["/ModDate"]) == "D:20250301000000Z"
        assert [told["xmp:CreateDate"], told["xmp:ModifyDate"]] == ["2025-03-01T00:00:00Z"] * 2
    with opened() as made:
        assert "/CreationDate" not in made.docinfo
        assert "xmp:CreateDate" not in made.open_metadata()


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="isoformat"):
        opened("i mars")


def test_both_kinds_of_metadata_say_the_same():
    with opened() as made:
        told = made.open_metadata()
        assert [str(made.docinfo[f"/{key}"]) for key in ("Title", "Author", "Subject")] == [
            "Prov & <b>",
            "Malmö stad",
            "Om <allt>",
        ]
        assert [told["dc:title"], told["dc:creator"], told["dc:description"]] == [
            "Prov & <b>",
            ["Malmö stad"],
            "Om <allt>",
        ]
        assert str(made.Root.Lang) == "sv"
        assert bool(made.Root.ViewerPreferences.DisplayDocTitle) is True


def test_what_is_no_character_does_not_come_into_what_it_says_of_itself():
    with pikepdf.open(
        BytesIO(pdf.render(HTML.format("").replace("Prov", "P\x02r\ufffeov").replace("Om", "O\x0bm")))
    ) as made:
        told = etree.fromstring(made.Root.Metadata.read_bytes())
        assert "".join(told.find(".//{*}title").itertext()) == str(made.docinfo["/Title"]) == "Prov & <b>"
        assert str(made.docinfo["/Subject"]) == "Om <allt>"
