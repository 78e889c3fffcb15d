"""Completes a bare figure from the set before it: `x6` after 80 kg × 8 means 80 kg × 6."""

from __future__ import annotations

from dataclasses import replace

from core.training.library import Measure
from core.training.models import LoggedSet
from core.training.sets import Effort, Line, Reading, Sets, Unclear


def complete(reading: Reading | None, last: LoggedSet | None, measure: Measure) -> Reading | None:
    """The reading with what its bare lines leave out taken from `last`; others stay as they are.

    Only weight and repetitions complete each other, and only where the exercise is weighted.
    """
    if last is None or measure is not Measure.WEIGHT_REPS:
        return reading
    match reading:
        case Sets(lines=lines):
            return replace(reading, lines=tuple(_completed(line, last) for line in lines))
        case Unclear(readings=readings):
            filled = tuple(
                replace(one, lines=tuple(_completed(line, last) for line in one.lines))
                for one in readings
            )
            return replace(reading, readings=filled)
        case _:
            return reading


def _completed(line: Line, last: LoggedSet) -> Line:
    if line.words or line.day is not None:
        return line
    return replace(line, efforts=tuple(_filled(effort, last) for effort in line.efforts))


def _filled(effort: Effort, last: LoggedSet) -> Effort:
    if effort.seconds is not None or effort.meters is not None:
        return effort
    if effort.weight is None and last.weight is not None:
        return replace(effort, weight=last.weight, unit=last.weight_unit)
    if effort.reps is None and last.reps is not None:
        return replace(effort, reps=last.reps)
    return effort
