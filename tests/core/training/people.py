"""Somebody to train with, in the tests of the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from core.people.models import Person
from core.people.queries import add_person, change_person, person_by_id
from core.training.exercises import Catalogue
from core.training.log import Logged, Source, log_efforts
from core.training.sets import Effort, SetKind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def lifter(db: Connection, key: str = "1", **preferences: Any) -> Person:
    """A new person with these preferences."""
    person, _ = add_person(db, "telegram", key, "Sam", "en", NOON)
    if preferences:
        change_person(db, person.id, **preferences)
    return person_of(db, person.id)


def person_of(db: Connection, person_id: int) -> Person:
    """The person as they now stand."""
    found = person_by_id(db, person_id)
    assert found is not None
    return found


def lift(weight: str | None = None, reps: int | None = None, **more: Any) -> Effort:
    """`lift("80", 8)`."""
    kind = more.pop("kind", SetKind.WORK)
    return Effort(None if weight is None else Decimal(weight), reps=reps, kind=kind, **more)


@dataclass
class Trains:
    """Logs efforts one after the other, at a clock that is moved by hand."""

    db: Connection
    person: Person
    at: datetime = NOON
    order: int = 0

    def logs(self, exercise: str, *efforts: Effort, **more: Any) -> Logged:
        """Log these sets of an exercise now."""
        self.order += 1
        source = Source(self.at, self.order, more.pop("now", self.at), message=str(self.order))
        return log_efforts(self.db, self.person, Catalogue({}), exercise, efforts, source, **more)

    def later(self, **delta: float) -> None:
        """Move the clock."""
        self.at += timedelta(**delta)
