"""Records as they fall."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from core.database import make_engine
from core.training.records import Record, RecordKind, estimated_max
from tests.core.training.people import NOON, Trains, lift, lifter


@pytest.fixture
def sam(database_url: str) -> Iterator[Trains]:
    engine = make_engine(database_url)
    with engine.begin() as db:
        yield Trains(db, lifter(db))
    engine.dispose()


def kinds(records: list[Record]) -> list[RecordKind]:
    return [record.kind for record in records]


@pytest.mark.parametrize(
    ("weight", "reps", "expected"),
    [("100", 1, "100"), ("80", 8, "101.333"), ("100", 10, "133.333"), ("60", 12, "84")],
)
def test_estimates_by_epley(weight: str, reps: int, expected: str) -> None:
    assert estimated_max(Decimal(weight), reps) == Decimal(expected)


@pytest.mark.parametrize(("weight", "reps"), [("80", 13), ("80", 0), ("0", 5), ("-20", 8)])
def test_estimates_nothing_where_the_formula_does_not_hold(weight: str, reps: int) -> None:
    assert estimated_max(Decimal(weight), reps) is None


def test_the_first_workout_with_an_exercise_breaks_no_record(sam: Trains) -> None:
    assert sam.logs("bench_press", lift("80", 8)).records == []
    assert sam.logs("bench_press", lift("85", 8)).records == []


def test_a_heavier_set_says_what_it_bettered_and_since_when(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    records = sam.logs("bench_press", lift("82.5", 8)).records
    assert records[0] == Record(RecordKind.HEAVIEST, Decimal("82.5"), Decimal(80), NOON)
    assert kinds(records) == [RecordKind.HEAVIEST, RecordKind.E1RM]


def test_more_reps_with_the_same_weight(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8), lift("90", 3))
    sam.later(days=7)
    found = {one.kind: one for one in sam.logs("bench_press", lift("80", 9)).records}
    assert found[RecordKind.MOST_REPS].before == 8


def test_fewer_reps_are_no_record(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    assert sam.logs("bench_press", lift("80", 7)).records == []


def test_the_same_again_is_no_record(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    assert sam.logs("bench_press", lift("80", 8)).records == []


def test_several_sets_of_one_message_fall_as_one_record(sam: Trains) -> None:
    sam.logs("squat", lift("100", 5))
    sam.later(days=7)
    records = sam.logs("squat", lift("105", 5), lift("110", 5)).records
    heaviest = next(one for one in records if one.kind is RecordKind.HEAVIEST)
    assert (heaviest.value, heaviest.before) == (Decimal(110), Decimal(100))


def test_bodyweight_by_repetitions(sam: Trains) -> None:
    sam.logs("pull_up", lift(None, 8))
    sam.later(days=7)
    assert kinds(sam.logs("pull_up", lift(None, 9)).records) == [RecordKind.MOST_REPS]


def test_added_weight_by_its_weight(sam: Trains) -> None:
    sam.logs("dip", lift("10", 8))
    sam.later(days=7)
    assert kinds(sam.logs("dip", lift("15", 5)).records)[0] is RecordKind.HEAVIEST


def test_longest_and_fastest(sam: Trains) -> None:
    sam.logs("plank", lift(seconds=60))
    sam.logs("run", lift(meters=Decimal(5000), seconds=1530))
    sam.later(days=7)
    assert kinds(sam.logs("plank", lift(seconds=75)).records) == [RecordKind.LONGEST]
    faster = sam.logs("run", lift(meters=Decimal(5000), seconds=1500)).records
    assert kinds(faster) == [RecordKind.FASTEST]
    farther = sam.logs("run", lift(meters=Decimal(6000), seconds=1900)).records
    assert kinds(farther) == [RecordKind.FARTHEST]


def test_somebody_elses_best_is_none_of_ours(sam: Trains) -> None:
    other = Trains(sam.db, lifter(sam.db, key="2"))
    other.logs("bench_press", lift("200", 1))
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    assert sam.logs("bench_press", lift("85", 8)).records
