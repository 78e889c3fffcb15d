"""Whole sentences out of pieces of any size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.coach.sentences import LONGEST, Sentences


def cut(text: str, size: int = 1000) -> list[str]:
    sentences = Sentences()
    found: list[str] = []
    for start in range(0, len(text), size):
        found += sentences.feed(text[start : start + size])
    return [one.strip() for one in [*found, *sentences.end()]]


TABLE = [
    ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
    ("You did 82.5 kg. Good.", ["You did 82.5 kg.", "Good."]),
    ("Your best is 80. Then rest.", ["Your best is 80.", "Then rest."]),
    ("Rest, e.g. two min. or so. Then go.", ["Rest, e.g. two min. or so.", "Then go."]),
    ("Am 2. März waren es 80. Dann mehr.", ["Am 2. März waren es 80.", "Dann mehr."]),
    ("1. Squat\n2. Row\n", ["1. Squat", "2. Row"]),
    ("1. Squat first. Then row.", ["1. Squat first.", "Then row."]),
    ("First line\nsecond line", ["First line", "second line"]),
    ("He said “go.” Then he went.", ["He said “go.”", "Then he went."]),
    ("No end", ["No end"]),
    ("", []),
    ("...", ["..."]),
]


@pytest.mark.parametrize(("text", "sentences"), TABLE)
@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_sentences(text: str, sentences: list[str], size: int) -> None:
    assert cut(text, size) == sentences


@given(st.text(alphabet="ab1. ,!?\n…”", max_size=200), st.integers(1, 20))
def test_nothing_is_lost_and_pieces_do_not_matter(text: str, size: int) -> None:
    whole = cut(text)
    assert cut(text, size) == whole
    assert "".join("".join(whole).split()) == "".join(text.split())


def test_a_sentence_without_end_is_let_go() -> None:
    sentences = Sentences()
    found = [one for _ in range(LONGEST) for one in sentences.feed("word ")]
    assert found
    assert all(len(one) <= LONGEST for one in found)
