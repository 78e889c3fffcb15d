"""Coming back after a break: the longer it was, the lighter the start."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from core.coach.advice import Advice, Confidence, Kind, Reason, ReasonKind
from core.coach.history import Bout, History
from core.coach.lifts import reps_of, work_sets
from core.coach.loads import Loads

BREAK_DAYS = 10
"""Shorter than this nothing is lost."""
# Days away, and what is left of the working weight.
GRADES = (
    (180, Decimal("0.55")),
    (90, Decimal("0.65")),
    (56, Decimal("0.75")),
    (28, Decimal("0.85")),
    (14, Decimal("0.9")),
    (BREAK_DAYS, Decimal("0.95")),
)
LONG_BREAK_DAYS = 28
FACTS_SHOWN = 3


def left_after(days: int) -> Decimal:
    """The part of the working weight to start with after so many days away."""
    return next((left for away, left in GRADES if days >= away), Decimal(1))


def returning(history: History, exercise: str | None = None) -> Advice | None:
    """A lighter start where the last workout is long ago, or the exercise was left for a month."""
    days = history.days_away
    if days is None:
        return None
    last = _main_bout(history, exercise)
    kind = ReasonKind.AWAY
    if days < BREAK_DAYS:
        kind, days = ReasonKind.EARLIER_BEST, (history.today - last.day).days
        if exercise not in history.of or days < LONG_BREAK_DAYS:
            return None
    left = left_after(days)
    reason = Reason(
        kind,
        tuple(last.fact(one) for one in work_sets(last)[:FACTS_SHOWN]),
        last.exercise,
        day=history.days[-1] if kind is ReasonKind.AWAY else last.day,
        count=days,
    )
    loads = Loads(history, last.exercise)
    one = work_sets(last)[0]
    weight = loads.part_of(one, left)
    reps = min(reps_of(last)) or None
    return Advice(
        Kind.RETURN,
        Confidence.HIGH,
        history.today + timedelta(days=14),
        (reason,),
        exercise=last.exercise,
        weight=weight,
        unit=None if weight is None else loads.unit,
        reps=reps,
        seconds=int(one.seconds * left) if one.seconds and not reps else None,
        sets=_sets(len(work_sets(last)), days),
        percent=(left - 1) * 100,
    )


def _sets(before: int, days: int) -> int:
    """One fewer after a long break, but two where two were done."""
    return before if days < LONG_BREAK_DAYS else max(before - 1, min(before, 2))


def _main_bout(history: History, exercise: str | None) -> Bout:
    """The newest bout of the exercise meant; else of the one done in most workouts."""
    if exercise is not None and exercise in history.of:
        return history.of[exercise][-1]
    most = max(history.of.values(), key=lambda bouts: (len(bouts), bouts[-1].day))
    return most[-1]
