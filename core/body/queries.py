"""All SQL about measurements of the body."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from core.body.models import Kind, Measurement, measurement
from core.people.queries import change_person

_NEWEST_FIRST = (measurement.c.at.desc(), measurement.c.id.desc())


def measurement_from(row: Sequence[Any]) -> Measurement:
    """A row of `measurement`, in the order of its columns."""
    return Measurement(row[0], row[1], Kind(row[2]), *row[3:])


def add_measurement(
    db: Connection,
    person_id: int,
    kind: Kind,
    value: Decimal,
    at: datetime,
    *,
    second: Decimal | None = None,
    source: str = "chat",
) -> Measurement:
    """Keep a value in the base unit of its kind; the newest weight is the person's own."""
    values = {"person_id": person_id, "kind": kind, "value": value, "second": second}
    added = insert(measurement).values(**values, at=at, source=source).returning(*measurement.c)
    found = measurement_from(db.execute(added).one())
    _keep_weight_in_step(db, found)
    return found


def change_measurement(
    db: Connection, one: Measurement, value: Decimal, second: Decimal | None = None
) -> None:
    """Write another value into a measurement; when it was taken stays."""
    changed = update(measurement).where(measurement.c.id == one.id)
    db.execute(changed.values(value=value, second=second))
    _keep_weight_in_step(db, one)


def delete_measurement(db: Connection, one: Measurement) -> None:
    """The value is gone; the weight before it is the person's again."""
    db.execute(delete(measurement).where(measurement.c.id == one.id))
    _keep_weight_in_step(db, one)


def _keep_weight_in_step(db: Connection, changed: Measurement) -> None:
    if changed.kind is not Kind.WEIGHT:
        return
    newest = latest(db, changed.person_id, Kind.WEIGHT)
    weight = None if newest is None else newest.value
    change_person(db, changed.person_id, body_weight_kg=weight)


def measurement_by_id(db: Connection, person_id: int, measurement_id: int) -> Measurement | None:
    """One of this person's values."""
    mine = select(measurement).where(
        measurement.c.person_id == person_id, measurement.c.id == measurement_id
    )
    row = db.execute(mine).first()
    return None if row is None else measurement_from(row)


def kept_with(db: Connection, one: Measurement, count: int) -> list[Measurement]:
    """The value and those kept after it in the same turn, `count` in all at the most."""
    mine = (
        select(measurement)
        .where(
            measurement.c.person_id == one.person_id,
            measurement.c.at == one.at,
            measurement.c.id >= one.id,
        )
        .order_by(measurement.c.id)
        .limit(count)
    )
    return [measurement_from(row) for row in db.execute(mine)]


def latest(db: Connection, person_id: int, kind: Kind) -> Measurement | None:
    """The newest value of a kind."""
    mine = _of_kind(person_id, kind).order_by(*_NEWEST_FIRST).limit(1)
    row = db.execute(mine).first()
    return None if row is None else measurement_from(row)


def latest_of_each(db: Connection, person_id: int) -> dict[Kind, Measurement]:
    """The newest value of every kind that was ever measured, in the order of `Kind`."""
    newest = (
        select(func.max(measurement.c.at))
        .where(measurement.c.person_id == person_id)
        .group_by(measurement.c.kind)
        .add_columns(measurement.c.kind.label("kind"))
        .subquery()
    )
    at, kind = newest.c
    mine = (
        select(measurement)
        .join(newest, (measurement.c.kind == kind) & (measurement.c.at == at))
        .where(measurement.c.person_id == person_id)
        .order_by(measurement.c.id)
    )
    found = {one.kind: one for one in map(measurement_from, db.execute(mine))}
    return {kind: found[kind] for kind in Kind if kind in found}


def values_between(
    db: Connection, person_id: int, kind: Kind, start: datetime, end: datetime
) -> list[Measurement]:
    """The values of a kind taken in [start, end), oldest first."""
    within = _of_kind(person_id, kind).where(measurement.c.at >= start, measurement.c.at < end)
    rows = db.execute(within.order_by(measurement.c.at, measurement.c.id))
    return [measurement_from(row) for row in rows]


def values_since(db: Connection, person_id: int, kind: Kind, since: datetime) -> list[Measurement]:
    """The values of a kind taken since then, oldest first."""
    mine = _of_kind(person_id, kind).where(measurement.c.at >= since)
    rows = db.execute(mine.order_by(measurement.c.at, measurement.c.id))
    return [measurement_from(row) for row in rows]


def newest_values(db: Connection, person_id: int, kind: Kind, limit: int) -> list[Measurement]:
    """The last values of a kind, newest first."""
    rows = db.execute(_of_kind(person_id, kind).order_by(*_NEWEST_FIRST).limit(limit))
    return [measurement_from(row) for row in rows]


def all_measurements(db: Connection, person_id: int) -> list[Measurement]:
    """Everything ever measured, oldest first."""
    mine = select(measurement).where(measurement.c.person_id == person_id)
    rows = db.execute(mine.order_by(measurement.c.at, measurement.c.id))
    return [measurement_from(row) for row in rows]


def _of_kind(person_id: int, kind: Kind) -> Any:
    return select(measurement).where(
        measurement.c.person_id == person_id, measurement.c.kind == kind
    )
