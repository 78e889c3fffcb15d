"""Whatever is said, WhatsApp takes each request that comes of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.whatsapp.limits import MOST_ROWS
from bot.channels.whatsapp.render import template_body
from bot.engine.outgoing import (
    AskLocation,
    Button,
    Card,
    File,
    Outgoing,
    Part,
    Picture,
    Say,
    Template,
    Together,
    Venue,
)
from tests.bot.channels.whatsapp.bodies import Json, press, shown
from tests.standins.graph.check import check

_WORDS = st.text(max_size=40) | st.sampled_from(
    ["", " ", "*", "a\ud800\0", "Bench 80×8", "💪" * 30, "word " * 250, "a" * 1025, "b\n\n" * 2000]
)
_DATA = st.sampled_from(["", "a|1||tag", "b|2||tag", "c", " x", "x" * 201]) | st.text(max_size=30)
_ADDRESS = st.sampled_from(["", "https://a.org/x", "tg://x", "https://[", "https://b.org/" * 200])
_BUTTON = st.builds(Button, _WORDS, _DATA, _ADDRESS)
_ROWS = st.lists(st.lists(_BUTTON, max_size=3).map(tuple), max_size=5).map(tuple)
_LINES = st.lists(_WORDS, max_size=3).map(tuple)
_DEGREES = st.floats(-90, 90)
_PART: st.SearchStrategy[Part] = st.one_of(
    st.builds(Say, _WORDS, _ROWS),
    st.builds(Card, st.just("c"), _WORDS, _LINES, _ROWS, st.booleans(), _WORDS, _ROWS),
    st.builds(Picture, st.integers(1, 3), _WORDS, _WORDS, _ROWS),
    st.builds(File, st.integers(4, 6), _WORDS),
    st.builds(AskLocation, _WORDS, _WORDS, _ROWS),
    st.builds(Venue, _DEGREES, _DEGREES, _WORDS, _WORDS),
)
_ANY: st.SearchStrategy[Outgoing] = _PART | st.lists(_PART, max_size=4).map(
    lambda parts: Together(tuple(parts))
)


@given(_ANY)
@settings(max_examples=150)
def test_every_request_is_one_that_whatsapp_takes(outgoing: Outgoing) -> None:
    bodies = shown(outgoing)
    parts = getattr(outgoing, "parts", (outgoing,))
    wide = [part for part in parts if isinstance(part, Picture | File | Venue)]
    # Words fill some messages at most, and each picture or place takes one.
    texts = [body for body in bodies if body["type"] in ("text", "interactive")]
    assert len(bodies) - len(texts) <= len(wide)
    assert all(body["type"] == "text" for body in texts[:-1])


def pressed(bodies: list[Json]) -> list[str]:
    """What can be pressed, in order."""
    found = []
    for body in bodies:
        action = body.get("interactive", {}).get("action", {})
        found += [one["reply"]["id"] for one in action.get("buttons", [])]
        found += [row["id"] for part in action.get("sections", []) for row in part["rows"]]
    return found


@given(
    st.lists(st.text("ab *", min_size=1, max_size=30).filter(str.strip), unique=True, max_size=14),
    st.sampled_from([Say("x"), Picture(1, "x", "y"), AskLocation("x", "y"), File(4, "z")]),
)
@settings(max_examples=100)
def test_no_button_is_lost(labels: list[str], beside: Part) -> None:
    bodies = shown(Together((beside, Say("?", press(*labels)))))
    wanted = [f"{label}|" for label in labels if label == label.strip()]
    found = pressed(bodies)
    assert found == [one.data for one in press(*labels)[0] if one.data in found]
    assert len(found) <= MOST_ROWS
    if len(labels) <= MOST_ROWS:
        assert set(wanted) <= set(found)


@given(_WORDS, st.lists(_WORDS, max_size=5))
@settings(max_examples=50)
def test_every_template_is_one_that_whatsapp_takes(word: str, values: list[str]) -> None:
    body = template_body(Template("werkout_x", "en", (word, *values), ("a|1||tag",)))
    check({"messaging_product": "whatsapp", "recipient": "DE.123"} | body)
