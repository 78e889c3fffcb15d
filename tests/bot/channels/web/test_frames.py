"""What a page may say, and what it may not."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web import frames
from bot.engine.inbound import (
    Attachment,
    AttachmentKind,
    Command,
    Edited,
    Location,
    Press,
    Text,
)


def content_of(content: dict[str, Any]) -> Any:
    body = {"type": "message", "id": "a", "n": 1, "at": "", "content": content}
    frame = frames.read(orjson.dumps(body).decode())
    assert isinstance(frame, frames.Message)
    return frame.content.content()


@pytest.mark.parametrize(
    ("content", "understood"),
    [
        ({"text": "bench 80x8"}, Text("bench 80x8")),
        ({"text": "  spaces stay "}, Text("  spaces stay ")),
        ({"text": "with\0nul"}, Text("withnul")),
        ({"text": "/start"}, Command("start")),
        ({"text": "/Progress  bench press "}, Command("progress", "bench press")),
        ({"text": "/log@WerkoutBot 2026-03-01"}, Command("log", "2026-03-01")),
        ({"text": "/log\nyesterday"}, Command("log", "yesterday")),
        ({"text": "/"}, Text("/")),
        ({"text": "/ 80"}, Text("/ 80")),
        ({"text": "/80%"}, Text("/80%")),
        ({"text": "a /start"}, Text("a /start")),
        ({"press": "again:7:1", "message": 12}, Press("again:7:1")),
        ({"location": {"latitude": 52.5, "longitude": -13}}, Location(52.5, -13)),
        ({"edit": "a1", "text": "bench 85x8"}, Edited("bench 85x8")),
        ({"edit": "a1", "text": "/log"}, Edited("/log")),
        (
            {"file": {"name": "me.jpg", "mime": "image/jpeg", "size": 9}},
            Attachment(AttachmentKind.PHOTO, "", size=9, mime="image/jpeg", name="me.jpg"),
        ),
        (
            {"file": {"name": "x", "mime": "audio/ogg"}},
            Attachment(AttachmentKind.VOICE, "", mime="audio/ogg", name="x"),
        ),
        ({"file": {}}, Attachment(AttachmentKind.DOCUMENT, "")),
    ],
)
def test_a_message_means(content: dict[str, Any], understood: Any) -> None:
    assert content_of(content) == understood


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"text": ""},
        {"text": 5},
        {"text": None},
        {"text": "x" * (frames.LONGEST_TEXT + 1)},
        {"text": "x", "press": "y", "message": 1},
        {"press": "x"},
        {"press": "x" * (frames.LONGEST_PRESS + 1), "message": 1},
        {"press": "ключ", "message": 1},
        {"press": "a\nb", "message": 1},
        {"press": "x", "message": -1},
        {"press": "x", "message": 2**63},
        {"press": "x", "message": "1"},
        {"location": {"latitude": 90.1, "longitude": 0}},
        {"location": {"latitude": 0, "longitude": 181}},
        {"location": {"latitude": "52", "longitude": 13}},
        {"location": None},
        {"edit": "no spaces", "text": "x"},
        {"edit": "a1"},
        {"file": {"size": -1}},
        {"voice": 1},
        [],
        "text",
    ],
)
def test_what_does_not_fit_is_refused_by_its_id(content: Any) -> None:
    body = {"type": "message", "id": "a", "n": 1, "at": "", "content": content}
    with pytest.raises(frames.Malformed) as refused:
        frames.read(orjson.dumps(body).decode())
    assert refused.value.message == "a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "7",
        "[]",
        '"message"',
        "{}",
        '{"type":"sudo"}',
        '{"type":["message"]}',
        '{"type":"message","id":5,"n":1,"content":{"text":"x"}}',
        '{"type":"message","id":"a","n":-1,"content":{"text":"x"}}'.replace('"id":"a",', ""),
        '{"type":"message","n":1e999,"content":{"text":"x"}}',
        '{"type":"message","content":{"location":{"latitude":NaN,"longitude":0}}}',
        '{"type":"seen","ids":[1.5]}',
        '{"type":"seen","ids":"1"}',
        '{"type":"seen","ids":[-1]}',
        '{"type":"message","n":1,"content":{"text":"\\ud800"}}',
        "\ud800",
        "[" * 60_000,
        '{"a":' * 10_000,
    ],
)
def test_what_is_no_frame_of_ours_is_malformed(text: str) -> None:
    with pytest.raises(frames.Malformed) as refused:
        frames.read(text)
    assert refused.value.message is None


@pytest.mark.parametrize(
    ("zone", "known"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("UTC", "UTC"),
        ("", None),
        ("Europe", None),
        ("../../etc/passwd", None),
        ("Mars/Olympus", None),
        ("/etc/localtime", None),
        ("x" * 5000, None),
    ],
)
def test_a_zone_is_an_iana_name(zone: str, known: str | None) -> None:
    assert frames.Hello(type="hello", zone=zone).known_zone() == known


@pytest.mark.parametrize(
    ("language", "known"),
    [
        ("de", "de"),
        ("en-US", "en-US"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("", None),
        ("deutsch!", None),
        ("english", None),
        ("en-", None),
        ("en\n", None),
        ("a" * 40, None),
    ],
)
def test_a_language_has_the_shape_of_a_tag(language: str, known: str | None) -> None:
    assert frames.Hello(type="hello", language=language).known_language() == known


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        frames.read(text)
    except frames.Malformed:
        return


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
_FIELDS = st.sampled_from(
    ["type", "id", "n", "at", "content", "ids", "zone", "now", "text", "press", "file", "edit"]
)


@given(
    st.dictionaries(_FIELDS, _JSON),
    st.sampled_from(["hello", "message", "seen", "ping", "show"]),
    st.dictionaries(_FIELDS, _JSON),
)
def test_no_object_does_more_than_be_refused(
    body: dict[str, Any], kind: str, content: dict[str, Any]
) -> None:
    try:
        frames.read(json.dumps(body | {"type": kind, "content": content}))
    except frames.Malformed:
        return


@given(st.text(min_size=1, max_size=frames.LONGEST_TEXT).filter(lambda text: "\0" not in text))
def test_words_come_as_they_were_typed(text: str) -> None:
    said = content_of({"text": text})
    assert said == Text(text) or (isinstance(said, Command) and text.startswith("/"))
