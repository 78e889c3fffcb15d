"""What the rules need of the log, read in few statements and then no more changing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection

from core.people.models import Person
from core.training.exercises import Catalogue
from core.training.sets import SetKind, WeightUnit

WINDOW_DAYS = 180
"""How far back the log is read; what came right before it is read too, for who was away."""


@dataclass(frozen=True, slots=True)
class DoneSet:
    """A counted set: work, drop or failure, no warm-up."""

    id: int
    kind: SetKind
    weight: Decimal | None
    unit: WeightUnit | None
    weight_kg: Decimal | None
    reps: int | None
    seconds: int | None
    meters: Decimal | None
    rpe: Decimal | None
    per_side: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Bout:
    """The counted sets of one exercise in one workout, in their order; at least one."""

    exercise: str
    workout_id: int
    day: date
    sets: tuple[DoneSet, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The last half year of a person's log, and what they load with.

    `bouts` are by exercise, oldest first; `days` are the days trained, oldest first; `workouts`
    counts all that were ever done. `units` are those preferred for single exercises.
    """

    now: datetime
    today: date
    unit: WeightUnit
    units: Mapping[str, WeightUnit]
    bar_kg: Decimal | None
    plates: tuple[Decimal, ...] | None
    rest_seconds: int
    catalogue: Catalogue
    bouts: Mapping[str, tuple[Bout, ...]]
    days: tuple[date, ...]
    workouts: int


def read_history(db: Connection, person: Person, now: datetime) -> History:
    """What the log says up to `now`, by the person's own calendar."""
    raise NotImplementedError
