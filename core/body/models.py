"""Tables of body measurements and injuries, and the values that their rows become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Column, Date, ForeignKey, Index, LargeBinary, String, Table

from core.columns import Id, Thousandths, UtcDateTime
from core.database import metadata


class Kind(StrEnum):
    """What is measured, each in its one base unit."""

    WEIGHT = "weight"
    BODY_FAT = "body_fat"
    WAIST = "waist"
    HIPS = "hips"
    CHEST = "chest"
    SHOULDERS = "shoulders"
    NECK = "neck"
    ARM_LEFT = "arm_left"
    ARM_RIGHT = "arm_right"
    THIGH_LEFT = "thigh_left"
    THIGH_RIGHT = "thigh_right"
    CALF_LEFT = "calf_left"
    CALF_RIGHT = "calf_right"
    BLOOD_PRESSURE = "blood_pressure"
    HEART_RATE = "heart_rate"
    SLEEP = "sleep"
    HYDRATION = "hydration"
    MOOD = "mood"


GIRTHS = (
    Kind.WAIST,
    Kind.HIPS,
    Kind.CHEST,
    Kind.SHOULDERS,
    Kind.NECK,
    Kind.ARM_LEFT,
    Kind.ARM_RIGHT,
    Kind.THIGH_LEFT,
    Kind.THIGH_RIGHT,
    Kind.CALF_LEFT,
    Kind.CALF_RIGHT,
)

BASE_UNITS = {
    Kind.WEIGHT: "kg",
    Kind.BODY_FAT: "%",
    **dict.fromkeys(GIRTHS, "cm"),
    Kind.BLOOD_PRESSURE: "mmHg",
    Kind.HEART_RATE: "bpm",
    Kind.SLEEP: "min",
    Kind.HYDRATION: "ml",
    Kind.MOOD: "of 5",
}
"""What `Measurement.value` is counted in."""

# `second` is the diastolic pressure, and nothing in any other kind.
measurement = Table(
    "measurement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("value", Thousandths, nullable=False),
    Column("second", Thousandths),
    Column("at", UtcDateTime, nullable=False),
    Column("source", String(16), nullable=False),
    Index("ix_measurement_person_id_kind_at", "person_id", "kind", "at"),
    sqlite_autoincrement=True,
)

# Where it hurts and in which words is a health note: only a key opens it.
injury = Table(
    "injury",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("over_on", Date),
    Index("ix_injury_person_id", "person_id"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value in the base unit of its kind; `second` is the diastolic pressure."""

    id: int
    person_id: int
    kind: Kind
    value: Decimal
    second: Decimal | None
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Injury:
    """What hurts, in the person's words, and on which of their days; still there without an end."""

    id: int
    person_id: int
    words: str
    begun_on: date
    over_on: date | None
