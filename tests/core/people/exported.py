"""The export's contract as types, so that a field too many or too few is seen."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Exact(BaseModel):
    """Nothing may be missing, and nothing more may be there."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class ExportedSet(Exact):
    """An entry of `sets`."""

    exercise: str
    number: int
    kind: Literal["work", "warmup", "drop", "failure"]
    weight: Decimal | None
    weight_unit: Literal["kg", "lb"] | None
    weight_kg: Decimal | None
    reps: int | None
    seconds: int | None
    meters: Decimal | None
    rpe: Decimal | None
    per_side: bool
    logged_at: AwareDatetime
    superset: str | None


class ExportedWorkout(Exact):
    """An entry of `workouts`."""

    name: str | None
    status: Literal["planned", "in_progress", "paused", "completed", "cancelled"]
    started_at: AwareDatetime | None
    completed_at: AwareDatetime | None
    duration_seconds: int
    notes: str | None
    rating: int | None
    source: str
    sets: list[ExportedSet]


class ExportedConsent(Exact):
    """An entry of `consents`."""

    kind: str
    wording: str
    given_at: AwareDatetime
    withdrawn_at: AwareDatetime | None


class Exported(BaseModel):
    """`werkout.json`; other sections add lists of their own."""

    format: Literal["werkout/1"]
    exported_at: datetime
    person: dict[str, Any]
    workouts: list[ExportedWorkout]
    goals: list[Any]
    check_ins: list[Any]
    body: list[Any]
    bookings: list[Any]
    contacts: list[Any]
    consents: list[ExportedConsent]
    finding: dict[str, Any]
    feelings: list[dict[str, Any]]
    set_notes: list[dict[str, Any]]
    exercises: list[dict[str, Any]]
    exercise_preferences: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Zip:
    """What is in an exported file."""

    data: Exported
    json: dict[str, Any]
    rows: list[dict[str, str]]
    header: list[str]


def opened(packed: bytes) -> Zip:
    """Read the file as a program would that knows the contract alone."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["werkout.json", "sets.csv"]
        text = archive.read("werkout.json").decode()
        table = archive.read("sets.csv").decode()
    read = json.loads(text, parse_float=Decimal)
    rows = list(csv.reader(io.StringIO(table)))
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return Zip(Exported.model_validate(read), read, named, rows[0])
