"""What single lifts of the log say: the work sets among them, and how strong they show one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.coach.history import Bout, DoneSet
from core.training.records import estimated_max
from core.training.sets import SetKind

MOST_REPS_BOUNDING = 20
"""More say nothing of what could be lifted a few times."""


def work_sets(bout: Bout) -> tuple[DoneSet, ...]:
    """The sets at the weight that most were done with, the heavier of two as frequent.

    Warm-ups that nobody called so, ramps and drop sets fall away by this.
    """
    by_weight: defaultdict[Decimal, list[DoneSet]] = defaultdict(list)
    for one in bout.sets:
        if one.kind is not SetKind.DROP:
            by_weight[one.weight_kg or Decimal(0)].append(one)
    if not by_weight:
        return bout.sets
    weight = max(by_weight, key=lambda kilograms: (len(by_weight[kilograms]), kilograms))
    return tuple(by_weight[weight])


def weight_kg(bout: Bout) -> Decimal:
    """Kilograms of the work sets; 0 where only the body was lifted."""
    return work_sets(bout)[0].weight_kg or Decimal(0)


def reps_of(bout: Bout) -> tuple[int, ...]:
    """Repetitions of each work set."""
    return tuple(one.reps or 0 for one in work_sets(bout))


def hardest(bout: Bout) -> Decimal | None:
    """The highest RPE among the work sets, None where none was noted."""
    return max((one.rpe for one in work_sets(bout) if one.rpe is not None), default=None)


def best_estimate(bout: Bout) -> tuple[Decimal, DoneSet] | None:
    """The best estimated one-repetition maximum in kilograms, and the set that shows it."""
    found = [
        (estimate, one)
        for one in bout.sets
        if one.weight_kg is not None
        and one.reps is not None
        and (estimate := estimated_max(one.weight_kg, one.reps)) is not None
    ]
    return max(found, key=lambda pair: pair[0], default=None)


def mean_estimate(bout: Bout) -> Decimal | None:
    """The mean estimate of the work sets in kilograms: it moves with every repetition."""
    found = [
        estimate
        for one in work_sets(bout)
        if one.weight_kg is not None
        and one.reps is not None
        and (estimate := estimated_max(one.weight_kg, one.reps)) is not None
    ]
    return sum(found, Decimal(0)) / len(found) if found else None


def longest_gap(days: Sequence[date]) -> int:
    """The most days between two that follow each other."""
    return max(
        ((later - earlier).days for earlier, later in pairwise(days)),
        default=0,
    )


def heaviest_kg(bouts: Sequence[Bout]) -> Decimal | None:
    """The most that was lifted or held, in kilograms."""
    found = (one.weight_kg for bout in bouts for one in bout.sets if one.weight_kg is not None)
    return max(found, default=None)


def could_lift(bouts: Sequence[Bout], reps: int) -> Decimal | None:
    """Kilograms that the bouts show somebody can lift so often; None without any weight.

    What was lifted as often, or what the estimate leaves; here also from more than 12 repetitions,
    since it only bounds.
    """
    found = []
    for bout in bouts:
        for one in bout.sets:
            if one.weight_kg is None or not one.reps or one.weight_kg <= 0:
                continue
            if one.reps >= reps:
                found.append(one.weight_kg)
            counted = min(one.reps, max(MOST_REPS_BOUNDING, reps))
            shown = 1 if one.reps == 1 else 1 + Decimal(counted) / 30
            found.append(one.weight_kg * shown / (1 + Decimal(reps) / 30))
    return max(found, default=None)
