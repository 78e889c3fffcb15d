"""A finished workout beside what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, func, select

from core.training import queries
from core.training.exercises import Catalogue
from core.training.models import LoggedSet, Workout, workout_set
from core.training.queries import BY_ORDER, COUNTED, STANDS, set_from
from core.training.records import records_of


@dataclass(frozen=True, slots=True)
class Change:
    """How the best set of an exercise moved since last time; both None or 0 where it held.

    Kilograms on the heaviest set; repetitions where the weight held or there is none.
    """

    exercise: str
    since: datetime
    weight_kg: Decimal | None
    reps: int


def count_records(db: Connection, sets: list[LoggedSet], catalogue: Catalogue) -> int:
    """How many bests fell in these sets: one for each exercise and kind."""
    fallen = {
        (one.exercise, record.kind)
        for place, one in enumerate(sets)
        if not any(_leaves_nothing(earlier, one) for earlier in sets[:place])
        for record in records_of(db, one, catalogue.measure(one.exercise))
    }
    return len(fallen)


def _leaves_nothing(earlier: LoggedSet, one: LoggedSet) -> bool:
    """Whether a set cannot have bettered anything, because an earlier one was as good in all.

    Most sets are so, and to look one up takes the longer the more was ever logged.
    """
    if earlier.exercise != one.exercise or earlier.kind not in COUNTED or earlier.id > one.id:
        return False
    if one.meters is not None or earlier.meters is not None:
        # The faster of two runs has the smaller figure.
        return False
    pairs = (
        (earlier.weight_kg, one.weight_kg),
        (earlier.reps, one.reps),
        (earlier.seconds, one.seconds),
    )
    return all(
        before == now or (before is not None and now is not None and before > now)
        for before, now in pairs
    )


def against_last_time(
    db: Connection, person_id: int, workout: Workout, sets: list[LoggedSet]
) -> list[Change]:
    """The exercises done before, each with its change, in the order they were done."""
    before = workout.started_at or workout.active_at
    changes = []
    for exercise in dict.fromkeys(one.exercise for one in sets):
        last = queries.last_time(db, person_id, exercise, workout.id, before)
        change = _change([one for one in sets if one.exercise == exercise], last)
        if change is not None:
            changes.append(change)
    return changes


def _change(now: list[LoggedSet], last: list[LoggedSet]) -> Change | None:
    best, before = best_set(now), best_set(last)
    if best is None or before is None:
        return None
    if best.weight_kg is None and best.reps is None:
        # A plank or a run: neither says how it moved.
        return None
    weight = None
    if best.weight_kg is not None or before.weight_kg is not None:
        weight = (best.weight_kg or Decimal(0)) - (before.weight_kg or Decimal(0))
    reps = 0 if weight else (best.reps or 0) - (before.reps or 0)
    return Change(best.exercise, before.logged_at, weight, reps)


def best_set(sets: list[LoggedSet]) -> LoggedSet | None:
    """The heaviest counted set; of equals the one with most repetitions, time or distance."""
    counted = [one for one in sets if one.kind in COUNTED]
    return max(counted, key=_rank, default=None)


def _rank(one: LoggedSet) -> tuple[Decimal, int, Decimal, int]:
    return (
        one.weight_kg or Decimal(0),
        one.reps or 0,
        one.meters or Decimal(0),
        one.seconds or 0,
    )


def newest_sessions(
    db: Connection, person_id: int, exercise: str, until: datetime, count: int
) -> list[list[LoggedSet]]:
    """The counted sets of an exercise in its newest `count` workouts up to then, oldest first."""
    newest = (
        select(workout_set.c.workout_id)
        .where(
            workout_set.c.person_id == person_id,
            workout_set.c.exercise == exercise,
            workout_set.c.logged_at <= until,
            workout_set.c.kind.in_(COUNTED),
            STANDS,
        )
        .group_by(workout_set.c.workout_id)
        .order_by(func.max(workout_set.c.logged_at).desc())
        .limit(count)
    )
    rows = db.execute(
        select(workout_set)
        .where(
            workout_set.c.workout_id.in_(newest),
            workout_set.c.exercise == exercise,
            workout_set.c.kind.in_(COUNTED),
            STANDS,
        )
        .order_by(*BY_ORDER)
    )
    sessions: dict[int, list[LoggedSet]] = {}
    for row in rows:
        one = set_from(row)
        sessions.setdefault(one.workout_id, []).append(one)
    return sorted(sessions.values(), key=lambda sets: sets[0].logged_at)
