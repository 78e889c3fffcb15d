"""An absent database is told of once, asked again and again, and its return is told to all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.presence import QUIET_SECONDS, Presence
from core.database import Database, DatabaseAway

AWAY = {"event": "the database is away", "log_level": "error", "why": "somebody pulled the plug"}


class Stage:
    """A database whose plug can be pulled, and whoever looks after it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.seconds = 0.0
        self.asked = 0
        self.back = asyncio.Event()
        self.presence = Presence(database, lambda: self.seconds, look_again=0.001)
        self.presence.on_back = self.back.set
        self._prove = database.prove

    async def prove(self) -> None:
        self.asked += 1
        # Away for the first three that ask.
        if self.asked % 4 != 0:
            raise DatabaseAway("somebody pulled the plug")
        await self._prove()

    async def goes_and_comes(self) -> None:
        self.back.clear()
        with pytest.raises(DatabaseAway):
            await self.database.run(_pull)
        await self.back.wait()


def _pull(_db: Connection) -> None:
    raise DatabaseAway("somebody pulled the plug")


@pytest.fixture
async def stage(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    database = Database(sqlite_url)
    made = Stage(database)
    monkeypatch.setattr(database, "prove", made.prove)
    running = asyncio.ensure_future(made.presence.run())
    yield made
    await made.presence.stop()
    await running
    database.close()


async def test_is_told_of_once_each_way(stage: Stage) -> None:
    with capture_logs() as lines:
        await stage.goes_and_comes()
    back = {"event": "the database is back", "log_level": "info", "after": 0.0}
    assert _of_the_database(lines) == [AWAY, back]
    assert stage.asked == 4


async def test_one_that_comes_and_goes_is_not_told_of_each_time(stage: Stage) -> None:
    with capture_logs() as lines:
        for _ in range(3):
            await stage.goes_and_comes()
        stage.seconds += QUIET_SECONDS
        await stage.goes_and_comes()
    assert [one["event"] for one in _of_the_database(lines)].count(str(AWAY["event"])) == 2


async def test_stops_while_it_is_away(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    presence = Presence(database, look_again=3600)
    running = asyncio.ensure_future(presence.run())
    with pytest.raises(DatabaseAway):
        await database.run(_pull)
    await asyncio.sleep(0)
    await presence.stop()
    await running
    database.close()


def _of_the_database(lines: list[EventDict]) -> list[EventDict]:
    return [one for one in lines if str(one["event"]).startswith("the database")]
