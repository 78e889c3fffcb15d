"""Which exercises a person does, by what comes up most and by what came last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.database import make_engine
from core.training import familiar, queries, workouts
from core.training.familiar import exercises_done, most_done, recent_exercises
from tests.core.training.people import NOON, Trains, lift, lifter


@pytest.fixture
def sam(database_url: str) -> Iterator[Trains]:
    engine = make_engine(database_url)
    with engine.begin() as db:
        yield Trains(db, lifter(db))
    engine.dispose()


def trains(sam: Trains, *exercises: str) -> None:
    """A workout of a set each, and two days of rest."""
    logged = None
    for exercise in exercises:
        logged = sam.logs(exercise, lift("50", 5))
        sam.later(minutes=3)
    assert logged is not None
    workouts.finish(sam.db, logged.workout, sam.at)
    sam.later(days=2)


def test_what_came_up_in_most_workouts_comes_first(sam: Trains) -> None:
    trains(sam, "bench_press", "squat")
    trains(sam, "squat", "deadlift")
    assert most_done(sam.db, sam.person.id) == ["squat", "deadlift", "bench_press"]
    assert most_done(sam.db, sam.person.id, 2) == ["squat", "deadlift"]


def test_what_came_last_comes_first(sam: Trains) -> None:
    trains(sam, "bench_press", "squat")
    trains(sam, "bench_press")
    assert recent_exercises(sam.db, sam.person.id, 5) == ["bench_press", "squat"]
    newest = exercises_done(sam.db, sam.person.id)[0].newest
    assert NOON + timedelta(days=2) < newest < sam.at


def test_of_long_ago_it_is_still_named(sam: Trains) -> None:
    trains(sam, "deadlift")
    for _ in range(familiar.LATELY):
        trains(sam, "squat")
    assert most_done(sam.db, sam.person.id) == ["squat", "deadlift"]


def test_what_was_taken_back_was_not_done(sam: Trains) -> None:
    trains(sam, "squat")
    slip = sam.logs("bench_press", lift("80", 8)).sets[0]
    queries.take_back(sam.db, [slip.id], sam.at)
    assert most_done(sam.db, sam.person.id) == ["squat"]
    assert recent_exercises(sam.db, sam.person.id, 5) == ["squat"]


def test_a_plan_is_not_what_was_done(sam: Trains) -> None:
    trains(sam, "squat")
    workouts.plan(sam.db, sam.person.id, sam.at)
    assert most_done(sam.db, sam.person.id) == ["squat"]


def test_nobody_does_what_somebody_else_does(sam: Trains) -> None:
    trains(sam, "squat")
    other = lifter(sam.db, "2")
    assert exercises_done(sam.db, other.id) == []
    assert most_done(sam.db, other.id) == []
