"""All SQL about what was earned, and about the ground that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, case, func, insert, select, type_coerce, update

from core.achievements.models import Achievement, achievement
from core.columns import Thousandths, UtcDateTime
from core.goals.models import GoalStatus, goal
from core.training.models import Status, workout, workout_set
from core.training.queries import COUNTED, HAS_SETS, STANDS

_SIDES = case((workout_set.c.per_side, 2), else_=1)
_VOLUME = type_coerce(
    func.sum(workout_set.c.weight_kg * workout_set.c.reps * _SIDES), Thousandths()
)


# What was earned


def achievements_of(db: Connection, person_id: int) -> dict[str, Achievement]:
    """Everything that was ever earned, by key."""
    mine = select(achievement.c.key, achievement.c.earned_at, achievement.c.told_at).where(
        achievement.c.person_id == person_id
    )
    return {row[0]: Achievement(*row) for row in db.execute(mine)}


def keep_earned(
    db: Connection, person_id: int, earned: dict[str, datetime], now: datetime
) -> list[str]:
    """Write down what the log holds now; returns what was never earned before, in that order.

    What has lost its ground is kept without a date, so that it is not told again.
    """
    known = achievements_of(db, person_id)
    new = [key for key in earned if key not in known]
    for key in new:
        values = {"person_id": person_id, "key": key, "earned_at": earned[key], "told_at": now}
        db.execute(insert(achievement), values)
    for key, one in known.items():
        if one.earned_at != earned.get(key):
            that = (achievement.c.person_id == person_id) & (achievement.c.key == key)
            db.execute(update(achievement).where(that).values(earned_at=earned.get(key)))
    return new


# The ground


def finished_workouts(db: Connection, person_id: int) -> list[datetime]:
    """When each finished workout began, oldest first."""
    mine = select(workout.c.started_at).where(
        workout.c.person_id == person_id, workout.c.status == Status.COMPLETED, HAS_SETS
    )
    return list(db.execute(mine.order_by(workout.c.started_at)).scalars())


def first_workout(db: Connection, person_id: int) -> datetime | None:
    """When the first finished workout began."""
    mine = select(workout.c.started_at).where(
        workout.c.person_id == person_id, workout.c.status == Status.COMPLETED, HAS_SETS
    )
    found: datetime | None = db.execute(mine.order_by(workout.c.started_at).limit(1)).scalar()
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """The best of one exercise in one workout, in each measure that makes a record by itself.

    Kilograms, estimated maximum, repetitions without a weight, seconds without a distance, meters.
    """

    exercise: str
    at: datetime
    bests: tuple[Decimal | int | None, ...]


def bests_by_workout(db: Connection, person_id: int) -> Iterator[Day]:
    """Every exercise of every workout, by when its best began, oldest first."""
    at = type_coerce(func.min(workout_set.c.logged_at), UtcDateTime())
    weight, meters = workout_set.c.weight_kg, workout_set.c.meters
    measures = (
        case((weight > Decimal(0), weight)),
        workout_set.c.e1rm_kg,
        case((weight.is_(None), workout_set.c.reps)),
        case((meters.is_(None), workout_set.c.seconds)),
        meters,
    )
    mine = (
        select(workout_set.c.exercise, at, *(func.max(one) for one in measures))
        .where(workout_set.c.person_id == person_id, workout_set.c.kind.in_(COUNTED), STANDS)
        .group_by(workout_set.c.exercise, workout_set.c.workout_id)
        .order_by(func.min(workout_set.c.logged_at))
    )
    for exercise, moment, *bests in db.execute(mine):
        yield Day(exercise, moment, tuple(bests))


def volume_by_workout(db: Connection, person_id: int) -> Iterator[tuple[datetime, Decimal]]:
    """The end of each workout and the kilograms lifted in it, oldest first."""
    ended = func.max(workout_set.c.logged_at)
    mine = (
        select(type_coerce(ended, UtcDateTime()), _VOLUME)
        .where(workout_set.c.person_id == person_id, workout_set.c.kind.in_(COUNTED), STANDS)
        .group_by(workout_set.c.workout_id)
        .order_by(ended)
    )
    for at, volume in db.execute(mine):
        yield at, volume or Decimal(0)


def first_lift(db: Connection, person_id: int, exercise: str, least_kg: Decimal) -> datetime | None:
    """When that much was first lifted in an exercise."""
    mine = select(workout_set.c.logged_at).where(
        workout_set.c.person_id == person_id,
        workout_set.c.exercise == exercise,
        workout_set.c.weight_kg >= least_kg,
        workout_set.c.reps >= 1,
        workout_set.c.kind.in_(COUNTED),
        STANDS,
    )
    found: datetime | None = db.execute(mine.order_by(workout_set.c.logged_at).limit(1)).scalar()
    return found


def heavier_lifts(
    db: Connection, person_id: int, exercise: str, least_kg: Decimal
) -> list[tuple[datetime, Decimal]]:
    """Every set of an exercise from that weight on, oldest first."""
    mine = select(workout_set.c.logged_at, workout_set.c.weight_kg).where(
        workout_set.c.person_id == person_id,
        workout_set.c.exercise == exercise,
        workout_set.c.weight_kg >= least_kg,
        workout_set.c.reps >= 1,
        workout_set.c.kind.in_(COUNTED),
        STANDS,
    )
    rows = db.execute(mine.order_by(workout_set.c.logged_at))
    return [(at, weight) for at, weight in rows]


def first_goal_reached(db: Connection, person_id: int) -> datetime | None:
    """When a goal was first reached."""
    mine = select(goal.c.completed_at).where(
        goal.c.person_id == person_id,
        goal.c.status == GoalStatus.COMPLETED,
        goal.c.completed_at.is_not(None),
    )
    found: datetime | None = db.execute(mine.order_by(goal.c.completed_at).limit(1)).scalar()
    return found
