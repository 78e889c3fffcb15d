"""Raw updates and what we understand by them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.understand import GroupMention, understand
from bot.channels.wire import NoJson, read_json
from bot.engine.inbound import (
    Address,
    Attachment,
    AttachmentKind,
    Blocked,
    Command,
    Contact,
    Content,
    Edited,
    Inbound,
    Location,
    Press,
    Text,
    Unblocked,
    Unsupported,
)

Json = dict[str, Any]

BOT = 700
RECEIVED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SENT = datetime(2026, 3, 1, 11, 59, 30, tzinfo=UTC)
ANN = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "pt-br"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "Lifters"}
FILE = {"file_id": "F1", "file_unique_id": "u", "file_size": 10}
HERE = {"latitude": 52.5, "longitude": 13.4}


def message(**content: Any) -> Json:
    """A message in a private chat."""
    body = {"message_id": 3, "from": ANN, "chat": PRIVATE, "date": int(SENT.timestamp())}
    return {"update_id": 11, "message": body | content}


def edited(**content: Any) -> Json:
    """The same message, changed twenty seconds later."""
    body = message(**content)["message"]
    return {"update_id": 11, "edited_message": body | {"edit_date": body["date"] + 20}}


def callback(**fields: Any) -> Json:
    """A tap on a button."""
    shown = {"message_id": 3, "chat": PRIVATE, "date": 0}
    body = {"id": "99", "from": ANN, "message": shown, "chat_instance": "1", "data": "go"}
    return {"update_id": 11, "callback_query": body | fields}


def member(old: str, new: str, chat: Json = PRIVATE) -> Json:
    """The bot's own membership."""
    bot = {"id": BOT, "is_bot": True, "first_name": "Werkout"}
    body = {"chat": chat, "from": ANN, "date": int(SENT.timestamp()),
            "old_chat_member": {"user": bot, "status": old},
            "new_chat_member": {"user": bot, "status": new}}  # fmt: skip
    return {"update_id": 11, "my_chat_member": body}


def meaning(update: Json, username: str = "werkout_bot") -> Content | None:
    """The content of what was understood in a private chat."""
    found = understand(update, BOT, username, RECEIVED)
    assert found is None or isinstance(found, Inbound)
    return found.content if found else None


