"""Records as they fall, and the estimate of strength that some of them rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Connection

from core.training import bests
from core.training.best_kinds import BestKind, bettered, figures_of
from core.training.bests import Bests
from core.training.library import Measure
from core.training.models import LoggedSet

MOST_OF_A_SET = 2
"""One heavy set betters half a dozen bests; the most telling say it."""
MOST_REPS_FOR_ESTIMATE = 12
"""Beyond this an estimate says more about endurance than strength."""


class RecordKind(StrEnum):
    """What was bettered."""

    HEAVIEST = "heaviest"
    E1RM = "e1rm"
    MOST_REPS = "most_reps"
    VOLUME = "volume"
    LONGEST = "longest"
    FARTHEST = "farthest"
    FASTEST = "fastest"


@dataclass(frozen=True, slots=True)
class Record:
    """A best that fell: the new value, the one before, and when that was.

    Kilograms for heaviest, e1rm and volume (of one set); repetitions; seconds for longest and
    fastest; meters for farthest.
    """

    kind: RecordKind
    value: Decimal
    before: Decimal
    since: datetime | None


def estimated_max(weight_kg: Decimal, reps: int) -> Decimal | None:
    """Estimated one-repetition maximum in kilograms (Epley 1985), to a tenth of a gram's rounding.

    weight × (1 + reps / 30) for 2 to 12 repetitions, the weight itself for one, None beyond.
    """
    if weight_kg <= 0 or not 1 <= reps <= MOST_REPS_FOR_ESTIMATE:
        return None
    if reps == 1:
        return weight_kg
    return (weight_kg * (1 + Decimal(reps) / 30)).quantize(Decimal("0.001"))


def records_of(db: Connection, done: LoggedSet, measure: Measure, before: Bests) -> list[Record]:
    """What a set that counts bettered of the bests before it, the most telling first."""
    if not before.elsewhere:
        return []
    figures = figures_of(done)
    return [
        Record(
            TOLD_AS[kind],
            figures[kind].value,
            before.of[kind],
            bests.when_best(db, done, kind, before.of[kind]),
        )
        for kind in fallen(done, measure, before.of)
    ]


def fallen(done: LoggedSet, measure: Measure, before: Mapping[BestKind, Decimal]) -> list[BestKind]:
    """Which of the bests before it a set bettered, as far as it is worth telling."""
    kinds = _strength(done, measure)
    if measure not in (Measure.WEIGHT_REPS, Measure.BODYWEIGHT_REPS):
        kinds = _endurance(done)
    new = bettered(figures_of(done), before)
    return [kind for kind in kinds if kind in new and kind in before][:MOST_OF_A_SET]


def _strength(done: LoggedSet, measure: Measure) -> tuple[BestKind, ...]:
    """What is told of it where it fell, the most telling first."""
    if done.weight_kg is not None and done.weight_kg > 0:
        return (BestKind.HEAVIEST, BestKind.E1RM, BestKind.REPS_AT, BestKind.VOLUME)
    if measure is Measure.BODYWEIGHT_REPS and done.weight_kg is None and done.reps:
        return (BestKind.REPS,)
    return ()


def _endurance(done: LoggedSet) -> tuple[BestKind, ...]:
    if done.meters is None:
        return (BestKind.LONGEST, BestKind.HEAVIEST)
    return (BestKind.FARTHEST, BestKind.FASTEST, BestKind.HEAVIEST)


TOLD_AS: Mapping[BestKind, RecordKind] = {
    BestKind.HEAVIEST: RecordKind.HEAVIEST,
    BestKind.E1RM: RecordKind.E1RM,
    BestKind.REPS: RecordKind.MOST_REPS,
    BestKind.REPS_AT: RecordKind.MOST_REPS,
    BestKind.VOLUME: RecordKind.VOLUME,
    BestKind.LONGEST: RecordKind.LONGEST,
    BestKind.FARTHEST: RecordKind.FARTHEST,
    BestKind.FASTEST: RecordKind.FASTEST,
}
