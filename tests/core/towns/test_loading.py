"""The towns are loaded once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, func, select, text

from core.database import Database
from core.towns import filling
from core.towns.finding import find_town
from core.towns.loading import LoadingFailed, are_loaded, edition, load_towns
from core.towns.models import TABLES, town_edition
from core.towns.source import name_rows

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
WRITES = """
import pathlib, sys
folder, dies_after = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for number in range(int(sys.argv[3]), 5):
    if number == dies_after:
        sys.exit(3)
    print((folder / f"{number}.json").read_text(), flush=True)
"""
NEVER = 99


def part(number: int) -> dict[str, list[list[Any]]]:
    """One town and its country."""
    name = f"Town {number}"
    row = [number, name, "DE", "02", "Bavaria", 48.0, 11.0, 100 - number, "Europe/Berlin"]
    names = name_rows(number, name, [], 100 - number)
    return {"town": [row], "town_name": names, "area_name": [[f"land {number}", "DE", ""]]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The parts that the source writes."""
    for number in range(5):
        (tmp_path / f"{number}.json").write_bytes(orjson.dumps(part(number)))
    return tmp_path


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Without any towns, and knowing it."""
    made = Database(database_url)
    await made.run(lambda db: db.execute(text("DELETE FROM town_edition")))
    yield made
    made.close()


def source(folder: Path, dies_after: int = NEVER) -> list[str]:
    return [sys.executable, "-c", WRITES, str(folder), str(dies_after)]


async def load(database: Database, command: list[str]) -> bool:
    return await load_towns(database, lambda: NOW, beside=False, source=command)


async def rows(database: Database) -> list[int]:
    def count(db: Connection) -> list[int]:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]

    return await database.read(count)


async def test_all_parts_are_loaded_and_then_nothing_is_to_do(
    database: Database, folder: Path
) -> None:
    assert not await database.read(are_loaded)
    assert await load(database, source(folder))
    assert await rows(database) == [5, 5, 5]
    assert await database.read(are_loaded)
    found = await database.read(lambda db: find_town(db, "town 3"))
    assert found.town is not None
    assert not await load(database, ["no such command"])


async def test_what_is_cut_off_is_gone_on_with(database: Database, folder: Path) -> None:
    with pytest.raises(LoadingFailed):
        await load(database, source(folder, dies_after=3))
    assert await rows(database) == [3, 3, 3]
    assert not await database.read(are_loaded)
    for number in range(3):
        # What is there is not asked for again.
        (folder / f"{number}.json").unlink()
    assert await load(database, source(folder))
    assert await rows(database) == [5, 5, 5]


async def test_half_a_line_is_no_part(database: Database, folder: Path) -> None:
    half = (folder / "2.json").read_bytes()[:-5]
    (folder / "2.json").write_bytes(half)
    with pytest.raises(LoadingFailed):
        await load(database, source(folder))
    assert await rows(database) == [2, 2, 2]


async def test_a_source_that_says_nothing_leaves_nothing_whole(database: Database) -> None:
    with pytest.raises(LoadingFailed):
        await load(database, [sys.executable, "-c", "raise SystemExit(1)"])
    assert not await database.read(are_loaded)


async def test_two_processes_load_each_part_once(
    database: Database, database_url: str, folder: Path
) -> None:
    other = Database(database_url)
    try:
        await asyncio.gather(load(database, source(folder)), load(other, source(folder)))
    finally:
        other.close()
    assert await rows(database) == [5, 5, 5]


async def test_another_edition_takes_the_place_of_the_last_one(
    database: Database, folder: Path
) -> None:
    await database.run(old_edition, filling.CHUNK * 2 + 5)
    assert not await database.read(are_loaded)
    assert await load(database, source(folder))
    assert await rows(database) == [5, 5, 5]
    kept = select(town_edition.c.edition)
    assert await database.read(lambda db: db.execute(kept).scalars().all()) == [edition()]


async def test_where_another_release_loads_its_own_nothing_is_added(database: Database) -> None:
    await database.run(filling.begin, "of tomorrow")
    with pytest.raises(filling.EditionGone):
        await database.run(filling.add_part, edition(), 0, part(0))
    assert await rows(database) == [0, 0, 0]


def old_edition(db: Connection, towns: int) -> None:
    filling.begin(db, "of old")
    old: filling.Part = {"town": [], "town_name": [], "area_name": []}
    for number in range(1000, 1000 + towns):
        for table, some in part(number).items():
            old[table] += some
    filling.add_part(db, "of old", 0, old)
    filling.close(db, "of old", NOW)
