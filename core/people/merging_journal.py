"""The journal of a merger: what it moved and changed, and what goes back when it is undone.

A line of `merger_row` is one of four, by what its column `row` holds:
`moved`  the keys of rows that changed their person, without the person where it is part of the
         key; `before` has the person;
`changed` the key of a row; `before` has for each changed column what it held and what it holds;
`planned` the key of a row; `before` has all of it, to be put back where it is gone;
`noted`  nothing that is undone here: whoever wrote it reads it (`noted`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Table,
    Time,
    and_,
    insert,
    select,
    true,
    tuple_,
    update,
)

from core.columns import Thousandths, UtcDateTime
from core.database import metadata
from core.people.models import merger_row

Values = Mapping[str, Any]
CHUNK: Final = 500
"""Rows in one statement; SQLite takes no more parameters than a few tens of thousands."""


# Writing


def move(
    db: Connection,
    merger_id: int,
    table: Table,
    from_id: int,
    to_id: int,
    which: ColumnElement[bool] | None = None,
) -> None:
    """The rows of `from_id` (of them, `which`) are those of `to_id` from now on."""
    mine = and_(table.c.person_id == from_id, true() if which is None else which)
    # Where a person has one row at the most, they are all of its key.
    named = select(table.c.person_id, *_rest_of_key(table)).where(mine)
    keys = [list(row[1:]) for row in db.execute(named)]
    if keys:
        plain = [[_plain(value) for value in key] for key in keys]
        _write(db, merger_id, table, {"moved": plain}, {"person_id": from_id})
        db.execute(update(table).where(mine).values(person_id=to_id))


def change(db: Connection, merger_id: int, table: Table, row_id: int, **values: Any) -> None:
    """Write these columns of a row that is named by one number."""
    this = _number(table) == row_id
    row = db.execute(select(*(table.c[name] for name in values)).where(this)).one()
    pairs = {
        name: [_plain(held), _plain(values[name])]
        for name, held in zip(values, row, strict=True)
        if held != values[name]
    }
    if pairs:
        _write(db, merger_id, table, {"changed": [row_id]}, pairs)
        db.execute(update(table).where(this).values(**values))


def plan_again(db: Connection, merger_id: int, table: Table, row: Values) -> None:
    """Put this row back when the merger is undone, unless there is one under its key."""
    key = [_plain(row[column.name]) for column in table.primary_key]
    _write(db, merger_id, table, {"planned": key}, {str(name): _plain(row[name]) for name in row})


def note(db: Connection, merger_id: int, table: Table, values: Values) -> None:
    """Keep what whoever undoes the merger has to know of a table's rows; JSON types alone."""
    _write(db, merger_id, table, {"noted": []}, values)


def _write(db: Connection, merger_id: int, table: Table, row: Values, before: Values) -> None:
    values = {"merger_id": merger_id, "of_table": table.name, "row": row, "before": before}
    db.execute(insert(merger_row), values)


# Reading


def noted(db: Connection, merger_id: int, table: Table) -> list[dict[str, Any]]:
    """What was noted of a table, in the order it was."""
    mine = (merger_row.c.merger_id == merger_id) & (merger_row.c.of_table == table.name)
    lines = select(merger_row.c.row, merger_row.c.before).where(mine).order_by(merger_row.c.id)
    return [line.before for line in db.execute(lines) if "noted" in line.row]


def go_back(db: Connection, merger_id: int, kept_id: int) -> None:
    """Undo every line: what is no longer there, or was changed since, stays as it is."""
    lines = select(merger_row).where(merger_row.c.merger_id == merger_id)
    # The last first: what was written twice is what it was before the first.
    for line in db.execute(lines.order_by(merger_row.c.id.desc())).all():
        table, before = metadata.tables[line.of_table], line.before
        match line.row:
            case {"moved": keys}:
                _move_back(db, table, keys, before["person_id"], kept_id)
            case {"changed": [row_id]}:
                _change_back(db, table, row_id, before)
            case {"planned": _}:
                _put_back(db, table, before)


def _move_back(
    db: Connection, table: Table, keys: Sequence[Sequence[Any]], from_id: int, kept_id: int
) -> None:
    columns = _rest_of_key(table)
    back = update(table).where(table.c.person_id == kept_id).values(person_id=from_id)
    for start in range(0, len(keys), CHUNK):
        values = [
            tuple(_typed(column, value) for column, value in zip(columns, key, strict=True))
            for key in keys[start : start + CHUNK]
        ]
        if len(columns) == 1:
            db.execute(back.where(columns[0].in_([value for (value,) in values])))
        else:
            db.execute(back.where(tuple_(*columns).in_(values)) if columns else back)


def _change_back(db: Connection, table: Table, row_id: int, before: Values) -> None:
    """Each column that still holds what the merger wrote."""
    columns, this = [table.c[name] for name in before], _number(table) == row_id
    row = db.execute(select(*columns).where(this)).first()
    for column, now in zip(columns, row or (), strict=False):
        held, written = (_typed(column, value) for value in before[column.name])
        if now == written:
            values: Any = {column.name: held}
            db.execute(update(table).where(this).values(values))


def _put_back(db: Connection, table: Table, before: Values) -> None:
    row = {name: _typed(table.c[name], value) for name, value in before.items()}
    this = and_(*(column == row[column.name] for column in table.primary_key))
    if db.execute(select(true()).select_from(table).where(this)).first() is None:
        db.execute(insert(table).values(**row))


def _number(table: Table) -> Column[Any]:
    (column,) = table.primary_key
    return column


def _rest_of_key(table: Table) -> list[Column[Any]]:
    """What names a row of the table among those of one person."""
    return [column for column in table.primary_key if column.name != "person_id"]


def _plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    match value:
        case Decimal():
            return str(value)
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return value


def _typed(column: Column[Any], value: Any) -> Any:
    """What `_plain` was given."""
    if value is None:
        return None
    match column.type:
        case Thousandths():
            return Decimal(value)
        case UtcDateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case Time():
            return time.fromisoformat(value)
        case _:
            return value
