"""The best of every measure in an exercise: what a new set is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, type_coerce

from core.columns import Thousandths
from core.prepared import Prepared
from core.training.models import LoggedSet, workout_set
from core.training.queries import COUNTED, STANDS

_COUNTS = workout_set.c.kind.in_(COUNTED)
_BEFORE = and_(
    workout_set.c.person_id == bindparam("whose"),
    workout_set.c.exercise == bindparam("what"),
    or_(
        workout_set.c.logged_at < bindparam("until"),
        # Sets of one message share its instant; the earlier of them has the smaller number.
        and_(
            workout_set.c.logged_at == bindparam("until"), workout_set.c.id < bindparam("not_this")
        ),
    ),
    STANDS,
    _COUNTS,
)
_VOLUME = type_coerce(workout_set.c.weight_kg * workout_set.c.reps, Thousandths())
_ELSEWHERE = case((workout_set.c.workout_id != bindparam("not_there"), 1))
_BESTS = Prepared(
    select(
        func.count(_ELSEWHERE),
        func.max(workout_set.c.weight_kg),
        func.max(workout_set.c.reps),
        func.max(_VOLUME),
        func.max(workout_set.c.e1rm_kg),
        func.max(workout_set.c.seconds),
        func.max(workout_set.c.meters),
    ).where(_BEFORE)
)
_HEAVIEST = Prepared(
    select(func.max(workout_set.c.weight_kg)).where(
        workout_set.c.person_id == bindparam("whose"),
        workout_set.c.exercise == bindparam("what"),
        STANDS,
        _COUNTS,
    )
)


@dataclass(frozen=True, slots=True)
class Bests:
    """The best of every measure in an exercise so far; None where it was never measured.

    Kilograms, repetitions, kilograms × repetitions, seconds and meters. `sets_elsewhere` counts
    what was done in other workouts: without any the exercise is new, and nothing is a record.
    """

    sets_elsewhere: int = 0
    weight_kg: Decimal | None = None
    reps: int | None = None
    volume_kg: Decimal | None = None
    e1rm_kg: Decimal | None = None
    seconds: int | None = None
    meters: Decimal | None = None


def bests_before(db: Connection, done: LoggedSet) -> Bests:
    """The best of each measure among the person's counted sets before this one."""
    values = {**_before(done), "not_there": done.workout_id}
    return Bests(*(_BESTS.first(db, values) or ()))


def heaviest(db: Connection, person_id: int, exercise_key: str) -> Decimal | None:
    """The most the person ever lifted in an exercise, in kilograms."""
    found: Decimal | None = _HEAVIEST.value(db, {"whose": person_id, "what": exercise_key})
    return found


def when_best(db: Connection, done: LoggedSet, column: Any, value: Any) -> datetime | None:
    """When, before this set, the best of one measure was first reached."""
    first = (
        select(workout_set.c.logged_at)
        .where(_BEFORE, column == value)
        .order_by(workout_set.c.logged_at)
        .limit(1)
    )
    found: datetime | None = db.execute(first, _before(done)).scalar()
    return found


_MOST_REPS = Prepared(
    select(workout_set.c.reps, workout_set.c.logged_at)
    .where(
        _BEFORE,
        workout_set.c.weight_kg >= bindparam("at_least"),
        workout_set.c.reps.is_not(None),
    )
    .order_by(workout_set.c.reps.desc(), workout_set.c.logged_at)
    .limit(1)
)
_FASTEST = Prepared(
    select(workout_set.c.seconds, workout_set.c.logged_at)
    .where(
        _BEFORE,
        workout_set.c.meters == bindparam("over"),
        workout_set.c.seconds.is_not(None),
    )
    .order_by(workout_set.c.seconds, workout_set.c.logged_at)
    .limit(1)
)


def most_reps_with(db: Connection, done: LoggedSet) -> tuple[int, datetime] | None:
    """The most repetitions before this set with at least its weight, and when."""
    values = {**_before(done), "at_least": done.weight_kg}
    found = _MOST_REPS.first(db, values)
    return None if found is None else (found[0], found[1])


def fastest_over(db: Connection, done: LoggedSet) -> tuple[int, datetime] | None:
    """The shortest time in seconds before this set over exactly its distance, and when."""
    found = _FASTEST.first(db, {**_before(done), "over": done.meters})
    return None if found is None else (found[0], found[1])


def _before(done: LoggedSet) -> dict[str, Any]:
    return {
        "whose": done.person_id,
        "what": done.exercise,
        "not_this": done.id,
        "until": done.logged_at,
    }
