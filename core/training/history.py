"""Looking back: finished workouts by date and by exercise, and what may be put right in them.

A completed workout never changes its state. To delete one is to take back all its sets: a workout
without standing sets is shown nowhere and nothing more is logged into it, and Undo brings just
those sets back. A corrected set leaves a copy of what it was, taken back from the start, so that
Undo has something to return to however much later it is pressed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from core.training import queries
from core.training.line_up import exchange
from core.training.log import correct, effort_of
from core.training.models import LoggedSet, Status, Workout, workout, workout_set
from core.training.queries import BY_ORDER, HAS_SETS, STANDS, set_from, workout_from
from core.training.reading.days import Days
from core.training.reading.doubts import Choices, NotSets
from core.training.reading.tokens import plain, tokens
from core.training.sets import Effort

BEGUN = (Status.IN_PROGRESS, Status.PAUSED, Status.COMPLETED)
COPY = -1
"""The line that a copy kept for Undo came from: none of a message's is numbered so."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEWEST_FIRST = (workout.c.started_at.desc(), workout.c.id.desc())


@dataclass(frozen=True, slots=True)
class Page:
    """Some workouts, newest first, each with its sets; `more` where there are older ones."""

    workouts: list[tuple[Workout, list[LoggedSet]]]
    more: bool = False


def _shown(person_id: int) -> Select[Any]:
    """The person's workouts that have anything to show."""
    return select(workout).where(
        workout.c.person_id == person_id, workout.c.status.in_(BEGUN), HAS_SETS
    )


def newest_workouts(db: Connection, person_id: int, page: int, size: int) -> Page:
    """A page of all workouts; pages count from 0."""
    rows = _shown(person_id).order_by(*_NEWEST_FIRST).offset(page * size).limit(size + 1)
    found = [workout_from(row) for row in db.execute(rows)]
    return Page(_with_sets(db, found[:size]), len(found) > size)


def workouts_between(
    db: Connection, person_id: int, start: datetime, end: datetime, most: int = 10
) -> Page:
    """The workouts that began in [start, end), at most so many of the newest."""
    within = _shown(person_id).where(workout.c.started_at >= start, workout.c.started_at < end)
    rows = db.execute(within.order_by(*_NEWEST_FIRST).limit(most))
    return Page(_with_sets(db, [workout_from(row) for row in rows]))


def nearest_workout(db: Connection, person_id: int, at: datetime) -> Workout | None:
    """The last workout before that instant, else the first after it."""
    mine = _shown(person_id)
    before = mine.where(workout.c.started_at < at).order_by(*_NEWEST_FIRST)
    after = mine.where(workout.c.started_at >= at).order_by(workout.c.started_at)
    row = db.execute(before.limit(1)).first() or db.execute(after.limit(1)).first()
    return None if row is None else workout_from(row)


def workouts_with(db: Connection, person_id: int, exercise: str, page: int, size: int) -> Page:
    """A page of the workouts with this exercise, each with the sets of it alone."""
    done = select(workout_set.c.workout_id).where(
        workout_set.c.person_id == person_id, workout_set.c.exercise == exercise, STANDS
    )
    mine = _shown(person_id).where(workout.c.id.in_(done)).order_by(*_NEWEST_FIRST)
    rows = db.execute(mine.offset(page * size).limit(size + 1))
    found = [workout_from(row) for row in rows]
    return Page(_with_sets(db, found[:size], exercise), len(found) > size)


def _with_sets(
    db: Connection, found: list[Workout], exercise: str | None = None
) -> list[tuple[Workout, list[LoggedSet]]]:
    within = workout_set.c.workout_id.in_([one.id for one in found])
    rows = select(workout_set).where(within, STANDS).order_by(*BY_ORDER)
    if exercise is not None:
        rows = rows.where(workout_set.c.exercise == exercise)
    sets: defaultdict[int, list[LoggedSet]] = defaultdict(list)
    for row in db.execute(rows):
        one = set_from(row)
        sets[one.workout_id].append(one)
    return [(one, sets[one.id]) for one in found]


