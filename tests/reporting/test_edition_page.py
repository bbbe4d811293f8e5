"""A published edition's page, and the page that compares two."""

import json

import pytest
from django.urls import reverse

from reporting import accepting, edition_comparison, editions
from reporting.models import Edition, Excerpt, Memo
from submissions import workflow
from tests import make
from tests.page import select, visible, words

from .printed import compiled
from .published import WHY, mend, publish, ready, reopen


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def year(cast, quick):
    Excerpt.objects.create(submission=cast.of_teknik, html="<p>Teknik reste.</p>")
    return ready(cast)


@pytest.fixture
def edition(year):
    return publish(year)


@pytest.fixture
def second(year, edition):
    """Teknik has another text and sum, Fritid has joined, and the memo and an excerpt say something else."""
    reopen(year)
    mend(year)
    make.answer(year.of_fritid)
    make.approved(year.of_fritid, year.ove, year.rut)
    Memo.objects.update(summary="<p>{antal_projekt} projekt</p>", diary_number="STK-1")
    Excerpt.objects.update(html="<p>Teknik reste hem.</p>")
    return publish(year, "Beloppet är rättat.")


def address(edition):
    return reverse("edition", args=[2025, edition.pk])


def between(one, other):
    return reverse("edition_compare", args=[2025, one.pk, other.pk])


def rows(response, labelled):
    found = select(response, f"section[aria-labelledby={labelled}] tbody tr")
    return [[words(cell) for cell in row] for row in found]


def test_says_that_it_is_whole_and_gives_its_files(rut, edition):
    response = rut.get(address(edition))
    assert visible(response, ".notice") == [
        "Kontrollerad: alla filer stämmer med sina kontrollsummor, och siffrorna går att räkna fram på nytt."
    ]
    names = ["redovisning-2025.pdf", "manifest-2025.json", "omgang-2025.json", "siffror-2025.json"]
    assert visible(response, "[aria-labelledby=filer] tbody th") == names
    about = ["Redovisning, PDF", "Kontrollsummor", "Allt som nämnderna lämnade in", "Siffror"]
    assert visible(response, "[aria-labelledby=filer] td[data-label=Innehåll]") == about
    assert visible(response, ".checksums code")[0] == edition.checksum
    assert visible(response, "section[aria-labelledby=namnder] li") == [
        "Miljönämnden, version 1",
        "Tekniska nämnden, version 1",
    ]
    assert visible(response, "section[aria-labelledby=namnder] p") == ["Saknades: Fritidsnämnden."]
    assert visible(response, "p.message") == [WHY]
    link = select(response, "[aria-labelledby=filer] tbody a")[0].get("href")
    assert b"".join(rut.get(link)) == (edition.folder / "redovisning-2025.pdf").read_bytes()


def test_says_which_file_is_not_what_was_published(rut, edition):
    (edition.folder / "redovisning-2025.pdf").write_bytes(b"%PDX")
    response = rut.get(address(edition))
    assert visible(response, ".error-summary li") == [
        "redovisning-2025.pdf är ändrad: den stämmer inte med sin kontrollsumma."
    ]
    assert visible(response, "title")[0].startswith("Fel: ")


def test_works_without_any_files(rut, edition):
    for file in edition.folder.iterdir():
        file.unlink()
    edition.folder.rmdir()
    response = rut.get(address(edition))
    assert visible(response, ".error-summary li") == [
        "manifest-2025.json saknas, så de andra filerna går inte att kontrollera."
    ]


def test_a_former_edition_is_there_and_says_why_there_is_another(rut, edition, second):
    response = rut.get(address(edition))
    assert len(select(response, ".notice")) == 1
    assert visible(response, "p.message") == [WHY, "Ett belopp var fel."]
    assert [link.get("href") for link in select(response, "[aria-labelledby=jamfor] a")] == [between(edition, second)]
    assert visible(response, ".actions a") == []
    assert visible(rut.get(address(second)), ".actions a") == ["Öppna för en ny utgåva"]


