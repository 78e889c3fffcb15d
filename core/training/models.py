"""Tables of workouts and sets, and the values that their rows become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from core.columns import Id, Thousandths, UtcDateTime
from core.database import metadata
from core.training.sets import SetKind, WeightUnit


class Status(StrEnum):
    """planned → in progress ⇄ paused → completed or cancelled; nothing else."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN = (Status.PLANNED, Status.IN_PROGRESS, Status.PAUSED)

# A person's own exercises; the library's live in `core/training/library`.
exercise = Table(
    "exercise",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("measure", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_exercise_person_id", "person_id"),
)

# What a person prefers for one exercise: the unit of their plates there, the rest they keep.
exercise_preference = Table(
    "exercise_preference",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("exercise", String(32), primary_key=True),
    Column("unit", String(2)),
    Column("rest_seconds", Integer),
)

workout = Table(
    "workout",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(128)),
    Column("status", String(16), nullable=False),
    Column("started_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("paused_seconds", Integer, nullable=False),
    Column("active_at", UtcDateTime, nullable=False),
    Column("current", String(32)),
    Column("rest_ends_at", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Column("notes", Text),
    Column("rating", Integer),
    Column("mood_before", Integer),
    Column("energy_before", Integer),
    Column("mood_after", Integer),
    Column("energy_after", Integer),
    Column("source", String(32), nullable=False),
    Index("ix_workout_person_id_started_at", "person_id", "started_at"),
    # At most one open workout a person, whatever arrives at once.
    Index(
        "uq_workout_open",
        "person_id",
        unique=True,
        sqlite_where=text("status IN ('planned', 'in_progress', 'paused')"),
        postgresql_where=text("status IN ('planned', 'in_progress', 'paused')"),
    ),
    sqlite_autoincrement=True,
)

# The exercises of a workout in the order they were lined up or begun.
workout_exercise = Table(
    "workout_exercise",
    metadata,
    Column("workout_id", Id, ForeignKey("workout.id", ondelete="CASCADE"), primary_key=True),
    Column("exercise", String(32), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("superset", String(1)),
    Column("skipped", Boolean, nullable=False),
    # What a plan wants of it; without sets there is no plan.
    Column("target_sets", Integer),
    Column("target_reps_low", Integer),
    Column("target_reps_high", Integer),
    Column("target_seconds", Integer),
    Column("target_weight", Thousandths),
    Column("target_unit", String(2)),
)

workout_set = Table(
    "workout_set",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workout_id", Id, ForeignKey("workout.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("exercise", String(32), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("weight", Thousandths),
    Column("weight_unit", String(2)),
    Column("weight_kg", Thousandths),
    Column("reps", Integer),
    Column("seconds", Integer),
    Column("meters", Thousandths),
    Column("rpe", Thousandths),
    Column("per_side", Boolean, nullable=False),
    Column("note", Text),
    # Estimated one-repetition maximum, kept so that a record is one indexed look.
    Column("e1rm_kg", Thousandths),
    Column("logged_at", UtcDateTime, nullable=False),
    # Sorts what shares an instant: the inbound's own order, then the place in its message.
    Column("inbound_order", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    Column("superset", String(1)),
    Column("identity_id", Id),
    Column("message", String(64)),
    Column("line", Integer, nullable=False),
    # When we took it in; long after `logged_at` where we were away, or where the past was logged.
    Column("created_at", UtcDateTime, nullable=False),
    Column("taken_back_at", UtcDateTime),
    # Whether who wrote it kept `best` in step; empty where a release before that did.
    Column("best_kept", Boolean),
    CheckConstraint(
        "reps IS NOT NULL OR weight IS NOT NULL OR seconds IS NOT NULL OR meters IS NOT NULL",
        name="measured",
    ),
    Index("ix_workout_set_workout_id", "workout_id"),
    Index("ix_workout_set_person_id_exercise_logged_at", "person_id", "exercise", "logged_at"),
    Index("ix_workout_set_identity_id_message", "identity_id", "message"),
    # Of the sets that may be missing in `best`; no new one is among them.
    Index(
        "ix_workout_set_best_not_kept",
        "person_id",
        "exercise",
        "id",
        sqlite_where=text("best_kept IS NULL"),
        postgresql_where=text("best_kept IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# The sets that were better than everything before them, by what they were better in, so that a
# record is one look however much was ever logged. Worked out of `workout_set` and no more than it
# says: what is missing here is worked out again (`best_coverage`).
best = Table(
    "best",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("exercise", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("set_id", Id, ForeignKey("workout_set.id", ondelete="CASCADE"), primary_key=True),
    # Among which the value is the best: the weight of most repetitions, the distance of the
    # shortest time; 0 where it is the best of all.
    Column("among", Thousandths, nullable=False),
    Column("value", Thousandths, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_best_set_id", "set_id"),
    sqlite_with_rowid=False,
)

# How far an exercise's sets are in `best`: those done before `until`, all where it is empty; of
# those with no `best_kept` only the ones with an id up to `seen`. An exercise without a row has not
# been looked at yet.
best_coverage = Table(
    "best_coverage",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("exercise", String(32), primary_key=True),
    Column("until", UtcDateTime),
    Column("seen", Id),
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a plan wants of an exercise: sets of a rep range, or of `seconds` where it is held.

    `weight` is in `unit`; None leaves it to the person, or means the body's own.
    """

    sets: int
    reps_low: int | None
    reps_high: int | None
    seconds: int | None
    weight: Decimal | None
    unit: WeightUnit | None


@dataclass(frozen=True, slots=True)
class Workout:
    """One performance, under way or done."""

    id: int
    person_id: int
    name: str | None
    status: Status
    started_at: datetime | None
    completed_at: datetime | None
    paused_at: datetime | None
    paused_seconds: int
    active_at: datetime
    current: str | None
    rest_ends_at: datetime | None
    revision: int
    notes: str | None
    rating: int | None
    mood_before: int | None
    energy_before: int | None
    mood_after: int | None
    energy_after: int | None
    source: str


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """One set as it stands in the log."""

    id: int
    workout_id: int
    person_id: int
    exercise: str
    kind: SetKind
    weight: Decimal | None
    weight_unit: WeightUnit | None
    weight_kg: Decimal | None
    reps: int | None
    seconds: int | None
    meters: Decimal | None
    rpe: Decimal | None
    per_side: bool
    note: str | None
    e1rm_kg: Decimal | None
    logged_at: datetime
    inbound_order: int
    place: int
    superset: str | None
    identity_id: int | None
    message: str | None
    line: int
    created_at: datetime
    taken_back_at: datetime | None
