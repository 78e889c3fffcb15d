"""A workout's states and the moves between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.errors import Refused
from core.training import queries
from core.training.models import OPEN, LoggedSet, Status, Workout

FORGOTTEN_AFTER = timedelta(hours=3)
"""A workout untouched for this long is paused, and the next set begins another."""

_MOVES = {
    Status.PLANNED: {Status.IN_PROGRESS, Status.CANCELLED},
    Status.IN_PROGRESS: {Status.PAUSED, Status.COMPLETED, Status.CANCELLED},
    Status.PAUSED: {Status.IN_PROGRESS, Status.COMPLETED, Status.CANCELLED},
    Status.COMPLETED: set(),
    Status.CANCELLED: set(),
}


class IllegalMove(Refused):
    """A workout cannot go from one state to the other."""

    text = "That workout is over already."


def start(db: Connection, person_id: int, at: datetime, source: str = "chat") -> Workout:
    """A workout under way since `at`."""
    return queries.add_workout(
        db, person_id, status=Status.IN_PROGRESS, started_at=at, active_at=at, source=source
    )


def plan(db: Connection, person_id: int, at: datetime) -> Workout:
    """A workout with exercises lined up and nothing done yet."""
    return queries.add_workout(db, person_id, status=Status.PLANNED, active_at=at, source="chat")


def begin(db: Connection, workout: Workout, at: datetime) -> Workout:
    """The first set of a planned workout starts it."""
    return _move(db, workout, Status.IN_PROGRESS, started_at=at, active_at=at)


def pause(db: Connection, workout: Workout, at: datetime) -> Workout:
    """Stop the clock; `IllegalMove` where it does not run."""
    return _move(db, workout, Status.PAUSED, paused_at=at, rest_ends_at=None)


def resume(db: Connection, workout: Workout, at: datetime) -> Workout:
    """Let the clock run again; the pause is left out of the duration."""
    paused = 0
    if workout.paused_at is not None:
        paused = max(int((at - workout.paused_at).total_seconds()), 0)
    return _move(
        db,
        workout,
        Status.IN_PROGRESS,
        paused_at=None,
        paused_seconds=workout.paused_seconds + paused,
        active_at=max(at, workout.active_at),
    )


def finish(db: Connection, workout: Workout, at: datetime) -> Workout:
    """The workout is done, at `at` or, where it was forgotten, at its last set."""
    sets = queries.sets_of(db, workout.id)
    ended = at
    if workout.status is Status.PAUSED or at - workout.active_at >= FORGOTTEN_AFTER:
        ended = _last_moment(workout, sets)
    return _move(
        db, workout, Status.COMPLETED, completed_at=ended, paused_at=None, rest_ends_at=None
    )


def cancel(db: Connection, workout: Workout) -> Workout:
    """The workout is put away; its sets no longer count."""
    sets = queries.sets_of(db, workout.id)
    moved = _move(db, workout, Status.CANCELLED, paused_at=None, rest_ends_at=None)
    if sets:
        queries.take_back(db, [one.id for one in sets], workout.active_at)
    return moved


def is_forgotten(workout: Workout, at: datetime) -> bool:
    """Whether it has been untouched for so long that the next set belongs to another."""
    return workout.status in OPEN and at - workout.active_at >= FORGOTTEN_AFTER


def duration_seconds(workout: Workout, now: datetime) -> int:
    """How long it has run, pauses left out."""
    if workout.started_at is None:
        return 0
    end = workout.completed_at or workout.paused_at or now
    return max(int((end - workout.started_at).total_seconds()) - workout.paused_seconds, 0)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of a calendar day in a zone, and of the next: 23 to 25 hours apart."""
    start = datetime.combine(day, time(), tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    utc = ZoneInfo("UTC")
    return start.astimezone(utc), end.astimezone(utc)


def workout_on(db: Connection, person_id: int, day: date, zone: ZoneInfo) -> Workout:
    """The person's workout of a past day; one at noon where there was none.

    Noon exists once on every day in every zone, whatever the clocks do.
    """
    start, end = day_bounds(day, zone)
    found = queries.completed_between(db, person_id, start, end)
    if found is not None:
        return found
    noon = datetime.combine(day, time(12), tzinfo=zone).astimezone(ZoneInfo("UTC"))
    return at_once(db, person_id, noon)


def at_once(db: Connection, person_id: int, at: datetime) -> Workout:
    """A completed workout of which no more is known than when it was."""
    return queries.add_workout(
        db,
        person_id,
        status=Status.COMPLETED,
        started_at=at,
        completed_at=at,
        active_at=at,
        source="chat",
    )


def _last_moment(workout: Workout, sets: list[LoggedSet]) -> datetime:
    """When it was last worked on: nothing is left out for pauses that came later."""
    moments = [one.logged_at for one in sets]
    if workout.paused_seconds:
        moments.append(workout.active_at)
    return max(moments, default=workout.paused_at or workout.active_at)


def _move(db: Connection, workout: Workout, to: Status, **values: object) -> Workout:
    if to not in _MOVES[workout.status]:
        raise IllegalMove
    values = {"status": to, "revision": workout.revision + 1, **values}
    queries.change_workout(db, workout.id, **values)
    return replace(workout, **values)  # type: ignore[arg-type]
