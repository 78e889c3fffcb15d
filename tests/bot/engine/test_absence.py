"""Where the database is away nothing is written, and the platform brings it again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.engine.inbound import Due, JobDone
from bot.engine.player import Player
from bot.engine.taken import ComeAgain
from core.database import make_engine
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import count, says


@pytest.fixture
async def on_sqlite(sqlite_url: str) -> AsyncIterator[Player]:
    player = await Player.start(sqlite_url, conversations)
    yield player
    await player.close()


@pytest.fixture
async def on_postgresql(postgresql_url: str) -> AsyncIterator[Player]:
    player = await Player.start(postgresql_url, conversations)
    yield player
    await player.close()


async def test_a_locked_file(on_sqlite: Player, sqlite_url: str) -> None:
    sam = on_sqlite
    await sam.says("hello")
    await sam.sql("PRAGMA busy_timeout = 1")
    other = make_engine(sqlite_url)
    with other.connect() as connection, connection.begin(), pytest.raises(ComeAgain):
        await sam.stage.engine.take(says("bench", 1))
    other.dispose()
    assert not (await sam.stage.take(says("bench", 1))).duplicate
    sam.sees("I heard: bench")


async def test_a_full_disk(on_sqlite: Player) -> None:
    sam = on_sqlite
    await sam.says("hello")
    await sam.sql("PRAGMA max_page_count = 1")
    full = await _fill(sam)
    await sam.sql("PRAGMA max_page_count = 1000000")
    assert await sam.sql("PRAGMA integrity_check") == [("ok",)]
    assert await count(sam, "inbox") == await count(sam, "outbox") + 1
    assert not (await sam.stage.take(says("word", full))).duplicate
    sam.sees("I heard: word")


async def test_connections_cut_in_the_middle_of_the_day(
    on_postgresql: Player, postgresql_url: str
) -> None:
    sam = on_postgresql
    await sam.says("hello")
    for number in range(3):
        _cut_all(postgresql_url)
        await sam.stage.take(says(str(number), number))
        sam.sees(f"I heard: {number}")


async def test_a_server_that_lets_nobody_in(on_postgresql: Player, postgresql_url: str) -> None:
    sam = on_postgresql
    await sam.says("/boil 3")
    person = await sam.person_id()
    version = (await sam.sql("SELECT version FROM due"))[0][0]
    name = postgresql_url.partition("@/")[2].partition("?")[0]
    template = postgresql_url.replace(name, "postgres")
    with psycopg.connect(template, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        _cut_all(template, name)
        with pytest.raises(ComeAgain):
            await sam.stage.engine.take(says("bench", 1))
        with pytest.raises(ComeAgain):
            await sam.stage.engine.fire(person, Due("egg", "pan"), version)
        with pytest.raises(ComeAgain):
            await sam.stage.engine.job_done(person, "look_up", {}, JobDone(1, {}))
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    assert not (await sam.stage.take(says("bench", 1))).duplicate
    sam.sees("I heard: bench")


async def test_somebody_who_sits_on_a_persons_row(
    on_postgresql: Player, postgresql_url: str
) -> None:
    """Others go on meanwhile, and the turn that waited is brought again."""
    sam = on_postgresql
    ana = sam.beside("Ana")
    await sam.says("hello")
    with psycopg.connect(postgresql_url) as other:
        other.execute("SELECT 1 FROM person FOR UPDATE")
        await ana.says("hello")
        ana.shown("I heard: hello")
        waiting = asyncio.ensure_future(sam.stage.engine.take(says("bench", 1)))
        await ana.says("again")
        assert not waiting.done()
    assert not (await waiting).duplicate


async def test_a_turn_after_the_end(on_sqlite: Player) -> None:
    await on_sqlite.says("hello")
    on_sqlite.stage.database.close()
    with pytest.raises(ComeAgain):
        await on_sqlite.stage.engine.take(says("bench", 1))


async def _fill(player: Player) -> int:
    """Write until nothing more fits; returns the number of the message that did not."""
    for number in range(5000):
        try:
            await player.stage.engine.take(says("word " * 500, number))
        except ComeAgain:
            return number
    raise AssertionError("the disk never was full")


def _cut_all(url: str, name: str | None = None) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = coalesce(%s, current_database()) AND pid <> pg_backend_pid()",
            (name,),
        )
