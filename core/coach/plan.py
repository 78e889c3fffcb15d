"""A workout that can be done today: what the rules and a model both make, as they keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from core.coach.advice import Reason
from core.coach.as_json import plain, reason_from_json
from core.training.sets import WeightUnit

EFFORT_SECONDS = 40
"""What a set of repetitions takes."""
SET_UP_SECONDS = 45
"""From one exercise to the next, beside the rest."""
SHORT_SECONDS = 25 * 60
MOST_EXERCISES = 12
MOST_REPS = 50
SHORTEST_HOLD, LONGEST_HOLD = 5, 600
"""Seconds."""


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

    @property
    def takes_seconds(self) -> int:
        """All its sets with their rests, and getting to it."""
        return self.sets * ((self.seconds or EFFORT_SECONDS) + self.rest_seconds) + SET_UP_SECONDS


@dataclass(frozen=True, slots=True)
class Plan:
    """Exercises in the order to do them; `minutes` is the estimate for all, warm-up included."""

    exercises: tuple[PlannedExercise, ...]
    minutes: int
    reasons: tuple[Reason, ...] = ()


class BadPlan(ValueError):
    """JSON that is no plan; the text says where it is not."""


def warm_up_seconds(work: int) -> int:
    """Two minutes before a short workout, five before a long one; seconds of work as well."""
    return 300 if work > SHORT_SECONDS else 120


def work_seconds(minutes: int) -> int:
    """What is left of the time for sets and rests."""
    return max(minutes * 60 - 300, min(minutes * 60 - 120, SHORT_SECONDS))


def estimated_minutes(exercises: Iterable[PlannedExercise]) -> int:
    """Warm-up, sets and rests, up to the next whole minute."""
    work = sum(one.takes_seconds for one in exercises)
    return -(-(work + warm_up_seconds(work)) // 60)


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON types, weights as strings."""
    return dict(plain(plan))


def json_schema() -> Mapping[str, Any]:
    """The JSON schema of what `from_json` takes, for a model's structured output."""
    whole = {"type": ["integer", "null"]}
    properties: dict[str, Any] = {
        "exercise": {"type": "string", "description": "key in the library"},
        "sets": {"type": "integer"},
        "reps_low": whole,
        "reps_high": whole,
        "seconds": {**whole, "description": "how long each set is held, for holds only"},
        "weight": {"type": ["number", "null"]},
        "unit": {"type": ["string", "null"], "enum": ["kg", "lb", None]},
        "rest_seconds": {"type": "integer"},
    }
    exercise = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"exercises": {"type": "array", "items": exercise}},
        "required": ["exercises"],
        "additionalProperties": False,
    }


def from_json(body: Any) -> Plan:
    """A plan out of anything that a model or a stored state holds; raises `BadPlan`.

    The minutes are worked out anew, whatever the body says of them.
    """
    listed = body.get("exercises") if isinstance(body, dict) else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_EXERCISES:
        raise BadPlan(f"exercises: a list of 1 to {MOST_EXERCISES} is wanted")
    exercises = tuple(_exercise(place, one) for place, one in enumerate(listed, 1))
    return Plan(exercises, estimated_minutes(exercises), _reasons(body))


def _exercise(place: int, body: Any) -> PlannedExercise:
    if not isinstance(body, dict):
        raise BadPlan(f"exercise {place}: an object is wanted")
    read = _Reader(place, body)
    key = body.get("exercise")
    if not isinstance(key, str) or not key:
        raise BadPlan(f"exercise {place}: its key is wanted")
    sets = read.whole("sets")
    if sets is None:
        raise BadPlan(f"exercise {place}: sets are wanted")
    low, high = read.whole("reps_low"), read.whole("reps_high")
    weight = read.weight()
    return PlannedExercise(
        exercise=key,
        sets=sets,
        reps_low=low if low is not None else high,
        reps_high=high if high is not None else low,
        seconds=read.whole("seconds"),
        weight=weight,
        unit=read.unit() if weight is not None else None,
        rest_seconds=read.whole("rest_seconds") or 0,
        reasons=_reasons(body),
    )


def _reasons(body: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The reasons that this program wrote; anything else under the name is none."""
    listed = body.get("reasons", [])
    try:
        return tuple(reason_from_json(one) for one in listed)
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError):
        return ()


class _Reader:
    """Takes fields out of one exercise."""

    def __init__(self, place: int, body: Mapping[str, Any]) -> None:
        self._place = place
        self._body = body

    def whole(self, name: str) -> int | None:
        value = self._body.get(name)
        if value is None:
            return None
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole:
            raise BadPlan(f"exercise {self._place}: {name} is no whole number")
        return int(value)

    def weight(self) -> Decimal | None:
        value = self._body.get("weight")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise BadPlan(f"exercise {self._place}: weight is no number")
        try:
            weight = Decimal(str(value))
        except InvalidOperation:
            raise BadPlan(f"exercise {self._place}: weight is no number") from None
        if not weight.is_finite() or abs(weight) >= 10_000:
            raise BadPlan(f"exercise {self._place}: weight is no weight")
        return weight

    def unit(self) -> WeightUnit:
        try:
            return WeightUnit(str(self._body.get("unit")))
        except ValueError:
            raise BadPlan(f"exercise {self._place}: unit is kg or lb") from None
