"""Records as they fall, and the estimate of strength that some of them rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Connection

from core.training import bests
from core.training.bests import Bests
from core.training.library import Measure
from core.training.models import LoggedSet, workout_set
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
    before = bests.bests_before(db, done)
    if before.sets_elsewhere == 0:
        return []
    if measure in (Measure.WEIGHT_REPS, Measure.BODYWEIGHT_REPS):
        return _strength(db, done, before, measure)[:MOST_OF_A_SET]
    return _endurance(db, done, before)[:MOST_OF_A_SET]


def _strength(db: Connection, done: LoggedSet, before: Bests, measure: Measure) -> list[Record]:
    found: list[Record | None] = []
    if done.weight_kg is not None and done.weight_kg > 0:
        found.append(_better(db, done, RecordKind.HEAVIEST, done.weight_kg, before.weight_kg))
        found.append(_better(db, done, RecordKind.E1RM, done.e1rm_kg, before.e1rm_kg))
        found.append(_more_reps(db, done))
        if done.reps is not None:
            volume = done.weight_kg * done.reps
            found.append(_better(db, done, RecordKind.VOLUME, volume, before.volume_kg))
    elif measure is Measure.BODYWEIGHT_REPS and done.weight_kg is None and done.reps:
        found.append(_better(db, done, RecordKind.MOST_REPS, Decimal(done.reps), before.reps))
    return [record for record in found if record is not None]


def _endurance(db: Connection, done: LoggedSet, before: Bests) -> list[Record]:
    found: list[Record | None] = []
    if done.meters is None and done.seconds is not None:
        found.append(_better(db, done, RecordKind.LONGEST, Decimal(done.seconds), before.seconds))
    if done.meters is not None:
        found.append(_better(db, done, RecordKind.FARTHEST, done.meters, before.meters))
        found.append(_faster(db, done))
    if done.weight_kg is not None:
        found.append(_better(db, done, RecordKind.HEAVIEST, done.weight_kg, before.weight_kg))
    return [record for record in found if record is not None]


_COLUMN = {
    RecordKind.HEAVIEST: workout_set.c.weight_kg,
    RecordKind.E1RM: workout_set.c.e1rm_kg,
    RecordKind.MOST_REPS: workout_set.c.reps,
    RecordKind.LONGEST: workout_set.c.seconds,
    RecordKind.FARTHEST: workout_set.c.meters,
}


def _better(
    db: Connection,
    done: LoggedSet,
    kind: RecordKind,
    value: Decimal | None,
    best: Decimal | int | None,
) -> Record | None:
    if value is None or best is None or value <= best:
        return None
    column = _COLUMN.get(kind)
    since = None
    if column is not None:
        since = bests.when_best(db, done, column, best)
    return Record(kind, value, Decimal(best), since)


def _more_reps(db: Connection, done: LoggedSet) -> Record | None:
    """More repetitions with this weight, or a heavier one, than ever."""
    if done.reps is None or done.weight_kg is None:
        return None
    best = bests.most_reps_with(db, done)
    if best is None or done.reps <= best[0]:
        return None
    return Record(RecordKind.MOST_REPS, Decimal(done.reps), Decimal(best[0]), best[1])


def _faster(db: Connection, done: LoggedSet) -> Record | None:
    if done.seconds is None or done.meters is None:
        return None
    best = bests.fastest_over(db, done)
    if best is None or done.seconds >= best[0]:
        return None
    return Record(RecordKind.FASTEST, Decimal(done.seconds), Decimal(best[0]), best[1])
