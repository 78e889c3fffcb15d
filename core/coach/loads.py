"""Which weights a person can load, and the next one up: by bar and plates, else by their log."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from core.coach.history import DoneSet, History
from core.training import plates
from core.training.library import Measure, load_library
from core.training.sets import WeightUnit

_BARS = frozenset({"barbell", "smith_machine"})
# What the weights of each tool come in, coarsest first: the first that all weights of the log
# are multiples of is taken to be the person's own.
_STEPS: dict[WeightUnit, dict[str, tuple[str, ...]]] = {
    WeightUnit.KG: {
        "dumbbell": ("2.5", "2", "1", "0.5", "0.25"),
        "kettlebell": ("4", "2", "1", "0.5", "0.25"),
        "stack": ("5", "2.5", "1", "0.5", "0.25"),
        "body": ("2.5", "1.25", "1", "0.5", "0.25"),
    },
    WeightUnit.LB: {
        "dumbbell": ("5", "2.5", "1", "0.5", "0.25"),
        "kettlebell": ("5", "1", "0.5", "0.25"),
        "stack": ("5", "2.5", "1", "0.5", "0.25"),
        "body": ("5", "2.5", "1", "0.5", "0.25"),
    },
}


class Loads:
    """The weights of one exercise for one person, in one unit."""

    def __init__(self, history: History, exercise: str) -> None:
        self._history = history
        self._exercise = exercise
        self.unit = unit_of(history, exercise)
        self._tool = _tool(history, exercise)
        self._logged = self._weights()
        self.bar = self._bar()
        self._plates = self._discs()
        self.step = self._step()

    @property
    def lightest(self) -> Decimal:
        """The empty bar; else the smallest step there is. Lighter only where they lifted it."""
        least = self.bar if self._tool in _BARS else self.step
        return min([least, *(one for one in self._logged if one > 0)])

    def at_most(self, weight: Decimal) -> Decimal:
        """The heaviest weight they can load up to this one, at least the lightest."""
        if self._tool != "body" and weight <= self.lightest:
            return self.lightest
        steps = ((weight - self.bar) / self.step).to_integral_value(ROUND_FLOOR)
        found = self.bar + steps * self.step
        while found > self.lightest and not self._loads(found):
            found -= self.step
        return found if self._tool == "body" else max(found, self.lightest)

    def next_up(self, weight: Decimal) -> Decimal:
        """The lightest weight they can load above this one."""
        steps = ((weight - self.bar) / self.step).to_integral_value(ROUND_FLOOR) + 1
        found = self.bar + steps * self.step
        if self._tool != "body":
            found = max(found, self.lightest)
        for _ in range(_MOST_TRIED):
            if self._loads(found):
                return found
            found += self.step
        return weight + self.step

    def weight_of(self, one: DoneSet) -> Decimal | None:
        """A set's weight in this unit, as it was typed where it was typed in it."""
        if one.weight is None or one.weight_kg is None:
            return None
        return one.weight if one.unit is self.unit else self.from_kg(one.weight_kg)

    def from_kg(self, kilograms: Decimal) -> Decimal:
        """In this unit, to a hundredth: pounds come back as they were typed."""
        return self.unit.from_kg(kilograms).quantize(Decimal("0.01"))

    def _loads(self, weight: Decimal) -> bool:
        if self._tool not in _BARS:
            return True
        return plates.load(weight, self.bar, self._plates) is not None

    def _weights(self) -> tuple[Decimal, ...]:
        """What was lifted in this exercise, or with its kind of dumbbell, in this unit."""
        keys: Iterable[str] = (self._exercise,)
        if self._tool in ("dumbbell", "kettlebell"):
            keys = (key for key in self._history.of if _tool(self._history, key) == self._tool)
        return tuple(
            {
                abs(one.weight)
                for key in keys
                for bout in self._history.of.get(key, ())
                for one in bout.sets
                if one.weight is not None and one.unit is self.unit
            }
        )

    def _bar(self) -> Decimal:
        if self._tool != "barbell":
            return Decimal(0)
        own = self._history.bar_kg
        if own is None:
            return plates.USUAL_BAR[self.unit]
        return own if self.unit is WeightUnit.KG else self.unit.from_kg(own).quantize(Decimal(1))

    def _discs(self) -> tuple[Decimal, ...]:
        own = self._history.plates
        if not own or self.unit is not self._history.unit:
            return plates.USUAL_PLATES[self.unit]
        return own

    def _step(self) -> Decimal:
        if self._tool in _BARS:
            return 2 * min(self._plates)
        kind = self._tool if self._tool in ("dumbbell", "kettlebell", "body") else "stack"
        steps = [Decimal(one) for one in _STEPS[self.unit][kind]]
        fitting = (one for one in steps if all(not weight % one for weight in self._logged))
        return next(fitting, steps[-1])


_MOST_TRIED = 64


def unit_of(history: History, exercise: str) -> WeightUnit:
    """The unit to speak of an exercise in: the preferred one, else the last one typed."""
    preferred = history.units.get(exercise)
    if preferred is not None:
        return preferred
    for bout in reversed(history.of.get(exercise, ())):
        for one in bout.sets:
            if one.unit is not None:
                return one.unit
    return history.unit


def _tool(history: History, exercise: str) -> str:
    """What is loaded; `body` where weight is added to the body's own."""
    if history.catalogue.measure(exercise) is Measure.BODYWEIGHT_REPS:
        return "body"
    known = load_library().get(exercise)
    return known.equipment[0] if known is not None else "stack"
