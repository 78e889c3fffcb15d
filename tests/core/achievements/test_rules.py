"""What is earned, from the rows that it rests on, and what happens when they go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from core.achievements import queries, rules
from core.body.models import Kind
from core.body.queries import add_measurement
from core.checkins import queries as checkins
from core.checkins.models import AnswerStatus, Topic
from core.checkins.schedule import EVERY_DAY
from core.database import make_engine
from core.goals.create import set_goal
from core.goals.current import weeks_in_a_row
from core.goals.models import GoalKind, Spec
from core.goals.status import complete
from core.people.models import Person
from core.people.queries import change_person, person_by_id
from core.training import queries as training
from core.training import workouts
from core.training.models import Workout
from core.training.sets import Effort, SetKind, WeightUnit
from tests.core.training.people import NOON, Trains, lift, lifter


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def sam(db: Connection) -> Trains:
    return Trains(db, lifter(db, zone="Europe/Berlin"))


def trains(sam: Trains, exercise: str = "bench_press", *efforts: Effort, days: int = 0) -> Workout:
    """A finished workout, so many days later than the last."""
    sam.later(days=days)
    logged = sam.logs(exercise, *(efforts or (lift("60", 8),)))
    sam.later(minutes=30)
    return workouts.finish(sam.db, logged.workout, sam.at)


def earned(sam: Trains) -> dict[str, datetime]:
    return rules.earned(sam.db, person(sam), sam.at)


def person(sam: Trains) -> Person:
    found = person_by_id(sam.db, sam.person.id)
    assert found is not None
    return found


def test_a_newcomer_has_earned_nothing(sam: Trains) -> None:
    assert earned(sam) == {}


def test_workouts_by_number(sam: Trains) -> None:
    first = trains(sam)
    assert list(earned(sam)) == ["workouts.1"]
    others = [trains(sam, days=1) for _ in range(9)]
    found = earned(sam)
    assert (found["workouts.1"], found["workouts.10"]) == (first.started_at, others[-1].started_at)
    assert "workouts.50" not in found


def test_a_workout_under_way_or_cancelled_is_none_yet(sam: Trains) -> None:
    logged = sam.logs("bench_press", lift("60", 8))
    assert earned(sam) == {}
    workouts.cancel(sam.db, logged.workout)
    assert earned(sam) == {}


def test_weeks_in_a_row(sam: Trains) -> None:
    for _ in range(4):
        trains(sam, days=7)
    assert "weeks.4" in earned(sam)


def test_a_week_counts_for_achievements_as_it_does_for_goals(sam: Trains) -> None:
    """One that was never finished counts for both."""
    for _ in range(3):
        trains(sam, days=7)
    sam.later(days=7)
    sam.logs("bench_press", lift("60", 8))
    assert "weeks.4" in earned(sam)
    assert weeks_in_a_row(sam.db, person(sam), sam.at.date()) == 4


def test_weeks_with_time_off_between(sam: Trains) -> None:
    for days in (7, 7, 14, 7):
        trains(sam, days=days)
    assert "weeks.4" not in earned(sam)
    off = sam.at.date() - timedelta(days=14)
    checkins.add_time_off(sam.db, sam.person.id, off, off + timedelta(days=7))
    assert "weeks.4" in earned(sam)


BETTER = [
    ("bench_press", lift("60", 8), lift("62.5", 6)),
    ("bench_press", lift("60", 8), lift("60", 9)),
    ("pull_up", Effort(reps=8), Effort(reps=9)),
    ("plank", Effort(seconds=60), Effort(seconds=61)),
    ("run", Effort(meters=Decimal(5000)), Effort(meters=Decimal(5100))),
]
NO_BETTER = [
    ("bench_press", lift("60", 8), lift("50", 12)),
    ("pull_up", lift("-20", 8), lift("-10", 8)),
    ("run", Effort(meters=Decimal(5000), seconds=1500), Effort(meters=Decimal(5000), seconds=1600)),
]


@pytest.mark.parametrize(("exercise", "first", "second"), BETTER)
def test_the_first_record(sam: Trains, exercise: str, first: Effort, second: Effort) -> None:
    trains(sam, exercise, first, second)
    assert "record" not in earned(sam), "nothing is a record in the first workout"
    trains(sam, "squat", lift("100", 5), days=1)
    trains(sam, exercise, first, second, days=1)
    assert "record" not in earned(sam)


@pytest.mark.parametrize(("exercise", "first", "second"), BETTER)
def test_better_than_the_workout_before_is_a_record(
    sam: Trains, exercise: str, first: Effort, second: Effort
) -> None:
    trains(sam, exercise, first)
    done = trains(sam, exercise, second, days=1)
    assert earned(sam)["record"] == done.started_at


@pytest.mark.parametrize(("exercise", "first", "second"), NO_BETTER)
def test_otherwise_is_not_better(sam: Trains, exercise: str, first: Effort, second: Effort) -> None:
    trains(sam, exercise, first)
    trains(sam, exercise, second, days=1)
    assert "record" not in earned(sam)


def test_warm_ups_earn_nothing(sam: Trains) -> None:
    trains(sam, "bench_press", lift("120", 5, kind=SetKind.WARMUP), lift("60", 5))
    assert "club.bench_press.100kg" not in earned(sam)


def test_the_club_of_each_unit(sam: Trains) -> None:
    trains(sam, "squat", lift("101", 1))
    assert "club.squat.100kg" in earned(sam)
    change_person(sam.db, sam.person.id, unit=WeightUnit.LB)
    assert "club.squat.225lb" not in earned(sam)
    trains(sam, "squat", lift("225", 1, unit=WeightUnit.LB), days=1)
    assert "club.squat.225lb" in earned(sam)


def test_what_was_earned_in_one_unit_stays_in_the_other(sam: Trains) -> None:
    trains(sam, "squat", lift("101", 1))
    queries.keep_earned(sam.db, sam.person.id, earned(sam), sam.at)
    change_person(sam.db, sam.person.id, unit=WeightUnit.LB)
    assert "club.squat.100kg" in earned(sam)


def test_ones_own_weight_as_it_was_then(sam: Trains) -> None:
    trains(sam, "bench_press", lift("80", 1))
    assert "own_weight" not in earned(sam)
    add_measurement(sam.db, sam.person.id, Kind.WEIGHT, Decimal(82), sam.at)
    trains(sam, "bench_press", lift("81", 1), days=1)
    assert "own_weight" not in earned(sam)
    sam.later(days=1)
    add_measurement(sam.db, sam.person.id, Kind.WEIGHT, Decimal(79), sam.at)
    assert "own_weight" not in earned(sam)
    done = trains(sam, "bench_press", lift("79", 1), days=1)
    assert earned(sam)["own_weight"] == done.started_at


def test_all_that_was_lifted(sam: Trains) -> None:
    for _ in range(4):
        trains(sam, "deadlift", *(lift("250", 10) for _ in range(10)), days=1)
    assert "volume.100000kg" in earned(sam)


def test_both_sides_count(sam: Trains) -> None:
    for _ in range(2):
        efforts = (lift("250", 10, per_side=True) for _ in range(10))
        trains(sam, "deadlift", *efforts, days=1)
    assert "volume.100000kg" in earned(sam)


def test_the_first_goal_reached(sam: Trains) -> None:
    goal = set_goal(
        sam.db,
        sam.person,
        Spec(GoalKind.OWN, Decimal(1), title="Swim", start=Decimal(0)),
        NOON.date(),
    )
    assert "goal" not in earned(sam)
    complete(sam.db, goal, NOON)
    assert earned(sam)["goal"] == NOON


def answered(sam: Trains, *given: bool) -> None:
    one = checkins.add_check_in(sam.db, sam.person.id, Topic.TRAINING, NOON.time(), EVERY_DAY, NOON)
    for number, yes in enumerate(given):
        day = date(2026, 1, 1) + timedelta(days=number)
        answer = checkins.add_answer(sam.db, one, day, NOON, AnswerStatus.ASKED)
        if yes:
            at = NOON + timedelta(days=number)
            values = {"status": AnswerStatus.ANSWERED, "answered_at": at, "value": Decimal(4)}
            checkins.change_answer(sam.db, answer.id, **values)


def test_check_ins_in_a_row(sam: Trains) -> None:
    answered(sam, *[True] * 6, False, *[True] * 6)
    assert "answers.7" not in earned(sam)
    answered(sam, *[True] * 7)
    assert earned(sam)["answers.7"] == NOON + timedelta(days=6)


def test_somebody_elses_rows_earn_nothing(sam: Trains) -> None:
    ana = Trains(sam.db, lifter(sam.db, "2"))
    trains(ana, "squat", lift("150", 1))
    assert earned(sam) == {}


# Kept


def test_each_is_new_once(sam: Trains) -> None:
    trains(sam)
    assert queries.keep_earned(sam.db, sam.person.id, earned(sam), NOON) == ["workouts.1"]
    assert queries.keep_earned(sam.db, sam.person.id, earned(sam), NOON) == []


def test_what_loses_its_ground_hides_and_is_not_told_again(sam: Trains) -> None:
    workout = trains(sam)
    queries.keep_earned(sam.db, sam.person.id, earned(sam), NOON)
    sets = [one.id for one in training.sets_of(sam.db, workout.id)]
    training.take_back(sam.db, sets, sam.at)
    assert queries.keep_earned(sam.db, sam.person.id, earned(sam), NOON) == []
    kept = queries.achievements_of(sam.db, sam.person.id)
    assert kept["workouts.1"].earned_at is None
    training.bring_back(sam.db, sets)
    assert queries.keep_earned(sam.db, sam.person.id, earned(sam), NOON) == []
    kept = queries.achievements_of(sam.db, sam.person.id)
    assert kept["workouts.1"].earned_at == workout.started_at
