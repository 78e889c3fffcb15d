"""Deliveries at once, over HTTP: to one process on SQLite, to any of three on PostgreSQL."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.telegram.tables import count, nothing_waits, select, sets_of
from tests.standins.telegram import Fault, TelegramStandin, User
from tests.torture.campaign import processes
from tests.torture.front import HEADER, PATH, Front
from tests.torture.victims import Victim

ANN, BEA = 71_234_567, 72_234_567
TIMES, SETS = 20, 50
PATIENCE = 60.0


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandin]:
    """A strict Bot API server; what no rule covers fails the test."""
    async with TelegramStandin() as standin:
        yield standin
        assert standin.violations == []


@pytest.fixture
async def front(
    database_url: str, tmp_path: Path, telegram: TelegramStandin
) -> AsyncIterator[Front]:
    """Before one process, or before three of which each delivery takes any."""
    commands = ("run",) if database_url.startswith("sqlite") else ("run", "run", "serve")
    async with (
        Front(random.Random()) as made,
        processes(commands, database_url, tmp_path, telegram, made, {}) as started,
    ):
        yield made
        assert [line for one in started for line in one.place.mistakes()] == []


async def test_twenty_times_at_once_is_once(
    front: Front, telegram: TelegramStandin, database_url: str
) -> None:
    telegram.updates.deliveries, telegram.updates.at_once = TIMES, True
    ann = telegram.user(ANN, "Annegret")
    ann.says("bench 80x8")
    card = await ann.hears("1   80 kg × 8", patience=PATIENCE)
    ann.presses("Again", message=card)
    await ann.hears("2   80 kg × 8", patience=PATIENCE)
    await telegram.settled(PATIENCE)
    assert sets_of(database_url, ANN) == [("bench_press", 80, 8)] * 2
    await _until_quiet(front.victims[0], database_url)
    assert sum(one.text.startswith("Bench press") for one in ann.answers) == 1


async def test_fifty_at_once_end_in_the_order_of_their_times(
    front: Front, telegram: TelegramStandin, database_url: str
) -> None:
    await _post_at_once(front, telegram, telegram.user(ANN, "Annegret"))
    expected = [("bench_press", 60.0 + number, 5) for number in range(SETS)]
    assert sets_of(database_url, ANN) == expected
    assert count(database_url, "workout") == count(database_url, "person") == 1
    await _until_quiet(front.victims[0], database_url)


async def _post_at_once(front: Front, telegram: TelegramStandin, ann: User) -> None:
    """Past the stand-in's own order, in none at all."""
    hook = telegram.updates.hook
    assert hook is not None
    telegram.updates.hook = None
    for number in range(SETS):
        ann.says(f"bench {60 + number}x5", ago=SETS - number)
    updates = [one.update for one in telegram.updates.pending.values()]
    telegram.updates.pending.clear()
    telegram.updates.hook = hook
    random.shuffle(updates)
    async with aiohttp.ClientSession(headers={HEADER: hook.secret}) as session:

        async def post(update: dict[str, object]) -> int:
            """Once more where it was not taken, as the platform does."""
            async with session.post(front.url + PATH, json=update) as answer:
                status = answer.status
            return await post(update) if status in (502, 503) else status

        assert set(await asyncio.gather(*map(post, updates))) == {200}


async def test_an_answer_never_overtakes_one_that_is_held(
    front: Front, telegram: TelegramStandin, database_url: str
) -> None:
    ann, bea = telegram.user(ANN, "Annegret"), telegram.user(BEA, "Beate")
    telegram.fail(Fault("answer", "sendMessage", retry_after=1, user=ANN))
    ann.says("first bench 60x5")
    await telegram.until(lambda: not telegram.faults.waiting, "the 429", PATIENCE)
    for number in range(1, 7):
        ann.says(f"/find nowhere{number}")
    bea.says("/help")
    await bea.hears(patience=PATIENCE)
    await ann.sees("nowhere6", patience=PATIENCE)
    texts = [one.text for one in ann.answers if "nowhere" in one.text]
    assert [text.count(f"nowhere{at}") for at, text in enumerate(texts, 1)] == [1] * 6
    await _until_quiet(front.victims[0], database_url)


async def _until_quiet(victim: Victim, url: str) -> None:
    await victim.until(lambda: nothing_waits(url))
    assert select(url, "SELECT id FROM outbox") == []
