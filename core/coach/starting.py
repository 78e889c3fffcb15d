"""A plan becomes a workout: its exercises lined up, each with what is meant to be done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from core.coach.plan import Plan, PlannedExercise
from core.errors import Refused
from core.people.models import Person
from core.training import queries, workouts
from core.training.models import OPEN, Target, Workout
from core.training.queries import LinedUp
from core.training.workouts import IllegalMove


class AlreadyUnderWay(Refused):
    """Another workout is open; the plan can be added to it."""

    text = "A workout is under way already."


def start_plan(
    db: Connection, person: Person, plan: Plan, at: datetime, *, into: Workout | None = None
) -> Workout:
    """A planned workout with the plan's exercises; added to `into` where that is given.

    Raises `AlreadyUnderWay` where a workout is open and `into` is not given, `IllegalMove` where
    `into` is over. What `into` has lined up already keeps its place, and gets the plan's target.
    """
    if into is None:
        if queries.open_workout(db, person.id) is not None:
            raise AlreadyUnderWay
        into = workouts.plan(db, person.id, at)
    elif into.status not in OPEN:
        raise IllegalMove
    known = {one.exercise: one for one in queries.lined_up(db, into.id)}
    position = max((one.position for one in known.values()), default=0)
    for place, one in enumerate(plan.exercises, position + 1):
        if one.exercise not in known:
            added = LinedUp(one.exercise, place, None, skipped=False)
            queries.line_up(db, into.id, added)
        queries.aim_at(db, into.id, one.exercise, target_of(one))
    return _with_current(db, person, into, plan)


def _with_current(db: Connection, person: Person, workout: Workout, plan: Plan) -> Workout:
    """The first of the plan is what comes now, unless something is under way."""
    current = workout.current or plan.exercises[0].exercise
    queries.change_workout(db, workout.id, current=current, revision=workout.revision + 1)
    return queries.workout_by_id(db, person.id, workout.id) or workout


def target_of(one: PlannedExercise) -> Target:
    """What a workout keeps of a planned exercise."""
    return Target(one.sets, one.reps_low, one.reps_high, one.seconds, one.weight, one.unit)
