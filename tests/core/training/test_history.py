"""Looking back at what was logged, and putting it right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from core.database import make_engine
from core.training import history, queries, workouts
from core.training.log import effort_of
from core.training.models import Status, Workout
from core.training.sets import WeightUnit
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


def trains(sam: Trains, *exercises: str, days_later: int = 0) -> Workout:
    """A whole workout, three sets of each exercise, finished."""
    sam.later(days=days_later)
    logged = None
    for exercise in exercises:
        for reps in (8, 8, 7):
            logged = sam.logs(exercise, lift("80", reps))
            sam.later(minutes=3)
    assert logged is not None
    return workouts.finish(sam.db, logged.workout, sam.at)


def test_workouts_come_newest_first_in_pages(db: Connection, sam: Trains) -> None:
    done = [trains(sam, "bench_press", days_later=2).id for _ in range(5)]
    first = history.newest_workouts(db, sam.person.id, 0, 3)
    second = history.newest_workouts(db, sam.person.id, 1, 3)
    assert [one.id for one, _ in first.workouts] == done[:1:-1]
    assert [one.id for one, _ in second.workouts] == done[1::-1]
    assert (first.more, second.more) == (True, False)
    assert [one.reps for one in first.workouts[0][1]] == [8, 8, 7]


def test_nobody_sees_what_somebody_else_did(db: Connection, sam: Trains) -> None:
    done = trains(sam, "bench_press")
    ana = lifter(db, "2")
    one = queries.sets_of(db, done.id)[0]
    assert history.newest_workouts(db, ana.id, 0, 5).workouts == []
    assert history.workouts_with(db, ana.id, "bench_press", 0, 5).workouts == []
    assert history.all_sets_of(db, ana.id, "bench_press") == []
    assert history.standing_set(db, ana.id, one.id) is None
    assert history.nearest_workout(db, ana.id, NOON) is None


def test_planned_and_cancelled_workouts_are_no_history(db: Connection, sam: Trains) -> None:
    logged = sam.logs("squat", lift("100", 5))
    workouts.cancel(db, logged.workout)
    workouts.plan(db, sam.person.id, sam.at)
    assert history.newest_workouts(db, sam.person.id, 0, 5).workouts == []


def test_a_running_workout_is_history_already(db: Connection, sam: Trains) -> None:
    logged = sam.logs("squat", lift("100", 5))
    found = history.newest_workouts(db, sam.person.id, 0, 5).workouts
    assert [one.id for one, _ in found] == [logged.workout.id]


def test_the_workouts_of_a_day_and_the_nearest_to_it(db: Connection, sam: Trains) -> None:
    first = trains(sam, "bench_press")
    second = trains(sam, "squat", days_later=7)
    start, end = workouts.day_bounds(date(2026, 3, 2), sam.person.timezone)
    found = history.workouts_between(db, sam.person.id, start, end).workouts
    assert [one.id for one, _ in found] == [first.id]
    nearest = history.nearest_workout(db, sam.person.id, NOON + timedelta(days=3))
    assert nearest is not None
    assert nearest.id == first.id
    nearest = history.nearest_workout(db, sam.person.id, NOON - timedelta(days=3))
    assert nearest is not None
    assert nearest.id == first.id
    assert second.id != first.id


def test_by_exercise_only_its_own_sets_are_shown(db: Connection, sam: Trains) -> None:
    trains(sam, "bench_press", "squat")
    trains(sam, "squat", days_later=2)
    found = history.workouts_with(db, sam.person.id, "squat", 0, 5).workouts
    assert [len(sets) for _, sets in found] == [3, 3]
    assert {one.exercise for _, sets in found for one in sets} == {"squat"}


TODAY = date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("yesterday", [date(2026, 11, 20)]),
        ("gestern", [date(2026, 11, 20)]),
        ("12 Oct", [date(2026, 10, 12)]),
        ("12. Oktober 2025", [date(2025, 10, 12)]),
        ("2026-10-12", [date(2026, 10, 12)]),
        ("monday", [date(2026, 11, 16)]),
        ("saturday", [date(2026, 11, 21), date(2026, 11, 14)]),
        ("3 days ago", [date(2026, 11, 18)]),
        ("3/10/2026", [date(2026, 3, 10), date(2026, 10, 3)]),
        ("bench", []),
        ("bench yesterday", []),
        ("tomorrow", []),
        ("31 Feb", []),
        ("", []),
        ("\u0000 ]]>|.", []),
    ],
)
def test_a_day_is_understood_where_nothing_else_is_said(words: str, days: list[date]) -> None:
    assert history.days_meant(words, TODAY) == days


def test_a_correction_keeps_what_was(db: Connection, sam: Trains) -> None:
    [one] = sam.logs("bench_press", lift("80", 8, rpe=Decimal(9))).sets
    wanted = lift("82.5", 7, unit=WeightUnit.KG)
    copy = history.correct_set(db, one, wanted, sam.at, exercise="squat")
    now = history.standing_set(db, sam.person.id, one.id)
    assert now is not None
    assert effort_of(now) == wanted
    assert (now.exercise, now.logged_at) == ("squat", one.logged_at)
    assert now.e1rm_kg == Decimal("101.75")
    assert len(queries.sets_of(db, one.workout_id)) == 1

    was = history.what_it_was(db, now, copy)
    assert was is not None
    restored = history.put_back(db, now, was)
    assert effort_of(restored) == effort_of(one)
    assert (restored.exercise, restored.e1rm_kg) == ("bench_press", one.e1rm_kg)


def test_small_steps_of_one_correction_share_what_was(db: Connection, sam: Trains) -> None:
    [one] = sam.logs("bench_press", lift("80", 8)).sets
    copy = history.correct_set(db, one, lift("82.5", 8, unit=WeightUnit.KG), sam.at)
    same = history.correct_set(db, one, lift("85", 8, unit=WeightUnit.KG), sam.at, copy=copy)
    assert same == copy
    was = history.what_it_was(db, one, copy)
    assert was is not None
    assert was.weight == Decimal(80)


def test_an_edit_of_the_message_means_the_set_and_not_what_it_was(
    db: Connection, sam: Trains
) -> None:
    [one] = sam.logs("bench_press", lift("80", 8)).sets
    copy = history.correct_set(db, one, lift("85", 8), sam.at)
    kept = queries.set_by_id(db, sam.person.id, copy)
    assert kept is not None
    assert (kept.message, kept.line) == (None, history.COPY)


def lined_up(db: Connection, workout_id: int) -> list[str]:
    return [line.exercise for line in queries.lined_up(db, workout_id)]


def test_another_exercise_takes_the_place_of_the_wrong_one(db: Connection, sam: Trains) -> None:
    [one] = sam.logs("bench_press", lift("80", 8)).sets
    sam.logs("deadlift", lift("140", 5))
    copy = history.correct_set(db, one, lift("80", 8), sam.at, exercise="squat")
    assert lined_up(db, one.workout_id) == ["squat", "deadlift"]

    now = history.standing_set(db, sam.person.id, one.id)
    assert now is not None
    was = history.what_it_was(db, now, copy)
    assert was is not None
    history.put_back(db, now, was)
    assert lined_up(db, one.workout_id) == ["bench_press", "deadlift"]


def test_an_exercise_with_other_sets_stays_lined_up(db: Connection, sam: Trains) -> None:
    one, _ = sam.logs("bench_press", lift("80", 8), lift("80", 8)).sets
    history.correct_set(db, one, lift("80", 8), sam.at, exercise="squat")
    assert lined_up(db, one.workout_id) == ["bench_press", "squat"]


def test_a_deleted_workout_is_gone_until_it_is_brought_back(db: Connection, sam: Trains) -> None:
    done = trains(sam, "bench_press")
    [early, *_] = queries.sets_of(db, done.id)
    queries.take_back(db, [early.id], sam.at)
    sam.later(minutes=1)
    moment = history.delete_workout(db, done.id, sam.at)
    assert history.newest_workouts(db, sam.person.id, 0, 5).workouts == []
    assert history.nearest_workout(db, sam.person.id, sam.at) is None
    kept = queries.workout_by_id(db, sam.person.id, done.id)
    assert kept is not None
    assert kept.status is Status.COMPLETED

    assert history.bring_workout_back(db, done.id, moment)
    # The set that was taken back before stays so.
    assert [one.reps for one in queries.sets_of(db, done.id)] == [8, 7]
    assert not history.bring_workout_back(db, done.id, moment)


def test_what_a_set_was_does_not_come_back_with_its_workout(db: Connection, sam: Trains) -> None:
    done = trains(sam, "bench_press")
    one = queries.sets_of(db, done.id)[0]
    history.correct_set(db, one, lift("90", 8), sam.at)
    moment = history.delete_workout(db, done.id, sam.at)
    assert history.bring_workout_back(db, done.id, moment)
    weights = [one.weight for one in queries.sets_of(db, done.id)]
    assert weights == [Decimal(90), Decimal(80), Decimal(80)]


def test_nothing_is_logged_into_a_deleted_workout(db: Connection, sam: Trains) -> None:
    done = trains(sam, "bench_press")
    history.delete_workout(db, done.id, sam.at)
    sam.later(days=1)
    logged = sam.logs("bench_press", lift("80", 8), day=date(2026, 3, 2))
    assert logged.workout.id != done.id


def test_sets_can_be_added_to_one_of_two_workouts_of_a_day(db: Connection, sam: Trains) -> None:
    morning = trains(sam, "bench_press")
    sam.later(hours=2)
    evening = trains(sam, "squat")
    sam.later(days=3)
    logged = sam.logs("deadlift", lift("140", 5), into=morning)
    assert logged.workout.id == morning.id
    assert logged.past
    assert [one.exercise for one in queries.sets_of(db, morning.id)][-1] == "deadlift"
    assert queries.open_workout(db, sam.person.id) is None
    assert evening.id != morning.id
