"""Polling: what is committed is confirmed, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog

from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.receiver import Receiver
from bot.engine.inbound import Inbound, Press
from bot.engine.taken import ComeAgain, Taken
from tests.bot.channels.fake_engine import FakeEngine
from tests.standins.telegram import Fault, TelegramStandin


@pytest.fixture
def polling(client: TelegramClient, receiver: Receiver) -> Polling:
    return Polling(client, receiver, first_pause=0.01)


@pytest.fixture
async def running(polling: Polling, telegram: TelegramStandin) -> AsyncIterator[None]:
    task = asyncio.ensure_future(polling.run())
    yield
    polling.stop()
    await asyncio.wait_for(task, 5)


@pytest.mark.usefixtures("running")
async def test_people_are_taken_side_by_side_and_each_in_order(
    telegram: TelegramStandin, engine: FakeEngine
) -> None:
    engine.gate = asyncio.Event()
    await telegram.until(lambda: telegram.updates.polls)
    telegram.user(1).says("wake")
    await engine.entered.wait()
    for number in range(5):
        for person in (1, 2, 3):
            telegram.user(person).says(f"{number}")
    engine.gate.set()
    await telegram.settled()
    engine.gate = None
    assert engine.texts("1") == ["wake", "0", "1", "2", "3", "4"]
    assert engine.texts("2") == engine.texts("3") == ["0", "1", "2", "3", "4"]
    assert set(engine.most_at_once.values()) == {1}
    assert engine.at_once == 3


@pytest.mark.usefixtures("running")
async def test_more_than_one_batch(telegram: TelegramStandin, engine: FakeEngine) -> None:
    for number in range(250):
        telegram.user(number % 7 + 1).says(str(number))
    await telegram.settled()
    assert sorted(map(int, engine.texts())) == list(range(250))


@pytest.mark.usefixtures("running")
async def test_what_comes_again_keeps_the_offset(
    telegram: TelegramStandin, engine: FakeEngine
) -> None:
    times = iter(range(3))

    def away(inbound: Inbound) -> None:
        if inbound.sender.key == "1" and next(times, None) is not None:
            raise ComeAgain("the database is away", after=0)

    engine.does = away
    for text in ("a", "b"):
        telegram.user(1).says(text)
        telegram.user(2).says(text)
    await telegram.settled()
    assert engine.texts("1") == engine.texts("2") == ["a", "b"]


@pytest.mark.usefixtures("running")
async def test_an_update_that_always_fails_is_passed_over(
    telegram: TelegramStandin, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(inbound: Inbound) -> None:
        if inbound.sender.key == "1":
            raise ValueError("bench 80x8")

    engine.does = breaks
    monkeypatch.setattr(Polling, "_pause", lambda self, seconds: asyncio.sleep(0))
    with structlog.testing.capture_logs() as logged:
        telegram.user(1).says("bench 80x8")
        telegram.user(2).says("b")
        await telegram.settled()
    assert engine.texts() == ["b"]
    assert logged[-1]["event"] == "update passed over"
    assert "bench" not in str(logged)


@pytest.mark.usefixtures("running")
async def test_updates_that_are_none_are_passed_over(
    telegram: TelegramStandin, engine: FakeEngine
) -> None:
    strange: list[dict[str, Any]] = [
        {"message": "no object"},
        {"message": {"chat": {"id": 10**30, "type": "private"}, "text": 5}},
        {"poll": {"id": "1"}},
        {},
    ]
    for update in strange:
        telegram.updates.push(update)
    telegram.user(1).says("still here")
    await telegram.settled()
    assert engine.texts() == ["still here"]


@pytest.mark.usefixtures("running")
async def test_each_update_twice(telegram: TelegramStandin, engine: FakeEngine) -> None:
    telegram.updates.deliveries = 2
    for text in "abc":
        telegram.user(1).says(text)
    await telegram.settled()
    assert engine.texts() == ["a", "b", "c"]


@pytest.mark.usefixtures("running")
async def test_failures_of_the_network_are_survived(
    telegram: TelegramStandin, engine: FakeEngine
) -> None:
    faults = [
        Fault("drop", "getUpdates", times=2),
        Fault("half", "getUpdates"),
        Fault("garbage", "getUpdates"),
        Fault("answer", "getUpdates", status=502),
    ]
    await telegram.until(lambda: telegram.updates.polls)
    with structlog.testing.capture_logs() as logged:
        for fault in faults:
            telegram.fail(fault)
        telegram.user(1).says("a")
        await telegram.until(lambda: len(telegram.faults.waiting) <= 2)
        telegram.user(1).says("b")
        await telegram.settled()
    assert telegram.faults.waiting == []
    assert engine.texts() == ["a", "b"]
    # Once for what is wrong, however often that is found, and once for its end.
    assert [line["event"] for line in logged] == [
        "Telegram is out of reach",
        "Telegram refuses to give updates",
        "Telegram is back",
    ]


async def test_another_poll_is_told_in_plain_words(
    polling: Polling, client: TelegramClient, telegram: TelegramStandin, engine: FakeEngine
) -> None:
    with structlog.testing.capture_logs() as logged:
        task = asyncio.ensure_future(polling.run())
        await telegram.until(lambda: telegram.updates.polls)
        await client.call("getUpdates", {"timeout": 0})
        telegram.user(1).says("a")
        await telegram.settled()
        polling.stop()
        await task
    assert logged[0]["event"] == "another program asks for this bot's updates"
    assert engine.texts() == ["a"]


async def test_stopping_finishes_what_is_in_hand(
    polling: Polling, telegram: TelegramStandin, engine: FakeEngine
) -> None:
    engine.gate = asyncio.Event()
    telegram.user(1).says("a")
    telegram.user(1).says("b")
    task = asyncio.ensure_future(polling.run())
    await telegram.until(lambda: telegram.updates.polls)
    await engine.entered.wait()
    polling.stop()
    await asyncio.sleep(0)
    assert not task.done()
    engine.gate.set()
    await asyncio.wait_for(task, 5)
    assert engine.texts() == ["a", "b"]


async def test_stopping_does_not_wait_for_the_poll(
    polling: Polling, telegram: TelegramStandin
) -> None:
    task = asyncio.ensure_future(polling.run())
    await telegram.until(lambda: telegram.updates.polls)
    polling.stop()
    await asyncio.wait_for(task, 2)


@pytest.mark.usefixtures("running")
async def test_a_tap_is_answered_once_with_its_notice(
    telegram: TelegramStandin, engine: FakeEngine, client: TelegramClient
) -> None:
    def notes(inbound: Inbound) -> Taken | None:
        return Taken(notice="x" * 300) if isinstance(inbound.content, Press) else None

    engine.does = notes
    telegram.updates.deliveries = 3
    ann = telegram.user(1)
    ann.starts()
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await client.call("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": keyboard})
    query = ann.presses("Go")
    assert await ann.notice(query) == "x" * 199 + "…"
    await telegram.settled()
    assert len(telegram.called("answerCallbackQuery")) == 1
    assert engine.taken[-1].content == Press("go", query.id)


@pytest.mark.usefixtures("running")
async def test_a_group_gets_one_line_a_minute(
    telegram: TelegramStandin, engine: FakeEngine
) -> None:
    group = telegram.group(-100)
    ann = telegram.user(1, "Ann", "de")
    group.takes_bot_in(ann)
    for text in ("/start", "@werkout_bot hi", "bench 80x8"):
        group.hears(ann, text)
    await telegram.until(lambda: [one for one in group.chat if one.from_bot])
    ann.says("done")
    await telegram.settled()
    said = [one.text for one in group.chat if one.from_bot]
    assert said == ["de: write to @werkout_bot"]
    assert engine.texts() == ["done"]
