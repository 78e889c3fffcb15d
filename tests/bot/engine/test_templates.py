"""What is approved beforehand: every declaration is one that the platform would take."""

from __future__ import annotations

import re

import pytest

from bot.conversations import all_conversations
from bot.engine.outgoing import Button, Template
from bot.engine.templates import Approved, approved, every_template, filled, spoken
from bot.engine.texts import PSEUDO_LANGUAGE, texts_for

all_conversations()
ALL = list(every_template())
# Meta's limits: of a template's name, its body, and the text of a quick reply.
NAME, BODY, QUICK_REPLY = re.compile(r"[a-z0-9_]{1,512}"), 1024, 25


@pytest.fixture
def example() -> Approved:
    return Approved("werkout_near", "Near you: {name}, {facts}.", {"name": "Ana", "facts": "1 km"})


def test_there_is_one_for_each_thing_that_is_begun_after_a_silence() -> None:
    names = {one.name for one in ALL}
    assert {"werkout_check_in", "werkout_weekly_review", "werkout_erasing_soon"} <= names


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_the_platform_would_take_it(one: Approved) -> None:
    body = one.body(texts_for("en"))
    assert NAME.fullmatch(one.name)
    assert len(body) <= BODY
    assert not re.match(r"\s*\{\{", body), "it must not begin with a gap"
    assert not re.search(r"\}\}\s*$", body), "nor end with one"
    words = re.findall(r"\w+", re.sub(r"\{\{\d+\}\}", "", body))
    assert len(words) > 2 * len(one.gaps), "nor be hardly more than gaps"
    assert all(0 < len(label) <= QUICK_REPLY for label in one.buttons)
    assert set(one.examples) == set(one.gaps)


def test_gaps_are_numbered_as_they_are_filled(example: Approved) -> None:
    assert example.body(texts_for("en")) == "Near you: {{1}}, {{2}}."
    made = filled(example, texts_for("en"), facts="400 m", name="Ana")
    assert made == Template("werkout_near", "en", ("Ana", "400 m"))


def test_what_fills_a_gap_is_one_line(example: Approved) -> None:
    made = filled(example, texts_for("en"), name=" Ana\n\tRuiz ", facts="a     b")
    assert made.values == ("Ana Ruiz", "a b")


def test_a_missing_value_or_button_is_our_mistake(example: Approved) -> None:
    with pytest.raises(ValueError, match="werkout_near wants"):
        filled(example, texts_for("en"), name="Ana")
    with pytest.raises(ValueError, match="werkout_near wants"):
        filled(example, texts_for("en"), Button("Show", "x"), name="Ana", facts="1 km")


def test_none_is_declared_twice() -> None:
    with pytest.raises(ValueError, match="check_in"):
        approved("check_in", "Once more.")


@pytest.mark.parametrize("language", ["en", "en-US", "sw", PSEUDO_LANGUAGE])
def test_a_language_that_has_none_gets_english(language: str) -> None:
    assert spoken(language) == "en"
