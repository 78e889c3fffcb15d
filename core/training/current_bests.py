"""The bests as they now stand, exercise by exercise, and which of them are new."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from core.training.best_kinds import BestKind
from core.training.best_rows import BestRow, rows_of
from core.training.library import Measure

MOST_DISTANCES = 2
"""The fastest is told over so many distances, those most often bettered."""

# What is worth telling of an exercise, the most telling first.
_KINDS = {
    Measure.WEIGHT_REPS: (BestKind.HEAVIEST, BestKind.E1RM, BestKind.VOLUME),
    Measure.BODYWEIGHT_REPS: (BestKind.REPS, BestKind.HEAVIEST),
    Measure.TIME: (BestKind.LONGEST,),
    Measure.WEIGHT_TIME: (BestKind.LONGEST, BestKind.HEAVIEST),
    Measure.DISTANCE_TIME: (BestKind.FARTHEST, BestKind.FASTEST),
    Measure.WEIGHT_DISTANCE: (BestKind.HEAVIEST, BestKind.FARTHEST),
}
_ELSE = (BestKind.REPS, BestKind.LONGEST)
"""Where an exercise was done in another way than it is meant: a squat without weight."""


@dataclass(frozen=True, slots=True)
class CurrentBest:
    """A best, when it was first reached, and the one before it where there was one.

    Kilograms, repetitions, seconds and meters; `among` is the distance of a fastest.
    """

    kind: BestKind
    value: Decimal
    among: Decimal
    at: datetime
    before: Decimal | None


def current_bests(
    db: Connection, person_id: int, exercise: str, measure: Measure
) -> list[CurrentBest]:
    """What is best in an exercise now; writes nothing."""
    rows: defaultdict[BestKind, list[BestRow]] = defaultdict(list)
    for row in rows_of(db, person_id, exercise):
        if row.value > 0:
            rows[row.kind].append(row)
    found = [one for kind in _KINDS[measure] for one in _best_of(rows[kind])]
    return found or [one for kind in _ELSE for one in _best_of(rows[kind])]


def _best_of(rows: list[BestRow]) -> list[CurrentBest]:
    """The last of the rows of one kind; of each distance its own."""
    courses: defaultdict[Decimal, list[BestRow]] = defaultdict(list)
    for row in rows:
        courses[row.among].append(row)
    ranked = sorted(courses.values(), key=lambda course: (len(course), course[-1].at))
    return [_newest(course) for course in reversed(ranked[-MOST_DISTANCES:])]


def _newest(course: list[BestRow]) -> CurrentBest:
    """Several sets of one workout may better one another: what they bettered is before its day."""
    newest = course[-1]
    earlier = [row.value for row in course if (newest.at - row.at).total_seconds() > A_WORKOUT]
    before = earlier[-1] if earlier else None
    return CurrentBest(newest.kind, newest.value, newest.among, newest.at, before)


A_WORKOUT = 12 * 3600
"""Sets this many seconds apart belong to different workouts."""
