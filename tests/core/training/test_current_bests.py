"""The bests as they now stand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from core.database import make_engine
from core.training import queries
from core.training.best_kinds import BestKind
from core.training.current_bests import CurrentBest, current_bests
from core.training.library import Measure
from tests.core.training.people import NOON, Trains, lift, lifter

NOTHING = Decimal(0)


@pytest.fixture
def sam(database_url: str) -> Iterator[Trains]:
    engine = make_engine(database_url)
    with engine.begin() as db:
        yield Trains(db, lifter(db))
    engine.dispose()


def bests(sam: Trains, exercise: str, measure: Measure) -> list[CurrentBest]:
    return current_bests(sam.db, sam.person.id, exercise, measure)


def test_the_newest_with_what_it_bettered(sam: Trains) -> None:
    sam.logs("squat", lift("100", 1))
    sam.later(days=7)
    sam.logs("squat", lift("102.5", 1), lift("105", 1))
    heaviest, e1rm, volume = bests(sam, "squat", Measure.WEIGHT_REPS)
    assert heaviest == CurrentBest(BestKind.HEAVIEST, Decimal(105), NOTHING, sam.at, Decimal(100))
    assert (e1rm.kind, volume.kind) == (BestKind.E1RM, BestKind.VOLUME)


def test_the_first_workout_betters_nothing(sam: Trains) -> None:
    sam.logs("squat", lift("100", 1))
    sam.later(minutes=5)
    sam.logs("squat", lift("105", 1))
    assert [one.before for one in bests(sam, "squat", Measure.WEIGHT_REPS)] == [None] * 3


def test_the_same_again_is_no_new_best(sam: Trains) -> None:
    sam.logs("plank", lift(seconds=90))
    sam.later(days=7)
    sam.logs("plank", lift(seconds=90))
    found = bests(sam, "plank", Measure.TIME)
    assert found == [CurrentBest(BestKind.LONGEST, Decimal(90), NOTHING, NOON, None)]


def test_the_fastest_of_the_two_distances_most_often_bettered(sam: Trains) -> None:
    for meters, seconds in ((5000, 1500), (10000, 3300), (5000, 1450), (3000, 900)):
        sam.logs("run", lift(seconds=seconds, meters=Decimal(meters)))
        sam.later(days=7)
    fastest = [
        (one.among, one.value, one.before)
        for one in bests(sam, "run", Measure.DISTANCE_TIME)
        if one.kind is BestKind.FASTEST
    ]
    assert fastest == [(Decimal(5000), Decimal(1450), Decimal(1500)), (Decimal(3000), 900, None)]


def test_done_in_another_way_than_it_is_meant(sam: Trains) -> None:
    sam.logs("squat", lift(None, 20))
    assert [one.kind for one in bests(sam, "squat", Measure.WEIGHT_REPS)] == [BestKind.REPS]


def test_what_only_assisted_is_no_weight(sam: Trains) -> None:
    sam.logs("pull_up", lift("-20", 8))
    assert [one.kind for one in bests(sam, "pull_up", Measure.BODYWEIGHT_REPS)] == [BestKind.REPS]


def test_what_was_taken_back_is_no_best(sam: Trains) -> None:
    sam.logs("squat", lift("100", 5))
    sam.later(days=7)
    slip = sam.logs("squat", lift("1000", 5)).sets[0]
    queries.take_back(sam.db, [slip.id], sam.at)
    assert bests(sam, "squat", Measure.WEIGHT_REPS)[0].value == 100
