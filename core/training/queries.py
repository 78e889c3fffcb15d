"""All SQL about workouts and sets on the way of a live workout."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
    text,
    update,
)

from core.prepared import Prepared
from core.training.best_coverage import sets_changed, sets_gone
from core.training.library import Measure
from core.training.models import (
    OPEN,
    LoggedSet,
    Status,
    Target,
    Workout,
    exercise,
    exercise_preference,
    workout,
    workout_exercise,
    workout_set,
)
from core.training.sets import SetKind, WeightUnit

COUNTED = (SetKind.WORK, SetKind.DROP, SetKind.FAILURE)
"""The kinds of set that records and volume are made of; a warm-up is neither."""

STANDS = workout_set.c.taken_back_at.is_(None)
BY_ORDER = (
    workout_set.c.logged_at,
    workout_set.c.inbound_order,
    workout_set.c.place,
    workout_set.c.id,
)


def workout_from(row: Sequence[Any]) -> Workout:
    """A row of `workout`, in the order of its columns."""
    return Workout(row[0], row[1], row[2], Status(row[3]), *row[4:])


def set_from(row: Sequence[Any]) -> LoggedSet:
    """A row of `workout_set`, in the order of its columns."""
    values = list(row)
    values[4] = SetKind(row[4])
    values[6] = None if row[6] is None else WeightUnit(row[6])
    # What stands behind a set's own columns is for `best`.
    return LoggedSet(*values[: len(LoggedSet.__slots__)])


# Workouts

HAS_SETS = exists().where(workout_set.c.workout_id == workout.c.id, STANDS)
"""A completed workout without standing sets was deleted: it is shown nowhere, nothing joins it."""
_MINE = workout.c.person_id == bindparam("whose")
_OPEN = Prepared(select(workout).where(_MINE, workout.c.status.in_(OPEN)))
_BY_ID = Prepared(select(workout).where(_MINE, workout.c.id == bindparam("which")))

_CHANGE = Prepared(update(workout).where(workout.c.id == bindparam("which")))


def open_workout(db: Connection, person_id: int) -> Workout | None:
    """The person's planned, running or paused workout; there is at most one."""
    row = _OPEN.first(db, {"whose": person_id})
    return None if row is None else workout_from(row)


def workout_by_id(db: Connection, person_id: int, workout_id: int) -> Workout | None:
    """One of this person's workouts, whatever its state."""
    row = _BY_ID.first(db, {"whose": person_id, "which": workout_id})
    return None if row is None else workout_from(row)


def workout_around(db: Connection, person_id: int, at: datetime) -> Workout | None:
    """The completed workout that was under way at that instant."""
    around = select(workout).where(
        _MINE,
        workout.c.status == Status.COMPLETED,
        workout.c.started_at <= at,
        workout.c.completed_at > at,
        HAS_SETS,
    )
    row = db.execute(around.limit(1), {"whose": person_id}).first()
    return None if row is None else workout_from(row)


def completed_between(
    db: Connection, person_id: int, start: datetime, end: datetime
) -> Workout | None:
    """The newest completed workout that began in [start, end)."""
    within = select(workout).where(
        _MINE,
        workout.c.status == Status.COMPLETED,
        workout.c.started_at >= start,
        workout.c.started_at < end,
        HAS_SETS,
    )
    newest = within.order_by(workout.c.started_at.desc()).limit(1)
    row = db.execute(newest, {"whose": person_id}).first()
    return None if row is None else workout_from(row)


def add_workout(db: Connection, person_id: int, **values: Any) -> Workout:
    """A new workout; `status`, `active_at` and `source` are required."""
    filled = {"paused_seconds": 0, "revision": 0, **values, "person_id": person_id}
    key = db.execute(insert(workout), filled).inserted_primary_key
    added = None if key is None else workout_by_id(db, person_id, key[0])
    if added is None:
        raise LookupError("a workout just written is not there")
    return added


def change_workout(db: Connection, workout_id: int, **values: Any) -> None:
    """Write the named columns of one workout."""
    _CHANGE.run(db, values | {"which": workout_id})


def delete_workout(db: Connection, workout_id: int) -> None:
    """The workout with everything in it."""
    db.execute(delete(workout).where(workout.c.id == workout_id))


# What is lined up

