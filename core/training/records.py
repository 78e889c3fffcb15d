"""Records as they fall, and the estimate of strength that some of them rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice

from sqlalchemy import Connection

from core.training import bests
from core.training.best_kinds import BestKind, Figures, bettered, figures_of
from core.training.bests import Bests
from core.training.library import Measure
from core.training.models import LoggedSet
from core.training.queries import COUNTED

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


def records_of(db: Connection, done: LoggedSet, measure: Measure) -> list[Record]:
    """What this set bettered, the most telling first; nothing in a new exercise."""
    if done.kind not in COUNTED:
        return []
    return records_against(db, done, measure, bests.bests_before(db, done))


def records_against(
    db: Connection, done: LoggedSet, measure: Measure, before: Bests
) -> list[Record]:
    """The same of a set that counts, where the bests before it are at hand."""
    if not before.elsewhere:
        return []
    if measure in (Measure.WEIGHT_REPS, Measure.BODYWEIGHT_REPS):
        kinds = _strength(done, measure)
    else:
        kinds = _endurance(done)
    figures = figures_of(done)
    found = (_record(db, done, kind, figures, before) for kind in kinds)
    return list(islice((record for record in found if record is not None), MOST_OF_A_SET))


_STRENGTH = (BestKind.HEAVIEST, BestKind.E1RM, BestKind.REPS_AT, BestKind.VOLUME)


def _strength(done: LoggedSet, measure: Measure) -> tuple[BestKind, ...]:
    """What is worth telling of it, the most telling first."""
    if done.weight_kg is not None and done.weight_kg > 0:
        return _STRENGTH
    if measure is Measure.BODYWEIGHT_REPS and done.weight_kg is None and done.reps:
        return (BestKind.REPS,)
    return ()


def _endurance(done: LoggedSet) -> tuple[BestKind, ...]:
    far = (BestKind.FARTHEST, BestKind.FASTEST)
    kinds = (BestKind.LONGEST,) if done.meters is None else far
    return (*kinds, BestKind.HEAVIEST)


_TOLD_AS = {
    BestKind.HEAVIEST: RecordKind.HEAVIEST,
    BestKind.E1RM: RecordKind.E1RM,
    BestKind.REPS: RecordKind.MOST_REPS,
    BestKind.REPS_AT: RecordKind.MOST_REPS,
    BestKind.VOLUME: RecordKind.VOLUME,
    BestKind.LONGEST: RecordKind.LONGEST,
    BestKind.FARTHEST: RecordKind.FARTHEST,
    BestKind.FASTEST: RecordKind.FASTEST,
}


def _record(
    db: Connection, done: LoggedSet, kind: BestKind, figures: Figures, before: Bests
) -> Record | None:
    figure, best = figures.get(kind), before.of.get(kind)
    if figure is None or best is None or not bettered({kind: figure}, before.of):
        return None
    since = bests.when_best(db, done, kind, best)
    return Record(_TOLD_AS[kind], figure.value, best, since)
