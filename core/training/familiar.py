"""Which exercises a person does: one step through an index each, however often it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, distinct, func, select

from core.prepared import Prepared
from core.training.models import workout, workout_set
from core.training.queries import STANDS

LATELY = 40
"""So many workouts say what a person does most nowadays."""

_MINE = workout_set.c.person_id == bindparam("whose")
_LEAST: Any = func.min(workout_set.c.exercise)
# From one exercise to the next in the index: neither database leaps over its rows by itself.
_FIRST = select(_LEAST.label("exercise")).where(_MINE).cte("each_exercise", recursive=True)
_NEXT = select(_LEAST).where(_MINE, workout_set.c.exercise > _FIRST.c.exercise).scalar_subquery()
_EACH = _FIRST.union_all(select(_NEXT).where(_FIRST.c.exercise.is_not(None)))
_NEWEST = (
    select(func.max(workout_set.c.logged_at))
    .where(_MINE, workout_set.c.exercise == _EACH.c.exercise, STANDS)
    .scalar_subquery()
)
_DONE = Prepared(select(_EACH.c.exercise, _NEWEST).where(_EACH.c.exercise.is_not(None)))
_IS_DONE = Prepared(
    select(workout_set.c.id)
    .where(_MINE, workout_set.c.exercise == bindparam("what"), STANDS)
    .limit(1)
)
_LATELY = (
    select(workout.c.id)
    .where(workout.c.person_id == bindparam("whose"))
    .order_by(workout.c.started_at.desc().nulls_last(), workout.c.id.desc())
    .limit(LATELY)
)
_MOST = Prepared(
    select(workout_set.c.exercise)
    .where(workout_set.c.workout_id.in_(_LATELY), STANDS)
    .group_by(workout_set.c.exercise)
    .order_by(
        func.count(distinct(workout_set.c.workout_id)).desc(),
        func.count().desc(),
        func.max(workout_set.c.logged_at).desc(),
    )
)


@dataclass(frozen=True, slots=True)
class Familiar:
    """An exercise that was done, and when last."""

    exercise: str
    newest: datetime


def exercises_done(db: Connection, person_id: int) -> list[Familiar]:
    """Every exercise of which a set stands, the one done last first."""
    rows = _DONE.rows(db, {"whose": person_id})
    found = [Familiar(row[0], row[1]) for row in rows if row[1] is not None]
    return sorted(found, key=lambda one: one.newest, reverse=True)


def is_done(db: Connection, person_id: int, exercise: str) -> bool:
    """Whether a set of the exercise stands."""
    return bool(_IS_DONE.first(db, {"whose": person_id, "what": exercise}))


def recent_exercises(db: Connection, person_id: int, limit: int) -> list[str]:
    """The exercises done last, newest first."""
    return [one.exercise for one in exercises_done(db, person_id)[:limit]]


def most_done(db: Connection, person_id: int, limit: int | None = None) -> list[str]:
    """Every exercise: those that came up in most of the last workouts first, then the newest."""
    lately = [row[0] for row in _MOST.rows(db, {"whose": person_id})]
    others = [one.exercise for one in exercises_done(db, person_id)]
    return list(dict.fromkeys((*lately, *others)))[:limit]
