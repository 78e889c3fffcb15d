"""A workout that can be done today: what the rules and a model both make, checked and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.coach.advice import Reason
from core.coach.history import History
from core.training.sets import WeightUnit


class Level(StrEnum):
    """How used to training somebody is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise of a plan: sets of a rep range, or of `seconds` where it is held.

    `weight` is in `unit`; None means one that leaves about two repetitions, or the body's own.
    """

    exercise: str
    sets: int
    reps_low: int | None
    reps_high: int | None
    seconds: int | None
    weight: Decimal | None
    unit: WeightUnit | None
    rest_seconds: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Exercises in the order to do them; `minutes` is the estimate for all, warm-up included."""

    exercises: tuple[PlannedExercise, ...]
    minutes: int
    reasons: tuple[Reason, ...] = ()


class ProblemKind(StrEnum):
    """What is wrong with a plan."""

    SHAPE = "shape"
    EMPTY = "empty"
    UNKNOWN_EXERCISE = "unknown_exercise"
    TWICE = "twice"
    SETS = "sets"
    REPS = "reps"
    SECONDS = "seconds"
    REST = "rest"
    WEIGHT = "weight"
    TOO_HEAVY = "too_heavy"
    TOO_LONG = "too_long"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong; `detail` is for a model or a log to read, in English, without names."""

    kind: ProblemKind
    exercise: str | None
    detail: str


class BadPlan(ValueError):
    """JSON that is no plan; `detail` in the text."""


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON types, weights as strings; its reasons are left out."""
    raise NotImplementedError


def from_json(body: Any) -> Plan:
    """A plan out of anything that a model or a stored state holds; raises `BadPlan`."""
    raise NotImplementedError


def json_schema() -> Mapping[str, Any]:
    """The JSON schema of `from_json`, for a model's structured output."""
    raise NotImplementedError


def check_plan(
    plan: Plan,
    history: History,
    *,
    equipment: frozenset[str] | None = None,
    minutes: int | None = None,
) -> list[Problem]:
    """Everything wrong with a plan for this person; an empty list where it can be started."""
    raise NotImplementedError