_LINE_UP = Prepared(
    select(workout_exercise)
    .where(workout_exercise.c.workout_id == bindparam("which"))
    .order_by(workout_exercise.c.position)
)
_JOIN_LINE_UP = Prepared(
    text(
        "INSERT INTO workout_exercise (workout_id, exercise, position, superset, skipped)"
        " VALUES (:workout, :exercise, :position, :superset, :skipped)"
        " ON CONFLICT (workout_id, exercise) DO UPDATE SET superset = excluded.superset,"
        " skipped = excluded.skipped"
    )
)
_AIM = Prepared(
    update(workout_exercise).where(
        workout_exercise.c.workout_id == bindparam("which"),
        workout_exercise.c.exercise == bindparam("what"),
    )
)


@dataclass(frozen=True, slots=True)
class LinedUp:
    """An exercise of a workout, in the order it was lined up or begun."""

    exercise: str
    position: int
    superset: str | None
    skipped: bool
    target: Target | None = None


def lined_up(db: Connection, workout_id: int) -> list[LinedUp]:
    """The exercises of a workout, in order."""
    rows = _LINE_UP.rows(db, {"which": workout_id})
    return [LinedUp(row[1], row[2], row[3], row[4], _target_from(row[5:])) for row in rows]


def _target_from(row: Sequence[Any]) -> Target | None:
    if row[0] is None:
        return None
    values = list(row)
    values[5] = None if row[5] is None else WeightUnit(row[5])
    return Target(*values)


def line_up(db: Connection, workout_id: int, one: LinedUp) -> None:
    """Add an exercise to the workout, or change how it stands there; position and target stay."""
    values = {
        "workout": workout_id,
        "exercise": one.exercise,
        "position": one.position,
        "superset": one.superset,
        "skipped": one.skipped,
    }
    _JOIN_LINE_UP.run(db, values)


def aim_at(db: Connection, workout_id: int, exercise_key: str, target: Target) -> None:
    """Keep what a plan wants of an exercise that is lined up."""
    values = {f"target_{name}": getattr(target, name) for name in Target.__slots__}
    _AIM.run(db, values | {"which": workout_id, "what": exercise_key})


def leave_line_up(db: Connection, workout_id: int, exercise_key: str) -> None:
    """The exercise is no longer part of the workout."""
    mine = and_(
        workout_exercise.c.workout_id == workout_id, workout_exercise.c.exercise == exercise_key
    )
    db.execute(delete(workout_exercise).where(mine))


# Sets

_SETS = Prepared(
    select(workout_set)
    .where(workout_set.c.workout_id == bindparam("which"), STANDS)
    .order_by(*BY_ORDER)
)
_SET = Prepared(
    select(workout_set).where(
        workout_set.c.id == bindparam("which"), workout_set.c.person_id == bindparam("whose")
    )
)
_LAST_WORKOUT = (
    select(workout_set.c.workout_id)
    .where(
        workout_set.c.person_id == bindparam("whose"),
        workout_set.c.exercise == bindparam("what"),
        workout_set.c.workout_id != bindparam("not_this"),
        workout_set.c.logged_at < bindparam("before"),
        STANDS,
    )
    .order_by(workout_set.c.logged_at.desc())
    .limit(1)
    .scalar_subquery()
)
_LAST_TIME = Prepared(
    select(workout_set)
    .where(
        workout_set.c.workout_id == _LAST_WORKOUT,
        workout_set.c.exercise == bindparam("what"),
        STANDS,
    )
    .order_by(*BY_ORDER)
)
_ADD_SET = Prepared(insert(workout_set).returning(workout_set.c.id))


def sets_of(db: Connection, workout_id: int) -> list[LoggedSet]:
    """The sets that stand in a workout, in the order they were done."""
    return [set_from(row) for row in _SETS.rows(db, {"which": workout_id})]


def has_only(db: Connection, person_id: int, count: int) -> bool:
    """Whether no more than `count` sets of the person stand in all."""
    mine = select(workout_set.c.id).where(workout_set.c.person_id == person_id, STANDS)
    return len(db.execute(mine.limit(count + 1)).all()) <= count


def set_by_id(db: Connection, person_id: int, set_id: int) -> LoggedSet | None:
    """One of this person's sets, taken back or not."""
    row = _SET.first(db, {"which": set_id, "whose": person_id})
    return None if row is None else set_from(row)


