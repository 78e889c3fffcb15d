"""How an exercise went over time: one value a workout, in the measure that tells most about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import fmean, linear_regression

from core.training.library import Measure
from core.training.models import LoggedSet
from core.training.queries import COUNTED

COMPARED_AFTER = timedelta(weeks=4)
A_WEEK, A_MONTH = timedelta(weeks=1), timedelta(days=30)
TREND_OVER = timedelta(weeks=12)
LEAST_OF_A_TREND = 4
LEAST_SPAN_OF_A_TREND = timedelta(weeks=3)
LEVEL = 0.02
"""A change of a smaller share is none."""


class Gauge(StrEnum):
    """What a workout is measured by.

    Kilograms for e1rm, heaviest and added (negative where it assisted); repetitions; seconds for
    longest; meters for farthest; seconds a meter for pace; meters a second for speed.
    """

    E1RM = "e1rm"
    HEAVIEST = "heaviest"
    ADDED = "added"
    REPS = "reps"
    LONGEST = "longest"
    FARTHEST = "farthest"
    PACE = "pace"
    SPEED = "speed"


@dataclass(frozen=True, slots=True)
class Point:
    """The best of one workout, and when that workout's first set was done."""

    at: datetime
    value: Decimal
    record: bool = False
    """Better than every workout before; the first one is none."""


@dataclass(frozen=True, slots=True)
class Course:
    """All workouts with the exercise, oldest first; never empty."""

    gauge: Gauge
    points: tuple[Point, ...]

    @property
    def newest(self) -> Point:
        """The last workout."""
        return self.points[-1]

    @property
    def best(self) -> Point:
        """The best workout, the first of equals."""
        better = min if self.gauge is Gauge.PACE else max
        return better(self.points, key=lambda point: point.value)

    @property
    def before(self) -> Point:
        """What the newest is compared with: four weeks earlier, the first where all is newer."""
        old = [one for one in self.points if self.newest.at - one.at >= COMPARED_AFTER]
        return old[-1] if old else self.points[0]


@dataclass(frozen=True, slots=True)
class Trend:
    """Where a course is heading: how much a month of thirty days, and over how many weeks."""

    a_month: Decimal
    weeks: int


def trend(found: Course) -> Trend | None:
    """The trend of the last twelve weeks; None where too little was done in them.

    The slope of the least squares; what comes to less than a fiftieth in all is 0.
    """
    newest = found.newest.at
    points = [one for one in found.points if newest - one.at <= TREND_OVER]
    span = newest - points[0].at
    if len(points) < LEAST_OF_A_TREND or span < LEAST_SPAN_OF_A_TREND:
        return None
    months = [(one.at - newest) / A_MONTH for one in points]
    values = [float(one.value) for one in points]
    a_month = linear_regression(months, values).slope
    if abs(a_month) * (span / A_MONTH) < LEVEL * fmean(map(abs, values)):
        a_month = 0
    return Trend(Decimal(a_month), round(span / A_WEEK))


def course(sets: list[LoggedSet], measure: Measure, exercise: str) -> Course | None:
    """What the counted sets say, None where they say nothing.

    The measure's first gauge that has a value in at least half of the workouts; else the one with
    most values.
    """
    workouts: defaultdict[int, list[LoggedSet]] = defaultdict(list)
    for one in sets:
        if one.kind in COUNTED:
            workouts[one.workout_id].append(one)
    courses = [_course(gauge, list(workouts.values())) for gauge in _gauges(measure, exercise)]
    found = [one for one in courses if one is not None]
    telling = (one for one in found if len(one.points) * 2 >= len(workouts))
    return next(telling, max(found, key=lambda one: len(one.points), default=None))


_GAUGES = {
    Measure.WEIGHT_REPS: (Gauge.E1RM, Gauge.HEAVIEST, Gauge.REPS),
    Measure.BODYWEIGHT_REPS: (Gauge.ADDED, Gauge.REPS, Gauge.LONGEST),
    Measure.TIME: (Gauge.LONGEST, Gauge.REPS),
    Measure.WEIGHT_TIME: (Gauge.LONGEST, Gauge.HEAVIEST, Gauge.REPS),
    Measure.DISTANCE_TIME: (Gauge.PACE, Gauge.FARTHEST, Gauge.LONGEST),
    Measure.WEIGHT_DISTANCE: (Gauge.HEAVIEST, Gauge.FARTHEST, Gauge.LONGEST),
}
_BY_SPEED = {"cycling"}
"""Where people say how many kilometers an hour, not how many minutes a kilometer."""


def _gauges(measure: Measure, exercise: str) -> tuple[Gauge, ...]:
    gauges = _GAUGES[measure]
    if exercise in _BY_SPEED:
        return (Gauge.SPEED, *gauges[1:])
    return gauges


def _course(gauge: Gauge, workouts: list[list[LoggedSet]]) -> Course | None:
    better = min if gauge is Gauge.PACE else max
    points: list[Point] = []
    best: Decimal | None = None
    for sets in sorted(workouts, key=lambda sets: sets[0].logged_at):
        values = [value for one in sets if (value := _VALUES[gauge](one)) is not None]
        if values:
            value = better(values)
            record = best is not None and value != best and better(value, best) == value
            best = value if best is None else better(value, best)
            points.append(Point(sets[0].logged_at, value, record))
    return Course(gauge, tuple(points)) if points else None


def _positive(value: Decimal | int | None) -> Decimal | None:
    return Decimal(value) if value is not None and value > 0 else None


def _reps(one: LoggedSet) -> Decimal | None:
    """Repetitions without weight: those with one tell nothing beside them."""
    return None if one.weight_kg else _positive(one.reps)


def _pace(one: LoggedSet) -> Decimal | None:
    if not one.seconds or not one.meters:
        return None
    return Decimal(one.seconds) / one.meters


def _speed(one: LoggedSet) -> Decimal | None:
    pace = _pace(one)
    return None if pace is None else 1 / pace


_VALUES: dict[Gauge, Callable[[LoggedSet], Decimal | None]] = {
    Gauge.E1RM: lambda one: one.e1rm_kg,
    Gauge.HEAVIEST: lambda one: _positive(one.weight_kg),
    Gauge.ADDED: lambda one: one.weight_kg,
    Gauge.REPS: _reps,
    Gauge.LONGEST: lambda one: _positive(one.seconds),
    Gauge.FARTHEST: lambda one: _positive(one.meters),
    Gauge.PACE: _pace,
    Gauge.SPEED: _speed,
}
