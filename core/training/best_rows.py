"""Works out which sets were better than everything before them, and keeps them in `best`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection, and_, bindparam, func, select, text

from core.columns import Thousandths, UtcDateTime
from core.prepared import Prepared
from core.training.best_coverage import drop_from
from core.training.best_kinds import BestKind, Figure, Reached, figures
from core.training.models import best, best_coverage, workout_set
from core.training.queries import COUNTED, STANDS


@dataclass(frozen=True, slots=True)
class BestRow:
    """A set that was the best so far in something."""

    kind: BestKind
    set_id: int
    among: Decimal
    value: Decimal
    at: datetime


_ADD = Prepared(
    text(
        "INSERT INTO best (person_id, exercise, kind, set_id, among, value, at)"
        " VALUES (:whose, :what, :kind, :set_id, :among, :value, :at) ON CONFLICT DO NOTHING"
    ).bindparams(
        bindparam("among", type_=Thousandths()),
        bindparam("value", type_=Thousandths()),
        bindparam("at", type_=UtcDateTime()),
    )
)
_COVER = Prepared(
    text(
        "INSERT INTO best_coverage (person_id, exercise, until, seen)"
        " SELECT :whose, :what, NULL, coalesce(max(id), 0) FROM workout_set"
        " WHERE person_id = :whose AND exercise = :what AND best_kept IS NULL"
        " ON CONFLICT (person_id, exercise) DO UPDATE SET until = NULL, seen = excluded.seen"
    ).bindparams(bindparam("what", type_=best_coverage.c.exercise.type))
)


def keep_up(db: Connection, person_id: int, exercise: str) -> None:
    """Keep what is missing of an exercise, be it everything; in a turn of the person's own."""
    since = _missing_since(db, person_id, exercise)
    if since is not None:
        drop_from(db, person_id, exercise, since)
        before = _kept(db, person_id, exercise)
        add(db, person_id, exercise, _worked_out(db, person_id, exercise, since, before))
        _COVER.run(db, {"whose": person_id, "what": exercise})


def add(db: Connection, person_id: int, exercise: str, rows: Iterable[BestRow]) -> None:
    """Keep these; what is kept already stays."""
    mine = {"whose": person_id, "what": exercise}
    values = [
        {
            "kind": row.kind.value,
            "set_id": row.set_id,
            "among": row.among,
            "value": row.value,
            "at": row.at,
        }
        for row in rows
    ]
    _ADD.run_many(db, [mine | one for one in values])


def rows_of(db: Connection, person_id: int, exercise: str) -> list[BestRow]:
    """Every best there ever was in an exercise, oldest first; writes nothing."""
    kept = _kept(db, person_id, exercise)
    since = _missing_since(db, person_id, exercise)
    if since is None:
        return kept
    before = [row for row in kept if row.at < since]
    return [*before, *_worked_out(db, person_id, exercise, since, before)]


_MINE = and_(best.c.person_id == bindparam("whose"), best.c.exercise == bindparam("what"))
_KEPT = Prepared(
    select(best.c.kind, best.c.set_id, best.c.among, best.c.value, best.c.at)
    .where(_MINE)
    .order_by(best.c.at, best.c.set_id)
)
NOT_SEEN = and_(
    workout_set.c.person_id == bindparam("whose"),
    workout_set.c.exercise == bindparam("what"),
    workout_set.c.best_kept.is_(None),
    workout_set.c.id > func.coalesce(best_coverage.c.seen, 0),
)
"""Sets of an exercise that a release wrote which kept no bests, since they were worked out."""
_MISSING = Prepared(
    select(
        best_coverage.c.until,
        select(func.min(workout_set.c.logged_at))
        .where(NOT_SEEN)
        .correlate(best_coverage)
        .scalar_subquery(),
    ).where(
        best_coverage.c.person_id == bindparam("whose"),
        best_coverage.c.exercise == bindparam("what"),
    )
)
_MEASURES = (
    workout_set.c.weight_kg,
    workout_set.c.reps,
    workout_set.c.seconds,
    workout_set.c.meters,
    workout_set.c.e1rm_kg,
)
_IN_ORDER = (workout_set.c.logged_at, workout_set.c.id)
_SINCE = (
    select(
        workout_set.c.id,
        workout_set.c.logged_at,
        *_MEASURES,
        func.row_number().over(partition_by=_MEASURES, order_by=_IN_ORDER).label("time"),
    )
    .where(
        workout_set.c.person_id == bindparam("whose"),
        workout_set.c.exercise == bindparam("what"),
        workout_set.c.logged_at >= bindparam("since"),
        workout_set.c.kind.in_(COUNTED),
        STANDS,
    )
    .subquery()
)
# The same figures once more are never better, and they are most of a long log.
_FIRST_TIMES = Prepared(
    select(*(column for column in _SINCE.c if column.name != "time"))
    .where(_SINCE.c.time == 1)
    .order_by(_SINCE.c.logged_at, _SINCE.c.id)
)
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


def _kept(db: Connection, person_id: int, exercise: str) -> list[BestRow]:
    rows = _KEPT.rows(db, {"whose": person_id, "what": exercise})
    return [BestRow(BestKind(row[0]), *row[1:]) for row in rows]


def _missing_since(db: Connection, person_id: int, exercise: str) -> datetime | None:
    """From when on sets may be missing; None where none is."""
    coverage = _MISSING.first(db, {"whose": person_id, "what": exercise})
    if coverage is None:
        return _BEGINNING
    return min((at for at in coverage if at is not None), default=None)


def _worked_out(
    db: Connection, person_id: int, exercise: str, since: datetime, before: Iterable[BestRow]
) -> list[BestRow]:
    """The bests from that instant on, oldest first, given those before it."""
    reached = Reached()
    for row in before:
        reached.add(row.kind, Figure(row.value, row.among))
    found: list[BestRow] = []
    values = {"whose": person_id, "what": exercise, "since": since}
    for set_id, at, *measures in _FIRST_TIMES.rows(db, values):
        new = reached.take(figures(*measures))
        found += [BestRow(kind, set_id, one.among, one.value, at) for kind, one in new.items()]
    return found
