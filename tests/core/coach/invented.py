"""Logs that nobody wrote: histories of any shape, for what must hold whatever is logged."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from core.coach.history import Bout, DoneSet, History
from core.training.exercises import Catalogue
from core.training.library import Measure, load_library
from core.training.queries import OwnExercise
from core.training.sets import SetKind, WeightUnit

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OWN = "own_0123456789ab"
EXERCISES = (
    "bench_press", "squat", "deadlift", "overhead_press", "barbell_row", "dumbbell_bench",
    "goblet_squat", "dumbbell_curl", "lat_pulldown", "leg_press", "smith_bench", "pull_up", "dip",
    "push_up", "plank", "farmers_walk", "run", "kettlebell_swing", OWN,
)  # fmt: skip

weights = st.integers(1, 1200).map(lambda quarters: Decimal(quarters) / 4)
rpes = st.none() | st.sampled_from([Decimal(rpe) / 2 for rpe in range(10, 21)])


@st.composite
def done_sets(draw: st.DrawFn, exercise: str) -> tuple[DoneSet, ...]:
    """One to six sets, alike or not, as the exercise is counted or against it."""
    known = load_library().get(exercise)
    measure = known.measure if known else Measure.WEIGHT_REPS
    usual = draw(weights)
    sets = []
    for _ in range(draw(st.integers(1, 6))):
        weight = usual if draw(st.booleans()) else draw(st.none() | weights)
        if measure is Measure.BODYWEIGHT_REPS:
            weight = draw(st.none() | weights.map(lambda one: one - 40))
        unit = draw(st.sampled_from(WeightUnit)) if weight is not None else None
        counted = measure in (Measure.WEIGHT_REPS, Measure.BODYWEIGHT_REPS)
        reps = draw(st.integers(1, 120)) if counted or draw(st.booleans()) else None
        seconds = None if reps else draw(st.integers(1, 7200))
        sets.append(
            DoneSet(
                id=draw(st.integers(1, 10**9)),
                kind=draw(st.sampled_from([SetKind.WORK, SetKind.DROP, SetKind.FAILURE])),
                weight=weight,
                unit=unit,
                weight_kg=None if weight is None or unit is None else unit.to_kg(weight),
                reps=reps,
                seconds=seconds,
                meters=Decimal(5000) if measure is Measure.DISTANCE_TIME else None,
                rpe=draw(rpes),
            )
        )
    return tuple(sets)


@st.composite
def bouts(draw: st.DrawFn) -> tuple[Bout, ...]:
    """Up to thirty bouts of a few exercises on any days, oldest first."""
    some = draw(st.lists(st.sampled_from(EXERCISES), min_size=1, max_size=4, unique=True))
    days = sorted(draw(st.lists(st.integers(0, 260), max_size=30)), reverse=True)
    found = []
    for ago in days:
        exercise = draw(st.sampled_from(some))
        sets = draw(done_sets(exercise))
        found.append(Bout(exercise, 1000 - ago, TODAY - timedelta(days=ago), sets))
    return tuple(found)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Anybody's log."""
    all_bouts = draw(bouts())
    of: defaultdict[str, list[Bout]] = defaultdict(list)
    for bout in all_bouts:
        of[bout.exercise].append(bout)
    plates = draw(st.none() | st.sampled_from([("20", "10", "5"), ("10", "4"), ("0.5",)]))
    return History(
        now=NOW,
        today=TODAY,
        unit=draw(st.sampled_from(WeightUnit)),
        units={},
        bar_kg=draw(st.none() | st.sampled_from([Decimal(15), Decimal("20.5")])),
        plates=None if plates is None else tuple(Decimal(plate) for plate in plates),
        rest_seconds=120,
        catalogue=Catalogue({OWN: OwnExercise(OWN, "Sandbag", Measure.WEIGHT_REPS)}),
        bouts=all_bouts,
        of={key: tuple(found) for key, found in of.items()},
        days=tuple(sorted({bout.day for bout in all_bouts})),
        workouts=len({bout.workout_id for bout in all_bouts}),
    )
