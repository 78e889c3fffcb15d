"""Units of length and time, and clock times."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType

from core.training.reading.lexicon import Meanings
from core.training.sets import WeightUnit

# Metres, by the library's category.
LENGTH = MappingProxyType(
    {
        "kilometers": Decimal(1000),
        "miles": Decimal("1609.344"),
        "yards": Decimal("0.9144"),
        "feet": Decimal("0.3048"),
        "meters": Decimal(1),
    }
)

# Seconds, by the library's category, longest first.
CLOCK_UNITS = MappingProxyType({"hours": 3600, "minutes": 60, "seconds": 1})

# After a number these win over every other meaning of the word, in this order.
UNITS = (
    "kilograms",
    "pounds",
    "hours",
    "minutes",
    "seconds",
    "kilometers",
    "miles",
    "yards",
    "feet",
    "meters",
    "reps",
    "sets",
    "times",
    "calories",
    "centimeters",
    "plates",
)


def unit_of(meanings: Meanings) -> str:
    """The unit that a word behind a number is, "" if none."""
    for unit in UNITS if meanings else ():
        if unit in meanings:
            return unit
    return ""


def weight_unit(unit: str) -> WeightUnit:
    """The weight unit of a category."""
    return WeightUnit.LB if unit == "pounds" else WeightUnit.KG


def clock_seconds(form: str) -> Decimal:
    """`25:30` and `1:52:10` in seconds; of two parts the first is minutes."""
    seconds = Decimal(0)
    for part in form.split(":"):
        seconds = seconds * 60 + Decimal(part)
    return seconds


def whole_seconds(seconds: Decimal) -> int:
    """Seconds as they are kept: a part of one counts as a whole, so that no record is a gift."""
    return int(seconds.to_integral_value(rounding=ROUND_CEILING))
