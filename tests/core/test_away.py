"""What a database says when it is away, and when it is there again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Connection, text

from core.away import Crowded
from core.database import Database, DatabaseAway, make_engine

TAKE = text("INSERT INTO inbox (id, received_at) VALUES (:id, '2026-03-02 18:00:00.000000')")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def take(db: Connection, name: str) -> None:
    db.execute(TAKE, {"id": name})


async def test_a_write_that_failed_is_told_until_one_succeeds(database: Database) -> None:
    told: list[str | None] = []
    database.on_lost = lambda: told.append(database.lost)

    def fail(db: Connection) -> None:
        raise DatabaseAway("for this test")

    with pytest.raises(DatabaseAway):
        await database.run(fail)
    assert (told, database.lost) == (["for this test"], "for this test")
    await database.prove()
    assert database.lost is None
    assert await database.answers()


async def test_a_full_disk_reads_but_is_away_all_the_same(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await database.run(lambda db: db.exec_driver_sql("PRAGMA max_page_count = 1"))

    def fill(db: Connection) -> None:
        for number in range(5000):
            take(db, f"{number:0160}")

    with pytest.raises(DatabaseAway, match="the disk is full; make room"):
        await database.run(fill)
    assert database.lost == "the disk is full; make room"
    database.close()


async def test_what_proves_it_is_a_write(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await database.run(take, "one")
    log = Path(f"{database.url.database}-wal")
    before = _content(log)
    await database.prove()
    assert _content(log) != before
    database.close()


async def test_room_for_a_page_is_not_room(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    await database.prove()
    monkeypatch.setattr("core.database.ROOM_BYTES", 1 << 60)
    with pytest.raises(DatabaseAway, match="the disk is full"):
        await database.prove()
    assert not await database.answers()
    database.close()


async def test_a_server_that_only_reads_is_away(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        only_read = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on")
        server.execute(only_read.format(sql.Identifier(server.info.dbname)))
    with pytest.raises(DatabaseAway, match="the server only reads"):
        await database.run(take, "one")
    assert not await database.answers()
    database.close()


async def test_a_row_that_is_held_too_long_is_not_an_absent_server(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    await database.run(take, "one")

    def wait_shortly(db: Connection) -> None:
        db.execute(text("SET LOCAL lock_timeout = '10ms'"))
        db.execute(text("SELECT id FROM inbox FOR UPDATE"))

    other = make_engine(postgresql_url)
    with other.connect() as holding:
        holding.execute(text("SELECT id FROM inbox FOR UPDATE"))
        with pytest.raises(Crowded, match="a lock was not to be had in time"):
            await database.run(wait_shortly)
    assert database.lost is None
    other.dispose()
    database.close()


async def test_nobody_waits_for_ever_for_a_server_that_hangs(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.database.ANSWER_SECONDS", 0.05)
    database = Database(postgresql_url)
    released = threading.Event()

    def hang(db: Connection) -> None:
        take(db, "late")
        assert released.wait(10)

    with pytest.raises(DatabaseAway, match="does not answer in time"):
        await database.run(hang)
    released.set()
    await asyncio.to_thread(database.close)
    with psycopg.connect(postgresql_url) as server:
        found = server.execute("SELECT id FROM inbox").fetchall()
    assert found == [("late",)], "what was under way is done all the same"


async def test_the_first_reader_after_a_restart_finds_it(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    await database.read(lambda db: None)
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert await database.answers()
    database.close()


def _content(file: Path) -> bytes:
    return file.read_bytes()
