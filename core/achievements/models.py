"""The table of what was earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table

from core.columns import Id, UtcDateTime
from core.database import metadata

# `earned_at` is empty while the ground is gone (the sets were deleted, a figure was corrected):
# it is not shown then, and not told again when the ground comes back.
achievement = Table(
    "achievement",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("earned_at", UtcDateTime),
    Column("told_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Achievement:
    """Something earned and when; `earned_at` is None while the log no longer holds it."""

    key: str
    earned_at: datetime | None
    told_at: datetime
