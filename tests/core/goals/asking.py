"""Goals as tests set them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from core.body.models import Kind
from core.body.queries import add_measurement
from core.goals.create import set_goal
from core.goals.models import Goal, GoalKind, Span, Spec
from core.people.models import Person
from core.people.queries import person_by_id
from core.training.sets import WeightUnit
from tests.core.training.people import NOON, Trains

TODAY = date(2026, 3, 2)
"""A Monday, as `NOON` is."""
SAM = Person(
    id=1,
    random_id="sam",
    name="Sam",
    language="en",
    unit=WeightUnit.KG,
    zone=None,
    rest_seconds=120,
    rest_alerts=True,
    bar_kg=None,
    plates=None,
    body_weight_kg=Decimal("82.1"),
    consent_asked_at=None,
    consented_at=None,
    zone_asked_at=None,
    created_at=NOON,
)


def spec(kind: GoalKind, target: str | int, **more: Any) -> Spec:
    """`spec(GoalKind.REPS, 10, exercise="pull_up")`."""
    return Spec(kind, Decimal(target), **more)


def bench(target: str | int, reps: int = 1, **more: Any) -> Spec:
    """So many kilograms on the bench."""
    return spec(GoalKind.LIFT, target, unit="kg", exercise="bench_press", reps=reps, **more)


def weight(target: str | int, **more: Any) -> Spec:
    """So many kilograms of the body's own."""
    return spec(GoalKind.BODY_WEIGHT, target, unit="kg", **more)


def a_week(count: int) -> Spec:
    """So many workouts a week."""
    return spec(GoalKind.FREQUENCY, count, span=Span.WEEK)


def sets(sam: Trains, asked: Spec, today: date = TODAY) -> Goal:
    """Set the goal."""
    return set_goal(sam.db, now(sam.db, sam.person), asked, today)


def now(db: Connection, person: Person) -> Person:
    """The person as their row stands."""
    found = person_by_id(db, person.id)
    assert found is not None
    return found


def weighs(sam: Trains, kilograms: str) -> None:
    """Weigh in at the person's clock."""
    add_measurement(sam.db, sam.person.id, Kind.WEIGHT, Decimal(kilograms), sam.at)
