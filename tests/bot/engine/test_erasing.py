"""Whoever is erased stays erased, whatever was on its way to them or from them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.engine.engine import Engine
from bot.engine.inbound import Command, Due, JobDone
from bot.engine.player import Player
from bot.engine.stage import BEGINNING, Stage
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import ANA, SAM, brings, count, presses, says

ERASE = Command("erase")


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await meet(conversations)


@pytest.fixture
async def second_process(database_url: str) -> AsyncIterator[Engine]:
    stage = Stage(database_url, conversations, BEGINNING)
    yield stage.engine
    await stage.close()


async def test_one_receipt_is_all_that_is_left(sam: Player) -> None:
    for words in ("/count", "/plant", "/boil 3", "/research Rose"):
        await sam.says(words)
    await sam.taps("More")
    await sam.says("/erase")
    sam.shown("You are erased.")
    for table in ("person", "identity", "conversation", "outbox", "shown", "pressed", "due", "job"):
        assert await count(sam, table) == 0, table
    assert sam.stage.erased == [SAM]


async def test_the_request_delivered_again_makes_no_new_person(sam: Player) -> None:
    await sam.says("hello")
    await sam.says("/erase")
    assert (await sam.twice()).duplicate
    assert await count(sam, "person") == 0


async def test_what_was_planned_or_looked_up_comes_to_nothing(sam: Player) -> None:
    await sam.says("/boil 3")
    await sam.says("/research Rose")
    person, version = (await sam.sql("SELECT person_id, version FROM due"))[0]
    job = (await sam.sql("SELECT id FROM job"))[0][0]
    await sam.says("/erase")
    await sam.stage.engine.fire(person, Due("egg", "pan", {"minutes": 3}), version)
    await sam.stage.engine.job_done(person, "look_up", {"name": "Rose"}, JobDone(job, {}))
    await sam.stage.settle()
    sam.shown("You are erased.")
    assert await count(sam, "person") == 0


async def test_what_was_queued_behind_it_meets_somebody_new(sam: Player) -> None:
    await sam.says("/count")
    button = sam.button("More").data
    engine = sam.stage.engine
    turns = [brings(ERASE, 1), presses(button, 2), says("hello", 3), presses(button, 4)]
    taken = await asyncio.gather(*(engine.take(one) for one in turns))
    assert [one.notice for one in taken] == [
        None,
        None,
        None,
        "That button leads nowhere any more.",
    ]
    assert await count(sam, "person") == 1
    assert await count(sam, "pressed") == 0


async def test_two_processes_that_erase_and_answer_at_once(
    sam: Player, second_process: Engine
) -> None:
    """Whichever comes first, nobody is answered in an erased person's name."""
    for number in range(10):
        await sam.stage.engine.take(says("hello", 10 * number))
        await asyncio.gather(
            sam.stage.engine.take(brings(ERASE, 10 * number + 1)),
            second_process.take(says("/count", 10 * number + 2)),
            second_process.take(brings(Command("plant"), 10 * number + 3)),
        )
    for table in ("identity", "conversation"):
        assert await count(sam, table) == await count(sam, "person") <= 1
    # Receipts have no identity.
    lost = "identity_id IS NOT NULL AND identity_id NOT IN (SELECT id FROM identity)"
    assert await sam.sql(f"SELECT count(*) FROM outbox WHERE {lost}") == [(0,)]


async def test_whoever_is_beside_them_notices_nothing(sam: Player) -> None:
    ana = sam.beside("Ana")
    await ana.says("/plant")
    await sam.says("hello")
    await sam.says("/erase")
    await ana.says("Rose")
    ana.shown("Which color is Rose?\n[Green] [Red] [Ask the library]")
    assert await sam.sql("SELECT key FROM identity") == [(ANA.key,)]
