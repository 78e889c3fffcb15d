"""What a plan wants of an exercise, as the first set of it would be done."""

from __future__ import annotations

from core.training.library import Measure
from core.training.models import Target
from core.training.sets import Effort

_OF_THE_BODY = (Measure.BODYWEIGHT_REPS, Measure.TIME)


def first_effort(target: Target, measure: Measure) -> Effort | None:
    """The least that the plan wants of a set; None where it leaves the weight to the person."""
    if target.weight is None and measure not in _OF_THE_BODY:
        return None
    if target.seconds is not None:
        return Effort(weight=target.weight, unit=target.unit, seconds=target.seconds)
    if target.reps_low is None:
        return None
    return Effort(weight=target.weight, unit=target.unit, reps=target.reps_low)
