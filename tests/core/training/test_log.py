"""Which workout a set belongs to, and what logging it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from core.database import make_engine
from core.training import queries, workouts
from core.training.models import Status
from core.training.sets import SetKind, WeightUnit
from tests.core.training.people import NOON, Trains, lift, lifter


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


@pytest.fixture
def sam(db: Connection) -> Trains:
    return Trains(db, lifter(db, zone="Europe/Berlin"))


def test_the_first_set_begins_a_workout_and_a_rest(sam: Trains) -> None:
    logged = sam.logs("bench_press", lift("80", 8))
    assert logged.workout.status is Status.IN_PROGRESS
    assert logged.workout.current == "bench_press"
    assert logged.workout.rest_ends_at == NOON + timedelta(seconds=120)
    assert [one.weight_kg for one in logged.sets] == [Decimal(80)]


def test_the_next_set_joins_it(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=3)
    second = sam.logs("squat", lift("100", 5))
    assert second.workout.id == first.workout.id
    assert second.workout.current == "squat"
    assert second.workout.revision > first.workout.revision


def test_a_weight_keeps_the_unit_it_was_typed_in(sam: Trains) -> None:
    one = sam.logs("bench_press", lift("135", 10, unit=WeightUnit.LB)).sets[0]
    assert (one.weight_unit, one.weight_kg) == (WeightUnit.LB, Decimal("61.235"))
    assert one.weight == Decimal(135)
    assert queries.sets_of(sam.db, one.workout_id) == [one]


def test_an_exercise_with_plates_in_pounds_takes_pounds(sam: Trains) -> None:
    queries.prefer(sam.db, sam.person.id, "leg_press", queries.Preference(WeightUnit.LB, None))
    one = sam.logs("leg_press", lift("400", 10)).sets[0]
    assert one.weight_unit is WeightUnit.LB


def test_a_set_typed_while_we_were_away_falls_into_place(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=20)
    sam.logs("squat", lift("100", 5))
    now = sam.at
    sam.later(minutes=-10)
    late = sam.logs("bench_press", lift("80", 7), now=now)
    done = queries.sets_of(sam.db, late.workout.id)
    assert [(one.exercise, one.reps) for one in done] == [
        ("bench_press", 8),
        ("bench_press", 7),
        ("squat", 5),
    ]
    assert late.workout.current == "squat"
    assert late.workout.rest_ends_at == now + timedelta(seconds=120)


def test_a_set_that_came_first_moves_the_start(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=-5)
    assert sam.logs("bench_press", lift("60", 10)).workout.started_at == sam.at


def test_a_late_set_of_a_finished_workout_goes_into_that_one(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=30)
    workouts.finish(sam.db, first.workout, sam.at)
    sam.later(minutes=5)
    second = sam.logs("squat", lift("100", 5))
    sam.later(minutes=-15)
    late = sam.logs("bench_press", lift("80", 7))
    assert late.past
    assert late.workout.id == first.workout.id != second.workout.id


def test_a_set_of_another_day_leaves_what_goes_on_now_alone(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(days=-1)
    old = sam.logs("squat", lift("100", 5))
    assert old.past
    assert old.sets[0].logged_at == old.workout.started_at == sam.at
    assert queries.open_workout(sam.db, sam.person.id) == first.workout


def test_a_set_of_another_day_does_not_begin_what_is_planned(sam: Trains) -> None:
    planned = workouts.plan(sam.db, sam.person.id, sam.at)
    sam.later(days=-1)
    assert sam.logs("squat", lift("100", 5)).workout.id != planned.id
    assert queries.open_workout(sam.db, sam.person.id) == planned


def test_sets_added_to_a_workout_that_is_over_stand_within_it(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=30)
    done = workouts.finish(sam.db, first.workout, sam.at)
    sam.later(hours=1)
    assert sam.logs("bench_press", lift("80", 7), into=done).sets[0].logged_at == done.completed_at
    sam.later(minutes=-80)
    assert sam.logs("bench_press", lift("80", 6), into=done).sets[0].logged_at == sam.at


def test_a_late_set_leaves_a_paused_workout_paused(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=5)
    workouts.pause(sam.db, first.workout, sam.at)
    sam.later(minutes=-1)
    late = sam.logs("bench_press", lift("80", 7))
    assert late.workout.id == first.workout.id
    assert late.workout.status is Status.PAUSED
    assert late.workout.rest_ends_at is None
    sam.later(minutes=20)
    assert workouts.duration_seconds(late.workout, sam.at) == 5 * 60


def test_a_pause_after_the_last_set_takes_nothing_from_the_time_before(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=10)
    second = sam.logs("bench_press", lift("80", 8))
    assert second.workout.id == first.workout.id
    sam.later(minutes=1)
    paused = workouts.pause(sam.db, second.workout, sam.at)
    sam.later(minutes=14)
    going = workouts.resume(sam.db, paused, sam.at)
    sam.later(minutes=1)
    paused = workouts.pause(sam.db, going, sam.at)
    sam.later(minutes=1)
    done = workouts.finish(sam.db, paused, sam.at)
    assert workouts.duration_seconds(done, sam.at) == 11 * 60


def test_a_forgotten_workout_ends_at_its_last_set(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(hours=20)
    second = sam.logs("squat", lift("100", 5))
    assert second.ended is not None
    assert second.ended.id == first.workout.id != second.workout.id
    assert second.ended.completed_at == NOON


def test_a_set_goes_on_with_a_paused_workout(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    sam.later(minutes=5)
    workouts.pause(sam.db, first.workout, sam.at)
    sam.later(minutes=30)
    second = sam.logs("bench_press", lift("80", 8))
    assert second.workout.status is Status.IN_PROGRESS
    sam.later(minutes=5)
    assert workouts.duration_seconds(second.workout, sam.at) == 10 * 60


def test_a_superset_alternates_and_rests_after_the_round(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8), superset="A")
    after_first = sam.logs("barbell_row", lift("60", 10), superset="A")
    assert after_first.workout.current == "bench_press"
    assert after_first.workout.rest_ends_at is not None
    sam.later(minutes=2)
    after_second = sam.logs("bench_press", lift("80", 8))
    assert after_second.workout.current == "barbell_row"
    assert after_second.workout.rest_ends_at is None
    assert after_second.sets[0].superset == "A"


def test_a_rest_named_once_is_kept_for_the_exercise(sam: Trains) -> None:
    sam.logs("squat", lift("100", 5), rest_seconds=180)
    sam.later(minutes=4)
    logged = sam.logs("squat", lift("100", 5))
    assert logged.workout.rest_ends_at == sam.at + timedelta(seconds=180)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        ("America/New_York", date(2026, 3, 8)),
        ("America/New_York", date(2026, 11, 1)),
        ("Australia/Lord_Howe", date(2026, 10, 4)),
        ("Africa/Cairo", date(2026, 4, 24)),
    ],
)
def test_a_past_day_is_the_persons_own_over_clock_changes(
    db: Connection, zone: str, day: date
) -> None:
    sam = Trains(db, lifter(db, zone=zone), at=datetime(2026, 12, 1, 12, tzinfo=UTC))
    first = sam.logs("bench_press", lift("80", 8), day=day)
    second = sam.logs("squat", lift("100", 5), day=day)
    assert first.past
    assert second.workout.id == first.workout.id
    assert first.sets[0].logged_at.astimezone(sam.person.timezone).date() == day
    start, end = workouts.day_bounds(day, sam.person.timezone)
    assert start <= first.sets[0].logged_at < end


def test_there_is_one_open_workout_a_person(sam: Trains, engine: Engine) -> None:
    sam.logs("bench_press", lift("80", 8))
    with pytest.raises(IntegrityError), sam.db.begin_nested():
        workouts.start(sam.db, sam.person.id, sam.at)


def test_a_set_without_any_measure_is_refused(sam: Trains) -> None:
    with pytest.raises(IntegrityError), sam.db.begin_nested():
        sam.logs("bench_press", lift())


def test_only_legal_moves(sam: Trains) -> None:
    logged = sam.logs("bench_press", lift("80", 8))
    done = workouts.finish(sam.db, logged.workout, sam.at)
    for move in (workouts.pause, workouts.resume, workouts.finish):
        with pytest.raises(workouts.IllegalMove):
            move(sam.db, done, sam.at)
    with pytest.raises(workouts.IllegalMove):
        workouts.cancel(sam.db, done)


def test_warm_ups_break_no_record(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    assert sam.logs("bench_press", lift("90", 8, kind=SetKind.WARMUP)).records == []
