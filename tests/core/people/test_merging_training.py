"""Two who train at the same time become one, and the log says what both did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from core.people import merging
from core.people.merging import Merged
from core.people.queries import person_by_id
from core.training import queries, workouts
from core.training.best_rows import BestRow, keep_up, rows_of
from core.training.library import Measure
from core.training.models import Status, Workout, workout, workout_set
from tests.core.people.planting import KEYRING, differences, snapshot
from tests.core.training.people import NOON, Trains, lift, lifter

SOON = NOON + timedelta(minutes=30)
BENCH = "bench_press"


@pytest.fixture
def db(undone_db: Connection) -> Connection:
    return undone_db


@pytest.fixture
def sam(db: Connection) -> Trains:
    return Trains(db, lifter(db, "1"))


@pytest.fixture
def ana(db: Connection) -> Trains:
    return Trains(db, lifter(db, "2"), NOON + timedelta(minutes=10), order=100)


def merge(sam: Trains, ana: Trains, typed: Trains | None = None) -> Merged:
    kept, absorbed = sam.person.id, ana.person.id
    typed_by = None if typed is None else typed.person.id
    return merging.merge(sam.db, KEYRING, kept, absorbed, SOON, training_id=typed_by)


def undo(db: Connection, merged: Merged) -> None:
    merging.undo(db, KEYRING, merged.merger.id, SOON)


def of(trains: Trains, workout_id: int) -> Workout:
    found = queries.workout_by_id(trains.db, trains.person.id, workout_id)
    assert found is not None
    return found


def open_of(trains: Trains) -> int | None:
    found = queries.open_workout(trains.db, trains.person.id)
    return None if found is None else found.id


def as_one(sam: Trains) -> Trains:
    """Sam once he is both."""
    person = person_by_id(sam.db, sam.person.id)
    assert person is not None
    return Trains(sam.db, person, SOON, order=1000)


# Both in the middle of a workout


@pytest.mark.parametrize("typed", ["kept", "absorbed"])
def test_the_workout_of_who_typed_goes_on_and_the_other_ends_at_its_last_set(
    sam: Trains, ana: Trains, typed: str
) -> None:
    for one in (sam, ana):
        one.logs(BENCH, lift("80", 8))
    before = snapshot(sam.db)
    who, other = (sam, ana) if typed == "kept" else (ana, sam)
    goes_on, ends = open_of(who), open_of(other)
    merged = merge(sam, ana, who)
    assert merged.ended is not None
    assert (merged.ended.id, merged.ended.status) == (ends, Status.IN_PROGRESS)
    assert open_of(sam) == goes_on
    ended = of(sam, merged.ended.id)
    assert (ended.status, ended.completed_at) == (Status.COMPLETED, other.at)
    undo(sam.db, merged)
    assert differences(before, snapshot(sam.db)) == []


def test_one_without_a_set_is_put_away(sam: Trains, ana: Trains) -> None:
    sam.logs(BENCH, lift("80", 8))
    planned = workouts.plan(ana.db, ana.person.id, ana.at)
    before = snapshot(sam.db)
    merged = merge(sam, ana)
    assert of(sam, planned.id).status is Status.CANCELLED
    undo(sam.db, merged)
    assert differences(before, snapshot(sam.db)) == []


def test_one_alone_goes_on_whoever_typed(sam: Trains, ana: Trains) -> None:
    ana.logs(BENCH, lift("80", 8))
    under_way = open_of(ana)
    merged = merge(sam, ana, sam)
    assert (merged.ended, open_of(sam)) == (None, under_way)
    as_one(sam).logs("squat", lift("100", 5))
    undo(sam.db, merged)
    assert (open_of(sam), open_of(ana)) == (None, under_way)
    assert len(queries.sets_of(sam.db, under_way or 0)) == len((BENCH, "squat"))


def test_one_that_was_ended_stays_so_where_another_was_begun_since(
    sam: Trains, ana: Trains
) -> None:
    sam.logs(BENCH, lift("80", 8))
    ana.logs(BENCH, lift("60", 8))
    merged = merge(sam, ana, ana)
    ended = merged.ended
    assert ended is not None
    workouts.finish(sam.db, of(sam, open_of(sam) or 0), SOON)
    begun = as_one(sam).logs("squat", lift("100", 5)).workout
    undo(sam.db, merged)
    assert open_of(sam) == begun.id
    assert of(sam, ended.id).status is Status.COMPLETED


def test_one_whose_sets_were_deleted_since_is_not_begun_again(sam: Trains, ana: Trains) -> None:
    logged = sam.logs(BENCH, lift("80", 8))
    ana.logs(BENCH, lift("60", 8))
    merged = merge(sam, ana, ana)
    queries.take_back(sam.db, [one.id for one in logged.sets], SOON)
    undo(sam.db, merged)
    assert open_of(sam) is None


# Records


def bests(trains: Trains, exercise: str = BENCH) -> list[tuple[str, int]]:
    rows = rows_of(trains.db, trains.person.id, exercise)
    return sorted((row.kind, row.set_id) for row in rows)


def test_bests_are_those_of_both_and_then_each_ones_own(sam: Trains, ana: Trains) -> None:
    heavy = ana.logs(BENCH, lift("100", 5)).sets[0]
    sam.later(minutes=20)
    light = sam.logs(BENCH, lift("80", 5)).sets[0]
    apart = [bests(sam), bests(ana)]
    merged = merge(sam, ana)
    assert ("heaviest", light.id) not in bests(sam)
    assert ("heaviest", heavy.id) in bests(sam)
    # As a turn does that logs another one.
    keep_up(sam.db, sam.person.id, BENCH)
    undo(sam.db, merged)
    assert [bests(sam), bests(ana)] == apart


def test_bests_of_an_exercise_that_both_had_made(sam: Trains, ana: Trains) -> None:
    own = [
        queries.add_exercise(sam.db, one.person.id, "Yoke", Measure.WEIGHT_REPS, NOON).key
        for one in (sam, ana)
    ]
    sam.logs(own[0], lift("80", 5))
    ana.logs(own[1], lift("90", 5))
    apart = [bests(sam, own[0]), bests(ana, own[1])]
    merged = merge(sam, ana)
    together: list[BestRow] = rows_of(sam.db, sam.person.id, own[0])
    assert len({row.set_id for row in together}) == len(own)
    keep_up(sam.db, sam.person.id, own[0])
    undo(sam.db, merged)
    assert [bests(sam, own[0]), bests(ana, own[1])] == apart


# Exercises of one's own


def keys_done(db: Connection) -> set[tuple[str, int]]:
    rows = db.execute(select(workout_set.c.exercise, workout_set.c.person_id))
    return {(row.exercise, row.person_id) for row in rows}


def test_own_exercises_of_one_name_count_together_and_come_apart(sam: Trains, ana: Trains) -> None:
    keys = [
        queries.add_exercise(sam.db, one.person.id, name, Measure.WEIGHT_REPS, NOON).key
        for one, name in ((sam, "Yoke walk"), (ana, "Yoke  Walk"))
    ]
    sam.logs(keys[0], lift("80", 5))
    ana.logs(keys[1], lift("90", 5))
    merged = merge(sam, ana, ana)
    assert merged.renamed == {keys[1]: keys[0]}
    assert list(queries.own_exercises(sam.db, sam.person.id)) == [keys[0]]
    assert keys_done(sam.db) == {(keys[0], sam.person.id)}
    undo(sam.db, merged)
    assert keys_done(sam.db) == {(keys[0], sam.person.id), (keys[1], ana.person.id)}
    current = select(workout.c.current).order_by(workout.c.id)
    assert list(sam.db.execute(current).scalars()) == keys


def test_those_counted_in_another_way_stay_two(sam: Trains, ana: Trains) -> None:
    queries.add_exercise(sam.db, sam.person.id, "Sled", Measure.WEIGHT_REPS, NOON)
    queries.add_exercise(sam.db, ana.person.id, "Sled", Measure.DISTANCE_TIME, NOON)
    assert merge(sam, ana).renamed == {}
    assert len(queries.own_exercises(sam.db, sam.person.id)) == len((sam, ana))


def test_whoever_did_an_exercise_of_the_other_has_it_afterwards(sam: Trains, ana: Trains) -> None:
    sled = queries.add_exercise(ana.db, ana.person.id, "Sled", Measure.WEIGHT_REPS, NOON)
    merged = merge(sam, ana)
    as_one(sam).logs(sled.key, lift("80", 5))
    undo(sam.db, merged)
    (own,) = queries.own_exercises(sam.db, sam.person.id).values()
    assert (own.name, own.measure) == ("Sled", Measure.WEIGHT_REPS)
    assert own.key != sled.key
    assert keys_done(sam.db) == {(own.key, sam.person.id)}
    assert list(queries.own_exercises(ana.db, ana.person.id)) == [sled.key]