def test_compares_figures_boards_texts_and_memo(rut, edition, second):
    response = rut.get(between(second, edition))
    assert rows(response, "siffror") == [
        ["Utbetalda medel, kronor", "1 236 567", "1 302 000"],
        ["Nämnder som saknas", "Fritidsnämnden", "ingen"],
        ["Tekniska nämnden: utbetalda medel, kronor", "1 234 567", "1 300 000"],
        ["Interreg: utbetalda medel, kronor", "1 236 567", "1 302 000"],
        ["Mål 1: utbetalda medel, kronor", "1 236 567", "1 302 000"],
    ]
    assert rows(response, "namnder") == [
        ["Fritidsnämnden", "inte med", "version 1"],
        ["Tekniska nämnden", "version 1", "version 2"],
    ]
    assert visible(response, "[aria-labelledby=siffror] p") == ["Alla andra siffror är desamma i båda utgåvorna."]
    assert visible(response, "[aria-labelledby=namnder] p") == ["Bara med i utgåva 2: Fritidsnämnden."]
    assert visible(response, "[aria-labelledby=godtagna] p") == [
        "Godtagna varningar och deras skäl är desamma i båda utgåvorna."
    ]
    assert visible(response, "[aria-labelledby=texter-1] h2") == ["Tekniska nämnden"]
    assert visible(response, "[aria-labelledby=texter-1] h3") == ["1. Fråga nummer 1?", "Projektet Tekniska nämnden"]
    assert visible(response, "[aria-labelledby=texter-1] ins")[0] == "[Tillagt: Ett annat svar.]"
    assert visible(response, "[aria-labelledby=skrivelsen] dt") == ["Diarienummer", "Sammanfattning"]
    assert visible(response, "[aria-labelledby=utdrag] dt") == ["Tekniska nämnden"]
    assert visible(response, "[aria-labelledby=utdrag] ins") == ["[Tillagt: reste hem.]"]
    assert "Beloppet är rättat." in visible(response, "p.message")


def test_one_word_in_a_long_answer_is_shown_with_its_paragraph_and_heading(rut, year, quick):
    answer = "<h3>Resor</h3><p>Vi for till Lund.</p><h3>Möten</h3><p>Vi möttes i {}.</p><ul><li>Kiel</li></ul>"
    year.of_teknik.answers.update(html=answer.format("Bonn"))
    first = handed_in_anew(year, answer.format("Bonn"))
    reopen(year)
    mend(year, answer.format("Riga"), 1_234_567)
    response = rut.get(between(first, publish(year, "Orten.")))
    assert visible(response, "[aria-labelledby=siffror] p") == ["Siffrorna är desamma i båda utgåvorna."]
    assert rows(response, "namnder") == [["Tekniska nämnden", "version 2", "version 3"]]
    assert visible(response, "[aria-labelledby=namnder] p") == ["Samma nämnder är med i båda utgåvorna."]
    assert visible(response, "[aria-labelledby=texter-1] dd > *") == [
        "…[Oförändrat]",
        "Möten",
        "Vi möttes i [Borttaget: Bonn.] [Tillagt: Riga.]",
        "…[Oförändrat]",
    ]


def handed_in_anew(year, html):
    mend(year, html, 1_234_567)
    return publish(year)


def test_tells_which_warnings_are_accepted_in_one_alone_or_for_another_reason(rut, year):
    misspelt = "<p>{antal_projekt} EU-projekt. Miljönämden.</p>"
    one, other = (accepted_and_published(year, misspelt, reason) for reason in ("Citat.", "Så skrev de."))
    third = accepted_and_published(year, "<p>{antal_projekt} EU-projekt. Miljönämnden.</p>")
    [[where, told, *reasons]] = rows(rut.get(between(one, other)), "godtagna")
    assert (where, "Miljönämden" in told, reasons) == (
        "Tjänsteskrivelsen, sammanfattningen",
        True,
        ["Citat.", "Så skrev de."],
    )
    [row] = rows(rut.get(between(third, other)), "godtagna")
    assert row == [where, told, "Så skrev de.", "Varningen fanns inte."]


def accepted_and_published(year, summary, reason=""):
    if year.round.published:
        reopen(year)
    Memo.objects.update(summary=summary)
    for finding, _ in editions.proposed(year.round).judged if reason else ():
        accepting.accept(year.rut, year.round, finding, reason)
    return publish(year, reason or "Rättat.")


