"""The table of switches."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Boolean, Column, String, Table

from core.columns import UtcDateTime
from core.database import metadata


class Feature(StrEnum):
    """What can be switched off on a channel; everything is on until it is."""

    COACH = "coach"


feature_switch = Table(
    "feature_switch",
    metadata,
    Column("feature", String(32), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)
