"""Tables of check-ins, answers, time off and the weekly review, and what their rows become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Time

from core.body.models import Kind
from core.columns import Id, Thousandths, UtcDateTime
from core.database import metadata


class Topic(StrEnum):
    """What is asked: a value of the body, a goal of one's own, yes or no, or how training went."""

    BODY = "body"
    GOAL = "goal"
    HABIT = "habit"
    TRAINING = "training"


class AnswerStatus(StrEnum):
    """Where the question of one day stands; a day long past that is only asked was missed."""

    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"


UNTIL_I_SAY = date.max
"""The end of a pause that has none yet."""

# `kind` belongs to the body, `goal_id` to a goal, `words` to a habit. `weekdays` are the digits
# of ISO weekdays, 1 for Monday; `at` is what the person's clock shows, wherever they live.
check_in = Table(
    "check_in",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("topic", String(16), nullable=False),
    Column("kind", String(16)),
    Column("goal_id", Id, ForeignKey("goal.id", ondelete="CASCADE")),
    Column("words", String(80)),
    Column("at", Time, nullable=False),
    Column("weekdays", String(7), nullable=False),
    # The first day on which it is asked again.
    Column("paused_until", Date),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_check_in_person_id", "person_id"),
    Index("ix_check_in_goal_id", "goal_id"),
    sqlite_autoincrement=True,
)

# One row for each day that it was asked for. A measured value stands in `measurement` and a goal's
# in `goal_value`; `value` keeps what nothing else does: 1 to 5, or 1 for yes and 0 for no.
check_in_answer = Table(
    "check_in_answer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("check_in_id", Id, ForeignKey("check_in.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("status", String(16), nullable=False),
    Column("value", Thousandths),
    Column("measurement_id", Id),
    Column("goal_value_id", Id),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_again", Boolean, nullable=False),
    Column("answered_at", UtcDateTime),
    Index("uq_check_in_answer_check_in_id_day", "check_in_id", "day", unique=True),
    Index("ix_check_in_answer_person_id_day", "person_id", "day"),
    sqlite_autoincrement=True,
)

# Illness or holidays: nothing is asked from the first day to before the last, and no streak ends.
time_off = Table(
    "time_off",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("until", Date, nullable=False),
    Index("ix_time_off_person_id", "person_id"),
    sqlite_autoincrement=True,
)

# Without weekday and time nobody wants it, or nobody has been asked yet.
weekly_review = Table(
    "weekly_review",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("weekday", Integer),
    Column("at", Time),
    Column("offered_at", UtcDateTime),
    # Of a week with nothing in it is told once; then only of one with something.
    Column("silence_told", Boolean, nullable=False),
    # The last local day on which it came.
    Column("shown_on", Date),
)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What is asked, at what time of the person's clock, on which ISO weekdays (1 is Monday)."""

    id: int
    person_id: int
    topic: Topic
    kind: Kind | None
    goal_id: int | None
    words: str | None
    at: time
    weekdays: tuple[int, ...]
    paused_until: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """The question of one local day, and what came of it."""

    id: int
    check_in_id: int
    person_id: int
    day: date
    status: AnswerStatus
    value: Decimal | None
    measurement_id: int | None
    goal_value_id: int | None
    asked_at: datetime
    asked_again: bool
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be answered."""
        return self.status in (AnswerStatus.WAITING, AnswerStatus.ASKED)


@dataclass(frozen=True, slots=True)
class TimeOff:
    """From the first day to the day before `until` nothing is asked."""

    id: int
    first_day: date
    until: date


@dataclass(frozen=True, slots=True)
class WeeklyReview:
    """When somebody sees their week; never where the weekday (ISO) and the time are None."""

    person_id: int
    weekday: int | None = None
    at: time | None = None
    offered_at: datetime | None = None
    silence_told: bool = False
    shown_on: date | None = None
