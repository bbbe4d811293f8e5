"""The documents of each edition for everybody, at addresses that last; and nothing but what was published."""

import pytest

from reporting import edition_files
from tests.reporting import public
from tests.reporting.published import mend, publish, ready, reopen

pytestmark = pytest.mark.django_db


def test_files_that_are_not_as_they_were_published_are_not_shown_and_may_come_back(client):
    edition = public.keep(public.small())
    file = edition.folder / edition_files.year_name(2024)
    content = file.read_bytes()
    file.write_bytes(content.replace(b"reste", b"flydde"))
    for where in ("2024/", "2024/miljonamnden/", "projekt/brave/"):
        page = client.get(f"/redovisning/{where}")
        assert page.status_code == 503
        assert public.text(page).startswith("Det här går inte att visa just nu")
    for where in ("", "siffror/", "projekt/"):
        told = public.text(client.get(f"/redovisning/{where}"))
        assert "BRAVE" not in told
        assert "Redovisningen för 2024 går inte att visa just nu." in told
    assert client.get("/redovisning/2024/dokument/redovisning-2024.pdf").status_code == 200
    file.write_bytes(content)
    assert client.get("/redovisning/2024/").status_code == 200
    assert "BRAVE" in public.text(client.get("/redovisning/projekt/"))


def test_the_documents_of_the_edition_can_be_fetched(client):
    extra = {"redovisning-2024_xlsx": b"PK", "projekt-2024_csv": "År;Nämnd".encode(), "annat_csv": b"Internt"}
    public.keep(public.small(), **extra)
    page = client.get("/redovisning/2024/")
    names = [link.rpartition("/")[2] for link in public.Page(page).links if "/dokument/" in link]
    assert names[0] == "redovisning-2024-utgava-1.pdf"
    assert sorted(names) == [
        "projekt-2024-utgava-1.csv",
        "redovisning-2024-utgava-1.pdf",
        "redovisning-2024-utgava-1.xlsx",
        "siffror-2024-utgava-1.json",
    ]
    pdf, data = (client.get(f"/redovisning/2024/dokument/{name}") for name in (names[0], "siffror-2024.json"))
    assert b"".join(pdf.streaming_content) == public.PDF
    assert pdf.headers["Content-Disposition"] == 'inline; filename="redovisning-2024.pdf"'
    assert data.headers["Content-Disposition"] == 'attachment; filename="siffror-2024.json"'
    table = client.get("/redovisning/2024/dokument/projekt-2024.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "Redovisning (PDF, " in public.text(page)
    kept = ("manifest-2024.json", "omgang-2024.json", "annat.csv")
    assert [client.get(f"/redovisning/2024/dokument/{name}").status_code for name in kept] == [404] * 3


def test_an_address_without_a_number_leads_to_the_newest_edition(client):
    public.keep(public.small())
    public.keep(public.small(), number=2, **{"tjansteskrivelse-2024-utgava-2_pdf": b"%PDF newest"})
    for name in ("tjansteskrivelse-2024.pdf", "tjansteskrivelse-2024-utgava-2.pdf"):
        file = client.get(f"/redovisning/2024/dokument/{name}")
        assert b"".join(file.streaming_content) == b"%PDF newest"
        assert file.headers["Content-Type"] == "application/pdf"
        assert file.headers["Content-Disposition"] == 'inline; filename="tjansteskrivelse-2024-utgava-2.pdf"'
    assert client.get("/redovisning/2024/dokument/tjansteskrivelse-2024-utgava-1.pdf").status_code == 404


def test_a_link_to_a_document_lasts_when_a_new_edition_comes(cast, client, quick):
    ready(cast)
    publish(cast)
    (link, *_) = [link for link in public.Page(client.get("/redovisning/2025/")).links if ".pdf" in link]
    first = content(client.get(link))
    reopen(cast)
    mend(cast)
    publish(cast, "Ett belopp var fel.\nDet är rättat.")
    assert link == "/redovisning/2025/dokument/redovisning-2025-utgava-1.pdf"
    assert content(client.get(link)) == first
    second = content(client.get(link.replace("-1.pdf", "-2.pdf")))
    assert first != second == content(client.get(link.replace("-utgava-1", "")))
    page = client.get("/redovisning/2025/")
    listed = [link.rpartition("/")[2] for link in public.Page(page).links if ".pdf" in link]
    assert listed == ["redovisning-2025-utgava-2.pdf", "redovisning-2025-utgava-1.pdf"]
    assert "Skälet till utgåva 2: Ett belopp var fel. Det är rättat. Utgåva 1, publicerad den" in public.text(page)
    for missing in ("utgava-3", "utgava-0", "utgava-01", f"utgava-{'9' * 5000}"):
        assert client.get(link.replace("utgava-1", missing)).status_code == 404


def test_who_published_and_why_the_round_was_opened_stays_in_the_house(cast, client, quick):
    ready(cast)
    publish(cast)
    reopen(cast, "Tova ringde om ett hemligt fel.")
    mend(cast)
    publish(cast, "Ett belopp var fel.")
    page = client.get("/redovisning/2025/").content.decode()
    assert not [secret for secret in (str(cast.rut), "hemligt", "Fritid hade") if secret in page]


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_document_that_is_not_what_was_published_is_neither_listed_nor_served(client):
    edition = public.keep(public.small(), **{"redovisning-2024_xlsx": b"PK"})
    pdf, table = (f"/redovisning/2024/dokument/redovisning-2024{end}" for end in ("-utgava-1.pdf", ".xlsx"))
    assert "går inte att hämta" not in public.text(client.get("/redovisning/2024/"))
    (edition.folder / "redovisning-2024.pdf").write_bytes(b"X")
    (edition.folder / "redovisning-2024.xlsx").unlink()
    for url in (pdf, table):
        answer = client.get(url)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    page = client.get("/redovisning/2024/")
    assert [link for link in public.Page(page).links if "/dokument/" in link] == [
        "/redovisning/2024/dokument/siffror-2024-utgava-1.json"
    ]
    assert "Alla dokument går inte att hämta just nu." in public.text(page)
    assert page.headers["Cache-Control"] == "no-store"
    (edition.folder / "redovisning-2024.pdf").write_bytes(public.PDF)
    assert content(client.get(pdf)) == public.PDF


def test_a_file_is_read_again_only_when_it_is_written(client, monkeypatch):
    public.keep(public.small())
    client.get("/redovisning/2024/")
    monkeypatch.setattr(edition_files.hashlib, "file_digest", None)
    assert client.get("/redovisning/2024/").status_code == 200


def test_where_the_year_before_is_damaged_its_figures_are_told_by_the_edition_itself(client):
    before = public.keep(public.small(2023, paid=1_000_000))
    public.keep(public.small(2024, paid=2_000_000), previous=public.small(2023, paid=1_000_000))
    file = before.folder / edition_files.year_name(2023)
    told = file.read_bytes()
    file.write_bytes(b"{}")
    damaged = client.get("/redovisning/2024/")
    assert "2023: 1" in public.text(damaged)
    assert damaged.headers["Cache-Control"] == "no-store"
    file.write_bytes(told)
    assert client.get("/redovisning/2024/").headers["Cache-Control"] == "public, max-age=300"
