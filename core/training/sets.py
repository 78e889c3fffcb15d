"""What one message says about sets, before it is anybody's workout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

POUND_IN_KG = Decimal("0.45359237")


class SetKind(StrEnum):
    """What a set was for; only work, drop and failure sets count towards records."""

    WORK = "work"
    WARMUP = "warmup"
    DROP = "drop"
    FAILURE = "failure"


class WeightUnit(StrEnum):
    """The two units that plates come in."""

    KG = "kg"
    LB = "lb"

    def to_kg(self, weight: Decimal) -> Decimal:
        """Kilograms to three decimals (1 lb = 0.45359237 kg)."""
        kilograms = weight if self is WeightUnit.KG else weight * POUND_IN_KG
        return kilograms.quantize(Decimal("0.001"))

    def from_kg(self, kilograms: Decimal) -> Decimal:
        """Kilograms in this unit, unrounded."""
        return kilograms if self is WeightUnit.KG else kilograms / POUND_IN_KG


@dataclass(frozen=True, slots=True)
class Effort:
    """One set as it was typed; at least one of reps, seconds, meters or weight is given.

    `weight` is in `unit`; a unit of None means the person named none, so theirs is meant.
    In a bodyweight exercise `weight` is what was added, negative where it assisted.
    `rpe` is 1 to 10; reps in reserve arrive here as 10 − RIR.
    """

    weight: Decimal | None = None
    unit: WeightUnit | None = None
    reps: int | None = None
    seconds: int | None = None
    meters: Decimal | None = None
    rpe: Decimal | None = None
    kind: SetKind = SetKind.WORK
    per_side: bool = False


def effort_to_json(effort: Effort) -> dict[str, Any]:
    """The effort as JSON types; decimals as strings, what is not given left out."""
    given = {name: getattr(effort, name) for name in Effort.__slots__}
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in given.items()
        if value is not None and value is not False
    }


def effort_from_json(body: dict[str, Any]) -> Effort:
    """What `effort_to_json` wrote."""
    values = dict(body)
    for name in ("weight", "meters", "rpe"):
        if name in values:
            values[name] = Decimal(values[name])
    if "unit" in values:
        values["unit"] = WeightUnit(values["unit"])
    values["kind"] = SetKind(values.get("kind", SetKind.WORK))
    return Effort(**values)


@dataclass(frozen=True, slots=True)
class Line:
    """The sets of one exercise out of one message.

    `words` is the exercise as typed, "" where none was named. `keys` are the exercises it may
    mean, likeliest first: one is certain or nearly so, several must be asked about, none with
    words is an exercise the library does not know, none without words is the exercise under way.
    `exact` is False where a typo was forgiven, so that the match is echoed.
    `day` is the day the sets were done on where the person named one, in their own calendar.
    `rest_seconds` is the rest they named for after these sets.
    """

    words: str
    keys: tuple[str, ...]
    efforts: tuple[Effort, ...]
    exact: bool = True
    day: date | None = None
    rest_seconds: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sets:
    """A message that says what was done."""

    lines: tuple[Line, ...]
    superset: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """`same`, `+2.5`, `again 7`: the last set once more, with what is named changed.

    `times` is how many sets of it (`same x3`).
    """

    weight_change: Decimal | None = None
    unit: WeightUnit | None = None
    weight: Decimal | None = None
    reps: int | None = None
    reps_change: int | None = None
    rpe: Decimal | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class LineUp:
    """`next squat`, `superset bench and row`: exercises to do, none done yet.

    Each entry is the words as typed and the exercises they may mean, as in `Line`.
    """

    exercises: tuple[tuple[str, tuple[str, ...]], ...]
    superset: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """`rest 90`: the rest to keep from here on in this exercise, in seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Note:
    """`note: left shoulder stiff`: words to keep with the workout."""

    text: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Numbers that mean two things; each reading is complete and one of them is meant.

    `why` names the doubt for the question to ask. With readings: "order" (5x5 alone: weight × reps
    or sets × reps), "unit", "measure" (what a number counts), "day" (02/03), "bar", "pair", "kind",
    "reps" (a weight alone), "failed" (whether a single went up), "plan".
    Without readings there is nothing to choose from: "limit" (a figure no person reaches, `100x0`),
    "plates" (`2 plates x 5`: what a plate weighs), "unfinished" (`80 x`: the reps are missing),
    "reps" (no reps at all), "range" (`8-12`), "day" (`last week`), "measure" (a number that may
    count anything) and "figures" (no set at all: `80x8.5`).
    """

    text: str
    why: str
    readings: tuple[Sets, ...]


Reading = Sets | Repeat | LineUp | Rest | Note | Unclear
