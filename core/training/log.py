"""Puts sets into the log: which workout they belong to, in which order, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from core.people.models import Person
from core.training import bests, queries, workouts
from core.training.exercises import Catalogue
from core.training.library import Measure
from core.training.models import LoggedSet, Status, Workout
from core.training.queries import LinedUp, Preference
from core.training.records import Record, estimated_max, records_of
from core.training.sets import Effort, WeightUnit
from core.training.workouts import FORGOTTEN_AFTER


@dataclass(frozen=True, slots=True)
class Source:
    """Where a set came from, and when: the platform's time and order of its message."""

    at: datetime
    order: int
    now: datetime
    identity_id: int | None = None
    message: str | None = None


@dataclass(slots=True)
class Logged:
    """What logging changed: the workout as it now stands, the new sets, the records they broke.

    `ended` is the forgotten workout that was finished on the way; `rest_ended_at` when the rest
    before these sets was to end, where there was one.
    """

    workout: Workout
    sets: list[LoggedSet]
    lineup: list[LinedUp]
    records: list[Record] = field(default_factory=list)
    ended: Workout | None = None
    past: bool = False
    rest_ended_at: datetime | None = None


def log_efforts(
    db: Connection,
    person: Person,
    catalogue: Catalogue,
    exercise: str,
    efforts: tuple[Effort, ...],
    source: Source,
    *,
    line: int = 0,
    day: date | None = None,
    note: str = "",
    rest_seconds: int | None = None,
    superset: str | None = None,
    into: Workout | None = None,
    under_way: Workout | None = None,
    first_place: int = 0,
) -> Logged:
    """Log the sets of one exercise where they belong; at least one effort is given.

    `into` is the workout that they are added to whenever they came, as the last of it where it is
    over. `under_way` is the open workout as it now stands, where the caller has just read it.
    `first_place` is how many sets of the same line stand already.
    """
    ended = None
    if into is not None:
        workout, source = into, replace(source, at=min(source.at, into.completed_at or source.at))
    elif day is not None and day != source.at.astimezone(person.timezone).date():
        workout = workouts.workout_on(db, person.id, day, person.timezone)
        source = replace(source, at=workout.completed_at or source.at)
    else:
        workout, ended = _workout_for(db, person, source.at, under_way)
    preferred = queries.preference(db, person.id, exercise)
    if rest_seconds is not None and rest_seconds != preferred.rest_seconds:
        preferred = replace(preferred, rest_seconds=rest_seconds)
        queries.prefer(db, person.id, exercise, preferred)
    known = queries.lined_up(db, workout.id)
    mine = _join(db, workout, known, exercise, superset)
    base = _row(workout, person, exercise, source, line, mine.superset)
    unit = preferred.unit or person.unit
    sets = [
        _write(db, base, effort, unit, place, note)
        for place, effort in enumerate(efforts, first_place)
    ]
    measure = catalogue.measure(exercise)
    records = [record for one in sets for record in _hold_against(db, one, measure)]
    past = workout.status is Status.COMPLETED
    rest_ended_at = workout.rest_ends_at
    if not past:
        workout = _went_on(db, person, workout, known, mine, preferred, source)
    return Logged(workout, sets, known, _newest_of_each(records), ended, past, rest_ended_at)


def _workout_for(
    db: Connection, person: Person, at: datetime, under_way: Workout | None
) -> tuple[Workout, Workout | None]:
    """The workout a set of that instant belongs to, and the forgotten one it ended."""
    found = under_way or queries.open_workout(db, person.id)
    if found is None or at < (found.started_at or found.active_at):
        late = queries.workout_around(db, person.id, at)
        if late is not None or found is None:
            return (late or workouts.start(db, person.id, at)), None
        if (found.started_at or found.active_at) - at >= FORGOTTEN_AFTER:
            # An answer to an old question, say: what goes on now has nothing to do with it.
            return workouts.at_once(db, person.id, at), None
    if workouts.is_forgotten(found, at):
        ended = put_away(db, found, at)
        return workouts.start(db, person.id, at), ended
    if found.status is Status.PLANNED:
        return workouts.begin(db, found, at), None
    if found.status is Status.PAUSED and at >= (found.paused_at or at):
        return workouts.resume(db, found, at), None
    return found, None


def put_away(db: Connection, forgotten: Workout, at: datetime) -> Workout | None:
    """End a forgotten workout at its last set; one without any set goes without a trace."""
    if not queries.sets_of(db, forgotten.id):
        queries.delete_workout(db, forgotten.id)
        return None
    return workouts.finish(db, forgotten, at)


def _join(
    db: Connection,
    workout: Workout,
    known: list[LinedUp],
    exercise: str,
    superset: str | None,
) -> LinedUp:
    for place, one in enumerate(known):
        if one.exercise == exercise:
            if one.skipped or (superset is not None and superset != one.superset):
                known[place] = replace(one, skipped=False, superset=superset or one.superset)
                queries.line_up(db, workout.id, known[place])
            return known[place]
    position = max((one.position for one in known), default=0) + 1
    added = LinedUp(exercise, position, superset, skipped=False)
    queries.line_up(db, workout.id, added)
    known.append(added)
    return added


