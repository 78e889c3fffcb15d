"""A finished workout beside what came before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, func, select

from core.training import queries
from core.training.best_kinds import BestKind, Figure, Reached, figures_of
from core.training.best_rows import BestRow, rows_of
from core.training.exercises import Catalogue
from core.training.library import Measure
from core.training.models import LoggedSet, Workout, workout_set
from core.training.queries import BY_ORDER, COUNTED, STANDS, set_from
from core.training.records import TOLD_AS, RecordKind, fallen


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
    """How many bests fell in these sets of one workout: one for each exercise and kind."""
    counted = [one for one in sets if one.kind in COUNTED]
    fell: set[tuple[str, RecordKind]] = set()
    for exercise in dict.fromkeys(one.exercise for one in counted):
        mine = sorted((one for one in counted if one.exercise == exercise), key=_place)
        rows = rows_of(db, mine[0].person_id, exercise)
        kinds = _fallen(mine, rows, catalogue.measure(exercise))
        fell |= {(exercise, TOLD_AS[kind]) for kind in kinds}
    return len(fell)


def _fallen(sets: list[LoggedSet], rows: list[BestRow], measure: Measure) -> Iterator[BestKind]:
    """What fell in the sets of one exercise, both in the order they were done."""
    reached, place, elsewhere = Reached(), 0, False
    own = {one.id for one in sets}
    for one in sets:
        while place < len(rows) and (rows[place].at, rows[place].set_id) < _place(one):
            reached.add(rows[place].kind, Figure(rows[place].value, rows[place].among))
            elsewhere = elsewhere or rows[place].set_id not in own
            place += 1
        if elsewhere:
            yield from fallen(one, measure, reached.before(figures_of(one)))


def _place(one: LoggedSet) -> tuple[datetime, int]:
    return one.logged_at, one.id


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
