"""Swedish numbers, dates, names and order."""

import pytest
from django.db import connection

from config import formats


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.number(50468000), "50\u00a0468\u00a0000"),
        (formats.number(-1234.5, 1), "\u22121\u00a0234,5"),
        (formats.number(2.5), "3"),
        (formats.number(0.5), "1"),
        (formats.kronor(1200), "1\u00a0200\u00a0kronor"),
        (formats.millions(50468000), "50,5"),
        (formats.millions(50450000), "50,5"),
        (formats.millions(43000000), "43,0"),
        (formats.percent(0.125), "13\u00a0procent"),
        (formats.partial_date("2024"), "2024"),
        (formats.partial_date("2024-03"), "mars 2024"),
        (formats.partial_date("2024-03-01"), "1 mars 2024"),
        (formats.period("2023-09", "2025-06"), "september 2023–juni 2025"),
        (formats.period("2024", ""), "från 2024"),
        (formats.period("", "2026"), "till och med 2026"),
        (formats.period("2024", "2024"), "2024"),
        (formats.period("", ""), ""),
        (formats.listed([]), ""),
        (formats.listed(["a"]), "a"),
        (formats.listed(["a", "b", "c"]), "a, b och c"),
        (formats.headed("BRAVE", "Vem?"), "BRAVE: Vem?"),
        (formats.headed("Redogör för arbetet.", "Vem?"), "Redogör för arbetet: Vem?"),
        (formats.headed("Hur gick det?", "Vem?"), "Hur gick det? Vem?"),
        (formats.counted(1, "nämnd", "nämnder"), "1 nämnd"),
        (formats.counted(0, "nämnd", "nämnder"), "0 nämnder"),
        (formats.country("DE"), "Tyskland"),
        (formats.country("QQ"), "QQ"),
    ],
)
def test_written_in_swedish(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    ("amount", "to", "rounded"),
    [(50468000, 100_000, 50500000), (50450000, 100_000, 50500000), (50449999, 100_000, 50400000), (0, 1000, 0)],
)
def test_a_half_is_rounded_up(amount, to, rounded):
    assert formats.rounded(amount, to) == rounded


NAMES = ["Ateljé", "Ateljén", "atom", "Édith", "Eva", "Müller", "Mynta", "Zon", "Åsa", "Ägare", "Ödla"]


def test_swedish_order():
    assert sorted([*NAMES[5:], *NAMES[:5]], key=formats.alphabetical) == NAMES


@pytest.mark.django_db
def test_the_database_sorts_alike():
    rows = " UNION ALL ".join("SELECT %s AS name" for _ in NAMES)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT name FROM ({rows}) AS t ORDER BY name COLLATE "sv-x-icu"', NAMES[::-1])  # noqa: S608 - no input
        assert [name for (name,) in cursor.fetchall()] == NAMES


def test_counts_to_twelve_are_in_letters_in_the_gender_of_what_is_counted():
    assert [formats.in_words(count) for count in (0, 1, 2, 12, 13)] == ["inget", "ett", "två", "tolv", "13"]
    assert [formats.in_words(count, "en") for count in (1, 2)] == ["en", "två"]


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Miljönämnden", "miljönämnden"),
        ("Arbetsmarknads- och socialnämnden", "arbetsmarknads- och socialnämnden"),
        ("Kommunstyrelsen", "kommunstyrelsen"),
        ("Nämnden för område 1", "nämnden för område 1"),
        ("Rosengårds stadsområdesnämnd", "Rosengårds stadsområdesnämnd"),
        ("VA-nämnden", "VA-nämnden"),
    ],
)
def test_a_boards_name_is_a_noun_inside_a_sentence_unless_it_is_a_proper_name(name, inside):
    assert formats.in_sentence(name) == inside


def test_boards_in_a_row_and_a_sentences_beginning():
    assert formats.listed_boards(("Miljönämnden", "Tekniska nämnden")) == "miljönämnden och tekniska nämnden"
    assert [formats.sentence(text) for text in ("", "två är nya", "ESF först")] == ["", "Två är nya", "ESF först"]


def test_a_number_is_never_parted_from_what_goes_by_it():
    assert formats.numbered(4, "En mer jämlik stad") == "4.\u00a0En mer jämlik stad"
