"""A database of people in the middle of their training: each has agreed, each has trained before.

One of them is written by the code that logs sets; the others are copies of that one's rows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, Table, func, select, text

import migrations
from bot.engine.store import begin_conversation
from bot.engine.tables import conversation
from core.clock import system_clock
from core.database import Database
from core.people import queries as people
from core.people.models import identity, person
from core.towns import filling
from core.towns.loading import edition
from core.training import queries, workouts
from core.training.exercises import Catalogue
from core.training.log import Source, log_efforts
from core.training.models import workout, workout_exercise, workout_set
from core.training.sets import Effort

FIRST_ID = 10_001
"""The Telegram id of the first of them; the others follow it."""
DAYS_AGO = (9, 6, 3)
SETS = 4
# Heavier than what the benchmark logs, so that no set of it is a record.
DONE = Effort(weight=Decimal(90), reps=10)
_STRIDE = 100
_TABLES = (person, identity, conversation, workout, workout_exercise, workout_set)
_COUNTED_UP = {"person_id", "identity_id", "workout_id"}


def prepare(url: str, count: int) -> None:
    """Write a migrated database of `count` people."""
    migrations.upgrade(url)
    database = Database(url)
    try:
        # As on any day but the first: no towns are read in beside what is measured.
        database.transact(filling.begin, edition())
        database.transact(filling.close, edition(), system_clock())
        database.transact(_first)
        for table in _TABLES:
            database.transact(_copy, table, count - 1)
        database.transact(_count_on)
        database.transact(lambda db: db.execute(text("ANALYZE")))
        if database.is_sqlite:
            database._empty_log()
    finally:
        database.close()


def sets_in(url: str) -> int:
    """How many sets stand in the database."""
    database = Database(url)
    try:
        return int(
            database.transact(
                lambda db: db.execute(select(func.count()).select_from(workout_set)).scalar_one()
            )
        )
    finally:
        database.close()


def _first(db: Connection) -> None:
    now = datetime.now(UTC)
    long_ago = now - timedelta(days=30)
    somebody, met = people.add_person(db, "telegram", str(FIRST_ID), "Ann", "en", long_ago)
    begin_conversation(db, somebody.id, met.id)
    people.change_person(db, somebody.id, consent_asked_at=long_ago, consented_at=long_ago)
    for days in DAYS_AGO:
        begun = now - timedelta(days=days)
        for number in range(SETS):
            at = begun + timedelta(minutes=3 * number)
            source = Source(at=at, order=number, now=at)
            log_efforts(db, somebody, Catalogue({}), "bench_press", (DONE,), source)
        under_way = queries.open_workout(db, somebody.id)
        if under_way is not None:
            workouts.finish(db, under_way, begun + timedelta(hours=1))


def _copy(db: Connection, table: Table, count: int) -> None:
    """The first person's rows, `count` times, each time with numbers of their own."""
    names = ", ".join(column.name for column in table.c)
    values = ", ".join(_value(db, table, column.name) for column in table.c)
    db.exec_driver_sql(
        f"WITH RECURSIVE copies(k) AS (VALUES (1) UNION ALL SELECT k + 1 FROM copies"
        f" WHERE k < {count}) INSERT INTO {table.name} ({names})"
        f" SELECT {values} FROM {table.name}, copies"
    )


def _count_on(db: Connection) -> None:
    """PostgreSQL counts rows by itself, and has not seen the copies."""
    if db.dialect.name == "postgresql":
        for table in _TABLES:
            if "id" in table.c:
                db.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id))"
                    f" FROM {table.name}"
                )


def _value(db: Connection, table: Table, name: str) -> str:
    if name == "id" or name in _COUNTED_UP:
        return f"{name} + k * {_STRIDE}"
    if name == "random_id":
        postgresql = db.dialect.name == "postgresql"
        return "lpad(to_hex(k), 32, '0')" if postgresql else "printf('%032x', k)"
    return f"CAST({FIRST_ID} + k AS TEXT)" if name == "key" else name
