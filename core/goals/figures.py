"""What the log says about a goal: all SQL that reads its figures out of workouts and sets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, type_coerce

from core.goals.models import Goal, GoalKind
from core.training.exercises import Catalogue
from core.training.history import BEGUN
from core.training.models import workout, workout_set
from core.training.queries import COUNTED, HAS_SETS, STANDS, workout_from
from core.training.workouts import duration_seconds


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in the goal's base unit, and when it was so."""

    at: datetime
    value: Decimal


def bests_by_workout(db: Connection, one: Goal, since: datetime) -> list[Figure]:
    """The best of each workout since then that counts for the goal, oldest first."""
    measure = _measure(one)
    best, when = func.max(measure), func.min(workout_set.c.logged_at)
    mine = (
        select(type_coerce(when, workout_set.c.logged_at.type), type_coerce(best, measure.type))
        .where(*_counting(one, since), measure.is_not(None))
        .group_by(workout_set.c.workout_id)
        .order_by(when)
    )
    return [Figure(at, Decimal(value)) for at, value in db.execute(mine)]


def best_set(db: Connection, one: Goal, since: datetime) -> Figure | None:
    """The best set since then that counts for the goal, the first of equals."""
    measure = _measure(one)
    mine = (
        select(workout_set.c.logged_at, measure)
        .where(*_counting(one, since), measure.is_not(None))
        .order_by(measure.desc(), workout_set.c.logged_at)
        .limit(1)
    )
    row = db.execute(mine).first()
    return None if row is None else Figure(row[0], Decimal(row[1]))


def _measure(one: Goal) -> Any:
    match one.kind:
        case GoalKind.ONE_REP_MAX:
            return workout_set.c.e1rm_kg
        case GoalKind.REPS:
            return workout_set.c.reps
        case GoalKind.TIME:
            return workout_set.c.seconds
        case GoalKind.DISTANCE:
            return workout_set.c.meters
        case _:
            return workout_set.c.weight_kg


def _counting(one: Goal, since: datetime) -> list[ColumnElement[bool]]:
    counting = [
        workout_set.c.person_id == one.person_id,
        workout_set.c.exercise == one.exercise,
        workout_set.c.logged_at >= since,
        workout_set.c.kind.in_(COUNTED),
        STANDS,
    ]
    if one.kind is GoalKind.LIFT:
        counting.append(workout_set.c.reps >= (one.reps or 1))
    if one.kind is GoalKind.REPS:
        # What a band or a machine helped with is not the person's own.
        unaided = or_(workout_set.c.weight_kg.is_(None), workout_set.c.weight_kg >= Decimal(0))
        counting.append(unaided)
    return counting


def meters_by_set(db: Connection, one: Goal, start: datetime, end: datetime) -> list[Figure]:
    """Every distance of the goal's exercise in [start, end), oldest first."""
    mine = select(workout_set.c.logged_at, workout_set.c.meters).where(
        *_counting(one, start), workout_set.c.logged_at < end, workout_set.c.meters.is_not(None)
    )
    return [Figure(*row) for row in db.execute(mine.order_by(workout_set.c.logged_at))]


def meters_in(db: Connection, one: Goal, start: datetime, end: datetime) -> Decimal:
    """The whole distance of the goal's exercise in [start, end), added up by the database."""
    total = type_coerce(func.sum(workout_set.c.meters), workout_set.c.meters.type)
    mine = select(total).where(*_counting(one, start), workout_set.c.logged_at < end)
    return db.execute(mine).scalar() or Decimal(0)


def workouts_begun(db: Connection, person_id: int, start: datetime, end: datetime) -> list[Figure]:
    """One for each workout that began in [start, end), oldest first."""
    mine = select(workout.c.started_at).where(*_performed(person_id, start, end), HAS_SETS)
    return [Figure(at, Decimal(1)) for (at,) in db.execute(mine.order_by(workout.c.started_at))]


def days_trained(db: Connection, person_id: int, before: datetime, zone: ZoneInfo) -> list[date]:
    """The days of all workouts begun before then, finished or not, newest first.

    A day is there as often as it had one.
    """
    mine = (
        select(workout.c.started_at)
        .where(workout.c.person_id == person_id, workout.c.status.in_(BEGUN), HAS_SETS)
        .where(workout.c.started_at < before)
        .order_by(workout.c.started_at.desc())
    )
    return [at.astimezone(zone).date() for at in db.execute(mine).scalars()]


def calories_by_workout(
    db: Connection,
    person_id: int,
    start: datetime,
    end: datetime,
    catalogue: Catalogue,
    body_weight_kg: Decimal,
) -> list[Figure]:
    """The estimated kilocalories of each finished workout begun in [start, end), oldest first.

    MET × body weight in kg × hours, as in a workout's own summary.
    """
    mine = (
        select(workout, workout_set.c.exercise, func.count())
        .join(workout_set, and_(workout_set.c.workout_id == workout.c.id, STANDS))
        .where(*_performed(person_id, start, end), workout.c.completed_at.is_not(None))
        .group_by(*workout.c, workout_set.c.exercise)
        .order_by(workout.c.started_at, workout.c.id)
    )
    mets: defaultdict[Any, list[tuple[float, int]]] = defaultdict(list)
    for *columns, exercise, sets in db.execute(mine):
        mets[workout_from(columns)].append((catalogue.met(exercise), sets))
    found = []
    for done, parts in mets.items():
        met = sum(each * sets for each, sets in parts) / sum(sets for _, sets in parts)
        seconds = duration_seconds(done, end)
        if done.started_at is not None and seconds >= 60:
            kilocalories = round(met * float(body_weight_kg) * seconds / 3600)
            found.append(Figure(done.started_at, Decimal(kilocalories)))
    return found


def _performed(person_id: int, start: datetime, end: datetime) -> list[ColumnElement[bool]]:
    """Of workouts that began in [start, end), whether anything of them stands or not."""
    return [
        workout.c.person_id == person_id,
        workout.c.status.in_(BEGUN),
        workout.c.started_at >= start,
        workout.c.started_at < end,
    ]
