"""What a page says reaches the engine once; what the engine says reaches every page."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import WSServerHandshakeError
from structlog.testing import capture_logs

from bot.channels.web.channel import LARGEST_FRAME, MOST_SOCKETS
from bot.channels.web.connection import RELOAD, RESTARTING, TOO_MANY
from bot.channels.web.line import BATCH
from bot.engine.inbound import Address, Inbound, Text
from bot.engine.outgoing import Button, Card, Say
from bot.engine.taken import ComeAgain, Taken
from core.database import DatabaseAway
from tests.bot.channels.web.browser import browsers, message
from tests.bot.channels.web.fakes import NOON, FakeBot, channel_for


async def test_a_message_is_acknowledged_only_once_it_is_taken() -> None:
    bot = FakeBot()
    bot.may_take.clear()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.say(message({"text": "bench 80x8"}))
        heard = asyncio.ensure_future(socket.hear())
        await bot.being_taken.wait()
        assert not (await asyncio.wait([heard], timeout=0.1))[0]
        bot.may_take.set()
        assert await heard == {"type": "ack", "id": "m1", "notice": None}


async def test_the_engine_is_told_who_said_what_and_when() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted(zone="Europe/Berlin", language="de")
        typed = (NOON - timedelta(minutes=5)).isoformat()
        await socket.say(message({"text": "bench 80x8"}, "abc", 7, typed))
        await socket.hear()
        key = browser.key()
        (taken,) = bot.taken
        assert taken.id.startswith("web:")
        assert taken.id.endswith(":abc")
        # The id is kept after a deletion, when nothing may name the person any more.
        assert key not in taken.id
        assert bot.taken == [
            Inbound(
                id=taken.id,
                sender=Address("web", key),
                at=NOON - timedelta(minutes=5),
                order=7,
                content=Text("bench 80x8"),
                message="abc",
                language="de",
                zone="Europe/Berlin",
            )
        ]


async def test_a_press_names_the_row_and_an_edit_the_message_it_belongs_to() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.say(message({"press": "again", "message": 41}, "p"))
        await socket.say(message({"edit": "abc", "text": "bench 85x8"}, "e"))
        await socket.hear_until("ack")
        await socket.hear_until("ack")
        assert [one.message for one in bot.taken] == ["41", "abc"]


async def test_a_press_is_answered_with_its_notice() -> None:
    bot = FakeBot(answer=lambda inbound: Taken(notice="Already logged"))
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.say(message({"press": "again", "message": 1}))
        assert await socket.hear() == {"type": "ack", "id": "m1", "notice": "Already logged"}


async def test_what_is_sent_again_after_a_break_is_the_same_inbound() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        for _ in range(3):
            socket = await browser.greeted()
            await socket.say(message({"text": "bench 80x8"}))
            await socket.hear_until("ack")
            await socket.close()
        assert bot.given == 3
        assert len(bot.taken) == 1


async def test_messages_reach_the_engine_in_the_order_they_were_sent() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        for n in range(20):
            await socket.say(message({"text": str(n)}, f"m{n}", n))
        for n in range(20):
            assert (await socket.hear())["id"] == f"m{n}"
        assert [one.order for one in bot.taken] == list(range(20))


async def test_come_again_is_passed_on() -> None:
    bot = FakeBot(failing=[ComeAgain("the database is away", after=9)])
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.say(message({"text": "x"}))
        assert await socket.hear() == {"type": "again", "id": "m1", "after": 9}
        await socket.say(message({"text": "x"}))
        assert (await socket.hear())["type"] == "ack"


async def test_our_own_mistake_loses_nothing() -> None:
    bot = FakeBot(failing=[RuntimeError("ours")])
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.say(message({"text": "x"}))
        assert (await socket.hear())["type"] == "again"


@pytest.mark.parametrize("frame", ["", "{", "[]", '{"type":"nothing"}', "x" * 1000, "\0"])
async def test_nonsense_is_refused_and_the_talk_goes_on(frame: str) -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.socket.send_str(frame)
        assert await socket.hear() == {"type": "refused", "id": None}
        await socket.socket.send_bytes(b"\xff\xfe")
        assert await socket.hear() == {"type": "refused", "id": None}
        await socket.say(message({"text": ""}, "bad"))
        assert await socket.hear() == {"type": "refused", "id": "bad"}
        await socket.say(message({"text": "good"}, "good"))
        assert await socket.hear() == {"type": "ack", "id": "good", "notice": None}


async def test_a_frame_too_large_ends_the_connection() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.socket.send_str("x" * (LARGEST_FRAME + 1))
        assert await socket.closed() == 1009


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "", "http://[", "file://"]
)
async def test_another_sites_page_is_turned_away(origin: str) -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        await browser.visit()
        with pytest.raises(WSServerHandshakeError) as refused:
            await browser.connect(Origin=origin)
        assert refused.value.status == 403


async def test_the_public_address_is_ours_too() -> None:
    channel = channel_for(FakeBot(), public_url="https://fit.example/")
    async with browsers(channel) as [browser]:
        await browser.visit()
        socket = await browser.connect(Origin="https://fit.example")
        await socket.say({"type": "hello"})
        assert await socket.hear() == {"type": "welcome"}


@pytest.mark.parametrize(
    "cookie", [None, "", "x", "victim.", "victim.AAAAAAAAAAAAAAAAAAAAAA", "é.ü", "." * 3000]
)
async def test_without_a_cookie_of_ours_the_page_is_sent_to_begin_again(
    cookie: str | None,
) -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        if cookie is not None:
            browser.cookies = {"werkout_phone_1": cookie}
        socket = await browser.connect()
        assert await socket.closed() == RELOAD
        assert bot.given == 0


async def test_one_phones_cookie_does_not_open_the_other() -> None:
    async with browsers(channel_for(FakeBot(), demo_key="demo")) as [browser]:
        await browser.visit()
        browser.cookies["werkout_phone_2"] = browser.cookies["werkout_phone_1"]
        socket = await browser.connect(2)
        assert await socket.closed() == RELOAD
        browser.cookies["werkout_phone_1"] = browser.cookies["werkout_phone_2"]
        assert (await browser.connect(1)).socket.close_code is None


@pytest.mark.parametrize("phone", ["2", "0", "x", "1;", "١"])
async def test_a_phone_that_is_not_shown_is_not_there(phone: str) -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        await browser.visit()
        url = f"{browser.address}chat/ws?phone={phone}"
        async with browser.http.get(url) as response:
            assert response.status == 404


async def test_without_an_upgrade_there_is_nothing_to_see() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        response = await browser.http.get(f"{browser.address}chat/ws?phone=1")
        assert response.status == 426


async def test_a_page_with_somebody_elses_transcript_is_sent_to_begin_again() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        await browser.visit()
        socket = await browser.connect()
        await socket.say({"type": "hello", "store": "of another identity"})
        assert await socket.closed() == RELOAD


async def test_what_waited_is_shown_and_forgotten_once_seen() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        key = browser.key()
        card = Card("card:1", "Bench", ("1  80 kg × 8",), ((Button("Again", "a1"),),), fresh=True)
        [first, second] = bot.say(key, Say("Hello"), card)
        socket = await browser.greeted()
        shown = [await socket.hear(), await socket.hear()]
        assert [one["id"] for one in shown] == [first, second]
        assert shown[0] == {
            "type": "show",
            "id": first,
            "at": NOON.isoformat(),
            "kind": "Say",
            "text": "Hello",
        }
        assert shown[1]["buttons"] == [[{"label": "Again", "data": "a1"}]]
        await socket.say({"type": "seen", "ids": [first, second]})
        await socket.say({"type": "ping"})
        assert await socket.hear() == {"type": "pong"}
        assert bot.marked == [(key, [first, second])]


async def test_until_it_is_seen_it_is_shown_on_every_new_connection() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        bot.say(browser.key(), Say("Hello"))
        for _ in range(2):
            socket = await browser.greeted()
            assert (await socket.hear())["text"] == "Hello"
            await socket.close()


async def test_a_socket_is_shown_nothing_twice() -> None:
    bot = FakeBot()
    channel = channel_for(bot)
    async with browsers(channel) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        bot.say(browser.key(), Say("one"))
        assert (await socket.hear())["text"] == "one"
        channel.wake(browser.key())
        bot.say(browser.key(), Say("two"))
        assert (await socket.hear())["text"] == "two"


async def test_every_tab_is_shown_what_one_of_them_acknowledges() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        one, other = await browser.greeted(), await browser.greeted()
        [row] = bot.say(browser.key(), Say("Hello"))
        assert (await one.hear())["id"] == row
        await one.say({"type": "seen", "ids": [row]})
        assert (await other.hear())["id"] == row


async def test_nobody_is_shown_anothers_messages_or_can_mark_them() -> None:
    bot = FakeBot()
    async with browsers(channel_for(bot), 2) as (mine, theirs):
        await mine.visit()
        await theirs.visit()
        [row] = bot.say(theirs.key(), Say("private"))
        socket = await mine.greeted()
        await socket.say({"type": "seen", "ids": [row, 999]})
        await socket.say({"type": "ping"})
        assert await socket.hear() == {"type": "pong"}
        assert bot.marked == []
        assert row in bot.outbox[theirs.key()]


async def test_a_long_queue_comes_in_parts() -> None:
    bot = FakeBot()
    channel = channel_for(bot)
    whole = bot.waiting

    async def some(key: str) -> list[object]:
        return list((await whole(key))[:BATCH])

    channel._waiting = some  # type: ignore[assignment]
    async with browsers(channel) as [browser]:
        await browser.visit()
        bot.say(browser.key(), *(Say(str(n)) for n in range(BATCH * 2 + 5)))
        socket = await browser.greeted()
        for n in range(BATCH * 2 + 5):
            shown = await socket.hear()
            assert shown["text"] == str(n)
            await socket.say({"type": "seen", "ids": [shown["id"]]})


@pytest.mark.parametrize(
    ("error", "lines"), [(OSError("broken"), 2), (DatabaseAway("no connection"), 0)]
)
async def test_a_reader_that_fails_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, error: Exception, lines: int
) -> None:
    monkeypatch.setattr("bot.channels.web.line._RETRY_SECONDS", 0.01)
    bot = FakeBot()
    channel = channel_for(bot)
    whole, tries = bot.waiting, []

    async def failing(key: str) -> object:
        tries.append(key)
        if len(tries) < 3:
            raise error
        return await whole(key)

    channel._waiting = failing  # type: ignore[assignment]
    with capture_logs() as logs:
        async with browsers(channel) as [browser]:
            await browser.visit()
            bot.say(browser.key(), Say("late"))
            socket = await browser.greeted()
            assert (await socket.hear())["text"] == "late"
    assert len(logs) == lines


async def test_erasing_comes_before_what_is_said_after_it() -> None:
    bot = FakeBot()
    channel = channel_for(bot)
    async with browsers(channel) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.say({"type": "ping"})
        assert await socket.hear() == {"type": "pong"}
        await channel.erase(browser.key())
        bot.say(browser.key(), Say("Everything is gone."))
        assert await socket.hear() == {"type": "erase"}
        assert (await socket.hear())["text"] == "Everything is gone."


async def test_typing_is_shown_where_somebody_looks() -> None:
    channel = channel_for(FakeBot())
    async with browsers(channel) as [browser]:
        await browser.visit()
        await channel.typing(browser.key())
        socket = await browser.greeted()
        await channel.typing(browser.key())
        assert await socket.hear() == {"type": "typing"}


async def test_a_stop_finishes_the_message_in_hand() -> None:
    bot = FakeBot()
    bot.may_take.clear()
    channel = channel_for(bot)
    async with browsers(channel) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        await socket.say(message({"text": "bench 80x8"}))
        await bot.being_taken.wait()
        closing = asyncio.create_task(channel.close())
        bot.may_take.set()
        assert (await socket.hear())["type"] == "ack"
        assert await socket.closed() == RESTARTING
        await closing
        late = await browser.connect()
        assert await late.closed() == RESTARTING


async def test_one_browser_cannot_hold_every_socket() -> None:
    async with browsers(channel_for(FakeBot()), 2) as (greedy, other):
        await greedy.visit()
        await other.visit()
        held = [await greedy.greeted() for _ in range(MOST_SOCKETS)]
        assert await (await greedy.connect()).closed() == TOO_MANY
        await other.greeted()
        await held[0].close()
        async with asyncio.timeout(5):
            while (socket := await greedy.connect()).socket.closed:
                pass
        await socket.close()


async def test_a_page_in_a_hurry_is_slowed_down_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.web.pace.BURST", 5)
    monkeypatch.setattr("bot.channels.web.pace.A_SECOND", 100)
    bot = FakeBot()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        socket = await browser.greeted()
        began = asyncio.get_running_loop().time()
        for n in range(30):
            await socket.say(message({"text": str(n)}, f"m{n}", n))
        for _ in range(30):
            await socket.hear_until("ack")
        assert asyncio.get_running_loop().time() - began > 0.2
        assert len(bot.taken) == 30
