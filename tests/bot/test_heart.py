"""A process that lives is known to; one that was silent stops acting on what it held."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine import leases
from bot.heart import WELL_SECONDS, Heart
from core.database import Database, DatabaseAway
from tests.bot.engine.test_leases import fall_silent


class Clock:
    """Seconds set by hand."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_is_well_as_long_as_its_last_beat_is_fresh(postgresql_url: str, clock: Clock) -> None:
    database = Database(postgresql_url)
    heart = Heart(database, "one", "work", "1", clock)
    before = heart.well
    await heart.begin()
    assert (before, heart.well) == (False, True)
    assert database.transact(leases.living) == [("one", "work")]
    clock.seconds += WELL_SECONDS
    after = heart.well
    assert after is False
    await heart.stop()
    assert database.transact(leases.living) == []
    database.close()


async def test_is_told_that_it_was_taken_for_dead(postgresql_url: str, clock: Clock) -> None:
    database = Database(postgresql_url)
    heart = Heart(database, "one", "work", "1", clock)
    lost = asyncio.Event()
    heart.on_lost = lost.set
    await heart.begin()
    assert not lost.is_set()
    database.transact(fall_silent, "one")
    beating = asyncio.ensure_future(heart.run())
    await lost.wait()
    assert heart.well
    await heart.stop()
    await beating
    database.close()


async def test_finds_the_database_away_where_nobody_writes(
    postgresql_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgresql_url)
    heart = Heart(database, "one", "work", "1", clock)
    await heart.begin()
    found = asyncio.Event()
    database.on_lost = found.set

    def pulled(*_: object, **__: object) -> None:
        raise DatabaseAway("somebody pulled the plug")

    with monkeypatch.context() as patched:
        patched.setattr(database, "transact", pulled)
        beating = asyncio.ensure_future(heart.run())
        await found.wait()
    assert database.lost == "somebody pulled the plug"
    await heart.stop()
    await beating
    database.close()


async def test_on_sqlite_nobody_has_to_be_told(sqlite_url: str, clock: Clock) -> None:
    database = Database(sqlite_url)
    heart = Heart(database, "one", "run", "1", clock)
    await heart.begin()
    await heart.run()
    assert heart.well
    await heart.stop()
    database.close()