CONTENTS: list[tuple[str, Json, Content | None]] = [
    ("text", message(text="bench 80x8"), Text("bench 80x8")),
    ("command", message(text="/log"), Command("log")),
    ("command in capitals", message(text="/LOG bench"), Command("log", "bench")),
    ("command of ours", message(text="/help@Werkout_Bot now"), Command("help", "now")),
    ("command of another bot", message(text="/help@other_bot"), None),
    ("command with lines", message(text="/log\nbench 80x8"), Command("log", "bench 80x8")),
    ("deep link", message(text="/start ref_42"), Command("start", "ref_42")),
    ("a slash in words", message(text="80/3"), Text("80/3")),
    ("no command", message(text="/ bench"), Text("/ bench")),
    ("a Russian command", message(text="/жим"), Text("/жим")),
    ("a chat without type", message(text="hi", chat={"id": 7}), Text("hi")),
    ("a group without type", message(text="hi", chat={"id": -7}), None),
    ("NUL", message(text="a\0b"), Text("a\ufffdb")),
    ("half a pair", message(text="a\ud83d"), Text("a\ufffd")),
    ("a whole pair", message(text="\ud83d\ude00"), Text("😀")),
    ("forwarded", message(text="hi", forward_origin={"type": "user"}), Text("hi")),
    ("edited text", edited(text="bench 85x8"), Edited("bench 85x8")),
    ("edited command", edited(text="/log"), Edited("/log")),
    ("edited caption", edited(photo=[FILE], caption="new"), None),
    ("tap", callback(), Press("go", "99")),
    ("tap on a message out of reach", callback(message={"message_id": 3, "chat": PRIVATE,
     "date": 0}), Press("go", "99")),
    ("tap on an inline message", callback(message=None, inline_message_id="x"),
     Press("go", "99")),
    ("tap in a group", callback(message={"message_id": 3, "chat": GROUP}), None),
    ("tap in another's chat", callback(message={"message_id": 3, "chat": PRIVATE | {"id": 8}}),
     None),
    ("tap on a game", callback(data=None, game_short_name="chess"), None),
    ("location", message(location=HERE), Location(52.5, 13.4)),
    ("live location", message(location=HERE | {"live_period": 900}),
     Location(52.5, 13.4, live=True)),
    ("live location moves", edited(location=HERE | {"live_period": 900}),
     Location(52.5, 13.4, live=True, update=True)),
    ("live location ends", edited(location=HERE), Location(52.5, 13.4, update=True)),
    ("venue", message(location=HERE, venue={"location": HERE, "title": "Gym", "address": "-"}),
     Location(52.5, 13.4, title="Gym")),
    ("off the earth", message(location={"latitude": 91, "longitude": 0}),
     Unsupported("location")),
    ("nowhere", message(location={"latitude": float("nan"), "longitude": 1e400}),
     Unsupported("location")),
    ("contact", message(contact={"first_name": "Bo", "last_name": "Li", "phone_number": "1"}),
     Contact("Bo Li", "1")),
    ("photo", message(photo=[FILE, FILE | {"file_id": "F2"}], caption="me"),
     Attachment(AttachmentKind.PHOTO, "F2", 10, "image/jpeg", caption="me")),
    ("empty photo", message(photo=[]), Unsupported("photo")),
    ("document", message(document=FILE | {"file_name": "a.csv", "mime_type": "text/csv"}),
     Attachment(AttachmentKind.DOCUMENT, "F1", 10, "text/csv", "a.csv")),
    ("voice", message(voice=FILE | {"mime_type": "audio/ogg"}),
     Attachment(AttachmentKind.VOICE, "F1", 10, "audio/ogg")),
    ("audio", message(audio=FILE), Attachment(AttachmentKind.VOICE, "F1", 10)),
    ("round video", message(video_note=FILE), Attachment(AttachmentKind.VOICE, "F1", 10)),
    ("animation", message(animation=FILE, document=FILE), Unsupported("animation")),
    ("video", message(video=FILE), Unsupported("video")),
    ("sticker", message(sticker=FILE), Unsupported("sticker")),
    ("poll", message(poll={"id": "1"}), Unsupported("poll")),
    ("dice", message(dice={"value": 3}), Unsupported("dice")),
    ("blocked", member("member", "kicked"), Blocked()),
    ("let in again", member("kicked", "member"), Unblocked()),
    ("pinned", message(pinned_message={"message_id": 1}), None),
    ("timer", message(message_auto_delete_timer_changed={}), None),
    ("a bot", message(text="hi", **{"from": ANN | {"is_bot": True}}), None),
    ("channel", message(text="hi", chat={"id": -5, "type": "channel"}), None),
    ("channel post", {"update_id": 1, "channel_post": message(text="x")["message"]}, None),
    ("reaction", {"update_id": 1, "message_reaction": {"chat": PRIVATE}}, None),
    ("inline query", {"update_id": 1, "inline_query": {"id": "1", "from": ANN}}, None),
    ("kinds to come", {"update_id": 1, "telepathy": {"from": ANN}}, None),
    ("no id", {"message": message(text="hi")["message"]}, None),
    ("id of true", message(text="hi") | {"update_id": True}, None),
    ("id beyond 64 bits", message(text="hi") | {"update_id": 1 << 63}, None),
    ("chat beyond 64 bits", message(text="hi", chat=PRIVATE | {"id": 10**30}), None),
    ("chat as text", message(text="hi", chat=PRIVATE | {"id": "7"}), None),
    ("number as text", message(text=5), None),
]  # fmt: skip


@pytest.mark.parametrize(("update", "content"), [case[1:] for case in CONTENTS],
                         ids=[case[0] for case in CONTENTS])  # fmt: skip
def test_content(update: Json, content: Content | None) -> None:
    assert meaning(update) == content


def test_everything_around_a_message() -> None:
    answered = {"message_id": 2, "chat": PRIVATE, "date": 1}
    update = message(text="hi", reply_to_message=answered)
    assert understand(update, BOT, "werkout_bot", RECEIVED) == Inbound(
        id="telegram:700:11",
        sender=Address("telegram", "7"),
        at=SENT,
        order=11,
        content=Text("hi"),
        message="3",
        reply_to="2",
        name="Ann",
        language="pt-br",
    )


def test_times() -> None:
    def at(update: Json) -> datetime:
        found = understand(update, BOT, "", RECEIVED)
        assert isinstance(found, Inbound)
        return found.at

    assert at(edited(text="a")) == SENT.replace(minute=59, second=50)
    assert at(callback()) == RECEIVED
    for date in (None, True, -5, "now", 10**30, 1e400):
        assert at(message(text="a", date=date)) == RECEIVED


def test_a_tap_and_a_line_of_one_second_share_a_moment() -> None:
    """Messages are dated in whole seconds, so update ids decide which of the two came first."""
    received = RECEIVED.replace(microsecond=900_000)
    found = understand(callback(), BOT, "", received)
    assert isinstance(found, Inbound)
    assert found.at == RECEIVED


@pytest.mark.parametrize(
    ("code", "language"),
    [("de", "de"), ("en_US", "en-US"), ("zh-Hant-TW", "zh-Hant-TW"), ("x" * 99, None), (5, None)],
)
def test_language(code: object, language: str | None) -> None:
    found = understand(message(text="a", **{"from": {"language_code": code}}), BOT, "", RECEIVED)
    assert isinstance(found, Inbound)
    assert found.language == language


def test_a_command_with_a_name_is_ours_while_our_name_is_unknown() -> None:
    assert meaning(message(text="/start@anything"), username="") == Command("start")


