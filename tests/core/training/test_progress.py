"""One value a workout, in the measure that tells most about an exercise."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from core.database import make_engine
from core.training import history
from core.training.library import Measure
from core.training.progress import Course, Gauge, course, trend
from core.training.sets import Effort, SetKind
from tests.core.training.people import Trains, lift, lifter


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def weekly(db: Connection, exercise: str, measure: Measure, *days: list[Effort]) -> Course | None:
    """What these workouts say, a week apart."""
    sam = Trains(db, lifter(db))
    for efforts in days:
        sam.logs(exercise, *efforts)
        sam.later(days=7)
    return course(history.all_sets_of(db, sam.person.id, exercise), measure, exercise)


def values(found: Course | None) -> list[Decimal]:
    return [] if found is None else [point.value for point in found.points]


def test_the_best_of_each_workout_counts(db: Connection) -> None:
    warm = lift("200", 1, kind=SetKind.WARMUP)
    found = weekly(
        db,
        "squat",
        Measure.WEIGHT_REPS,
        [warm, lift("90", 1), lift("100", 1)],
        [lift("105", 1), lift("90", 1)],
        [lift("95", 1)],
    )
    assert found is not None
    assert found.gauge is Gauge.E1RM
    assert values(found) == [Decimal(100), Decimal(105), Decimal(95)]
    assert [point.record for point in found.points] == [False, True, False]
    assert (found.best.value, found.newest.value) == (Decimal(105), Decimal(95))


def test_the_newest_is_compared_with_four_weeks_before(db: Connection) -> None:
    days = [[lift(str(weight), 1)] for weight in (100, 101, 102, 103, 104, 105)]
    found = weekly(db, "squat", Measure.WEIGHT_REPS, *days)
    assert found is not None
    assert found.before.value == Decimal(101)


def test_in_less_than_four_weeks_with_the_first(db: Connection) -> None:
    found = weekly(db, "squat", Measure.WEIGHT_REPS, [lift("100", 1)], [lift("105", 1)])
    assert found is not None
    assert found.before.value == Decimal(100)


@pytest.mark.parametrize(
    ("exercise", "measure", "days", "gauge", "expected"),
    [
        ("squat", Measure.WEIGHT_REPS, [[lift("60", 20)], [lift("65", 20)]], Gauge.HEAVIEST, "65"),
        ("squat", Measure.WEIGHT_REPS, [[lift(None, 20)]], Gauge.REPS, "20"),
        ("pull_up", Measure.BODYWEIGHT_REPS, [[lift(None, 9)], [lift(None, 8)]], Gauge.REPS, "8"),
        ("pull_up", Measure.BODYWEIGHT_REPS, [[lift(None, 9)], [lift("5", 3)]], Gauge.ADDED, "5"),
        ("pull_up", Measure.BODYWEIGHT_REPS, [[lift("-20", 9)]], Gauge.ADDED, "-20"),
        ("plank", Measure.TIME, [[lift(seconds=60), lift(seconds=90)]], Gauge.LONGEST, "90"),
        (
            "farmers_walk",
            Measure.WEIGHT_DISTANCE,
            [[lift("40", meters=Decimal(20))]],
            Gauge.HEAVIEST,
            "40",
        ),
        (
            "run",
            Measure.DISTANCE_TIME,
            [[lift(seconds=600, meters=Decimal(2000)), lift(seconds=250, meters=Decimal(1000))]],
            Gauge.PACE,
            "0.25",
        ),
        ("run", Measure.DISTANCE_TIME, [[lift(meters=Decimal(5000))]], Gauge.FARTHEST, "5000"),
        (
            "cycling",
            Measure.DISTANCE_TIME,
            [[lift(seconds=3600, meters=Decimal(36000))]],
            Gauge.SPEED,
            "10",
        ),
    ],
)
def test_each_exercise_in_its_own_measure(
    db: Connection,
    exercise: str,
    measure: Measure,
    days: list[list[Effort]],
    gauge: Gauge,
    expected: str,
) -> None:
    found = weekly(db, exercise, measure, *days)
    assert found is not None
    assert (found.gauge, found.newest.value) == (gauge, Decimal(expected))


def test_a_faster_pace_is_the_better_one(db: Connection) -> None:
    days = [[lift(seconds=seconds, meters=Decimal(1000))] for seconds in (300, 280, 290)]
    found = weekly(db, "run", Measure.DISTANCE_TIME, *days)
    assert found is not None
    assert found.best.value == Decimal("0.28")
    assert [point.record for point in found.points] == [False, True, False]


def test_warm_ups_alone_say_nothing(db: Connection) -> None:
    warm = lift("60", 10, kind=SetKind.WARMUP)
    assert weekly(db, "squat", Measure.WEIGHT_REPS, [warm]) is None
    assert course([], Measure.WEIGHT_REPS, "squat") is None


def test_the_trend_is_how_much_a_month(db: Connection) -> None:
    days = [[lift(str(weight), 1)] for weight in (100, 101, 102, 103, 104)]
    found = weekly(db, "squat", Measure.WEIGHT_REPS, *days)
    assert found is not None
    heading = trend(found)
    assert heading is not None
    assert round(heading.a_month, 2) == Decimal("4.29")
    assert heading.weeks == 4


def test_hardly_anything_is_level(db: Connection) -> None:
    days = [[lift(weight, 1)] for weight in ("100", "100.5", "100", "101", "100.5")]
    found = weekly(db, "squat", Measure.WEIGHT_REPS, *days)
    heading = None if found is None else trend(found)
    assert heading is not None
    assert heading.a_month == 0


def test_only_the_last_weeks_make_the_trend(db: Connection) -> None:
    days = [[lift(str(weight), 1)] for weight in (*range(60, 100, 4), *[100] * 13)]
    found = weekly(db, "squat", Measure.WEIGHT_REPS, *days)
    heading = None if found is None else trend(found)
    assert heading is not None
    assert (heading.a_month, heading.weeks) == (Decimal(0), 12)


def test_too_little_is_no_trend(db: Connection) -> None:
    found = weekly(db, "squat", Measure.WEIGHT_REPS, *[[lift("100", 1)]] * 3)
    assert found is not None
    assert trend(found) is None
