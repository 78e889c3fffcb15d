"""Which plates make a weight on a bar."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.training.sets import WeightUnit

USUAL_BAR = {WeightUnit.KG: Decimal(20), WeightUnit.LB: Decimal(45)}
USUAL_PLATES = {
    WeightUnit.KG: tuple(Decimal(p) for p in ("25", "20", "15", "10", "5", "2.5", "1.25")),
    WeightUnit.LB: tuple(Decimal(p) for p in ("45", "35", "25", "10", "5", "2.5")),
}
STEP = {WeightUnit.KG: Decimal("2.5"), WeightUnit.LB: Decimal(5)}
"""What a tap adds or takes: the smallest pair of plates that every gym has."""


@dataclass(frozen=True, slots=True)
class Loading:
    """A bar and the plates on each side, heaviest first, all in one unit."""

    bar: Decimal
    a_side: tuple[Decimal, ...]


def load(weight: Decimal, bar: Decimal, plates: tuple[Decimal, ...]) -> Loading | None:
    """The fewest plates a side that make exactly `weight`; None where these plates cannot.

    Any number of each plate is taken to be at hand.
    """
    a_side = (weight - bar) / 2
    if a_side < 0:
        return None
    chosen: list[Decimal] = []
    for plate in sorted(plates, reverse=True):
        count = int(a_side // plate)
        chosen += [plate] * count
        a_side -= plate * count
    return None if a_side else Loading(bar, tuple(chosen))
