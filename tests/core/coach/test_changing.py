"""Another plan out of one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.coach.changing import LEAST_EXERCISES, muscles_of, shorter, swapped
from core.coach.history import History
from core.coach.plan import Plan, PlannedExercise, estimated_minutes
from core.training.exercises import Catalogue
from core.training.library import load_library
from core.training.sets import WeightUnit

NOBODY = History(
    now=datetime(2026, 3, 4, 18, tzinfo=UTC),
    today=date(2026, 3, 4),
    unit=WeightUnit.KG,
    units={},
    bar_kg=None,
    plates=None,
    rest_seconds=120,
    catalogue=Catalogue({}),
    bouts=(),
    of={},
    days=(),
    workouts=0,
)


def plan_of(*keys: str, sets: int = 3) -> Plan:
    exercises = tuple(PlannedExercise(key, sets, 8, 12, None, None, None, 90) for key in keys)
    return Plan(exercises, estimated_minutes(exercises))


@given(st.integers(2, 8), st.integers(2, 5))
def test_shorter_is_shorter_until_nothing_can_go(count: int, sets: int) -> None:
    keys = list(load_library())[:count]
    plan = plan_of(*keys, sets=sets)
    less = shorter(plan)
    assert less.minutes == estimated_minutes(less.exercises)
    assert len(less.exercises) >= LEAST_EXERCISES
    assert [one.exercise for one in less.exercises] == keys[: len(less.exercises)]
    least = all(one.sets == 2 for one in plan.exercises) and count == LEAST_EXERCISES
    assert least or less.minutes < plan.minutes


def test_a_swap_trains_the_same_with_what_is_there() -> None:
    plan = plan_of("bench_press", "barbell_row")
    other = swapped(plan, "bench_press", NOBODY, frozenset({"dumbbell", "bench"}))
    assert other is not None
    new, row = other.exercises
    assert row == plan.exercises[1]
    known = load_library()[new.exercise]
    assert new.exercise != "bench_press"
    assert set(known.primary) & {"chest"}
    assert "dumbbell" in known.equipment or known.equipment == ("none",)


def test_there_may_be_nothing_to_swap_for() -> None:
    plan = plan_of("bench_press")
    assert swapped(plan, "squat", NOBODY, None) is None


def test_the_muscles_of_a_plan() -> None:
    assert muscles_of(plan_of("bench_press", "own_gone")) == load_library()["bench_press"].primary
