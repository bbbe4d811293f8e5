"""Hyphens left over from line ends are found; those that are meant stay."""

import json
import time
from pathlib import Path

import pytest

from config import hyphens
from reporting.faults import walk

EXAMPLE = json.loads((Path(__file__).parents[2] / "examples" / "2024.json").read_text())


def found(text, known=""):
    return hyphens.left_over(f"<p>{text}</p>", hyphens.known_words([f"<p>{known}</p>"]))


@pytest.mark.parametrize(
    ("text", "known", "mended"),
    [
        ("ett pro-gram", "programmet", "program"),
        ("en migrationspro-cess", "en process", "migrationsprocess"),
        ("blir till-gänglig", "blev tillgängligt", "tillgänglig"),
        ("blir till-gängligt", "är tillgänglig", "tillgängligt"),
        ("ett pro- gram", "programmet", "program"),
        ("blir till-gängliga", "tillgängligheten", "tillgängliga"),
        ("Pro-gram och pro-gram", "program", "program"),
    ],
)
def test_a_word_that_is_known_is_found_where_swedish_breaks_it(text, known, mended):
    assert list(found(text, known).values()) == [mended]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("EU-projekt", "EUprojekt euprojekt projekt"),
        ("icke-binär", "ickebinär binär"),
        ("svensk-danska", "svenska danska svenskt"),
        ("on-line", "online"),
        ("start-up", "startup startupbolag"),
        ("pro-gram", ""),
        ("prog-ram", "program"),
        ("pro-gram", "pro gram"),
        ("gräns-överskridande", "överskridande gräns"),
        ("www.pro-gram.se", "program"),
        ("https://x.se/pro-gram", "program"),
        ("info@pro-gram.se", "program"),
        ("pro-gram-met", "programmet program"),
        ("power-bio, nordiskt-baltiskt, tv-journalist", "bio nordiskt baltiskt journalist journalister"),
        ("pro-gram", "program pro-gram pro-gram pro-gram"),
        ("Malmö-baserad", "malmöbaserad"),
        ("2-delat", "delat"),
        ("plast- och metall, in- och utvandring", "plastoch inochut plast och"),
        ("pro -gram", "program"),
        ("kultur-natt", "kulturnämnden kulturen"),
    ],
)
def test_a_hyphen_that_may_be_meant_stays(text, known):
    assert found(text, known) == {}


def test_the_same_text_tells_what_is_known():
    assert found("Programmet är ett pro-gram.") == {"pro-gram": "program"}


def test_only_the_words_that_are_chosen_are_mended_and_no_tag_or_address():
    markup = '<p>pro-gram, <a href="https://x.se/pro-gram">pro-gram</a> och till-gänglig, pro-gram-met</p>'
    assert hyphens.mended(markup, {"pro-gram": "program"}) == (
        '<p>program, <a href="https://x.se/pro-gram">program</a> och till-gänglig, pro-gram-met</p>'
    )


def texts_of(submission):
    return [value for _, value in walk(submission) if isinstance(value, str) and "</" in value]


def test_in_the_example_nothing_is_found_since_all_its_hyphens_are_meant():
    for submission in EXAMPLE["submissions"]:
        texts = texts_of(submission)
        known = hyphens.known_words(texts)
        assert [hyphens.left_over(text, known) for text in texts] == [{}] * len(texts)


def test_in_the_example_a_break_that_is_put_in_is_found_wherever_the_word_is_there_twice():
    (longest,) = [each for each in EXAMPLE["submissions"] if each["board"] == "Miljönämnden"]
    known = hyphens.known_words(texts_of(longest))
    words = [word for word, times in known.items() if times > 1 and len(word) > 8 and "-" not in word]
    breaks = [(word, hyphens.syllables(word)[-1]) for word in words if hyphens.syllables(word)]
    missed = [word for word, at in breaks if not found(f"{word[:at]}-{word[at:]}", " ".join(known))]
    assert (len(breaks) > 20, missed) == (True, [])


def test_words_are_those_of_the_text_and_not_of_its_tags():
    assert hyphens.known_words(["<h3>Resor</h3><p>resor till EU-möten</p>"]) == {"resor": 2, "till": 1, "eu-möten": 1}


def test_a_text_of_nothing_but_hyphens_takes_no_time():
    words = [f"{a}{b}{c}-{d}xx" for a in "abcdefghij" for b in "klmnopqrst" for c in "uvwxyz" for d in "abcdefghij"]
    known = hyphens.known_words([f"<p>{' '.join(word.replace('-', 'y') for word in words)}</p>"])
    start = time.process_time()
    hyphens.left_over(f"<p>{' '.join(words)} {'a' * 500_000}-{'b' * 500_000}</p>", known)
    assert time.process_time() - start < 2
