"""A plan becomes a workout: its exercises lined up, each with what is meant to be done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from core.coach.plan import Plan
from core.errors import Refused
from core.people.models import Person
from core.training.models import Workout


class AlreadyUnderWay(Refused):
    """Another workout is open; the plan can be added to it."""

    text = "A workout is under way already."


def start_plan(
    db: Connection, person: Person, plan: Plan, at: datetime, *, into: Workout | None = None
) -> Workout:
    """A planned workout with the plan's exercises; added to `into` where that is given.

    Raises `AlreadyUnderWay` where a workout is open and `into` is not given.
    """
    raise NotImplementedError
