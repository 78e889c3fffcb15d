"""Goals as they are exported, with where each of them stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from core.goals import queries
from core.goals.current import value_of
from core.goals.models import Goal, GoalKind
from core.people.models import Person
from core.training.exercises import Catalogue
from core.training.export import moment, number

_BASE_UNITS = {
    GoalKind.BODY_WEIGHT: "kg",
    GoalKind.LIFT: "kg",
    GoalKind.ONE_REP_MAX: "kg",
    GoalKind.REPS: "reps",
    GoalKind.TIME: "s",
    GoalKind.DISTANCE: "m",
    GoalKind.CALORIES: "kcal",
    GoalKind.FREQUENCY: "workouts",
    GoalKind.STREAK: "weeks",
}


def goals_json(
    db: Connection, person: Person, catalogue: Catalogue, today: date
) -> list[dict[str, Any]]:
    """The entries of `goals` in `werkout.json`, oldest first; values in `base_unit`."""
    goals = queries.goals_of(db, person.id)
    return [_goal(db, one, person, catalogue, today) for one in goals]


def _goal(
    db: Connection, one: Goal, person: Person, catalogue: Catalogue, today: date
) -> dict[str, Any]:
    zone = person.timezone
    return {
        "kind": one.kind,
        "title": one.title,
        "exercise": catalogue.name(one.exercise) if one.exercise else None,
        "reps": one.reps,
        "span": one.span,
        "direction": one.direction,
        "target": number(one.target),
        "start": number(one.start_value),
        "current": number(value_of(db, one, person, today).value),
        "base_unit": _BASE_UNITS.get(one.kind, one.unit),
        "unit": one.unit,
        "begun_on": one.begun_on.isoformat(),
        "by_date": None if one.by_date is None else one.by_date.isoformat(),
        "status": one.status,
        "completed_at": moment(one.completed_at, zone),
        "milestones": [
            {"value": number(mark.value), "reached_at": moment(mark.reached_at, zone)}
            for mark in queries.milestones_of(db, one.id)
        ],
        "values": [
            {"value": number(value), "at": moment(at, zone)}
            for at, value in queries.values_of(db, one.id)
        ],
    }
