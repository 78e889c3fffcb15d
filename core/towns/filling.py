"""All SQL that fills the tables of towns, in steps that each take some milliseconds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update

from core.prepared import Prepared
from core.towns.models import TABLES, town_edition

Part = dict[str, list[list[Any]]]
"""The rows of each table, by its name, in the order of its columns."""

CHUNK = 2_000
THE_ONE = 1
_ADD = {table: Prepared(insert(table)) for table in TABLES}


class EditionGone(Exception):
    """A process of another release has begun to load its own towns."""


def is_whole(db: Connection, edition: str) -> bool:
    """Whether all towns of this edition are there."""
    whole = select(town_edition.c.id).where(
        town_edition.c.edition == edition, town_edition.c.whole_at.is_not(None)
    )
    return db.execute(whole).first() is not None


def begin(db: Connection, edition: str) -> int | None:
    """How many parts of this edition are there; None where another one was in the way.

    Then some of that was taken away, and it is to be asked again.
    """
    kept = db.execute(select(town_edition).with_for_update()).first()
    if kept is not None and kept.edition == edition:
        return int(kept.parts)
    if kept is not None:
        db.execute(update(town_edition).values(whole_at=None))
        if any(_take_some_away(db, table) for table in TABLES):
            return None
        db.execute(delete(town_edition))
    db.execute(insert(town_edition).values(id=THE_ONE, edition=edition, parts=0))
    return 0


def _take_some_away(db: Connection, table: Table) -> bool:
    """False where nothing was left."""
    first: Column[Any] = next(iter(table.primary_key))
    beyond = db.scalar(select(first).order_by(first).offset(CHUNK).limit(1))
    some = delete(table) if beyond is None else delete(table).where(first < beyond)
    return bool(db.execute(some).rowcount)


def add_part(db: Connection, edition: str, number: int, part: Part) -> int:
    """Write the part unless it is there; returns how many parts there are now.

    Raises `EditionGone`.
    """
    row = select(town_edition.c.parts).where(town_edition.c.edition == edition)
    there = db.scalar(row.with_for_update())
    if there is None:
        raise EditionGone(edition)
    if there != number:
        return int(there)
    for table in TABLES:
        _add(db, table, part[table.name])
    db.execute(update(town_edition).values(parts=number + 1))
    return number + 1


def _add(db: Connection, table: Table, rows: list[list[Any]]) -> None:
    columns = [column.name for column in table.columns]
    if db.dialect.name == "postgresql":
        # Twice as fast as row by row.
        driver: Any = db.connection.driver_connection
        with driver.cursor().copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        _ADD[table].run_many(db, [dict(zip(columns, row, strict=True)) for row in rows])


def close(db: Connection, edition: str, at: datetime) -> None:
    """All of the edition is there."""
    db.execute(update(town_edition).where(town_edition.c.edition == edition).values(whole_at=at))
