"""Tables of people, and the values that their rows become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from core.columns import Id, Thousandths, UtcDateTime
from core.database import metadata
from core.training.sets import WeightUnit

DEFAULT_REST_SECONDS = 120
LEAST_AGE = 16

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    # Names the person where the number must not: in the list of deletions, in seals.
    Column("random_id", String(32), nullable=False, unique=True),
    Column("name", String(128)),
    Column("language", String(16), nullable=False),
    Column("unit", String(2), nullable=False),
    Column("zone", String(64)),
    Column("rest_seconds", Integer, nullable=False),
    Column("rest_alerts", Boolean, nullable=False),
    Column("bar_kg", Thousandths),
    Column("plates", JSON),
    Column("body_weight_kg", Thousandths),
    Column("consent_asked_at", UtcDateTime),
    Column("consented_at", UtcDateTime),
    # Asked for by itself once at the most.
    Column("zone_asked_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

identity = Table(
    "identity",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("gone_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Index("uq_identity_channel_key", "channel", "key", unique=True),
    Index("ix_identity_person_id", "person_id"),
    sqlite_autoincrement=True,
)

consent = Table(
    "consent",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("wording", String(512), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Index("ix_consent_person_id", "person_id"),
    sqlite_autoincrement=True,
)

# Who was erased, for whoever restores a backup from before; it names nobody.
erasure = Table(
    "erasure",
    metadata,
    Column("random_id", String(32), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_erasure_at", "at"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with the preferences that shape what they read."""

    id: int
    random_id: str
    name: str | None
    language: str
    unit: WeightUnit
    zone: str | None
    rest_seconds: int
    rest_alerts: bool
    bar_kg: Decimal | None
    plates: tuple[str, ...] | None
    body_weight_kg: Decimal | None
    consent_asked_at: datetime | None
    consented_at: datetime | None
    zone_asked_at: datetime | None
    created_at: datetime

    @property
    def timezone(self) -> ZoneInfo:
        """Their zone, UTC until it is known."""
        return ZoneInfo(self.zone or "UTC")


@dataclass(frozen=True, slots=True)
class Identity:
    """One way to meet a person."""

    id: int
    person_id: int
    channel: str
    key: str
    gone_at: datetime | None
