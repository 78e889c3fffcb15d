"""What stands in the database, read past the program."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, text

from core.database import make_engine
from migrations.models import all_tables

LOGGED = """
    SELECT exercise, weight_kg, reps FROM workout_set
    JOIN identity ON identity.person_id = workout_set.person_id
    WHERE identity.key = :key AND taken_back_at IS NULL
    ORDER BY logged_at, inbound_order, place, workout_set.id
"""
# Drawn by lot, counted up, or the moment at which it happened: different each time.
PASSING = frozenset(
    {"id", "at", "random_id", "key", "inbound_order", "version", "sealed", "platform_file"}
)
NUMBER = re.compile(r"\d+")
Contents = dict[str, list[tuple[str, ...]]]


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


def nothing_waits(url: str) -> bool:
    """Whether all is done and sent."""
    # In this order: what a job brings is in the outbox before the job is gone.
    return count(url, "job") == 0 and count(url, "outbox") == 0


def all_of(url: str, user_id: int | str) -> Contents:
    """Every row of every table that belongs to whoever has this key, whole."""
    return _belonging(url, user_id, lambda table: ", ".join(table.c.keys()), str)


def likeness_of(url: str, user_id: int) -> Contents:
    """The same without what differs between two people who did the same at different times."""
    return _belonging(url, user_id, _lasting, lambda value: NUMBER.sub("#", str(value)))


def _belonging(
    url: str, user_id: int | str, columns: Callable[[Table], str], shown: Callable[[Any], str]
) -> Contents:
    found: Contents = {}
    for table in all_tables().sorted_tables:
        if whose := _whose(table):
            statement = f"SELECT {columns(table)} FROM {table.name} WHERE {whose}"
            rows = select(url, statement, key=str(user_id))
            found[table.name] = sorted(tuple(_plain(one, shown) for one in row) for row in rows)
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


def _lasting(table: Table) -> str:
    """All columns but the passing ones; of a moment only whether there is one."""
    kept = [name for name in table.c.keys() if name not in PASSING and not name.endswith("_id")]  # noqa: SIM118
    return ", ".join(["1", *(f"{one} IS NULL" if one.endswith("_at") else one for one in kept)])


def _plain(value: Any, shown: Callable[[Any], str]) -> str:
    """Numbers as they are; the numbers that stand in names and JSON only as far as `shown`."""
    return repr(value) if isinstance(value, int | float | None) else shown(value)