def in_group(text: str, **content: Any) -> Json:
    return message(text=text, chat=GROUP, **content)


WANTED = GroupMention(-100, None, "pt-br")
OURS = {"message_id": 1, "from": {"id": BOT, "is_bot": True}}
GROUPS: list[tuple[str, Json, GroupMention | None]] = [
    ("command", in_group("/start"), WANTED),
    ("command of ours", in_group("/start@werkout_bot"), WANTED),
    ("a code that links", in_group("/link K7M4QP"), WANTED),
    ("command of another", in_group("/start@other_bot"), None),
    ("mention", in_group("ask @Werkout_bot!"), WANTED),
    ("longer name", in_group("ask @werkout_bot2"), None),
    ("address", in_group("me@werkout_bot"), None),
    ("reply to us", in_group("why?", reply_to_message=OURS), WANTED),
    ("chatter", in_group("bench 80x8"), None),
    ("in a topic", in_group("/start", is_topic_message=True, message_thread_id=5),
     GroupMention(-100, 5, "pt-br")),
    ("in a caption", message(chat=GROUP, photo=[FILE], caption="@werkout_bot"), WANTED),
    ("taken in", member("left", "member", GROUP), WANTED),
    ("made administrator", member("member", "administrator", GROUP), None),
    ("thrown out", member("member", "kicked", GROUP), None),
    ("edited", {"update_id": 1, "edited_message": in_group("/start")["message"]}, None),
    ("another bot", in_group("/start", **{"from": ANN | {"is_bot": True}}), None),
    ("a group without id", message(text="/start", chat={"type": "group"}), None),
]  # fmt: skip


@pytest.mark.parametrize(("update", "expected"), [case[1:] for case in GROUPS],
                         ids=[case[0] for case in GROUPS])  # fmt: skip
def test_groups(update: Json, expected: GroupMention | None) -> None:
    assert understand(update, BOT, "werkout_bot", RECEIVED) == expected


# Whatever comes

strange = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(min_value=-(10**40), max_value=10**40),
        st.floats(),
        st.text(st.characters(exclude_categories=())),
        st.sampled_from(["private", "supergroup", "kicked", "/start", "\ud800", "\0", "7", ""]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([
            "message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "id",
            "type", "date", "edit_date", "text", "caption", "location", "venue", "latitude",
            "longitude", "live_period", "photo", "document", "voice", "file_id", "contact",
            "first_name", "language_code", "is_bot", "update_id", "message_id", "data", "title",
            "reply_to_message", "old_chat_member", "new_chat_member", "status",
        ]), inner, max_size=6),
    ),
    max_leaves=30,
)  # fmt: skip

GOOD = [case[1] for case in CONTENTS] + [case[1] for case in GROUPS]


def paths(body: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    found = [before] if before else []
    if isinstance(body, dict):
        for name, value in body.items():
            found += paths(value, (*before, name))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            found += paths(value, (*before, number))
    return found


def replaced(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at that place."""
    if not path:
        return value
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = replaced(body[path[0]], path[1:], value)
    return copy


def is_safe(found: Inbound | GroupMention | None) -> bool:
    """Whether a database takes all of it: no NUL, no half pair, no number beyond 64 bits."""
    text = repr(found).encode().decode()
    assert "\\x00" not in text
    assert "\\ud8" not in text
    return not isinstance(found, Inbound) or (
        abs(found.order) < 1 << 63 and abs(int(found.sender.key)) < 1 << 63
    )


@given(strange, st.sampled_from(["werkout_bot", ""]))
@settings(max_examples=400, deadline=None)
def test_nothing_raises(update: Any, username: str) -> None:
    if isinstance(update, dict):
        assert is_safe(understand(update, BOT, username, RECEIVED))


@given(st.data())
@settings(max_examples=600, deadline=None)
def test_no_wrong_part_of_a_good_update_raises(data: st.DataObject) -> None:
    update = data.draw(st.sampled_from(GOOD))
    path = data.draw(st.sampled_from(paths(update)))
    wrong = replaced(update, path, data.draw(strange))
    if isinstance(wrong, dict):
        assert is_safe(understand(wrong, BOT, "werkout_bot", RECEIVED))


@given(strange)
@settings(max_examples=300, deadline=None)
def test_all_that_is_json_is_read(value: Any) -> None:
    body = json.dumps(value).encode()
    read_json(body)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 200_000, b"{}x", '"\ud800"'.encode(errors="surrogatepass")]
)
def test_what_is_no_json_is_told(body: bytes) -> None:
    with pytest.raises(NoJson):
        read_json(body)


def test_numbers_without_end_are_read() -> None:
    assert read_json(b'{"a": ' + b"9" * 5000 + b', "b": 1e999, "c": "\\ud800"}') == {
        "a": float("inf"),
        "b": float("inf"),
        "c": "\ud800",
    }
