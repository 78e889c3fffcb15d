"""Tables of goals and their milestones, and the values that their rows become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from core.columns import Id, Thousandths, UtcDateTime
from core.database import metadata


class GoalKind(StrEnum):
    """What is to be reached; the log says how far it is, but for one's own.

    Kilograms for body_weight, lift (so many kilograms, `reps` times in one set) and
    one_rep_max (the estimate of one set); repetitions of one set for reps; seconds of one set for
    time; meters for distance; kilocalories for calories; workouts for frequency; weeks in a row
    with a workout for streak; whatever the person counts for own.
    """

    BODY_WEIGHT = "body_weight"
    LIFT = "lift"
    ONE_REP_MAX = "one_rep_max"
    REPS = "reps"
    TIME = "time"
    DISTANCE = "distance"
    CALORIES = "calories"
    FREQUENCY = "frequency"
    STREAK = "streak"
    OWN = "own"


METERS_IN = {"km": Decimal(1000), "mi": Decimal("1609.344"), "m": Decimal(1)}
"""The units that a distance is set in."""


class Span(StrEnum):
    """Over what it is counted: in one go, within each calendar week, or in all since the goal."""

    ONCE = "once"
    WEEK = "week"
    ALL = "all"


class Direction(StrEnum):
    """Whether more is nearer, or less."""

    UP = "up"
    DOWN = "down"


class GoalStatus(StrEnum):
    """active ⇄ paused; both → completed or failed; a failed or completed one may be taken up."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"


OVER = (GoalStatus.COMPLETED, GoalStatus.FAILED)

# `unit` is how the person named the target (kg, lb, km, mi) or, in one's own, what they count;
# the values are in base units. Without a start there was nothing in the log yet to start from.
goal = Table(
    "goal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("span", String(8), nullable=False),
    Column("direction", String(8), nullable=False),
    Column("target", Thousandths, nullable=False),
    Column("unit", String(16)),
    Column("exercise", String(32)),
    Column("reps", Integer),
    Column("title", String(64)),
    Column("start_value", Thousandths),
    Column("begun_on", Date, nullable=False),
    Column("by_date", Date),
    Column("status", String(16), nullable=False),
    Column("completed_at", UtcDateTime),
    # The last week whose figure was reached and told, by its first day.
    Column("week_told", Date),
    Index("ix_goal_person_id_status", "person_id", "status"),
    sqlite_autoincrement=True,
)

milestone = Table(
    "milestone",
    metadata,
    Column("id", Id, primary_key=True),
    Column("goal_id", Id, ForeignKey("goal.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("value", Thousandths, nullable=False),
    Column("reached_at", UtcDateTime),
    Index("uq_milestone_goal_id_value", "goal_id", "value", unique=True),
    Index("ix_milestone_person_id", "person_id"),
    sqlite_autoincrement=True,
)

# The typed values of one's own goals, the one kind that no log knows about.
goal_value = Table(
    "goal_value",
    metadata,
    Column("id", Id, primary_key=True),
    Column("goal_id", Id, ForeignKey("goal.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("value", Thousandths, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_goal_value_goal_id_at", "goal_id", "at"),
    Index("ix_goal_value_person_id", "person_id"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a person wants to reach; `target` and `start_value` are in the kind's base unit."""

    id: int
    person_id: int
    kind: GoalKind
    span: Span
    direction: Direction
    target: Decimal
    unit: str | None
    exercise: str | None
    reps: int | None
    title: str | None
    start_value: Decimal | None
    begun_on: date
    by_date: date | None
    status: GoalStatus
    completed_at: datetime | None
    week_told: date | None

    @property
    def yes_or_no(self) -> bool:
        """Whether it has no figure: it is done or it is not."""
        return self.kind is GoalKind.OWN and self.unit is None and self.target == 1


@dataclass(frozen=True, slots=True)
class Milestone:
    """A value on the way, in the goal's base unit."""

    id: int
    goal_id: int
    value: Decimal
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class Spec:
    """What somebody asks for, before it is a goal; `target` in the kind's base unit.

    `start` is given for one's own alone: everything else is looked up.
    """

    kind: GoalKind
    target: Decimal
    unit: str | None = None
    exercise: str | None = None
    reps: int | None = None
    span: Span = Span.ONCE
    by_date: date | None = None
    title: str | None = None
    start: Decimal | None = None


def spec_to_json(spec: Spec) -> dict[str, Any]:
    """The specification as JSON types: decimals and days as text, what is not given left out."""
    given = {name: getattr(spec, name) for name in Spec.__slots__}
    return {
        name: str(value) if isinstance(value, (Decimal, date)) else value
        for name, value in given.items()
        if value is not None
    }


def spec_from_json(body: dict[str, Any]) -> Spec:
    """What `spec_to_json` wrote."""
    values = dict(body)
    values |= {name: Decimal(values[name]) for name in ("target", "start") if name in values}
    values |= {"kind": GoalKind(values["kind"]), "span": Span(values.get("span", Span.ONCE))}
    if "by_date" in values:
        values["by_date"] = date.fromisoformat(values["by_date"])
    return Spec(**values)
