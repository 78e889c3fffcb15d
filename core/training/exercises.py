"""The exercises a person can name: the library's and their own."""

from __future__ import annotations

from collections.abc import Mapping

from core.training.library import Measure, load_library
from core.training.queries import OwnExercise
from core.training.sets import Effort


class Catalogue:
    """Looks exercises up by key."""

    def __init__(self, own: Mapping[str, OwnExercise]) -> None:
        self.own = own

    def name(self, key: str) -> str:
        """The library's English name, or the person's own."""
        known = self.own.get(key) or load_library().get(key)
        return key.replace("_", " ").capitalize() if known is None else known.name

    def measure(self, key: str) -> Measure:
        """What its sets are counted in."""
        known = self.own.get(key) or load_library().get(key)
        return Measure.WEIGHT_REPS if known is None else known.measure

    def adds_weight(self, key: str) -> bool:
        """Whether a weight is added to the body's own."""
        return self.measure(key) is Measure.BODYWEIGHT_REPS

    def with_barbell(self, key: str) -> bool:
        """Whether plates are loaded on a bar."""
        known = load_library().get(key)
        return known is not None and "barbell" in known.equipment

    def met(self, key: str) -> float:
        """Metabolic equivalent of the exercise; 5.0 (moderate lifting) where we know none."""
        known = load_library().get(key)
        return 5.0 if known is None else known.met

    def pattern(self, key: str) -> str | None:
        """The movement pattern, where the library has the exercise."""
        known = load_library().get(key)
        return None if known is None else known.pattern


def measure_of(effort: Effort) -> Measure:
    """What an exercise is counted in, judged by the first set somebody did of it."""
    if effort.meters is not None:
        return Measure.WEIGHT_DISTANCE if effort.weight is not None else Measure.DISTANCE_TIME
    if effort.seconds is not None and effort.reps is None:
        return Measure.WEIGHT_TIME if effort.weight is not None else Measure.TIME
    return Measure.BODYWEIGHT_REPS if effort.weight is None else Measure.WEIGHT_REPS


def is_less_than_nothing(effort: Effort, measure: Measure) -> bool:
    """Whether a weight is negative where none assists the body."""
    assisted = measure is Measure.BODYWEIGHT_REPS
    return effort.weight is not None and effort.weight < 0 and not assisted
