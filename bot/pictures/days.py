"""Days and spans of days, written in a person's language within the room there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton

# A day this long before the newest one could be taken for this year's without its year.
A_YEAR_OR_SO = timedelta(days=330)

WITH_WORDS = ("MMMd", "yMMM")
IN_FIGURES = ("Md", "yM")


def known(locale: str) -> Locale:
    """The locale for dates and numbers; English where Babel has no such language."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def right_to_left(locale: str) -> bool:
    """Whether a page in this language starts at the right."""
    return known(locale).text_direction == "rtl"


def day_labels(days: Sequence[date], locale: str, fits: Callable[[str], bool]) -> list[str]:
    """Each day (oldest first) as “14 Oct”, all in figures where one of them would be too wide."""
    labels = [_day(day, days[-1], locale, WITH_WORDS) for day in days]
    if all(map(fits, labels)):
        return labels
    return [_day(day, days[-1], locale, IN_FIGURES) for day in days]


def _day(day: date, newest: date, locale: str, skeletons: tuple[str, str]) -> str:
    of_a_day, of_a_month = skeletons
    skeleton = of_a_month if newest - day > A_YEAR_OR_SO else of_a_day
    return format_skeleton(skeleton, day, locale=known(locale))


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis and how it is written there."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class _Step:
    skeleton: str
    days: int = 0
    months: int = 0


YEARLESS = ("MMMd", "MMM")
STEPS = (
    *(_Step("MMMd", days=days) for days in (1, 2, 3, 7, 14)),
    *(_Step("MMM", months=months) for months in (1, 2, 3)),
    *(_Step("yMMM", months=months) for months in (3, 6)),
    *(_Step("y", months=12 * years) for years in (1, 2, 5, 10, 20, 50)),
)


def ticks(first: date, last: date, locale: str, fits: Callable[[list[Tick]], bool]) -> list[Tick]:
    """The most days between `first` and `last`, evenly stepped, whose labels fit side by side."""
    for step in STEPS:
        if step.skeleton in YEARLESS and last - first > A_YEAR_OR_SO:
            continue
        marks = [
            Tick(day, format_skeleton(step.skeleton, day, locale=known(locale)))
            for day in _stepped(first, last, step)
        ]
        if marks and fits(marks):
            return marks
    return []


def _stepped(first: date, last: date, step: _Step) -> Iterator[date]:
    return _by_days(first, last, step.days) if step.days else _by_months(first, last, step.months)


def _by_days(first: date, last: date, days: int) -> Iterator[date]:
    # Counted back from the newest day, which is the one a person looks for.
    count = (last - first).days // days
    return (last - timedelta(days=days * back) for back in range(count, -1, -1))


def _by_months(first: date, last: date, months: int) -> Iterator[date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(month // 12, month % 12 + 1, 1)
        if month % months == 0 and first <= day <= last:
            yield day
