"""What we say, and the requests that Telegram gets for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import (
    Delivered,
    GiveUp,
    LoadMedia,
    MediaBytes,
    OutOfReach,
    PersonGone,
    TooMany,
    TryAgain,
)
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.wire import cut, units
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
)
from tests.standins.caller import png
from tests.standins.telegram import Fault, TelegramStandin, User

Json = dict[str, Any]
Requests = list[tuple[str, Json]]

GO = Button("Go", "go")
QUIET = {"link_preview_options": {"is_disabled": True}}
GO_JSON = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
def channel(client: TelegramClient) -> TelegramChannel:
    return TelegramChannel(client)


@pytest.fixture
def ann(telegram: TelegramStandin) -> User:
    """Somebody who has written three messages; what we send next is number 4."""
    ann = telegram.user(7)
    for text in ("/start", "a", "b"):
        ann.says(text)
    return ann


def media(data: bytes = b"", name: str = "a.bin", mime: str = "text/csv", again: str | None = None
          ) -> LoadMedia:  # fmt: skip
    async def load(media_id: int) -> MediaBytes:
        assert media_id == 5
        return MediaBytes(data, name, mime, again)

    return load


nothing = media()


def sent(telegram: TelegramStandin) -> Requests:
    """Every request, without the chat it went to."""
    calls = [(call.method, dict(call.args)) for call in telegram.calls]
    assert all(args.pop("chat_id") in (7, "7") for _, args in calls)
    return calls


def text(words: str, **more: Any) -> tuple[str, Json]:
    return "sendMessage", {"text": words, **QUIET, **more}


def bold(length: int) -> list[Json]:
    return [{"type": "bold", "offset": 0, "length": length}]


SENT: list[tuple[str, Outgoing, Requests]] = [
    ("say", Say("Done."), [text("Done.")]),
    ("markup stays words", Say("<b>&amp; *x*"), [text("<b>&amp; *x*")]),
    ("buttons", Say("Go?", ((GO,),)), [text("Go?", reply_markup=GO_JSON)]),
    ("a link", Say("Go?", ((Button("See", url="https://a.org/x?y=1"),),)),
     [text("Go?", reply_markup={"inline_keyboard": [[{"text": "See",
      "url": "https://a.org/x?y=1"}]]})]),
    ("bad buttons go", Say("Go?", ((
        Button("See", url="http://localhost:8080/"), Button("See", url="javascript:alert(1)"),
        Button("See", url="https://a b.org"), Button("See", url="https://a.org:99999"),
        Button("Call", url="tel:+49"), Button("Far", "x" * 65), Button("Far", "ю" * 33),
        Button("None"), Button(" ", "x"), GO,),)), [text("Go?", reply_markup=GO_JSON)]),
    ("no button left", Say("Go?", ((Button("None"),),)), [text("Go?")]),
    ("card", Card("card:workout:1", "Bench <b>&", ("80 kg × 8", "", "next: Row"), ((GO,),)),
     [text("Bench <b>&\n80 kg × 8\n\nnext: Row", entities=bold(10), reply_markup=GO_JSON)]),
    ("bold counts UTF-16", Card("c", "💪 Bank", ()), [text("💪 Bank", entities=bold(7))]),
    ("card without title", Card("c", "", ("a",)), [text("a")]),
    ("half a pair", Say("a\ud800b\0"), [text("a\ufffdb\ufffd")]),
    ("ask location", AskLocation("Where are you?", "Share"),
     [text("Where are you?", reply_markup={"keyboard": [[{"text": "Share",
      "request_location": True}]], "resize_keyboard": True, "one_time_keyboard": True})]),
    ("ask location with buttons", AskLocation("Where?", "Share", ((GO,),)),
     [text("Where?", reply_markup=GO_JSON),
      text("Share", reply_markup={"keyboard": [[{"text": "Share", "request_location": True}]],
      "resize_keyboard": True, "one_time_keyboard": True})]),
    ("a place", Venue(47.99, 7.85, "Ana Ruiz", "400 m from you"),
     [("sendVenue", {"latitude": 47.99, "longitude": 7.85, "title": "Ana Ruiz",
      "address": "400 m from you"})]),
    ("a place without words", Venue(0, -180, " ", ""),
     [("sendVenue", {"latitude": 0, "longitude": -180, "title": "·", "address": "·"})]),
    ("remove what was never shown", Remove("x"), []),
    ("wide rows wrap", Say("Go?", (tuple(Button(str(n), "x") for n in range(9)),)),
     [text("Go?", reply_markup={"inline_keyboard": [
         [{"text": str(n), "callback_data": "x"} for n in range(8)],
         [{"text": "8", "callback_data": "x"}]]})]),
]  # fmt: skip


@pytest.mark.parametrize(("outgoing", "requests"), [case[1:] for case in SENT],
                         ids=[case[0] for case in SENT])  # fmt: skip
async def test_new_messages(
    channel: TelegramChannel,
    telegram: TelegramStandin,
    ann: User,
    outgoing: Outgoing,
    requests: Requests,
) -> None:
    delivered = await channel.deliver("7", outgoing, None, nothing)
    assert sent(telegram) == requests
    assert delivered == (Delivered("4") if requests else Delivered())


NAMED = {"message_id": 4}
EDITED = ("editMessageText", {"text": "New", **QUIET, "entities": bold(3), **NAMED})
NEW = text("New", entities=bold(3))
DELETED = ("deleteMessage", NAMED)
CHANGED: list[tuple[str, Outgoing, Requests, str | None, list[str]]] = [
    ("card in place", Card("c", "New", ()), [EDITED], "4", ["New"]),
    ("card anew", Card("c", "New", (), fresh=True), [NEW, DELETED], "5", ["New"]),
    ("the same card", Card("c", "Old", (), ((GO,),)),
     [("editMessageText", {"text": "Old", **QUIET, "entities": bold(3), "reply_markup": GO_JSON,
      **NAMED})], "4", ["Old"]),
    ("a say replaces, and notifies", Say("New", name="c"), [text("New"), DELETED], "5", ["New"]),
    ("remove", Remove("c"), [DELETED], None, []),
]  # fmt: skip


@pytest.mark.parametrize(("outgoing", "requests", "message", "shown"),
                         [case[1:] for case in CHANGED],
                         ids=[case[0] for case in CHANGED])  # fmt: skip
async def test_what_is_shown_changes(
    channel: TelegramChannel,
    telegram: TelegramStandin,
    ann: User,
    outgoing: Outgoing,
    requests: Requests,
    message: str | None,
    shown: list[str],
) -> None:
    await channel.deliver("7", Card("c", "Old", (), ((GO,),)), None, nothing)
    telegram.calls.clear()
    delivered = await channel.deliver("7", outgoing, "4", nothing)
    assert sent(telegram) == requests
    assert delivered == Delivered(message)
    assert [one.text for one in ann.answers] == shown


async def test_after_48_hours_buttons_go_where_the_message_cannot(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    await channel.deliver("7", Card("c", "Old", (), ((GO,),)), None, nothing)
    telegram.passes(hours=49)
    assert await channel.deliver("7", Remove("c"), "4", nothing) == Delivered()
    assert [(one.text, one.buttons) for one in ann.answers] == [("Old", [])]
    await channel.deliver("7", Remove("c"), "4", nothing)
    fresh = Card("c", "New", (), ((GO,),), fresh=True)
    assert await channel.deliver("7", fresh, "4", nothing) == Delivered("5")
    assert [one.text for one in ann.answers] == ["Old", "New"]


async def test_a_card_that_is_gone_is_sent_anew(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    card = Card("c", "Card", ())
    assert await channel.deliver("7", card, "99", nothing) == Delivered("4")
    await channel.deliver("7", Remove("c"), "4", nothing)
    assert await channel.deliver("7", Remove("c"), "4", nothing) == Delivered()
    assert await channel.deliver("7", card, "4", nothing) == Delivered("5")
    assert [one.text for one in ann.answers] == ["Card"]


async def test_an_old_card_left_standing_does_not_send_the_new_one_twice(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    await channel.deliver("7", Card("c", "Old", ()), None, nothing)
    telegram.fail(Fault("answer", "deleteMessage", status=502))
    fresh = Card("c", "New", (), fresh=True)
    assert await channel.deliver("7", fresh, "4", nothing) == Delivered("5")


async def test_the_location_key_goes_with_the_next_words(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    await channel.deliver("7", AskLocation("Where?", "Share"), None, nothing)
    assert ann.keyboard == ["Share"]
    await channel.deliver("7", Say("Go?", ((GO,),)), None, nothing)
    await channel.deliver("7", Say("Berlin, then."), None, nothing)
    await channel.deliver("7", Say("Bye."), None, nothing)
    assert ann.keyboard == []
    markups = [call.args.get("reply_markup") for call in telegram.calls][1:]
    assert markups == [GO_JSON, {"remove_keyboard": True}, None]


async def test_pictures_and_files(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    picture = Picture(5, "Bench <b>", "a curve that rises", ((GO,),))
    first = await channel.deliver("7", picture, None, media(png(), "chart.png", "image/png"))
    shown = ann.answers[-1]
    assert (shown.text, shown.buttons, shown.file) == ("Bench <b>", ["Go"], first.file)
    upload = telegram.calls[-1].uploads["photo"]
    assert (upload.name, upload.mime, upload.data) == ("chart.png", "image/png", png())
    again = await channel.deliver("7", picture, None, media(again=first.file))
    assert again == Delivered("5", first.file)
    assert sent(telegram)[-1] == (
        "sendPhoto",
        {"photo": first.file, "caption": "Bench <b>", "reply_markup": GO_JSON},
    )
    name = 'für "Ann"\r\n.zip'
    file = await channel.deliver("7", File(5, ""), None, media(b"PK", name, "application/zip"))
    upload = telegram.calls[-1].uploads["document"]
    assert (upload.name, upload.mime, upload.data) == (
        "für _Ann___.zip",
        "application/zip",
        b"PK",
    )
    await channel.deliver("7", File(5, "x" * 1100), None, media(again=file.file))
    assert ann.answers[-1].text == "x" * 1023 + "…"


async def test_files_that_telegram_forgot_are_uploaded_again(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    picture = Picture(5, "")
    delivered = await channel.deliver("7", picture, None, media(png(), again="forgotten"))
    assert delivered.file is not None
    with pytest.raises(GiveUp):
        await channel.deliver("7", picture, None, media(again="forgotten"))


async def test_pictures_that_are_none_go_as_files(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    for data in (b"GIF89a", png(1, 30), png() + bytes(10_000_000)):
        await channel.deliver("7", Picture(5, "words"), None, media(data, "a.png", "image/png"))
        assert (ann.answers[-1].text, list(ann.answers[-1].media)) == ("words", ["document"])
    with pytest.raises(GiveUp, match="larger"):
        await channel.deliver("7", File(5, ""), None, media(bytes(50_000_001)))


ERRORS: list[tuple[str, Fault, type[Exception], str, float | None]] = [
    ("flood", Fault("answer", retry_after=7), TooMany, "Too Many Requests", 7.0),
    ("500", Fault("answer"), OutOfReach, "Internal Server Error", None),
    ("502 in HTML", Fault("garbage"), OutOfReach, "answered 502", None),
    ("cut off", Fault("drop"), OutOfReach, "ServerDisconnectedError", None),
    ("half an answer", Fault("half"), OutOfReach, "ClientPayloadError", None),
    ("token refused", Fault("answer", status=401, description="Unauthorized"), OutOfReach,
     "token", None),
    ("blocked", Fault("answer", status=403,
     description="Forbidden: bot was blocked by the user"), PersonGone, "blocked", None),
    ("never started", Fault("answer", status=400, description="Bad Request: chat not found"),
     PersonGone, "chat not found", None),
    ("deleted account", Fault("answer", status=400, description="Bad Request: PEER_ID_INVALID"),
     PersonGone, "PEER", None),
    ("anything else", Fault("answer", status=400, description="Bad Request: odd thing"), GiveUp,
     "odd thing", None),
    ("too large", Fault("answer", status=413, description="Request Entity Too Large"), GiveUp,
     "Large", None),
]  # fmt: skip


@pytest.mark.parametrize("outgoing", [Say("a"), Card("c", "a", ()), Picture(5, "a"), File(5, "a")],
                         ids=lambda one: type(one).__name__)  # fmt: skip
@pytest.mark.parametrize(("fault", "kind", "words", "after"), [case[1:] for case in ERRORS],
                         ids=[case[0] for case in ERRORS])  # fmt: skip
async def test_errors_are_classed(
    channel: TelegramChannel,
    telegram: TelegramStandin,
    ann: User,
    outgoing: Outgoing,
    fault: Fault,
    kind: type[Exception],
    words: str,
    after: float | None,
) -> None:
    fault = Fault(fault.kind, "*", 1, fault.status, fault.description, fault.retry_after)
    telegram.fail(fault)
    load = media(png(), "a.png", "image/png")
    with pytest.raises(kind, match=words) as raised:
        await channel.deliver("7", outgoing, None, load)
    if isinstance(raised.value, TryAgain):
        assert raised.value.after == after
    assert (await channel.deliver("7", outgoing, None, load)).message is not None


async def test_who_is_gone(channel: TelegramChannel, telegram: TelegramStandin, ann: User) -> None:
    ann.blocks()
    for outgoing in (Say("a"), Card("c", "a", ()), Remove("c")):
        with pytest.raises(PersonGone):
            await channel.deliver("7", outgoing, "3", nothing)
    with pytest.raises(PersonGone):
        await channel.deliver("8", Say("a"), None, nothing)
    with pytest.raises(GiveUp):
        await channel.deliver("web:1", Say("a"), None, nothing)
    with pytest.raises(GiveUp, match="empty"):
        await channel.deliver("7", Say(""), None, nothing)


LONG = [
    ("x" * 5000, "x" * 4095 + "…"),
    ("a\n" + "x" * 5000, "a\n…"),
    ("\n".join(["y" * 99] * 50), "\n".join(["y" * 99] * 40) + "\n…"),
    ("😀" * 3000, "😀" * 2047 + "…"),
]


@pytest.mark.parametrize(("words", "shown"), LONG)
async def test_long_texts_are_cut_at_a_line(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User, words: str, shown: str
) -> None:
    await channel.deliver("7", Say(words), None, nothing)
    assert ann.answers[-1].text == shown
    await channel.deliver("7", Card("c", words, ("line",)), None, nothing)
    assert ann.answers[-1].text.endswith("…")


async def test_more_buttons_than_a_message_holds(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    rows = tuple((Button(str(n), "x"),) for n in range(120))
    await channel.deliver("7", Say("Go?", rows), None, nothing)
    assert ann.answers[-1].buttons == [str(n) for n in range(100)]


@given(st.text(st.sampled_from("ab \n😀é"), max_size=60), st.integers(1, 40))
def test_a_cut_text_fits(words: str, most: int) -> None:
    short = cut(words, most)
    assert units(short) <= most
    assert short == words or short.endswith("…")


async def test_a_draft_is_shown_and_leaves_no_message(
    channel: TelegramChannel, telegram: TelegramStandin, ann: User
) -> None:
    await channel.draft(str(ann.id), 7, "Legs today.")
    assert telegram.state.drafts == [(ann.id, 7, "Legs today.")]
    with pytest.raises(GiveUp):
        await channel.draft(str(ann.id), 0, "Legs today.")
    with pytest.raises(GiveUp):
        await channel.draft("nobody", 7, "Legs today.")


def test_it_says_what_it_keeps_to(channel: TelegramChannel) -> None:
    """Which bot it speaks for, a little less than Telegram allows, and what counts as how much."""
    limits = channel.limits
    assert limits.account == "telegram:700000007"
    assert (limits.per_second, limits.chat_seconds, limits.group_seconds) == (29.0, 1.0, 3.0)
    assert (channel.is_group("-1001"), channel.is_group("1001")) == (True, False)
    where = AskLocation("Where?", "Share", ((Button("Skip", "x"),),))
    messages: list[Outgoing] = [Say("a"), replace(where, buttons=()), where, Remove("card:1")]
    assert [channel.messages(one) for one in messages] == [1, 1, 2, 0]
