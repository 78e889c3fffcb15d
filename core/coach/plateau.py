"""Whether a lift has stopped moving: weeks of regular training without a better estimate."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from core.coach.advice import Advice, Confidence, Kind, Reason, ReasonKind
from core.coach.history import Bout, DoneSet, History
from core.coach.lifts import best_estimate, longest_gap, mean_estimate, reps_of, work_sets
from core.coach.loads import Loads

FLAT_DAYS = 28
"""Shorter than this is how training goes."""
LOOKED_BACK_DAYS = 112
LEAST_BOUTS = 5
MOST_APART = 11
"""Days between two bouts of who trains a lift regularly."""
BETTER = Decimal("1.01")
"""Half a repetition more is no progress; the smallest step on a heavy bar is."""
STILL_TRAINED_DAYS = 10
LATELY = 63
"""Days back that a trend is told of."""
DELOAD = Decimal("0.9")
MANY_REPS = 8
FEW_REPS = 5
GOOD_FOR = timedelta(days=10)

Point = tuple[Bout, Decimal, DoneSet]


def plateau(history: History, exercise: str) -> Advice | None:
    """A deload where four weeks or more of regular training moved nothing."""
    points = _points(history, exercise)
    flat = _flat(points)
    if flat is None or (history.today - points[-1][0].day).days > STILL_TRAINED_DAYS:
        return None
    peak, last = flat[0], flat[-1]
    weeks = (last[0].day - peak[0].day).days // 7
    reason = Reason(
        ReasonKind.FLAT,
        (peak[0].fact(peak[2]), *(last[0].fact(one) for one in work_sets(last[0]))),
        exercise,
        day=peak[0].day,
        weeks=weeks,
        kilograms=peak[1],
    )
    loads = Loads(history, exercise)
    reps = max(min(reps_of(peak[0])), 1)
    after = () if history.catalogue.adds_weight(exercise) else (_other_reps(loads, exercise, peak),)
    return Advice(
        Kind.PLATEAU,
        Confidence.HIGH if weeks >= 6 else Confidence.MEDIUM,
        history.today + GOOD_FOR,
        (reason, *after),
        exercise=exercise,
        weight=loads.part_of(work_sets(last[0])[0], DELOAD),
        unit=loads.unit,
        reps=reps,
        sets=max(len(work_sets(last[0])) - 1, 2),
        percent=(DELOAD - 1) * 100,
    )


def _other_reps(loads: Loads, exercise: str, peak: Point) -> Reason:
    """Where to go on after the lighter week: eights for who did fives, fives for who did eights.

    At what the estimate leaves with two repetitions in reserve.
    """
    other = MANY_REPS if (peak[2].reps or 1) < MANY_REPS - 1 else FEW_REPS
    kilograms = peak[1] / (1 + Decimal(other + 2) / 30)
    weight = loads.at_most(loads.unit.from_kg(kilograms))
    return Reason(ReasonKind.OTHER_REPS, exercise=exercise, count=other, number=weight)


def rising(history: History, exercise: str) -> Reason | None:
    """How much better the estimate is than at the start of the last two months."""
    points = [one for one in _points(history, exercise) if _days_ago(history, one[0]) <= LATELY]
    if len(points) < 2:
        return None
    first, best = points[0], max(points, key=lambda point: point[1])
    days = (best[0].day - first[0].day).days
    if best[1] < first[1] * BETTER or days < 7:
        return None
    return Reason(
        ReasonKind.RISING,
        (first[0].fact(first[2]), best[0].fact(best[2])),
        exercise,
        day=first[0].day,
        weeks=max(round(days / 7), 1),
        kilograms=best[1],
        percent=(best[1] / first[1] - 1) * 100,
    )


def too_soon(history: History, exercise: str) -> Reason | None:
    """Too few weeks to call a lift stuck."""
    bouts = [bout for bout in history.of.get(exercise, ()) if _days_ago(history, bout) <= LATELY]
    if not bouts or (history.today - bouts[0].day).days >= FLAT_DAYS:
        return None
    return Reason(
        ReasonKind.TOO_SOON,
        (bouts[0].fact(work_sets(bouts[0])[0]), bouts[-1].fact(work_sets(bouts[-1])[0])),
        exercise,
        day=bouts[0].day,
        count=len(bouts),
    )


def _days_ago(history: History, bout: Bout) -> int:
    return (history.today - bout.day).days


def _points(history: History, exercise: str) -> list[Point]:
    """The bouts that an estimate can be made of, with it and its set, oldest first."""
    found = []
    for bout in history.of.get(exercise, ()):
        best = best_estimate(bout)
        if best is not None and (history.today - bout.day).days <= LOOKED_BACK_DAYS:
            found.append((bout, *best))
    return found


def _flat(points: list[Point]) -> list[Point] | None:
    """What came since the best estimate, where that is weeks ago and training went on."""
    if not points:
        return None
    best = max(point[1] for point in points)
    first = next(place for place, point in enumerate(points) if point[1] * BETTER >= best)
    since = points[first:]
    days = [point[0].day for point in since]
    long_ago = (days[-1] - days[0]).days >= FLAT_DAYS
    regular = len(since) >= LEAST_BOUTS and longest_gap(days) <= MOST_APART
    return since if long_ago and regular and not _work_grew(since) else None


def _work_grew(since: list[Point]) -> bool:
    """Whether more was done at the same best: the other sets came up to it."""
    means = [mean for point in since if (mean := mean_estimate(point[0])) is not None]
    half = len(means) // 2
    if not half:
        return False
    early, late = max(means[:half]), max(means[half:])
    return late > early * BETTER
