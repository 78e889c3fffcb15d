"""Which weights a person can load, and the next one up: by bar and plates, else by their log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from math import gcd

from core.coach.history import DoneSet, History
from core.training import plates
from core.training.library import Measure, load_library
from core.training.sets import WeightUnit

_BARS = frozenset({"barbell", "smith_machine"})
_FREE = frozenset({"dumbbell", "kettlebell"})
_TOP = {WeightUnit.KG: 300, WeightUnit.LB: 600}

# Where each row of weights goes on from: (up to, step), … as they stand in gyms. The first row
# that has all weights of the log is taken to be the person's own.
_ROWS: dict[WeightUnit, dict[str, tuple[tuple[tuple[int, str], ...], ...]]] = {
    WeightUnit.KG: {
        "dumbbell": (
            ((_TOP[WeightUnit.KG], "2.5"),),
            ((_TOP[WeightUnit.KG], "2"),),
            ((10, "1"), (_TOP[WeightUnit.KG], "2")),
            ((10, "1"), (_TOP[WeightUnit.KG], "2.5")),
            ((_TOP[WeightUnit.KG], "1"),),
        ),
        "kettlebell": (((_TOP[WeightUnit.KG], "4"),), ((_TOP[WeightUnit.KG], "2"),)),
        "stack": (((_TOP[WeightUnit.KG], "5"),), ((_TOP[WeightUnit.KG], "2.5"),)),
    },
    WeightUnit.LB: {
        "dumbbell": (
            ((_TOP[WeightUnit.LB], "5"),),
            ((3, "3"), (5, "2"), (8, "3"), (12, "2"), (15, "3"), (_TOP[WeightUnit.LB], "5")),
            ((_TOP[WeightUnit.LB], "2.5"),),
        ),
        "kettlebell": (((_TOP[WeightUnit.LB], "5"),),),
        "stack": (((_TOP[WeightUnit.LB], "5"),), ((_TOP[WeightUnit.LB], "2.5"),)),
    },
}
_HUNG_ON = {WeightUnit.KG: Decimal("2.5"), WeightUnit.LB: Decimal(5)}
"""What is hung on the body goes by these steps, and what assists it too."""
_MOST_TRIED = 64


class Loads:
    """The weights of one exercise for one person, in one unit."""

    def __init__(self, history: History, exercise: str) -> None:
        self._history = history
        self._exercise = exercise
        self._tool = _tool(history, exercise)
        self.unit = unit_of(history, exercise)

    @property
    def lightest(self) -> Decimal:
        """The empty bar, else the smallest step there is; lighter only where they lifted it."""
        least = self._bar + (0 if self._bar else self._step)
        return min([least, *(one for one in self._logged if one > 0)])

    def at_most(self, weight: Decimal) -> Decimal:
        """The heaviest weight they can load up to this one, at least the lightest."""
        if self._tool == "body":
            return _floor(weight, self._step)
        if self._tool not in _BARS:
            return max((one for one in self._row if one <= weight), default=self._row[0])
        found = self._bar + _floor(weight - self._bar, self._step)
        while found > self.lightest and not self._loads(found):
            found -= self._step
        return max(found, self.lightest)

    def next_up(self, weight: Decimal) -> Decimal:
        """The lightest weight they can load above this one."""
        if self._tool == "body":
            return _floor(weight, self._step) + self._step
        if self._tool not in _BARS:
            return next((one for one in self._row if one > weight), weight + self._step)
        found = max(self._bar + _floor(weight - self._bar, self._step) + self._step, self.lightest)
        tried = (found + more * self._step for more in range(_MOST_TRIED))
        return next((one for one in tried if self._loads(one)), weight + self._step)

    def weight_of(self, one: DoneSet) -> Decimal | None:
        """A set's weight in this unit, as it was typed where it was typed in it."""
        if one.weight is None or one.weight_kg is None:
            return None
        if one.unit is self.unit:
            return one.weight
        return self.unit.from_kg(one.weight_kg).quantize(Decimal("0.1"))

    def part_of(self, one: DoneSet, part: Decimal) -> Decimal | None:
        """What they can load up to this part of a set's weight; never more than it."""
        weight = self.weight_of(one)
        if weight is None or weight <= 0:
            return weight
        return min(self.at_most(weight * part), weight)

    def _loads(self, weight: Decimal) -> bool:
        return plates.load(weight, self._bar, self._plates) is not None

    @cached_property
    def _bar(self) -> Decimal:
        if self._tool != "barbell":
            return Decimal(0)
        own = self._history.bar_kg
        if own is None:
            return plates.USUAL_BAR[self.unit]
        return own if self.unit is WeightUnit.KG else self.unit.from_kg(own).quantize(Decimal(1))

    @cached_property
    def _plates(self) -> tuple[Decimal, ...]:
        own = self._history.plates
        if not own or self.unit is not self._history.unit:
            return plates.USUAL_PLATES[self.unit]
        return own

    @cached_property
    def _step(self) -> Decimal:
        if self._tool in _BARS:
            # Any sum of plates is a multiple of this, though not all multiples are sums.
            return 2 * Decimal(gcd(*(int(plate * 1000) for plate in self._plates))) / 1000
        return _HUNG_ON[self.unit] if self._tool == "body" else self._row[0]

    @cached_property
    def _row(self) -> tuple[Decimal, ...]:
        """The weights to choose from: the row that has most of the log, and the log's own."""
        kind = self._tool if self._tool in _FREE else "stack"
        rows = [tuple(_weights(row)) for row in _ROWS[self.unit][kind]]
        best = max(rows, key=lambda row: len(self._logged & {*row}))
        return tuple(sorted({*best, *(one for one in self._logged if one > 0)}))

    @cached_property
    def _logged(self) -> frozenset[Decimal]:
        """What was lifted in this exercise, or with its kind of free weight, in this unit."""
        keys: Iterable[str] = (self._exercise,)
        if self._tool in _FREE:
            keys = (key for key in self._history.of if _tool(self._history, key) == self._tool)
        return frozenset(
            one.weight
            for key in keys
            for bout in self._history.of.get(key, ())
            for one in bout.sets
            if one.weight is not None and one.unit is self.unit
        )


def _weights(row: tuple[tuple[int, str], ...]) -> Iterator[Decimal]:
    weight = Decimal(0)
    for up_to, step in row:
        while weight < up_to:
            weight += Decimal(step)
            yield weight


def _floor(weight: Decimal, step: Decimal) -> Decimal:
    return (weight / step).to_integral_value(ROUND_FLOOR) * step


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
