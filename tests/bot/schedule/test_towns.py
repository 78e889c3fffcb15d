"""The towns are read in beside the serving: until they are there, and never in its way."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from bot.schedule import towns as module
from bot.schedule.towns import TownLoader
from core.clock import system_clock
from core.database import Database
from core.towns.loading import are_loaded
from core.towns.models import town_edition

PATIENCE = 30.0
WRITES = """
import pathlib, sys, time
marker = pathlib.Path(sys.argv[1])
if sys.argv[2] == "hangs" or (sys.argv[2] == "fails once" and not marker.exists()):
    marker.touch()
    time.sleep(1000 if sys.argv[2] == "hangs" else 0)
    sys.exit(1)
print('{"town": [], "town_name": [], "area_name": []}')
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_AFTER_SECONDS", 0)
    monkeypatch.setattr(module, "AGAIN_AFTER_SECONDS", 0)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Without any towns, and knowing it."""
    made = Database(database_url)
    await made.run(_know_of_none)
    yield made
    made.close()


def _know_of_none(db: Connection) -> None:
    db.execute(delete(town_edition))


def loader(database: Database, marker: Path, source: str) -> TownLoader:
    return TownLoader(database, system_clock, (sys.executable, "-c", WRITES, str(marker), source))


@pytest.mark.parametrize("source", ["works", "fails once"])
async def test_it_goes_on_until_they_are_there(
    database: Database, tmp_path: Path, source: str
) -> None:
    async with asyncio.timeout(PATIENCE):
        await loader(database, tmp_path / "marker", source).run()
    assert await database.read(are_loaded)


async def test_a_stop_waits_for_nothing(database: Database, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    towns = loader(database, marker, "hangs")
    running = asyncio.ensure_future(towns.run())
    async with asyncio.timeout(PATIENCE):
        while not marker.exists():  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
        await towns.stop()
        await running
    assert not await database.read(are_loaded)


async def test_a_stop_before_the_first_look_is_one_too(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_AFTER_SECONDS", 1000)
    towns = loader(database, tmp_path / "marker", "works")
    running = asyncio.ensure_future(towns.run())
    await towns.stop()
    async with asyncio.timeout(PATIENCE):
        await running
    assert not await database.read(are_loaded)
