"""Rows in every table that there is, whatever tables there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Double,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    insert,
    text,
)

from core.columns import Thousandths, UtcDateTime
from core.providers.models import Words
from migrations.models import all_tables

# What is easily lost on the way through a file.
HARD: Final = "'\"\\N\t\n;$$ ü😀"
AT: Final = datetime(2026, 3, 2, 18, 0, 0, 123456, tzinfo=UTC)
Row = dict[str, Any]


def fill(db: Connection, first: int = 10, rows: int = 3) -> None:
    """`rows` rows in each table, the numbers in them beginning at `first`."""
    made: dict[str, list[Row]] = {}
    for table in all_tables().sorted_tables:
        made[table.name] = [
            _add(db, table, number, made, number - first) for number in range(first, first + rows)
        ]


def every_row(db: Connection, metadata: MetaData | None = None) -> dict[str, list[str]]:
    """All rows of all tables as text, in an order of their own."""
    tables = (metadata or all_tables()).sorted_tables
    return {table.name: sorted(_rows(db, table.name)) for table in tables}


def _rows(db: Connection, name: str) -> Iterator[str]:
    # Past our own types, as the database has it.
    for row in db.execute(text(f'SELECT * FROM "{name}"')):
        yield repr([bytes(one) if isinstance(one, memoryview) else one for one in row])


def _add(db: Connection, table: Table, number: int, made: dict[str, list[Row]], place: int) -> Row:
    row = {column.name: _value(column, number) for column in table.columns}
    for key in table.foreign_keys:
        parent = made[key.column.table.name][place]
        row[key.parent.name] = parent[key.column.name]
    if table.autoincrement_column is not None and not table.autoincrement_column.foreign_keys:
        del row[table.autoincrement_column.name]
    added = db.execute(insert(table), row)
    keys = zip(table.primary_key.columns, added.inserted_primary_key or (), strict=True)
    return row | {column.name: value for column, value in keys}


def _value(column: Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, String):
        return f"{number}{HARD}"[: kind.length]
    for of, value in (
        (UtcDateTime, AT + timedelta(minutes=number)),
        (Thousandths, Decimal(number) / 1000),
        (Words, (str(number), HARD)),
        (JSON, {"number": number, "words": [HARD, None, 0.1]}),
        (LargeBinary, bytes(range(256)) * number),
        (Boolean, number % 2 == 0),
        (Double, number / 3),
        (Date, date(2026, 3, 1) + timedelta(days=number)),
        (Time, time(7, 0, number % 60)),
    ):
        if isinstance(kind, of):
            return value
    return number
