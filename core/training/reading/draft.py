"""A set while its line is being read, and the figures that no set can have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.training.library import Measure
from core.training.reading.doubts import Muddle
from core.training.reading.pieces import Piece
from core.training.reading.units import whole_seconds
from core.training.sets import Effort, SetKind, WeightUnit

MOST_KILOGRAMS = 1000
MOST_REPS = 1000
MOST_HEAVY_REPS = 100  # with a weight that is more than a toy
LEAST_HEAVY = 20
MOST_SETS = 50
MOST_SECONDS = 24 * 3600
MOST_METERS = 1_000_000
MOST_RPE = 10


@dataclass(slots=True)
class Draft:
    """The figures of one set; the same names as in `Effort`."""

    weight: Decimal | None = None
    unit: WeightUnit | None = None
    reps: int | None = None
    seconds: Decimal | None = None
    meters: Decimal | None = None
    rpe: Decimal | None = None
    kind: SetKind = SetKind.WORK

    def again(self, reps: Decimal | None = None) -> Draft:
        """One more like this, with other reps where they are given; its RPE is its own."""
        count = self.reps if reps is None else whole(reps, MOST_REPS)
        return replace(self, reps=count, rpe=None)

    def load(self, piece: Piece) -> None:
        """Takes the weight of a piece; bodyweight is no weight."""
        if piece.kind != "b":
            self.weight, self.unit = piece.value, piece.unit

    def effort(self, *, per_side: bool) -> Effort:
        """The finished set."""
        return Effort(
            weight=self.weight,
            unit=None if self.weight is None else self.unit,
            reps=self.reps,
            seconds=None if self.seconds is None else whole_seconds(self.seconds),
            meters=self.meters,
            rpe=self.rpe,
            kind=self.kind,
            per_side=per_side,
        )

    def check(self, measure: Measure | None, unit: WeightUnit) -> None:
        """Raises `Muddle` where a figure is beyond what a person reaches."""
        self._check_weight(measure, unit)
        figures = (self.weight, self.reps, self.seconds, self.meters)
        if all(figure is None for figure in figures):
            raise Muddle("reps")
        for value, most in (
            (self.reps, MOST_REPS),
            (self.seconds, MOST_SECONDS),
            (self.meters, MOST_METERS),
            (self.rpe, MOST_RPE),
        ):
            if value is not None and not 0 < value <= most:
                raise Muddle("limit")
        if self.rpe is not None and self.rpe < 1:
            raise Muddle("limit")

    def _check_weight(self, measure: Measure | None, unit: WeightUnit) -> None:
        if self.weight is None:
            return
        if self.weight == 0:
            # `+0` in a bodyweight exercise says that nothing was added.
            if measure is not Measure.BODYWEIGHT_REPS:
                raise Muddle("limit")
            self.weight = None
            return
        kilograms = (self.unit or unit).to_kg(abs(self.weight))
        many = kilograms >= LEAST_HEAVY and (self.reps or 0) > MOST_HEAVY_REPS
        if kilograms > MOST_KILOGRAMS or many:
            raise Muddle("limit")
        if self.weight < 0 and measure not in {Measure.BODYWEIGHT_REPS, None}:
            raise Muddle("limit")


def whole(value: Decimal, most: int) -> int:
    """A count; raises `Muddle` where it is none or too large."""
    if value != value.to_integral_value():
        raise Muddle("figures")
    if not 0 < value <= most:
        raise Muddle("limit")
    return int(value)


def is_whole(value: Decimal) -> bool:
    """Whether a number may be a count at all."""
    return value == value.to_integral_value()
