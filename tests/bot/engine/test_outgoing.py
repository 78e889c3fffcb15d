"""A message goes through the outbox's JSON and comes out as it was."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.outgoing import (
    AskLocation,
    Button,
    Card,
    File,
    Outgoing,
    Picture,
    Remove,
    Say,
    Venue,
    from_json,
    to_json,
)

WORDS = st.text(max_size=20)
NAMES = st.text(min_size=1, max_size=20)
BUTTONS = st.builds(Button, WORDS, data=WORDS) | st.builds(Button, WORDS, url=NAMES)
ROWS = st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple)
MESSAGES = st.one_of(
    st.builds(Say, WORDS, ROWS, st.none() | NAMES),
    st.builds(Card, NAMES, WORDS, st.lists(WORDS, max_size=4).map(tuple), ROWS, st.booleans()),
    st.builds(Picture, st.integers(1, 2**62), WORDS, WORDS, ROWS),
    st.builds(File, st.integers(1, 2**62), WORDS),
    st.builds(AskLocation, WORDS, WORDS, ROWS),
    st.builds(Venue, st.floats(-90, 90), st.floats(-180, 180), WORDS, WORDS),
    st.builds(Remove, NAMES),
)


@given(message=MESSAGES)
def test_a_message_comes_back_as_it_was(message: Outgoing) -> None:
    assert from_json(orjson.loads(orjson.dumps(to_json(message)))) == message


def test_what_is_empty_takes_no_room() -> None:
    assert to_json(Say("Hello")) == {"kind": "Say", "text": "Hello"}
    assert to_json(Remove("card:1")) == {"kind": "Remove", "name": "card:1"}


@pytest.mark.parametrize("body", [{"kind": "Hologram"}, {}])
def test_a_kind_that_a_newer_version_wrote_is_not_guessed(body: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        from_json(body)
