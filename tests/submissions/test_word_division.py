"""A whole document is divided on the questions, and nothing of it is lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import html
from submissions.models import Question
from submissions.word_division import MOST_PIECES, divided

EXAMPLE = json.loads((Path(__file__).parents[2] / "examples" / "2024.json").read_text())
QUESTIONS = [Question(number=each["number"], text=each["text"]) for each in EXAMPLE["round"]["questions"]]
ONE, TWO = (question.text for question in QUESTIONS)


def found(markup):
    """The question of each piece, and its text."""
    return [(piece.question, piece.html) for piece in divided(markup, QUESTIONS)]


@pytest.mark.parametrize(
    "asked",
    [
        f"<h1>{ONE}</h1>",
        f"<h2>1. {ONE}</h2>",
        f"<h2>Fråga 1: {ONE}</h2>",
        f"<h2><strong>{ONE.upper()}</strong></h2>",
        f"<h2>{ONE.replace('kortfattat', 'kort')}</h2>",
        f"<h2>{ONE.split(', såsom')[0]}</h2>",
        "<h2>Fråga 1</h2>",
        "<h2>FRÅGA 1.</h2>",
        "<h2>1</h2>",
        "<h2>Fråga 1 – Vårt arbete</h2>",
        "<h2>1. Det internationella arbetet på förvaltningen</h2>",
        f"<p>{ONE}</p>",
        f"<p><strong>1. {ONE}</strong></p>",
        "<p>Fråga 1</p>",
        f"<ol><li>{ONE}</li></ol>",
    ],
)
def test_a_question_is_known(asked):
    assert found(f"{asked}<p>Svar.</p>") == [(1, "<p>Svar.</p>")]


@pytest.mark.parametrize(
    "block",
    [
        "<h2>Resor</h2>",
        "<h2>1. Resor</h2>",
        "<h2>2024 års resor</h2>",
        "<h2>Fråga 7</h2>",
        "<p>1. Resor</p>",
        "<p>Fråga 1 besvaras av förvaltningen.</p>",
        "<p>Kvalitativa resultat</p>",
        "<p>Det internationella arbetet på förvaltningen har under året ökat.</p>",
        "<ul><li>Nätverk</li></ul>",
    ],
)
def test_what_is_no_question_is_a_part_of_the_text(block):
    ((question, markup),) = found(f"{block}<p>Text.</p>")
    assert question is None
    assert html.text(block) in html.text(markup)


def test_a_text_goes_on_until_the_next_question_or_a_heading_of_its_rank():
    markup = (
        f"<p>Före.</p><h2>{ONE}</h2><p>a</p><h3>Resor</h3><p>b</p><h4>Kiel</h4>"
        f"<h2>{TWO}</h2><p>c</p><h2>Bilaga</h2><p>d</p><h3>Mer</h3><h1>Slut</h1>"
    )
    assert found(markup) == [
        (None, "<p>Före.</p>"),
        (1, "<p>a</p><h3>Resor</h3><p>b</p><h4>Kiel</h4>"),
        (2, "<p>c</p>"),
        (None, "<h3>Bilaga</h3><p>d</p><h4>Mer</h4>"),
        (None, "<h3>Slut</h3>"),
    ]


def test_after_a_question_that_is_no_heading_only_a_question_ends_it():
    assert found(f"<p>{ONE}</p><h1>Resor</h1><p>a</p><p>{TWO}</p><p>b</p>") == [
        (1, "<h3>Resor</h3><p>a</p>"),
        (2, "<p>b</p>"),
    ]


def test_questions_in_one_list_are_parted_and_other_lists_stay_whole():
    assert found(f"<ol><li>{ONE}</li><li>{TWO}</li></ol><ul><li>a</li><li>b</li></ul>") == [
        (1, ""),
        (2, "<ul><li>a</li><li>b</li></ul>"),
    ]


def test_the_same_question_may_come_twice():
    assert found("<h2>Fråga 1</h2><p>a</p><h2>Fråga 2</h2><p>b</p><h2>Fråga 1</h2><p>c</p>") == [
        (1, "<p>a</p>"),
        (2, "<p>b</p>"),
        (1, "<p>c</p>"),
    ]


def test_a_document_of_headings_alone_has_an_end():
    markup = "<h1>Fråga 1</h1>" + "".join(f"<h1>Rubrik {number}</h1>" for number in range(500))
    pieces = divided(markup, QUESTIONS)
    assert len(pieces) <= MOST_PIECES
    assert "Rubrik 499" in html.text(pieces[-1].html)


BLOCKS = st.sampled_from([
    f"<h1>{ONE}</h1>", f"<p>2. {TWO}</p>", "<h2>Fråga 2</h2>", f"<ol><li>a</li><li>{ONE}</li></ol>", "<h3>b</h3>",
    "<p>c <strong>d</strong><br />e</p>", "<ul><li>f<ol><li>g</li></ol></li></ul>",
    "<blockquote><p>h</p></blockquote>",
])  # fmt: skip


@given(st.lists(BLOCKS, max_size=12).map("".join))
def test_no_word_is_lost_or_comes_twice(markup):
    pieces = divided(markup, QUESTIONS)
    told = [
        html.text(piece.html) if piece.question is None else f"{piece.heading} {html.text(piece.html)}"
        for piece in pieces
    ]
    assert " ".join(told).split() == html.text(html.clean(markup)).split()


def test_a_year_without_questions_has_one_piece():
    assert [(piece.question, piece.html) for piece in divided("<h1>a</h1><p>b</p>", [])] == [
        (None, "<h3>a</h3><p>b</p>")
    ]
