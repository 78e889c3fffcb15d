"""Tables of the coach: what it may do, has done today, has said lately and has proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from core.columns import Id, UtcDateTime
from core.database import metadata

OF_PERSON = "person.id"

# Whether a person's questions may go to a model, and to whose: another server is asked about anew.
coach_choice = Table(
    "coach_choice",
    metadata,
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), primary_key=True),
    Column("with_model", Boolean, nullable=False),
    Column("host", String(255), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What the model was asked for on one of the person's own days.
coach_use = Table(
    "coach_use",
    metadata,
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("answers", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
    # Whether the person has heard that the day's answers are used up.
    Column("told", Boolean, nullable=False),
    Index("ix_coach_use_day", "day"),
)

# The last questions with their answers, for a day, so that the next one may refer to them.
coach_exchange = Table(
    "coach_exchange",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("asked", Text, nullable=False),
    Column("answered", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_coach_exchange_person_id_at", "person_id", "at"),
    Index("ix_coach_exchange_at", "at"),
    sqlite_autoincrement=True,
)

# What the coach would do if the person taps it: once, and while it still makes sense.
coach_proposal = Table(
    "coach_proposal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey(OF_PERSON, ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("data", JSON, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime),
    Index("ix_coach_proposal_person_id", "person_id"),
    Index("ix_coach_proposal_expires_at", "expires_at"),
    sqlite_autoincrement=True,
)


class ProposalKind(StrEnum):
    """What a proposal would do."""

    PLAN = "plan"
    SETS = "sets"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: `host` is whom their questions may go to."""

    with_model: bool
    host: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Use:
    """What the model was asked for on one day."""

    answers: int = 0
    tokens: int = 0
    told: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was answered."""

    asked: str
    answered: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to be done once the person says so; `data` is checked again then."""

    id: int
    kind: ProposalKind
    data: dict[str, Any]
    made_at: datetime
    expires_at: datetime
    taken_at: datetime | None
