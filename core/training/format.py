"""The inverse of the parser: sets as one would type them, such that they are read back the same.

The unit is written wherever a bare number could mean sets (`5x5`), reps or minutes as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.training.library import Measure
from core.training.sets import Effort, Line, SetKind

_MARKS = {
    SetKind.WORK: "",
    SetKind.WARMUP: "warm-up",
    SetKind.DROP: "drop",
    SetKind.FAILURE: "to failure",
}
# A bare weight from here on is read as one without being named.
_SURE_WEIGHT = Decimal(11)
# A bare pair with more reps than this may be reps × weight.
_SURE_REPS = 30
_MILE = Decimal("1609.344")


def number(value: Decimal | int) -> str:
    """A number without zeros that say nothing: `80`, `82.5`."""
    if isinstance(value, int):
        return str(value)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def format_effort(
    effort: Effort, measure: Measure | None = Measure.WEIGHT_REPS, *, after_weight: bool = False
) -> str:
    """One set as typed, without its exercise: `80x8 @8`, `bw+20x5`, `5 km 25:30`.

    `after_weight` says that a set before it in the line had a weight, which it would take over.
    """
    weight = _weight(effort, measure) or ("bw" if after_weight else "")
    parts = [_work(effort, weight)]
    if effort.rpe is not None:
        parts.append(f"@{number(effort.rpe)}")
    if effort.kind is not SetKind.WORK:
        parts.append(_MARKS[effort.kind])
    if effort.per_side:
        parts.append("each side")
    return " ".join(parts)


def _work(effort: Effort, weight: str) -> str:
    reps = "" if effort.reps is None else number(effort.reps)
    if weight and reps:
        return f"{reps} reps {weight}" if weight.startswith("at ") else f"{weight} x {reps}"
    if reps:
        return f"{reps} reps"
    return " ".join(filter(None, [weight, _distance(effort), _time(effort)]))


def _weight(effort: Effort, measure: Measure | None) -> str:
    if effort.weight is None:
        return ""
    unit = effort.unit.value if effort.unit else ""
    if measure is Measure.BODYWEIGHT_REPS:
        sign = "+" if effort.weight > 0 else "-"
        return f"bw{sign}{number(abs(effort.weight))}{unit}"
    bare = effort.weight < _SURE_WEIGHT or effort.reps is None or effort.reps > _SURE_REPS
    return f"at {number(effort.weight)}" if bare and not unit else f"{number(effort.weight)}{unit}"


def _distance(effort: Effort) -> str:
    if effort.meters is None:
        return ""
    miles = effort.meters / _MILE
    if miles == miles.to_integral_value():
        return f"{number(miles)} mi"
    kilometers = effort.meters / 1000
    if effort.meters >= 1000 and kilometers == kilometers.quantize(Decimal("0.1")):
        return f"{number(kilometers)} km"
    return f"{number(effort.meters)} metres"


def _time(effort: Effort) -> str:
    if effort.seconds is None:
        return ""
    minutes, seconds = divmod(effort.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}"
    return f"{minutes}:{seconds:02}" if minutes else f"{seconds}s"


def format_line(line: Line, measure: Measure | None = Measure.WEIGHT_REPS) -> str:
    """A line as typed: its day, exercise, sets, rest and note.

    The note stands behind `//`.
    """
    # After a comma a time would belong to the distance before it.
    between = "; " if measure is Measure.DISTANCE_TIME else ", "
    parts = [_day(line.day), line.words, between.join(_efforts(line.efforts, measure))]
    if line.rest_seconds is not None:
        parts.append(f"rest {line.rest_seconds}s")
    if line.note:
        parts.append(f"// {line.note}")
    return " ".join(filter(None, parts))


def _efforts(efforts: Iterable[Effort], measure: Measure | None) -> Iterable[str]:
    weighed = False
    for effort in efforts:
        yield format_effort(effort, measure, after_weight=weighed)
        weighed = weighed or effort.weight is not None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def format_lines(lines: Iterable[tuple[Line, Measure | None]], *, superset: bool = False) -> str:
    """Several exercises, one to a line."""
    typed = "\n".join(format_line(line, measure) for line, measure in lines)
    return f"superset {typed}" if superset else typed
