"""Whether a value is likely enough to be kept unasked, held against the person's own last one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.body.models import GIRTHS, Kind, Measurement
from core.body.values import Reading, in_other_unit
from core.training.sets import WeightUnit

# Between these a first value is nothing unusual, in base units.
_USUAL: dict[Kind, tuple[int, int]] = {
    Kind.WEIGHT: (38, 200),
    Kind.BODY_FAT: (4, 50),
    Kind.BLOOD_PRESSURE: (80, 180),
    Kind.HEART_RATE: (35, 110),
    Kind.SLEEP: (90, 14 * 60),
    Kind.HYDRATION: (100, 8_000),
}
# How far from the last value the next may be, as a share of it, without being asked about.
_USUAL_CHANGE: dict[Kind, Decimal] = {
    Kind.WEIGHT: Decimal("0.12"),
    Kind.BODY_FAT: Decimal("0.5"),
    **dict.fromkeys(GIRTHS, Decimal("0.2")),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """An unlikely value: how many times the last it is, and the other reading it may have had."""

    reading: Reading
    last: Measurement | None
    other: Reading | None


def doubt_about(reading: Reading, last: Measurement | None, unit: WeightUnit) -> Doubt | None:
    """The doubt to ask about once, None where the value is likely enough."""
    if _is_usual(reading, last):
        return None
    other = in_other_unit(reading, unit)
    if other is not None and not _is_usual(other, last):
        other = None
    return Doubt(reading, last, other)


def _is_usual(reading: Reading, last: Measurement | None) -> bool:
    change = _USUAL_CHANGE.get(reading.kind)
    if last is not None and change is not None:
        return abs(reading.value - last.value) <= change * last.value
    least, most = _USUAL.get(reading.kind, (0, 100_000))
    return least <= reading.value <= most
