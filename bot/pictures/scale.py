"""Where a value stands on a page, and which round values are written beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from babel.numbers import format_compact_decimal, format_decimal

from bot.pictures.days import known

# A scale never spans less than this share of its greatest value: otherwise half a kilogram more
# would look like a leap.
LEAST_SPAN = 0.1

# Nothing a person does is more, in any unit; refusing it keeps infinities out of the arithmetic.
MOST = 1e12

ROUND_STEPS = (1, 2, 2.5, 5, 10)
CLOCK_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000)
# From here on a number is written “1.2M”, not in full.
COMPACT_FROM = 1_000_000


class Figures(StrEnum):
    """How the values of an axis are written: as numbers, or seconds as 4:35."""

    NUMBER = "number"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `least` at the pixel row `at_least` to `most` at `at_most`."""

    least: float
    most: float
    at_least: float
    at_most: float

    def row(self, value: float) -> float:
        """The pixel row of a value."""
        share = (value - self.least) / (self.most - self.least)
        return self.at_least + share * (self.at_most - self.at_least)


def scale(
    values: Iterable[float], *, top: float, bottom: float, lower_is_better: bool = False
) -> Scale:
    """A scale that holds all values, the better ones higher up, however they are measured."""
    shown = list(values)
    if not shown or not all(abs(value) <= MOST for value in shown):
        raise ValueError(f"a picture needs at least one value, and none above {MOST:g}")
    least, most = min(shown), max(shown)
    lacking = LEAST_SPAN * max(abs(least), abs(most)) - (most - least)
    if lacking > 0:
        # A measure is never below nothing, so neither is its scale.
        down = min(lacking / 2, least) if least >= 0 else lacking / 2
        least, most = least - down, most + lacking - down
    if most <= least:
        least, most = least, most + 1
    at_least, at_most = (top, bottom) if lower_is_better else (bottom, top)
    return Scale(least, most, at_least, at_most)


def round_values(within: Scale, figures: Figures, wanted: int) -> list[float]:
    """About `wanted` round values inside the scale, for the lines behind a chart."""
    step = _step((within.most - within.least) / wanted, figures)
    first = math.ceil(within.least / step - 1e-9)
    last = math.floor(within.most / step + 1e-9)
    values = (number * step for number in range(first, last + 1))
    # A step may be far wider than the whole scale: seconds, where nothing took as much as one.
    span = within.most - within.least
    return [value for value in values if -1e-6 <= (value - within.least) / span <= 1 + 1e-6]


def _step(least: float, figures: Figures) -> float:
    if figures is Figures.CLOCK:
        for seconds in CLOCK_STEPS:
            if seconds >= least:
                return seconds
    power = 10.0 ** math.floor(math.log10(least))
    # A last digit lost to floating point must not make the step ten times too wide.
    return next(power * step for step in ROUND_STEPS if power * step >= least * 0.999999)


def written(value: float, figures: Figures, locale: str) -> str:
    """A round value as the person reads it: “102.5”, “102,5”, “1.2M”, “4:35”, “1:02:00”."""
    if figures is Figures.CLOCK:
        return _clock(round(value))
    if abs(value) >= COMPACT_FROM:
        return format_compact_decimal(value, fraction_digits=1, locale=known(locale))
    exact = Decimal(f"{value:.6g}")
    return format_decimal(exact, decimal_quantization=False, locale=known(locale))


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
