"""What stands in the database, read past the program."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.engine import Row

from core.database import make_engine, metadata

LOGGED = """
    SELECT exercise, weight_kg, reps FROM workout_set
    JOIN identity ON identity.person_id = workout_set.person_id
    WHERE identity.key = :key AND taken_back_at IS NULL
    ORDER BY logged_at, inbound_order, place, workout_set.id
"""
# Drawn by lot, counted up, or the moment at which it happened: different each time.
PASSING = frozenset({"id", "random_id", "key", "inbound_order", "version", "sealed"})
Contents = dict[str, list[tuple[Any, ...]]]


def select(url: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of one SELECT, on a connection of its own."""
    engine = make_engine(url)
    try:
        with engine.connect().execution_options(reading=True) as db:
            return [tuple(row) for row in db.execute(text(statement), values)]
    finally:
        engine.dispose()


def change(url: str, statement: str) -> None:
    """What the passing of time, or somebody else, does to the rows."""
    engine = make_engine(url)
    try:
        with engine.begin() as db:
            db.execute(text(statement))
    finally:
        engine.dispose()


def sets_of(url: str, user_id: int) -> list[tuple[str, float | None, int | None]]:
    """The log of whoever has this number on Telegram: exercise, kilograms and repetitions."""
    rows = select(url, LOGGED, key=str(user_id))
    return [(row[0], None if row[1] is None else row[1] / 1000, row[2]) for row in rows]


def count(url: str, table: str) -> int:
    """How many rows a table has."""
    return int(select(url, f"SELECT count(*) FROM {table}")[0][0])


def all_of(url: str, user_id: int) -> Contents:
    """Every row of every table that belongs to this person, whole."""
    return _belonging(url, user_id, frozenset())


def likeness_of(url: str, user_id: int) -> Contents:
    """The same without what differs between two people who did the same."""
    return _belonging(url, user_id, PASSING)


def _belonging(url: str, user_id: int, without: frozenset[str]) -> Contents:
    engine = make_engine(url)
    try:
        with engine.connect().execution_options(reading=True) as db:
            found = {
                table.name: _rows(db, table, str(user_id), without)
                for table in metadata.sorted_tables
                if _whose(table) is not None
            }
    finally:
        engine.dispose()
    return {name: rows for name, rows in found.items() if rows}


def _whose(table: Table) -> str | None:
    """The condition that picks the rows of the person known under `:key`."""
    person = "(SELECT person_id FROM identity WHERE key = :key)"
    ways = {
        "person_id": f"person_id = {person}",
        "identity_id": "identity_id = (SELECT id FROM identity WHERE key = :key)",
        "workout_id": f"workout_id IN (SELECT id FROM workout WHERE person_id = {person})",
    }
    if table.name == "person":
        return f"id = {person}"
    return next((way for column, way in ways.items() if column in table.c), None)


def _rows(db: Connection, table: Table, key: str, without: frozenset[str]) -> list[tuple[Any, ...]]:
    columns = [name for name in table.c.keys() if not without or _lasting(name, without)]  # noqa: SIM118
    statement = f"SELECT {', '.join(columns)} FROM {table.name} WHERE {_whose(table)}"
    return sorted(map(_plain, db.execute(text(statement), {"key": key})), key=repr)


def _lasting(name: str, without: frozenset[str]) -> bool:
    return name not in without and not name.endswith(("_id", "_at"))


def _plain(row: Row[Any]) -> tuple[Any, ...]:
    return tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
