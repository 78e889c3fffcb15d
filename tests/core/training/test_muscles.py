"""How many sets each group of muscles got."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from core.database import make_engine
from core.training.familiar import exercises_done
from core.training.library import MUSCLES, load_library
from core.training.muscles import (
    AREAS,
    GROUPS,
    last_trained,
    sets_by_exercise,
    sets_by_group,
    share,
    shares,
)
from core.training.sets import SetKind
from core.training.spans import Done, sets_between
from tests.core.training.people import NOON, Trains, lift, lifter

HALF = Decimal("0.5")


@pytest.fixture
def sam(database_url: str) -> Iterator[Trains]:
    engine = make_engine(database_url)
    with engine.begin() as db:
        yield Trains(db, lifter(db))
    engine.dispose()


def done(sam: Trains) -> list[Done]:
    return sets_between(sam.db, sam.person.id, NOON - timedelta(days=1), sam.at + timedelta(days=1))


def test_every_muscle_of_the_library_has_its_group_but_the_heart() -> None:
    grouped = [muscle for muscles in GROUPS.values() for muscle in muscles]
    assert sorted(grouped) == sorted(MUSCLES - {"cardio"})
    assert set().union(*AREAS.values()) <= set(GROUPS)


def test_helpers_count_half(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8), lift("80", 8), lift("40", 8, kind=SetKind.WARMUP))
    sam.logs("triceps_pushdown", lift("30", 10))
    assert sets_by_group(done(sam)) == {
        "chest": Decimal(2),
        "shoulders": Decimal(1),
        "triceps": Decimal(2),
    }


def test_two_muscles_of_a_group_are_one_set_of_it() -> None:
    row = load_library()["barbell_row"]
    assert {"lats", "upper_back"} <= {*row.primary, *row.secondary}
    assert shares("barbell_row")["back"] == 1


def test_an_area_takes_the_most_of_its_groups() -> None:
    assert share("squat", "legs") == 1
    assert share("bench_press", "arms") == HALF
    assert share("bench_press", "legs") == 0


def test_a_run_and_ones_own_exercises_are_nobodys_sets() -> None:
    assert shares("run") == {}
    assert shares("own_0123456789ab") == {}


def test_where_the_sets_of_an_area_came_from(sam: Trains) -> None:
    sam.logs("bench_press", *[lift("80", 8)] * 3)
    sam.logs("triceps_pushdown", *[lift("30", 10)] * 2)
    found = sets_by_exercise(done(sam), "arms")
    assert list(found.items()) == [
        ("triceps_pushdown", Decimal(2)),
        ("bench_press", Decimal("1.5")),
    ]


def test_when_a_group_was_last_meant(sam: Trains) -> None:
    sam.logs("triceps_pushdown", lift("30", 10))
    sam.later(days=2)
    sam.logs("bench_press", lift("80", 8))
    familiar = exercises_done(sam.db, sam.person.id)
    assert last_trained(familiar, "triceps") == NOON
    assert last_trained(familiar, "chest") == sam.at
    assert last_trained(familiar, "legs") is None
