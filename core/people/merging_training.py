"""What two persons' training becomes when they are one, and when they are two again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.sql.dml import Update

from core.goals.models import goal
from core.people import merging_journal as journal
from core.training import queries, workouts
from core.training.library import normalise
from core.training.models import (
    Status,
    Workout,
    best,
    best_coverage,
    exercise,
    exercise_preference,
    workout,
    workout_exercise,
    workout_set,
)
from core.training.queries import OwnExercise
from core.training.workouts import FORGOTTEN_AFTER

_NAMES_ONE: Final[tuple[Column[str], ...]] = (
    workout_set.c.exercise,
    workout.c.current,
    goal.c.exercise,
    exercise_preference.c.exercise,
)
"""The columns, beside those of `workout_exercise`, that name an exercise of whose row it is."""


# Workouts under way


def end_second(
    db: Connection, merger_id: int, kept_id: int, absorbed_id: int, ending: int
) -> Workout | None:
    """End the open workout of `ending` where both have one; returns it as it stood.

    It becomes a completed workout up to its last set, beside the one that goes on: nobody else
    can tell which sets of two phones belong together, and all of them count either way. One
    without sets is put away.
    """
    found = {one: queries.open_workout(db, one) for one in (kept_id, absorbed_id)}
    stood = found[ending]
    if stood is None or None in found.values():
        return None
    # The others go on from the row as it stands; what is changed here is noted to be put back.
    before = {"id": stood.id, "status": stood.status, "person_id": ending}
    if queries.sets_of(db, stood.id):
        workouts.finish(db, stood, stood.active_at + FORGOTTEN_AFTER)
    else:
        workouts.cancel(db, stood)
    moments = {"paused_at": stood.paused_at, "rest_ends_at": stood.rest_ends_at}
    plain = {name: None if at is None else at.isoformat() for name, at in moments.items()}
    journal.note(db, merger_id, workout, before | plain | {"revision": stood.revision})
    return stood


def reopen(db: Connection, merger_id: int) -> None:
    """Let the workout go on that the merger ended, as it stood.

    Not where whose it is has begun another one since: that one goes on then.
    """
    for was in journal.noted(db, merger_id, workout):
        stands = queries.workout_by_id(db, was["person_id"], was["id"])
        if stands is None or queries.open_workout(db, was["person_id"]) is not None:
            continue
        if stands.status is Status.COMPLETED and not queries.sets_of(db, stands.id):
            # It was deleted since.
            continue
        moments = {
            name: None if was[name] is None else datetime.fromisoformat(was[name])
            for name in ("paused_at", "rest_ends_at")
        }
        values = {"status": was["status"], "completed_at": None, "revision": was["revision"]}
        if stands.revision > was["revision"] + 1:
            # Its card was shown again since: a button of an older one must not seem fresh.
            values["revision"] = stands.revision
        queries.change_workout(db, stands.id, **values, **moments)


# Exercises of one's own


def count_together(
    db: Connection, merger_id: int, kept_id: int, absorbed_id: int
) -> dict[str, str]:
    """Give the kept person the other's own exercises, and one key to those of the same name.

    Returns the keys that were given up, each with the one that its sets have now; such an exercise
    stays the pointer's, and by its name its sets are found again when it is undone.
    """
    ours, theirs = (queries.own_exercises(db, one) for one in (kept_id, absorbed_id))
    known = {_alike(one): one.key for one in ours.values()}
    renamed = {key: known[_alike(one)] for key, one in theirs.items() if _alike(one) in known}
    for old, new in renamed.items():
        _rename(db, absorbed_id, old, new)
    others = exercise.c.key.not_in(renamed)
    journal.move(db, merger_id, exercise, absorbed_id, kept_id, others)
    return renamed


def bring_apart(db: Connection, kept_id: int, absorbed_id: int, now: datetime) -> None:
    """Each of the two has their own exercises again, by the names that they know them by.

    Where one did an exercise of the other's while they were one, they have it now as well.
    """
    own = {one: queries.own_exercises(db, one) for one in (kept_id, absorbed_id)}
    for whose, other in ((kept_id, absorbed_id), (absorbed_id, kept_id)):
        known = {_alike(one): one.key for one in own[whose].values()}
        for key in _done(db, whose, own[other]):
            theirs = own[other][key]
            mine = known.get(_alike(theirs)) or _copied(db, whose, theirs, now)
            _rename(db, whose, key, mine)


def _alike(one: OwnExercise) -> tuple[str, str]:
    """Two exercises are the same where they have one name and are counted in one measure."""
    return normalise(one.name), one.measure


def _copied(db: Connection, person_id: int, one: OwnExercise, now: datetime) -> str:
    return queries.add_exercise(db, person_id, one.name, one.measure, now).key


def _done(db: Connection, person_id: int, keys: Collection[str]) -> list[str]:
    """Of these exercises those that something of the person's names."""
    if not keys:
        return []
    named = [
        select(column).where(column.table.c.person_id == person_id, column.in_(keys))
        for column in _NAMES_ONE
    ]
    lined_up = workout_exercise.c.exercise
    named.append(select(lined_up).where(_lined_up_by(person_id), lined_up.in_(keys)))
    return sorted(db.execute(union(*named)).scalars())


def _rename(db: Connection, person_id: int, old: str, new: str) -> None:
    """Everything of the person's that names the one exercise names the other."""
    for column in _NAMES_ONE:
        table = column.table
        named = update(table).where(table.c.person_id == person_id, column == old)
        if column is exercise_preference.c.exercise:
            named = _unless_there(named, new, "person_id")
        db.execute(named.values({column: new}))
    lined_up = update(workout_exercise).where(
        _lined_up_by(person_id), workout_exercise.c.exercise == old
    )
    db.execute(_unless_there(lined_up, new, "workout_id").values(exercise=new))
    for table in (best, best_coverage):
        either = table.c.exercise.in_((old, new))
        db.execute(delete(table).where(table.c.person_id == person_id, either))


def _unless_there(named: Update, new: str, beside: str) -> Update:
    """Both tables keep one row for each exercise."""
    other = named.table.alias()
    same = and_(other.c[beside] == named.table.c[beside], other.c.exercise == new)
    return named.where(~exists().where(same))


def _lined_up_by(person_id: int) -> ColumnElement[bool]:
    mine = select(workout.c.id).where(workout.c.person_id == person_id)
    return workout_exercise.c.workout_id.in_(mine)


# Bests


def forget_bests(db: Connection, kept_id: int, absorbed_id: int) -> None:
    """What the sets of both say together is worked out again when it is asked for."""
    done = select(workout_set.c.exercise).where(workout_set.c.person_id == absorbed_id)
    for table in (best, best_coverage):
        both = (table.c.person_id == kept_id, table.c.exercise.in_(done.distinct()))
        db.execute(delete(table).where(or_(table.c.person_id == absorbed_id, and_(*both))))