def _row(
    workout: Workout,
    person: Person,
    exercise: str,
    source: Source,
    line: int,
    superset: str | None,
) -> dict[str, Any]:
    return {
        "workout_id": workout.id,
        "person_id": person.id,
        "exercise": exercise,
        "logged_at": source.at,
        "created_at": source.now,
        "inbound_order": source.order,
        "identity_id": source.identity_id,
        "message": source.message,
        "line": line,
        "superset": superset,
    }


def measures(effort: Effort, unit: WeightUnit) -> dict[str, Any]:
    """The columns of a set that say what was done, weight in the unit that was meant."""
    meant = effort.unit or unit
    weight_kg = None if effort.weight is None else meant.to_kg(effort.weight)
    e1rm = None
    if weight_kg is not None and effort.reps is not None:
        e1rm = estimated_max(weight_kg, effort.reps)
    return {
        "kind": effort.kind,
        "weight": effort.weight,
        "weight_unit": None if effort.weight is None else meant,
        "weight_kg": weight_kg,
        "reps": effort.reps,
        "seconds": effort.seconds,
        "meters": effort.meters,
        "rpe": effort.rpe,
        "per_side": effort.per_side,
        "e1rm_kg": e1rm,
    }


def _write(
    db: Connection,
    base: dict[str, Any],
    effort: Effort,
    unit: WeightUnit,
    place: int,
    note: str,
) -> LoggedSet:
    values = {
        **base,
        **measures(effort, unit),
        "place": place,
        "note": note or None,
        "taken_back_at": None,
    }
    return LoggedSet(id=queries.add_set(db, values), **values)


def _hold_against(db: Connection, one: LoggedSet, measure: Measure) -> list[Record]:
    """The records that a new set broke; from now on others are held against it."""
    if one.kind not in queries.COUNTED:
        return []
    before = bests.bests_before(db, one)
    bests.take_in(db, one, before)
    return records_of(db, one, measure, before)


def _went_on(
    db: Connection,
    person: Person,
    workout: Workout,
    known: list[LinedUp],
    mine: LinedUp,
    preferred: Preference,
    source: Source,
) -> Workout:
    """The clock, the rest and what is next, after sets in a running workout."""
    rest = preferred.rest_seconds if preferred.rest_seconds is not None else person.rest_seconds
    current, round_over = _after(db, workout, known, mine)
    rests = round_over and rest and workout.status is Status.IN_PROGRESS
    changes: dict[str, Any] = {
        "current": current,
        "revision": workout.revision + 1,
        "active_at": max(workout.active_at, source.at),
        "rest_ends_at": source.at + timedelta(seconds=rest) if rests else None,
    }
    if workout.started_at is not None and source.at < workout.started_at:
        changes["started_at"] = source.at
    if source.at < workout.active_at and workout.current is not None:
        # A late set falls into place; it does not move what is going on now.
        changes |= {"current": workout.current, "rest_ends_at": workout.rest_ends_at}
    queries.change_workout(db, workout.id, **changes)
    return replace(workout, **changes)


def _after(
    db: Connection, workout: Workout, known: list[LinedUp], mine: LinedUp
) -> tuple[str, bool]:
    """The exercise to do next, and whether a rest comes first: in a superset, after the round."""
    if mine.superset is None:
        return mine.exercise, True
    round_ = [one for one in known if one.superset == mine.superset and not one.skipped]
    done = {one.exercise: 0 for one in round_}
    for one in queries.sets_of(db, workout.id):
        if one.exercise in done and one.superset == mine.superset:
            done[one.exercise] += 1
    fewest = min(done.values())
    behind = [one.exercise for one in round_ if done[one.exercise] == fewest]
    return behind[0], len(behind) == len(round_)


def _newest_of_each(records: list[Record]) -> list[Record]:
    """Of several sets that bettered the same best one after the other, the last counts."""
    newest: dict[str, Record] = {}
    for record in records:
        before = newest.get(record.kind)
        if before is not None:
            record = replace(record, before=before.before, since=before.since)
        newest[record.kind] = record
    return list(newest.values())


def correct(db: Connection, one: LoggedSet, effort: Effort) -> None:
    """Write other figures into a set; where and when it was done stays."""
    unit = one.weight_unit or effort.unit or WeightUnit.KG
    queries.change_set(db, one.id, **measures(effort, unit))


def effort_of(one: LoggedSet) -> Effort:
    """What a logged set measured, as it would be typed again."""
    return Effort(
        weight=one.weight,
        unit=one.weight_unit,
        reps=one.reps,
        seconds=one.seconds,
        meters=one.meters,
        rpe=one.rpe,
        kind=one.kind,
        per_side=one.per_side,
    )


def changed(
    effort: Effort,
    *,
    weight_change: Decimal = Decimal(0),
    reps_change: int = 0,
) -> Effort:
    """The same effort with a little more or less; it never falls below one repetition."""
    weight = effort.weight
    if weight_change:
        weight = (weight or Decimal(0)) + weight_change
    reps = effort.reps
    if reps is not None and reps_change:
        reps = max(reps + reps_change, 1)
    return replace(effort, weight=weight, reps=reps)