def test_two_that_say_the_same(rut, year, edition):
    reopen(year)
    again = publish(year, "Ett försök.")
    assert visible(rut.get(between(edition, again)), ".notice") == ["Inget skiljer. De två utgåvorna säger samma sak."]


def test_says_when_one_cannot_be_read(rut, edition, second):
    (edition.folder / "omgang-2025.json").write_text("{}")
    response = rut.get(between(edition, second))
    assert visible(response, ".error-summary p") == [
        "omgang-2025.json är ändrad: den stämmer inte med sin kontrollsumma."
    ]


def test_a_goal_with_another_text_and_a_figure_that_became_known():
    before = figures_file()
    after = {**before, "goals": [{**before["goals"][0], "text": "Nytt mål"}, *before["goals"][1:]], "owned": None}
    assert edition_comparison.figures_differing(before, after) == [
        ("EU-projekt där någon nämnd är projektägare", str(before["owned"]), "okänt"),
        ("Mål 1: lydelse", before["goals"][0]["text"], "Nytt mål"),
    ]


def figures_file():
    return json.loads(compiled()["siffror-2024.json"])


def test_every_figure_of_the_figures_file_is_compared():
    """Each number in it, changed alone, is told of."""
    told = figures_file()
    places = [path for path in numbers(told) if path[0] not in ("findings", "year")]
    assert len(places) > 80
    unseen = [path for path in places if not edition_comparison.figures_differing(told, changed(told, path))]
    assert unseen == []


def numbers(value, path=()):
    if isinstance(value, dict):
        return [each for key, inner in value.items() for each in numbers(inner, (*path, key))]
    if isinstance(value, list):
        return [each for place, inner in enumerate(value) for each in numbers(inner, (*path, place))]
    return [path] if isinstance(value, int) or value is None else []


def changed(value, path):
    if not path:
        return 987654
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:])
    return copy


def test_only_reviewers_and_only_what_is_there(client, year, edition, second):
    draft = editions.keep(year.round, True, year.rut, {"utkast-siffror-2025.json": b"{}"})
    url = between(edition, second)
    assert client.get(address(edition)).url.startswith("/admin/login/")
    client.force_login(year.tova)
    assert {client.get(page, follow=True).status_code for page in (url, address(edition))} == {403}
    client.force_login(year.rut)
    assert {client.post(page).status_code for page in (url, address(edition))} == {405}
    lost = [
        address(draft),
        between(edition, draft),
        between(edition, edition),
        address(edition).replace("2025", "2024"),
    ]
    assert {client.get(page).status_code for page in lost} == {404}


def test_the_admins_list_tells_them_apart_and_keeps_the_published(rut, year, edition):
    draft = editions.keep(year.round, True, year.rut, {"utkast-siffror-2025.json": b"{}"})
    listed = rut.get(reverse("admin:reporting_edition_changelist"))
    assert visible(listed, ".field-kind") == ["Utkast", "Utgåva 1"]
    assert select(listed, "select[name=action]") == []
    delete = reverse("admin:reporting_edition_delete", args=[edition.pk])
    assert (rut.get(delete).status_code, rut.post(delete, {"post": "yes"}).status_code) == (403, 403)
    chosen = {"action": "delete_selected", "_selected_action": [edition.pk, draft.pk], "post": "yes"}
    rut.post(reverse("admin:reporting_edition_changelist"), chosen)
    rut.post(reverse("admin:submissions_round_delete", args=[year.round.pk]), {"post": "yes"})
    assert set(Edition.objects.all()) == {edition, draft}
    rut.post(reverse("admin:reporting_edition_delete", args=[draft.pk]), {"post": "yes"})
    assert Edition.objects.get() == edition


def test_a_change_after_the_opening_is_in_the_next_alone(year, edition, rut):
    reopen(year)
    workflow.give_back(year.rut, year.of_miljo, "Rätta.")
    assert visible(rut.get(address(edition)), "section[aria-labelledby=namnder] li")[0] == "Miljönämnden, version 1"