def last_time(
    db: Connection, person_id: int, exercise_key: str, workout_id: int, before: datetime
) -> list[LoggedSet]:
    """The sets of this exercise in the newest other workout before that instant."""
    values = {
        "whose": person_id,
        "what": exercise_key,
        "not_this": workout_id,
        "before": before,
    }
    return [set_from(row) for row in _LAST_TIME.rows(db, values)]


def add_set(db: Connection, values: dict[str, Any]) -> int:
    """A new set, to be held against the bests right away; returns its id."""
    return int(_ADD_SET.value(db, {**values, "best_kept": True}))


def change_set(db: Connection, set_id: int, **values: Any) -> None:
    """Write the named columns of one set."""
    that = workout_set.c.id == set_id
    sets_gone(db, [set_id])
    db.execute(update(workout_set).where(that).values(**values))
    sets_changed(db, that)


def sets_of_message(db: Connection, identity_id: int, message: str) -> list[LoggedSet]:
    """The standing sets that one message logged, in its own order."""
    from_it = (
        select(workout_set)
        .where(workout_set.c.identity_id == identity_id, workout_set.c.message == message, STANDS)
        .order_by(workout_set.c.line, workout_set.c.place, workout_set.c.id)
    )
    return [set_from(row) for row in db.execute(from_it)]


def take_back(db: Connection, set_ids: list[int], at: datetime) -> None:
    """The sets no longer count, and can be brought back."""
    standing = update(workout_set).where(workout_set.c.id.in_(set_ids), STANDS)
    db.execute(standing.values(taken_back_at=at))
    sets_gone(db, set_ids)


def bring_back(db: Connection, set_ids: list[int]) -> None:
    """The sets count again."""
    those = workout_set.c.id.in_(set_ids)
    db.execute(update(workout_set).where(those).values(taken_back_at=None))
    sets_changed(db, those)


# A person's own exercises, and how they do the others

_OWN = Prepared(
    select(exercise.c.key, exercise.c.name, exercise.c.measure).where(
        exercise.c.person_id == bindparam("whose")
    )
)
_PREFERENCE = Prepared(
    select(exercise_preference.c.unit, exercise_preference.c.rest_seconds).where(
        exercise_preference.c.person_id == bindparam("whose"),
        exercise_preference.c.exercise == bindparam("what"),
    )
)
_PREFER = Prepared(
    text(
        "INSERT INTO exercise_preference (person_id, exercise, unit, rest_seconds)"
        " VALUES (:person, :exercise, :unit, :rest)"
        " ON CONFLICT (person_id, exercise) DO UPDATE SET unit = excluded.unit,"
        " rest_seconds = excluded.rest_seconds"
    )
)


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """An exercise that the library does not have, named by the person who does it."""

    key: str
    name: str
    measure: Measure


def own_exercises(db: Connection, person_id: int) -> dict[str, OwnExercise]:
    """The person's own exercises by key."""
    rows = _OWN.rows(db, {"whose": person_id})
    return {row[0]: OwnExercise(row[0], row[1], Measure(row[2])) for row in rows}


def add_exercise(
    db: Connection, person_id: int, name: str, measure: Measure, at: datetime
) -> OwnExercise:
    """Keep an exercise of the person's own."""
    own = OwnExercise(f"own_{secrets.token_hex(6)}", name, measure)
    values = {"key": own.key, "person_id": person_id, "name": name, "measure": measure}
    db.execute(insert(exercise), values | {"created_at": at})
    return own


@dataclass(frozen=True, slots=True)
class Preference:
    """The unit and the rest (seconds) a person keeps in one exercise, where they differ."""

    unit: WeightUnit | None = None
    rest_seconds: int | None = None


def preference(db: Connection, person_id: int, exercise_key: str) -> Preference:
    """How the person does this exercise."""
    row = _PREFERENCE.first(db, {"whose": person_id, "what": exercise_key})
    if row is None:
        return Preference()
    return Preference(None if row[0] is None else WeightUnit(row[0]), row[1])


def prefer(db: Connection, person_id: int, exercise_key: str, preferred: Preference) -> None:
    """Keep how the person does this exercise."""
    values = {
        "person": person_id,
        "exercise": exercise_key,
        "unit": preferred.unit,
        "rest": preferred.rest_seconds,
    }
    _PREFER.run(db, values)
