"""Plain words stay plain on WhatsApp, and fit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.wire import bold, cut, one_line, plain, split, units

# What the apps read as formatting: a sign that begins a word, and its like that ends one.
_BEGINS = re.compile(r"(?:^|[\s*_~(\[\"'.,!?-])([*_~])(?=\S)", re.MULTILINE)

PLAIN = [
    ("words", "Bench 80 × 8", "Bench 80 × 8"),
    ("bold", "*now*", "∗now∗"),
    ("italics and struck", "_a_ ~b~", "ˍaˍ ∼b∼"),
    ("code", "`x` ```y```", "ˋxˋ ˋˋˋyˋˋˋ"),
    ("within a word they do nothing", "3*10 a_b c~d", "3*10 a_b c~d"),
    ("two in a row", "2**3", "2∗∗3"),
    ("after a bracket", "(*x*)", "(∗x∗)"),
    ("an address still leads there", "see https://a.org/_x_*y* ok", "see https://a.org/_x_*y* ok"),
    ("a quotation", "> 80\n>80", "\u200b> 80\n>80"),
    ("a bullet", "- 5\n* 5", "\u200b- 5\n∗ 5"),
    ("no line of its own", "a - b > c", "a - b > c"),
    ("what nobody types", "a\r\nb\0\x07\ud800", "a\nb\ufffd\ufffd"),
    ("spaces around", "  a \n", "a"),
]


@pytest.mark.parametrize(("text", "shown"), [row[1:] for row in PLAIN], ids=[r[0] for r in PLAIN])
def test_people_can_write_whatever_they_like(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text("*_~`>- ab1.\n(", max_size=30))
def test_no_sign_begins_anything(text: str) -> None:
    shown = plain(text)
    assert not _BEGINS.search(shown)
    assert "`" not in shown
    assert not re.search(r"^[>*-] ", shown, re.MULTILINE)
    assert plain(shown) == shown


def test_titles_are_bold_in_one_line() -> None:
    assert bold("Bench press") == "*Bench press*"
    assert bold(" 3*10\n*x* ") == "*3∗10 ∗x∗*"
    assert bold(" ") == ""
    assert bold("a" * 201) == "a" * 201


def test_labels_have_no_line_breaks() -> None:
    assert one_line(" a\n\tb\r c ") == "a b c"


def test_what_is_too_long_ends_at_a_word() -> None:
    assert cut("one two three", 13) == "one two three"
    assert cut("one two three", 12) == "one two…"
    assert cut("abcdefghijkl", 5) == "abcd…"
    assert cut("a bcdefghijkl", 8) == "a bcdef…"
    assert cut("💪💪💪", 5) == "💪💪…"


@given(st.text(max_size=60), st.integers(2, 40))
def test_cut_texts_fit(text: str, most: int) -> None:
    clean = plain(text)
    assert units(cut(clean, most)) <= most
    assert cut(clean, most) == clean or units(clean) > most


def test_long_texts_part_between_paragraphs() -> None:
    assert split("a b", 10, 10) == ([], "a b")
    assert split("one two\n\nthree four", 12, 12) == (["one two"], "three four")
    assert split("one two\nthree four", 12, 12) == (["one two"], "three four")
    assert split("one two three four", 12, 12) == (["one two"], "three four")
    assert split("abcdefgh", 3, 3) == (["abc", "de"], "fgh")


@given(st.text("a \n💪", max_size=80), st.integers(4, 30), st.integers(4, 30))
def test_nothing_is_lost_between_the_pieces(text: str, most: int, last: int) -> None:
    text = text.strip()
    before, end = split(text, most, last)
    assert all(0 < units(piece) <= most for piece in before)
    assert units(end) <= last
    assert re.sub(r"\s", "", "".join([*before, end])) == re.sub(r"\s", "", text)
