"""Tables of people, and the values that their rows become."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

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
    # Who they go on as, where two linked their channels; what is left here is there twice.
    Column("merged_into", Id),
    # The identity that reminders go to; empty where they go to the one last written from.
    Column("reminders_to", Id),
    Index("ix_person_merged_into", "merged_into"),
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
    # When they last wrote from here, where the platform lets us answer for a while only.
    Column("heard_at", UtcDateTime),
    # Since when they want no marketing here.
    Column("no_marketing_at", UtcDateTime),
    # The identity that this one turned out to be; what it showed is still theirs to press.
    Column("joined_to", Id),
    Index("uq_identity_channel_key", "channel", "key", unique=True),
    Index("ix_identity_person_id", "person_id"),
    Index("ix_identity_joined_to", "joined_to"),
    sqlite_autoincrement=True,
)

# What a platform calls one identity, where it has several names for it or one that is personal.
# Such an identity's own key is random, and each name is found by its keyed hash.
identity_key = Table(
    "identity_key",
    metadata,
    Column("id", Id, primary_key=True),
    Column("identity_id", Id, ForeignKey("identity.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(16), nullable=False),
    # As `KeyKind` names it.
    Column("kind", String(16), nullable=False),
    Column("hash", String(43), nullable=False),
    # Which of our keys hashed it, and sealed it.
    Column("hash_key", String(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("uq_identity_key_channel_hash", "channel", "hash", unique=True),
    Index("ix_identity_key_identity_id", "identity_id"),
    sqlite_autoincrement=True,
)

# A code that joins whoever types it with whom it was made for; ten minutes, once. One that was
# used stays to its end, so that whoever types it again can be told.
link_code = Table(
    "link_code",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", String(43), nullable=False),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("identity_id", Id, ForeignKey("identity.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index("uq_link_code_hash", "hash", unique=True),
    Index("uq_link_code_person_id", "person_id", unique=True),
    Index("ix_link_code_identity_id", "identity_id"),
    Index("ix_link_code_expires_at", "expires_at"),
    sqlite_autoincrement=True,
)

# Codes that nobody had made, so that nobody tries them all.
link_guess = Table(
    "link_guess",
    metadata,
    Column("id", Id, primary_key=True),
    # Of nobody, once they are erased: who tries codes must not get further by leaving.
    Column("person_id", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_link_guess_person_id", "person_id"),
    Index("ix_link_guess_at", "at"),
    sqlite_autoincrement=True,
)

# Two persons became one; until `undo_until` each moved row can go back where it was.
merger = Table(
    "merger",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kept_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("absorbed_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("undo_until", UtcDateTime, nullable=False),
    Index("ix_merger_kept_id", "kept_id"),
    Index("ix_merger_absorbed_id", "absorbed_id"),
    Index("ix_merger_undo_until", "undo_until"),
    sqlite_autoincrement=True,
)

# The journal of a merger: one line for each row that it changed, and for each table one with all
# that it moved (`merging_journal` says which holds what).
merger_row = Table(
    "merger_row",
    metadata,
    Column("id", Id, primary_key=True),
    Column("merger_id", Id, ForeignKey("merger.id", ondelete="CASCADE"), nullable=False),
    Column("of_table", String(32), nullable=False),
    # Primary keys, and what the changed columns held before.
    Column("row", JSON, nullable=False),
    Column("before", JSON, nullable=False),
    Index("ix_merger_row_merger_id", "merger_id"),
    sqlite_autoincrement=True,
)

# What the platform charges for, by person, UTC day and its own category.
message_cost = Table(
    "message_cost",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("category", String(32), primary_key=True),
    Column("messages", Integer, nullable=False),
    # Of them, those that are billed.
    Column("billed", Integer, nullable=False),
    Index("ix_message_cost_day", "day"),
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
    merged_into: int | None = None
    reminders_to: int | None = None

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
    heard_at: datetime | None = None
    no_marketing_at: datetime | None = None
    joined_to: int | None = None


class KeyKind(StrEnum):
    """What a platform calls somebody by."""

    # WhatsApp's business-scoped id.
    USER_ID = "user_id"
    # WhatsApp's phone number.
    WA_ID = "wa_id"


@dataclass(frozen=True, slots=True)
class KnownBy:
    """One name of somebody on a platform; it may be personal, and never shows itself."""

    kind: KeyKind
    value: str = field(repr=False)
