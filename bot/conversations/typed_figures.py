"""Figures as people type them in answer to a question: a rest, a weight."""

from __future__ import annotations

import re
from decimal import Decimal

from core.training.sets import WeightUnit

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_SECONDS = re.compile(r"(\d{1,4})\s*(?:s|sec|secs|second|seconds|″|\")?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,2}(?:[.,]\d)?)\s*(?:m|min|mins|minute|minutes|′|')", re.IGNORECASE)
_WEIGHT = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:(kg|kgs|kilos?|kilograms?)|(lbs?|pounds?))?", re.IGNORECASE
)


def seconds(text: str) -> int | None:
    """The seconds in `90`, `90 s`, `2 min`, `1.5 min` or `2:30`; None where it is none of these."""
    words = text.strip()
    if (found := _CLOCK.fullmatch(words)) is not None:
        return int(found[1]) * 60 + int(found[2])
    if (found := _MINUTES.fullmatch(words)) is not None:
        return int(_decimal(found[1]) * 60)
    found = _SECONDS.fullmatch(words)
    return None if found is None else int(found[1])


def kilograms(text: str, unit: WeightUnit) -> Decimal | None:
    """The kilograms in `82.5`, `82,5 kg` or `180 lb`; without a unit `unit` is meant."""
    found = _WEIGHT.fullmatch(text.strip())
    if found is None:
        return None
    named = WeightUnit.KG if found[2] else WeightUnit.LB if found[3] else unit
    return named.to_kg(_decimal(found[1]))


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))
