"""The best of every measure in an exercise: what a new set is held against.

Every set that was better than all before it has its row in `best`. So what was reached before any
instant is the best of a few rows, however much was ever logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
)

from core.columns import Thousandths
from core.prepared import Prepared
from core.training.best_kinds import BestKind, bettered, figures_of
from core.training.best_rows import NOT_SEEN, BestRow, add, keep_up
from core.training.models import LoggedSet, best, best_coverage, workout_set
from core.training.queries import COUNTED, STANDS

_MINE = and_(best.c.person_id == bindparam("whose"), best.c.exercise == bindparam("what"))
_COVERED = (
    exists()
    .where(
        best_coverage.c.person_id == bindparam("whose"),
        best_coverage.c.exercise == bindparam("what"),
        best_coverage.c.until.is_(None),
        ~exists().where(NOT_SEEN).correlate(best_coverage),
    )
    .label("covered")
)


def _earlier(at: ColumnElement[Any], number: ColumnElement[Any]) -> ColumnElement[bool]:
    """Before the set: those of one message share its instant, the earlier has the smaller id."""
    until: BindParameter[Any] = bindparam("until")
    return or_(at < until, and_(at == until, number < bindparam("this")))


_ELSEWHERE = (
    exists()
    .where(
        workout_set.c.person_id == bindparam("whose"),
        workout_set.c.exercise == bindparam("what"),
        workout_set.c.workout_id != bindparam("not_there"),
        _earlier(workout_set.c.logged_at, workout_set.c.id),
        workout_set.c.kind.in_(COUNTED),
        STANDS,
    )
    .label("elsewhere")
)
_EARLIER = _earlier(best.c.at, best.c.set_id)
_WEIGHT, _METERS = (bindparam(name, type_=Thousandths()) for name in ("weight", "meters"))


def _is(kind: BestKind) -> ColumnElement[bool]:
    """The rows that a set of this weight and distance is held against."""
    match kind:
        case BestKind.REPS_AT:
            return and_(best.c.kind == kind, best.c.among >= _WEIGHT)
        case BestKind.FASTEST:
            return and_(best.c.kind == kind, best.c.among == _METERS)
        case _:
            return best.c.kind == kind


def _best_of(kind: BestKind) -> ColumnElement[Any]:
    value = case((_is(kind), best.c.value))
    return func.min(value) if kind is BestKind.FASTEST else func.max(value)


_BEFORE = Prepared(
    select(_COVERED, _ELSEWHERE, *(_best_of(kind) for kind in BestKind)).where(_MINE, _EARLIER)
)
_HEAVIEST = Prepared(select(_COVERED, _best_of(BestKind.HEAVIEST)).where(_MINE))
_WHEN = {
    kind: Prepared(
        select(best.c.at)
        .where(_MINE, _EARLIER, _is(kind), best.c.value == bindparam("value"))
        .order_by(best.c.at)
        .limit(1)
    )
    for kind in BestKind
}


@dataclass(frozen=True, slots=True)
class Bests:
    """What a set is held against; what was never measured is not in it.

    `elsewhere` is whether the exercise was done in another workout before: without that it is
    new, and nothing is a record.
    """

    elsewhere: bool
    of: Mapping[BestKind, Decimal]


def bests_before(db: Connection, done: LoggedSet) -> Bests:
    """The bests among the person's counted sets before this one; in a turn of theirs."""
    values = {**_placed(done), "not_there": done.workout_id}
    values |= {"weight": done.weight_kg, "meters": done.meters}
    covered, elsewhere, *found = _BEFORE.rows(db, values)[0]
    if not covered:
        keep_up(db, done.person_id, done.exercise)
        _, elsewhere, *found = _BEFORE.rows(db, values)[0]
    kinds = zip(BestKind, found, strict=True)
    return Bests(bool(elsewhere), {kind: value for kind, value in kinds if value is not None})


def heaviest(db: Connection, person_id: int, exercise: str) -> Decimal | None:
    """The most the person ever lifted in an exercise, in kilograms; in a turn of theirs."""
    values = {"whose": person_id, "what": exercise}
    covered, found = _HEAVIEST.rows(db, values)[0]
    if not covered:
        keep_up(db, person_id, exercise)
        _, found = _HEAVIEST.rows(db, values)[0]
    return None if found is None else Decimal(found)


def when_best(db: Connection, done: LoggedSet, kind: BestKind, value: Decimal) -> datetime | None:
    """When the best that this set is held against was first reached."""
    values: dict[str, Any] = {**_placed(done), "value": value}
    if kind is BestKind.REPS_AT:
        values["weight"] = done.weight_kg
    elif kind is BestKind.FASTEST:
        values["meters"] = done.meters
    found: datetime | None = _WHEN[kind].value(db, values)
    return found


def _placed(done: LoggedSet) -> dict[str, Any]:
    return {
        "whose": done.person_id,
        "what": done.exercise,
        "this": done.id,
        "until": done.logged_at,
    }


def _outdone(kind: BestKind) -> ColumnElement[bool]:
    """The rows that are none any more where the set was done before them."""
    value = bindparam(kind.value, type_=Thousandths())
    match kind:
        case BestKind.REPS_AT:
            return and_(best.c.kind == kind, best.c.among <= _WEIGHT, best.c.value <= value)
        case BestKind.FASTEST:
            return and_(_is(kind), best.c.value >= value)
        case _:
            return and_(best.c.kind == kind, best.c.value <= value)


_LATER = or_(
    best.c.at > bindparam("until"),
    and_(best.c.at == bindparam("until"), best.c.set_id > bindparam("this")),
)
_DROP_OUTDONE = Prepared(delete(best).where(_MINE, _LATER, or_(*map(_outdone, BestKind))))
_NOTHING: dict[str, Decimal | None] = {kind.value: None for kind in BestKind}


def take_in(db: Connection, done: LoggedSet, before: Bests) -> None:
    """Keep what a set that was just logged is the best in, given what was there before it."""
    figures = figures_of(done)
    new = bettered(figures, before.of)
    if not new:
        return
    rows = (
        BestRow(kind, done.id, one.among, one.value, done.logged_at) for kind, one in new.items()
    )
    add(db, done.person_id, done.exercise, rows)
    # It may have been done long before it is logged.
    values = {kind.value: one.value for kind, one in figures.items()}
    place = {**_placed(done), "weight": done.weight_kg, "meters": done.meters}
    _DROP_OUTDONE.run(db, _NOTHING | values | place)
