"""Processes of two releases over one database, as long as a rolling deploy lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.engine.inbound import Command
from bot.engine.player import Player
from bot.schedule import queries
from core.database import Database
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import SAM, brings, count, says
from tests.migrations.older import NOW, PROCESS, older_turn

TURNS = 15


@pytest.fixture
async def sam(postgresql_url: str) -> AsyncIterator[Player]:
    player = await Player.start(postgresql_url, conversations)
    await player.stage.engine.take(says("hello", 0))
    player.stage.offered.clear()
    yield player
    await player.close()


@pytest.fixture
async def older(postgresql_url: str) -> AsyncIterator[Database]:
    """A process of the release before."""
    database = Database(postgresql_url)
    yield database
    database.close()


async def test_turns_of_both_follow_one_another(sam: Player, older: Database) -> None:
    async def of_the_older(number: int) -> None:
        await older.run(older_turn, SAM.key, f"older:{number}")

    before = await sam.sql("SELECT asked FROM conversation")
    both = [
        turn
        for number in range(TURNS)
        for turn in (of_the_older(number), sam.stage.engine.take(brings(Command("plant"), number)))
    ]
    await asyncio.gather(*both)
    ((asked,),) = await sam.sql("SELECT asked FROM conversation")
    assert asked == before[0][0] + 2 * TURNS - 1, "each was told where the one before it ended"
    assert await count(sam, "inbox") == 2 * TURNS
    assert await count(sam, "job") == TURNS


async def test_no_reply_overtakes_what_the_older_one_still_sends(
    sam: Player, older: Database
) -> None:
    first = await older.run(older_turn, SAM.key, "older")
    await sam.stage.engine.take(brings(Command("plant"), 1))
    later = await sam.sql(f"SELECT leased_by FROM outbox WHERE id > {first}")
    assert later == [(None,)], "whoever sends the first one sends this one after it"
    assert await sam.sql(f"SELECT leased_by FROM outbox WHERE id = {first}") == [(PROCESS,)]


async def test_what_the_older_one_planned_is_done_by_the_newer(
    sam: Player, older: Database
) -> None:
    await older.run(older_turn, SAM.key, "older")
    until = NOW + timedelta(minutes=5)
    (job,) = await older.run(queries.take_jobs, {"privacy.export"}, NOW, "newer", until, 10)
    assert (job.attempts, job.paced) == (1, False)
    (item,) = await sam.sql("SELECT kind, object, leased_by FROM due")
    assert item == ("workout.rest", SAM.key, None)
