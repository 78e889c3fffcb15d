"""How much of the way is behind, and when the rest would be at this pace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from core.goals.current import single_values, summed_values, value_of
from core.goals.figures import Figure
from core.goals.models import Direction, Goal, GoalKind, GoalStatus, Span
from core.people.models import Person

# A pace needs so many days with a value, over so long, of which the last is no older than this.
LEAST_POINTS = 5
LEAST_TIME = timedelta(weeks=3)
STILL_GOING = timedelta(weeks=3)
LOOKED_AT = timedelta(weeks=12)
# How many standard errors the slope must be away from standing still.
SURE = 2.5
FARTHEST = timedelta(days=730)


def reaches(goal: Goal, value: Decimal | None, mark: Decimal) -> bool:
    """Whether the value is at the mark or beyond it, in the goal's direction."""
    if value is None:
        return False
    return value >= mark if goal.direction is Direction.UP else value <= mark


def share(goal: Goal, value: Decimal | None) -> Decimal | None:
    """The part of the way from the start to the target, 0 to 1; None where it has no start yet."""
    if value is None:
        return None
    if reaches(goal, value, goal.target):
        return Decimal(1)
    start = Decimal(0) if goal.span is Span.WEEK else goal.start_value
    if start is None or start == goal.target:
        return None
    return min(max((value - start) / (goal.target - start), Decimal(0)), Decimal(1))


def left(goal: Goal, value: Decimal) -> Decimal:
    """How much is to go, never less than nothing."""
    if reaches(goal, value, goal.target):
        return Decimal(0)
    return abs(goal.target - value)


def course(db: Connection, goal: Goal, person: Person, today: date) -> list[Figure]:
    """The values over time, oldest first: single ones, or how a sum has grown."""
    if goal.kind is GoalKind.STREAK or goal.span is Span.WEEK:
        return []
    if goal.span is Span.ONCE:
        return single_values(db, goal, person)
    return _grown(summed_values(db, goal, person, today), Decimal(0))


def _grown(parts: list[Figure], total: Decimal) -> list[Figure]:
    """How a sum has grown from `total`."""
    grown = []
    for part in parts:
        total += part.value
        grown.append(Figure(part.at, total))
    return grown


def expected(db: Connection, goal: Goal, person: Person, today: date) -> date | None:
    """The day the target would be reached on at the pace of late; None where none can be told."""
    if goal.status is not GoalStatus.ACTIVE:
        return None
    if goal.span is Span.ALL:
        points = _grown_of_late(db, goal, person, today)
    else:
        points = course(db, goal, person, today)
    if goal.kind not in (GoalKind.BODY_WEIGHT, GoalKind.OWN) and goal.span is Span.ONCE:
        points = _rising(points)
    days = [(point.at.astimezone(person.timezone).date(), point.value) for point in points]
    return pace(goal, days, today)


def _grown_of_late(db: Connection, goal: Goal, person: Person, today: date) -> list[Figure]:
    """How a sum has grown over what a pace looks at: a turn reads no years of sets."""
    late = summed_values(db, goal, person, today, today - LOOKED_AT)
    whole = value_of(db, goal, person, today).value or Decimal(0)
    return _grown(late, whole - sum((part.value for part in late), Decimal(0)))


def _rising(points: list[Figure]) -> list[Figure]:
    """The best so far at each workout: a light day is no step back."""
    best = Decimal("-Infinity")
    found = []
    for point in points:
        best = max(best, point.value)
        found.append(Figure(point.at, best))
    return found


def pace(goal: Goal, points: Sequence[tuple[date, Decimal]], today: date) -> date | None:
    """The day on which a straight line through the values of late meets the target.

    None unless there are enough days, the newest is fresh, the line clearly leads there (its
    slope is more than `SURE` standard errors from level) and arrives within two years.
    """
    late = {day: float(value) for day, value in points if today - day <= LOOKED_AT}
    if len(late) < LEAST_POINTS or reaches(goal, points[-1][1], goal.target):
        return None
    days = sorted(late)
    if days[-1] - days[0] < LEAST_TIME or today - days[-1] > STILL_GOING:
        return None
    slope, error = _slope([(day - days[0]).days for day in days], [late[day] for day in days])
    towards = slope if goal.direction is Direction.UP else -slope
    if towards <= 0 or towards < SURE * error:
        return None
    to_go = abs(float(goal.target) - late[days[-1]])
    takes = math.ceil(to_go / towards)
    if takes > FARTHEST.days:
        return None
    return max(days[-1] + timedelta(days=takes), today + timedelta(days=1))


def _slope(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Least squares: the slope of the line and the standard error of the slope."""
    count = len(xs)
    mean_x, mean_y = sum(xs) / count, sum(ys) / count
    spread = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    off = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys, strict=True))
    return slope, math.sqrt(off / max(count - 2, 1) / spread)