def all_sets_of(db: Connection, person_id: int, exercise: str) -> list[LoggedSet]:
    """Every standing set of an exercise, oldest first."""
    mine = select(workout_set).where(
        workout_set.c.person_id == person_id, workout_set.c.exercise == exercise, STANDS
    )
    return [set_from(row) for row in db.execute(mine.order_by(*BY_ORDER))]


# Days


def days_meant(text: str, today: date) -> list[date]:
    """The day that the words name and nothing else; two where `3/10/2026` may be either."""
    found: list[date] = []
    for choice in (0, 1):
        days = Days(tokens(plain(text)), today, Choices({"day": choice}))
        try:
            rest = days.take()
        except NotSets:
            return []
        if days.day is not None and not rest and days.day not in found:
            found.append(days.day)
    return found


# Putting right


def standing_set(db: Connection, person_id: int, set_id: int) -> LoggedSet | None:
    """One of this person's sets, None where it was taken back."""
    found = queries.set_by_id(db, person_id, set_id)
    return None if found is None or found.taken_back_at is not None else found


def correct_set(
    db: Connection,
    one: LoggedSet,
    effort: Effort,
    at: datetime,
    *,
    exercise: str | None = None,
    copy: int = 0,
) -> int:
    """Write other figures (and another exercise) into a set.

    Returns the copy of what it was; `copy` is one kept before, where several small steps are one
    correction.
    """
    copy = copy or _keep_copy(db, one, at)
    correct(db, one, effort)
    if exercise is not None and exercise != one.exercise:
        queries.change_set(db, one.id, exercise=exercise)
        exchange(db, one.workout_id, one.exercise, exercise)
    return copy


def _keep_copy(db: Connection, one: LoggedSet, at: datetime) -> int:
    values = {name: getattr(one, name) for name in LoggedSet.__slots__ if name != "id"}
    # No message: an edit of the message means the set itself, not what it was.
    return queries.add_set(db, values | {"taken_back_at": at, "message": None, "line": COPY})


def what_it_was(db: Connection, one: LoggedSet, copy: int) -> LoggedSet | None:
    """The set before its correction."""
    was = queries.set_by_id(db, one.person_id, copy)
    return was if was is not None and was.workout_id == one.workout_id else None


def put_back(db: Connection, one: LoggedSet, was: LoggedSet) -> LoggedSet:
    """Undo a correction."""
    unit = was.weight_unit
    correct(db, replace(one, weight_unit=unit), effort_of(was))
    queries.change_set(db, one.id, exercise=was.exercise, note=was.note)
    if was.exercise != one.exercise:
        exchange(db, one.workout_id, one.exercise, was.exercise)
    return queries.set_by_id(db, one.person_id, one.id) or one


def delete_workout(db: Connection, workout_id: int, at: datetime) -> int:
    """Take back all sets of a workout; returns the moment that `bring_workout_back` needs."""
    sets = queries.sets_of(db, workout_id)
    queries.take_back(db, [one.id for one in sets], at)
    return (at - _EPOCH) // timedelta(microseconds=1)


def bring_workout_back(db: Connection, workout_id: int, moment: int) -> bool:
    """Bring back what was taken back at that moment; False where nothing is left of it."""
    at = _EPOCH + timedelta(microseconds=moment)
    then = select(workout_set.c.id).where(
        workout_set.c.workout_id == workout_id,
        workout_set.c.taken_back_at == at,
        workout_set.c.line != COPY,
    )
    set_ids = list(db.execute(then).scalars())
    queries.bring_back(db, set_ids)
    return bool(set_ids)


def bring_message_back(db: Connection, one: LoggedSet) -> list[LoggedSet]:
    """Bring back all that was taken back together with this set, of the same message."""
    then = (
        select(workout_set)
        .where(
            workout_set.c.identity_id == one.identity_id,
            workout_set.c.message == one.message,
            workout_set.c.taken_back_at == one.taken_back_at,
        )
        .order_by(workout_set.c.line, workout_set.c.place, workout_set.c.id)
    )
    sets = [queries.set_from(row) for row in db.execute(then)]
    queries.bring_back(db, [back.id for back in sets])
    return sets
