"""A plan becomes a workout, and the log becomes a history, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from core.coach.history import BEFORE_WINDOW, WINDOW_DAYS, read_history
from core.coach.plan import Plan, PlannedExercise, estimated_minutes
from core.coach.starting import AlreadyUnderWay, start_plan
from core.database import make_engine
from core.people.queries import person_by_id
from core.training import queries, workouts
from core.training.models import Status, Target
from core.training.sets import SetKind, WeightUnit
from core.training.workouts import IllegalMove
from tests.core.training.people import NOON, Trains, lift, lifter

BENCH = PlannedExercise("bench_press", 3, 6, 8, None, Decimal("82.5"), WeightUnit.KG, 120)
PLANK = PlannedExercise("plank", 2, None, None, 45, None, None, 60)
PLAN = Plan((BENCH, PLANK), estimated_minutes((BENCH, PLANK)))


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def sam(db: Connection) -> Trains:
    return Trains(db, lifter(db, zone="Europe/Berlin"))


def test_the_exercises_are_lined_up_with_what_is_meant(db: Connection, sam: Trains) -> None:
    workout = start_plan(db, sam.person, PLAN, NOON)
    assert (workout.status, workout.current) == (Status.PLANNED, "bench_press")
    bench, plank = queries.lined_up(db, workout.id)
    assert bench.target == Target(3, 6, 8, None, Decimal("82.5"), WeightUnit.KG)
    assert plank.target == Target(2, None, None, 45, None, None)


def test_the_first_set_begins_it(db: Connection, sam: Trains) -> None:
    workout = start_plan(db, sam.person, PLAN, NOON)
    logged = sam.logs("bench_press", lift("80", 8))
    assert (logged.workout.id, logged.workout.status) == (workout.id, Status.IN_PROGRESS)
    assert queries.lined_up(db, workout.id)[0].target is not None


def test_a_workout_under_way_is_only_added_to(db: Connection, sam: Trains) -> None:
    under_way = sam.logs("squat", lift("100", 5)).workout
    with pytest.raises(AlreadyUnderWay):
        start_plan(db, sam.person, PLAN, NOON)
    added = start_plan(db, sam.person, PLAN, NOON, into=under_way)
    assert (added.id, added.current) == (under_way.id, "squat")
    assert added.revision > under_way.revision
    lineup = queries.lined_up(db, added.id)
    assert [one.exercise for one in lineup] == ["squat", "bench_press", "plank"]
    assert [one.position for one in lineup] == [1, 2, 3]


def test_what_is_lined_up_already_gets_the_plans_target(db: Connection, sam: Trains) -> None:
    under_way = sam.logs("bench_press", lift("80", 8)).workout
    start_plan(db, sam.person, PLAN, NOON, into=under_way)
    bench, plank = queries.lined_up(db, under_way.id)
    assert (bench.exercise, bench.position, plank.exercise) == ("bench_press", 1, "plank")
    assert bench.target is not None


def test_skipping_a_planned_exercise_keeps_its_target(db: Connection, sam: Trains) -> None:
    workout = start_plan(db, sam.person, PLAN, NOON)
    bench = queries.lined_up(db, workout.id)[0]
    queries.line_up(db, workout.id, replace(bench, skipped=True))
    assert queries.lined_up(db, workout.id)[0] == replace(bench, skipped=True)


def test_a_workout_that_is_over_takes_no_plan(db: Connection, sam: Trains) -> None:
    over = workouts.finish(db, sam.logs("squat", lift("100", 5)).workout, NOON)
    with pytest.raises(IllegalMove):
        start_plan(db, sam.person, PLAN, NOON, into=over)


# Reading the log


def trains_again(sam: Trains, days: float) -> None:
    """End the workout, and come back so many days later."""
    under_way = queries.open_workout(sam.db, sam.person.id)
    if under_way is not None:
        workouts.finish(sam.db, under_way, sam.at)
    sam.later(days=days)


def test_the_history_holds_the_counted_sets_by_exercise(db: Connection, sam: Trains) -> None:
    sam.logs("bench_press", lift("40", 10, kind=SetKind.WARMUP), lift("80", 8), lift("80", 7))
    sam.logs("squat", lift("100", 5))
    taken_back = sam.logs("bench_press", lift("200", 8)).sets[0]
    queries.take_back(db, [taken_back.id], sam.at)
    history = read_history(db, sam.person, sam.at + timedelta(hours=1))
    assert [bout.exercise for bout in history.bouts] == ["bench_press", "squat"]
    assert [one.reps for one in history.of["bench_press"][0].sets] == [8, 7]
    assert (history.workouts, history.days_away) == (1, 0)


def test_days_are_the_persons_own(db: Connection) -> None:
    tokyo = Trains(db, lifter(db, zone="Asia/Tokyo"), at=NOON + timedelta(hours=6))
    tokyo.logs("squat", lift("100", 5))
    history = read_history(db, tokyo.person, tokyo.at)
    assert history.days == (date(2026, 3, 3),)
    assert history.today == date(2026, 3, 3)


def test_another_persons_log_is_not_read(db: Connection, sam: Trains) -> None:
    other = Trains(db, lifter(db, "2"))
    other.logs("squat", lift("100", 5))
    assert read_history(db, sam.person, NOON).bouts == ()


def test_what_is_to_come_is_not_read(db: Connection, sam: Trains) -> None:
    sam.logs("squat", lift("100", 5))
    assert read_history(db, sam.person, NOON - timedelta(hours=1)).bouts == ()


def test_only_the_last_workouts_from_before_the_window_are_read(
    db: Connection, sam: Trains
) -> None:
    for _ in range(BEFORE_WINDOW + 3):
        sam.logs("squat", lift("100", 5))
        trains_again(sam, 2)
    sam.later(days=WINDOW_DAYS)
    history = read_history(db, sam.person, sam.at)
    assert history.workouts == BEFORE_WINDOW
    assert history.days[-1] == (NOON + timedelta(days=2 * (BEFORE_WINDOW + 2))).date()


def test_preferences_come_along(db: Connection, sam: Trains) -> None:
    queries.prefer(db, sam.person.id, "squat", queries.Preference(unit=WeightUnit.LB))
    person = person_by_id(db, sam.person.id)
    assert person is not None
    assert read_history(db, person, NOON).units == {"squat": WeightUnit.LB}
