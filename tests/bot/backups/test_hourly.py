"""A process that runs makes a backup every hour, and one of many does it for all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.backups import hourly as module
from bot.backups.hourly import AGAIN, EVERY, HourlyBackups
from bot.engine import leases
from bot.metrics import Metrics
from bot.settings import Settings
from core.database import Database, DatabaseAway
from core.people.deletion import REMEMBERED, note_deletion, noted, remember
from tests.bot.backups.conftest import settings_for

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Process:
    """As much of a process as makes backups, with a clock set by hand."""

    def __init__(self, settings: Settings, name: str = "one") -> None:
        self.now = NOW
        self.name = name
        self.database = Database(settings.database)
        self.made: list[str] = []
        self.newest: datetime | None = None
        self.backups = HourlyBackups(settings, self.database, self, lambda: self.now, name)

    def beat(self) -> None:
        """Be known to live."""
        if not self.database.is_sqlite:
            self.database.transact(leases.beat, self.name, "work", "1")

    def backed_up(self, outcome: str) -> None:
        """Note it."""
        self.made.append(outcome)

    def newest_backup(self, at: datetime | None) -> None:
        """Note it."""
        self.newest = at

    async def later(self, delta: timedelta) -> None:
        """Look again after some time."""
        self.now += delta
        await self.backups.look()

    def close(self) -> None:
        """Let go of everything."""
        self.database.close()


@pytest.fixture
def process(settings: Settings) -> Iterator[Process]:
    made = Process(settings)
    made.beat()
    yield made
    made.close()


async def test_one_an_hour(process: Process) -> None:
    place = process.backups.place
    await process.backups.look()
    await process.later(EVERY - MINUTE)
    assert [one.at for one in place.all()] == [NOW]
    assert process.newest == NOW
    await process.later(MINUTE)
    assert [one.at for one in place.all()] == [NOW, NOW + EVERY]
    assert process.newest == NOW + EVERY
    place.file(NOW - timedelta(days=31)).touch()
    await process.later(EVERY)
    assert len(place.all()) == 3, "the oldest went"
    assert process.made == ["made"] * 3


async def test_one_that_fails_is_counted_and_tried_again_soon(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.backups.place.folder.parent.mkdir(exist_ok=True)
    process.backups.place.folder.write_text("no folder")
    await process.backups.look()
    process.backups.place.folder.unlink()
    assert process.made == ["failed"]
    await process.later(AGAIN - MINUTE)
    assert process.made == ["failed"]
    await process.later(MINUTE)
    assert process.made == ["failed", "made"]


async def test_without_tools_it_says_so_once_an_hour(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    process = Process(settings_for(postgresql_url))
    process.beat()
    await process.backups.look()
    await process.later(EVERY - MINUTE)
    assert process.made == ["unable"]
    await process.later(MINUTE)
    assert process.made == ["unable"] * 2
    process.close()


async def test_whoever_was_erased_is_listed_within_a_look(process: Process) -> None:
    file = process.backups.place.deletions
    note_deletion(file, "long ago", NOW - REMEMBERED - MINUTE)
    note_deletion(file, "listed", NOW - MINUTE)
    for number, ago in enumerate((timedelta(days=40), MINUTE)):
        process.database.transact(remember, f"before {number}", NOW - ago)
    process.database.transact(remember, "listed", NOW - MINUTE)
    await process.backups.look()
    assert [one.random_id for one in noted(file)] == ["listed", "before 0", "before 1"]
    # Dated before the last look, and committed after it.
    process.database.transact(remember, "late", NOW - MINUTE)
    await process.later(MINUTE)
    await process.later(MINUTE)
    assert file.read_text().count("late") == 1
    assert len(noted(file)) == len(file.read_text().splitlines()) == 4


async def test_one_of_many_makes_them_until_it_ends(postgresql_url: str) -> None:
    first, second = (Process(settings_for(postgresql_url), name) for name in ("a", "b"))
    second.database.transact(leases.beat, "serving", "serve", "1")
    first.beat()
    second.beat()
    await first.backups.look()
    await second.backups.look()
    await second.later(EVERY)
    assert (first.made, second.made) == (["made"], [])
    assert (first.newest, second.newest) == (NOW, None)
    first.database.transact(leases.end, "a")
    second.database.transact(remember, "meanwhile", second.now)
    await second.backups.look()
    assert second.made == ["made"]
    await first.later(EVERY)
    assert (first.made, first.newest) == (["made"], None)
    assert [one.random_id for one in noted(second.backups.place.deletions)] == ["meanwhile"]
    first.close()
    second.close()


async def test_it_looks_every_minute_until_it_is_stopped(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.0)
    looked = asyncio.Event()
    looks = iter([DatabaseAway("away")])

    async def look() -> None:
        for trouble in looks:
            raise trouble
        looked.set()

    monkeypatch.setattr(process.backups, "look", look)
    running = asyncio.ensure_future(process.backups.run())
    await looked.wait()
    await process.backups.stop()
    await running


async def test_one_that_is_being_made_is_given_up_at_the_end(process: Process) -> None:
    await process.backups.stop()
    await process.backups.look()
    assert process.backups.place.all() == []
    assert process.made == []
    assert list(process.backups.place.folder.glob("*")) == []


def test_its_age_is_told_when_somebody_asks() -> None:
    metrics = Metrics()
    assert b"werkout_backup_age_seconds NaN" in metrics.page()
    metrics.newest_backup(datetime.now(UTC) - timedelta(hours=1))
    metrics.backed_up("failed")
    page = metrics.page().decode()
    (age,) = [line for line in page.splitlines() if line.startswith("werkout_backup_age_seconds ")]
    assert 3600 <= float(age.split()[1]) < 4000
    assert 'werkout_backups_total{outcome="failed"} 1.0' in page
