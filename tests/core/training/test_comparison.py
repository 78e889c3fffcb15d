"""A finished workout beside the one before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from core.database import make_engine
from core.training import comparison, queries
from core.training.bests import bests_before
from core.training.comparison import Change
from core.training.exercises import Catalogue
from core.training.library import Measure
from core.training.records import records_of
from core.training.sets import Effort
from tests.core.training.people import NOON, Trains, lift, lifter


@pytest.fixture
def sam(database_url: str) -> Iterator[Trains]:
    engine = make_engine(database_url)
    with engine.begin() as db:
        yield Trains(db, lifter(db))
    engine.dispose()


def changes(sam: Trains, exercise: str, before: Effort, now: Effort) -> list[Change]:
    sam.logs(exercise, before)
    sam.later(days=7)
    workout = sam.logs(exercise, now).workout
    sets = queries.sets_of(sam.db, workout.id)
    return comparison.against_last_time(sam.db, sam.person.id, workout, sets)


@pytest.mark.parametrize(
    ("before", "now", "by"),
    [
        (lift("80", 8), lift("82.5", 6), (Decimal("2.5"), 0)),
        (lift("80", 8), lift("80", 7), (Decimal(0), -1)),
        (lift("80", 8), lift("80", 8), (Decimal(0), 0)),
    ],
)
def test_the_best_sets_are_compared(
    sam: Trains, before: Effort, now: Effort, by: tuple[Decimal, int]
) -> None:
    assert changes(sam, "bench_press", before, now) == [Change("bench_press", NOON, *by)]


@pytest.mark.parametrize(
    ("exercise", "before", "now"),
    [
        ("plank", lift(seconds=60), lift(seconds=90)),
        ("run", lift(meters=Decimal(5000)), lift(meters=Decimal(10000))),
    ],
)
def test_nothing_is_said_of_what_weight_and_reps_do_not_tell(
    sam: Trains, exercise: str, before: Effort, now: Effort
) -> None:
    assert changes(sam, exercise, before, now) == []


def test_records_of_a_workout_are_counted_once_for_each_kind(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    sam.logs("bench_press", lift("80", 8), lift("82.5", 8), lift("82.5", 8), lift("85", 8))
    workout = sam.logs("bench_press", lift("60", 8), lift("85", 7)).workout
    sets = queries.sets_of(sam.db, workout.id)
    every_set = {
        (one.exercise, record.kind)
        for one in sets
        for record in records_of(sam.db, one, Measure.WEIGHT_REPS, bests_before(sam.db, one))
    }
    assert every_set
    assert comparison.count_records(sam.db, sets, Catalogue({})) == len(every_set)
