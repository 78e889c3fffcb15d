"""Small histories for the tests of single rules."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from core.coach.history import Bout, DoneSet, History
from core.training.exercises import Catalogue
from core.training.sets import SetKind, WeightUnit

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_ids = count(1)


def worked_out(
    ago: int,
    exercise: str,
    weight: str | None,
    *reps: int,
    rpe: str | None = None,
    unit: WeightUnit = WeightUnit.KG,
) -> Bout:
    """One exercise so many days ago: `worked_out(3, "bench_press", "80", 8, 8, 7)`."""
    typed = None if weight is None else Decimal(weight)
    sets = tuple(
        DoneSet(
            id=next(_ids),
            kind=SetKind.WORK,
            weight=typed,
            unit=None if typed is None else unit,
            weight_kg=None if typed is None else unit.to_kg(typed),
            reps=each,
            seconds=None,
            meters=None,
            rpe=None if rpe is None else Decimal(rpe),
        )
        for each in reps
    )
    return Bout(exercise, 1000 - ago, TODAY - timedelta(days=ago), sets)


def history(*bouts: Bout, **facts: Any) -> History:
    """Somebody who lifts in kilograms on a 20 kg bar, unless other facts are given."""
    ordered = tuple(sorted(bouts, key=lambda bout: bout.day))
    of: defaultdict[str, list[Bout]] = defaultdict(list)
    for bout in ordered:
        of[bout.exercise].append(bout)
    values: dict[str, Any] = {
        "unit": WeightUnit.KG,
        "units": {},
        "bar_kg": None,
        "plates": None,
        "rest_seconds": 120,
        "catalogue": Catalogue({}),
    }
    return History(
        now=NOW,
        today=TODAY,
        bouts=ordered,
        of={key: tuple(found) for key, found in of.items()},
        days=tuple(sorted({bout.day for bout in ordered})),
        workouts=len({bout.workout_id for bout in ordered}),
        **values | facts,
    )
