"""A transaction happens whole or not at all, once, and says plainly when it cannot."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Table, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from core.columns import Id, Thousandths, UtcDateTime
from core.database import (
    ATTEMPTS,
    Database,
    DatabaseAway,
    make_engine,
    metadata,
)
from tests.databases import migrated_database

INSTANT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
TAKE = text("INSERT INTO inbox (id, received_at) VALUES (:id, '2026-03-02 18:00:00.000000')")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def take(db: Connection, name: str) -> None:
    db.execute(TAKE, {"id": name})


def taken(db: Connection) -> list[str]:
    return sorted(db.execute(text("SELECT id FROM inbox")).scalars())


async def test_what_a_function_wrote_is_committed(database: Database) -> None:
    await database.run(take, "one")
    assert await database.read(taken) == ["one"]


async def test_whatever_it_raises_rolls_everything_back(database: Database) -> None:
    def stumble(db: Connection) -> None:
        take(db, "one")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.run(stumble)
    assert await database.read(taken) == []


async def test_a_lost_unique_race_is_run_again_from_the_start(database: Database) -> None:
    await database.run(take, "one")
    attempts: list[int] = []

    def meet(db: Connection) -> str:
        attempts.append(1)
        take(db, "two")
        take(db, "one" if len(attempts) == 1 else "three")
        return "met"

    assert await database.run(meet) == "met"
    assert await database.read(taken) == ["one", "three", "two"]
    assert len(attempts) == 2


async def test_a_race_that_is_lost_every_time_is_an_error(database: Database) -> None:
    await database.run(take, "one")
    attempts: list[int] = []

    def meet(db: Connection) -> None:
        attempts.append(1)
        take(db, "one")

    with pytest.raises(IntegrityError):
        await database.run(meet)
    assert len(attempts) == ATTEMPTS


async def test_a_wrong_statement_is_not_taken_for_an_absent_database(database: Database) -> None:
    """It would be tried again for ever, where a calm sentence is due."""
    with pytest.raises(DBAPIError):
        await database.run(lambda db: db.execute(text("SELECT nothing FROM nowhere")))
    await database.run(take, "one")


async def test_many_at_once_are_all_committed(database: Database) -> None:
    names = [f"{number:03}" for number in range(50)]
    await asyncio.gather(*(database.run(take, name) for name in names))
    assert await database.read(taken) == names


async def test_a_reader_sees_what_was_committed_and_may_not_write(database: Database) -> None:
    assert await database.answers()
    with pytest.raises(DBAPIError):
        await database.read(take, "one")
    await database.run(take, "two")
    assert await database.read(taken) == ["two"]


async def test_a_reader_holds_no_writer_up(database: Database) -> None:
    reading, written = threading.Event(), threading.Event()

    def look(db: Connection) -> tuple[list[str], list[str]]:
        before = taken(db)
        reading.set()
        assert written.wait(10)
        return before, taken(db)

    looking = asyncio.ensure_future(database.read(look))
    await asyncio.to_thread(reading.wait, 10)
    await database.run(take, "one")
    written.set()
    assert await looking == ([], []), "a reader sees one snapshot"


async def test_a_closed_database_is_away(database_url: str) -> None:
    database = Database(database_url)
    await database.run(take, "one")
    database.close()
    with pytest.raises(DatabaseAway):
        await database.run(take, "two")


async def test_a_server_that_is_not_there_is_away(tmp_path: Path, database_url: str) -> None:
    gone = f"postgresql://nobody@/none?host={tmp_path}"
    if database_url.startswith("sqlite"):
        (tmp_path / "folder.db").mkdir()
        gone = f"sqlite:///{tmp_path}/folder.db"
    database = Database(gone)
    with pytest.raises(DatabaseAway):
        await database.run(take, "one")
    assert not await database.answers()
    database.close()


async def test_a_connection_cut_between_two_transactions_is_made_anew(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    await database.run(take, "one")
    _cut_all(postgresql_url)
    await database.run(take, "two")
    assert await database.read(taken) == ["one", "two"]
    database.close()


async def test_a_connection_cut_in_every_attempt_is_an_absent_database(
    postgresql_url: str,
) -> None:
    database = Database(postgresql_url)

    def unlucky(db: Connection) -> None:
        take(db, "one")
        _cut_all(postgresql_url)
        take(db, "two")

    with pytest.raises(DatabaseAway):
        await database.run(unlucky)
    assert await database.read(taken) == []
    database.close()


async def test_a_deadlock_is_tried_again(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    for name in ("one", "two"):
        await database.run(take, name)
    both = threading.Barrier(2)
    lock = text("SELECT id FROM inbox WHERE id = :id FOR UPDATE")

    def cross(db: Connection, first: str, second: str, attempts: list[str]) -> int:
        attempts.append(first)
        db.execute(lock, {"id": first})
        if len(attempts) == 1:
            both.wait(10)
        db.execute(lock, {"id": second})
        return len(attempts)

    tries = await asyncio.gather(
        database.run(cross, "one", "two", []), database.run(cross, "two", "one", [])
    )
    assert max(tries) > 1
    database.close()


async def test_a_full_disk_is_away_and_leaves_nothing_half_written(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await database.run(take, "before")
    await database.run(lambda db: db.exec_driver_sql("PRAGMA max_page_count = 1"))

    def fill(db: Connection) -> None:
        for number in range(5000):
            take(db, f"{number:0160}")

    with pytest.raises(DatabaseAway):
        await database.run(fill)
    await database.run(lambda db: db.exec_driver_sql("PRAGMA max_page_count = 1000000"))
    await database.run(take, "after")
    assert await database.read(taken) == ["after", "before"]
    database.close()


async def test_a_locked_file_is_away_after_a_while(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await database.run(lambda db: db.exec_driver_sql("PRAGMA busy_timeout = 1"))
    other = make_engine(sqlite_url)
    with other.connect() as connection, connection.begin():
        with pytest.raises(DatabaseAway):
            await database.run(take, "one")
        assert await database.read(taken) == [], "readers go on beside a writer"
    await database.run(take, "one")
    other.dispose()
    database.close()


def test_commands_run_without_an_event_loop(database: Database) -> None:
    database.transact(take, "one")
    assert database.transact(taken) == ["one"]


@pytest.mark.parametrize("pragma", ["journal_mode wal", "synchronous 1", "secure_delete 1"])
def test_sqlite_keeps_what_it_confirmed_and_wipes_what_it_deleted(
    sqlite_url: str, pragma: str
) -> None:
    name, value = pragma.split()
    database = Database(sqlite_url)
    assert str(database.transact(lambda db: db.exec_driver_sql(f"PRAGMA {name}").scalar())) == value
    database.close()


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis wants its bounds without a zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)
WEIGHTS = st.decimals(-10_000_000, 10_000_000, places=3)
_TYPES = Table(
    "of_types",
    metadata.__class__(),
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime),
    Column("weight", Thousandths),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def with_types(request: pytest.FixtureRequest, run_folder: Path) -> Iterator[Database]:
    with migrated_database(request.param, run_folder) as url:
        database = Database(url)
        _TYPES.create(database.engine)
        yield database
        database.close()


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(at=INSTANTS, weight=WEIGHTS)
def test_instants_and_weights_come_back_exactly(
    with_types: Database, at: datetime, weight: Decimal
) -> None:
    def keep(db: Connection) -> tuple[datetime, Decimal]:
        db.execute(_TYPES.delete())
        db.execute(_TYPES.insert(), {"at": at, "weight": weight})
        row = db.execute(_TYPES.select()).one()
        return row.at, row.weight

    back, weighed = with_types.transact(keep)
    assert back == at
    assert back.utcoffset() == timedelta(0)
    assert weighed == weight


@pytest.mark.parametrize("value", [None, INSTANT])
def test_an_instant_may_be_unknown(with_types: Database, value: datetime | None) -> None:
    def keep(db: Connection) -> datetime | None:
        db.execute(_TYPES.delete())
        db.execute(_TYPES.insert(), {"at": value})
        return db.execute(_TYPES.select()).one().at  # type: ignore[no-any-return]

    assert with_types.transact(keep) == value


def test_a_time_without_a_zone_is_refused(with_types: Database) -> None:
    with pytest.raises(StatementError, match="names no instant"):
        with_types.transact(
            lambda db: db.execute(_TYPES.insert(), {"at": INSTANT.replace(tzinfo=None)})
        )


def _cut_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
