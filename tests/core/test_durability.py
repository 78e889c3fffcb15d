"""What was confirmed is on disk: every commit is followed by a flush that began after it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.database import Database, DatabaseAway, make_engine
from core.durability import SharedFlush


class Disk:
    """Counts flushes of the log, and can hold them up or refuse them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.flushes = 0
        self.error: OSError | None = None
        self._flush = os.fdatasync
        monkeypatch.setattr(os, "fdatasync", self.flush)

    def flush(self, file: int) -> None:
        if self.error is not None:
            raise self.error
        self.flushes += 1
        self._flush(file)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def insert(db: Any, number: int) -> None:
    db.execute(
        text("INSERT INTO inbox (id, received_at) VALUES (:id, '2026-03-02 12:00:00.000000')"),
        {"id": f"test:{number}"},
    )


def _holds(file: Path, words: bytes) -> bool:
    return words in file.read_bytes()


async def test_a_commit_is_flushed_before_it_is_confirmed(sqlite_url: str, disk: Disk) -> None:
    database = Database(sqlite_url)
    await database.run(insert, 1)
    assert disk.flushes == 1
    await database.run(insert, 2)
    assert disk.flushes == 2
    database.close()


async def test_what_may_be_lost_waits_for_no_flush(sqlite_url: str, disk: Disk) -> None:
    database = Database(sqlite_url)
    await database.run_lightly(insert, 1)
    assert disk.flushes == 0
    database.close()


async def test_commits_that_wait_together_share_a_flush(sqlite_url: str, disk: Disk) -> None:
    database = Database(sqlite_url)
    await asyncio.gather(*(database.run(insert, number) for number in range(200)))
    assert 1 <= disk.flushes < 200
    database.close()


async def test_a_disk_that_refuses_confirms_nothing(sqlite_url: str, disk: Disk) -> None:
    database = Database(sqlite_url)
    disk.error = OSError(5, "Input/output error")
    with pytest.raises(DatabaseAway, match="the disk did not keep it: Input/output error"):
        await database.run(insert, 1)
    disk.error = None
    assert await database.answers()
    await database.run(insert, 2)
    assert disk.flushes == 1
    database.close()


async def test_a_flush_that_failed_once_is_not_believed_the_second_time(
    sqlite_url: str, disk: Disk
) -> None:
    """The system may call pages clean that it could not write: they are written elsewhere."""
    database = Database(sqlite_url)
    file = Path(database.url.database or "")
    log = file.with_name(f"{file.name}-wal")
    disk.error = OSError(5, "Input/output error")
    with pytest.raises(DatabaseAway):
        await database.run(insert, 1)
    disk.error = None
    assert not _holds(file, b"test:1")
    await database.run(insert, 2)
    assert log.stat().st_size == 0, "a checkpoint moved all of it, and only that confirmed it"
    assert disk.flushes == 0
    assert _holds(file, b"test:1")
    await database.run(insert, 3)
    assert disk.flushes == 1, "from then on flushes are believed again"
    database.close()


async def test_after_a_failed_flush_nothing_is_confirmed_before_all_is_written_anew(
    sqlite_url: str, disk: Disk
) -> None:
    database = Database(sqlite_url)
    disk.error = OSError(28, "No space left on device")
    other = make_engine(sqlite_url)
    with other.connect().execution_options(reading=True) as reading:
        # Whoever reads what was before keeps the log from being emptied.
        reading.execute(text("SELECT count(*) FROM inbox"))
        with pytest.raises(DatabaseAway):
            await database.run(insert, 1)
        disk.error = None
        with pytest.raises(DatabaseAway):
            await database.run(insert, 2)
    await database.run(insert, 3)
    other.dispose()
    database.close()


async def test_follows_a_log_that_was_made_anew(tmp_path: Path, disk: Disk) -> None:

    async def never() -> bool:
        raise AssertionError("no flush failed")

    flush = SharedFlush(tmp_path / "a.db", never)
    await flush.everything_before()
    assert disk.flushes == 0, "without a log there is nothing to flush"
    log = tmp_path / "a.db-wal"
    for text_ in ("one", "two"):
        log.unlink(missing_ok=True)
        log.write_text(text_)
        await flush.everything_before()
    assert disk.flushes == 2
    flush.close()
