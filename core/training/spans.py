"""What was done in stretches of time: weeks, months, whatever days they begin on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from core.prepared import Prepared
from core.training.models import workout, workout_set
from core.training.queries import COUNTED, HAS_SETS, STANDS
from core.training.summary import volume_of
from core.training.workouts import day_bounds

LONGEST_WORKOUT = timedelta(days=2)
"""A set may have been done so long after its workout began."""


@dataclass(frozen=True, slots=True)
class Done:
    """A set that stands; the volume is in kilograms, nothing where it is a warm-up."""

    at: datetime
    workout_id: int
    exercise: str
    counts: bool
    volume_kg: Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """What was done in a stretch of time; the volume is in kilograms."""

    workouts: int
    sets: int
    volume_kg: Decimal


# Through the workouts, whose index knows the time: the sets' own begins with the exercise.
_BETWEEN = Prepared(
    select(
        workout_set.c.logged_at,
        workout_set.c.workout_id,
        workout_set.c.exercise,
        workout_set.c.kind,
        workout_set.c.weight_kg,
        workout_set.c.reps,
        workout_set.c.per_side,
    )
    .join(workout, workout.c.id == workout_set.c.workout_id)
    .where(
        workout.c.person_id == bindparam("whose"),
        workout.c.started_at >= bindparam("begun"),
        workout.c.started_at < bindparam("end"),
        workout_set.c.logged_at >= bindparam("start"),
        workout_set.c.logged_at < bindparam("end"),
        STANDS,
    )
    .order_by(workout_set.c.logged_at, workout_set.c.id)
)


_FIRST = Prepared(
    select(workout.c.started_at)
    .where(workout.c.person_id == bindparam("whose"), workout.c.started_at.is_not(None), HAS_SETS)
    .order_by(workout.c.started_at)
    .limit(1)
)


def first_day(db: Connection, person_id: int, zone: ZoneInfo) -> date | None:
    """The day of the first workout of which a set stands."""
    at: datetime | None = _FIRST.value(db, {"whose": person_id})
    return None if at is None else at.astimezone(zone).date()


def sets_between(db: Connection, person_id: int, start: datetime, end: datetime) -> list[Done]:
    """Every standing set in [start, end), oldest first."""
    values = {"whose": person_id, "begun": start - LONGEST_WORKOUT, "start": start, "end": end}
    found = []
    for at, workout_id, exercise, kind, weight, reps, per_side in _BETWEEN.rows(db, values):
        counts = kind in COUNTED
        volume = volume_of(weight, reps, per_side=per_side) if counts else Decimal(0)
        found.append(Done(at, workout_id, exercise, counts, volume))
    return found


def done_between(db: Connection, person_id: int, start: datetime, end: datetime) -> Span:
    """The figures of all standing sets in [start, end); a warm-up is a set, but no volume."""
    return span_of(sets_between(db, person_id, start, end))


def spans(db: Connection, person_id: int, days: Sequence[date], zone: ZoneInfo) -> list[Span]:
    """What was done from each of the days to before the next one; one less than there are days."""
    bounds = [day_bounds(day, zone)[0] for day in days]
    parts: list[list[Done]] = [[] for _ in bounds[1:]]
    for one in sets_between(db, person_id, bounds[0], bounds[-1]):
        parts[bisect_right(bounds, one.at) - 1].append(one)
    return [span_of(part) for part in parts]


def span_of(sets: Sequence[Done]) -> Span:
    """The sets in figures."""
    volume = sum((one.volume_kg for one in sets), Decimal(0))
    return Span(len({one.workout_id for one in sets}), len(sets), volume)
