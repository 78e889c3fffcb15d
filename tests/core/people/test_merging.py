"""Two persons become one with everything of both, and two again with what was each one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, func, select, update

from core.body.injuries import injuries
from core.body.models import Kind
from core.body.queries import add_measurement, latest
from core.checkins.models import UNTIL_I_SAY, check_in, check_in_answer
from core.database import metadata
from core.goals.models import goal
from core.people import merging
from core.people.deletion import erase, erase_again, random_ids_of
from core.people.merging import AlreadyOne, Merged, NotUndone
from core.people.merging_rules import RULES, ByHand, Stays
from core.people.models import Person, identity, person
from core.people.queries import change_person, goes_on_as, identities_of, person_by_id
from core.training import queries
from tests.core.people.planting import KEYRING, differences, plant, put, snapshot
from tests.core.training.people import NOON, Trains, lift, lifter

SOON = NOON + timedelta(hours=12)
BOTH = 2


@pytest.fixture
def db(undone_db: Connection) -> Connection:
    return undone_db


@pytest.fixture
def sam(db: Connection) -> Person:
    return lifter(db, "1")


@pytest.fixture
def ana(db: Connection) -> Person:
    return lifter(db, "2")


def merge(db: Connection, kept: Person, absorbed: Person, **more: int) -> Merged:
    return merging.merge(db, KEYRING, kept.id, absorbed.id, SOON, **more)


def undo(db: Connection, merged: Merged) -> None:
    merging.undo(db, KEYRING, merged.merger.id, SOON)


def fresh(db: Connection, one: Person) -> Person:
    found = person_by_id(db, one.id)
    assert found is not None
    return found


def rows_of(db: Connection, table: str, one: Person) -> int:
    of = metadata.tables[table]
    mine = select(func.count()).select_from(of).where(of.c.person_id == one.id)
    return int(db.execute(mine).scalar_one())


# Everything


def test_everything_of_both_is_the_kept_ones_and_goes_back(
    db: Connection, sam: Person, ana: Person
) -> None:
    plant(db, sam, 1)
    plant(db, ana, BOTH)
    before = snapshot(db)
    planted = {rule.table.name for rule in RULES if not isinstance(rule, ByHand)}
    assert not {name for name in planted if name != "merger" and not before[name]}
    merged = merge(db, sam, ana)
    after = snapshot(db)
    counts = {name: len(rows) for name, rows in before.items()}
    assert {name: len(rows) for name, rows in after.items()} == counts
    for rule in RULES:
        if not isinstance(rule, Stays | ByHand) and getattr(rule, "one_each", None) is None:
            assert rows_of(db, rule.table.name, ana) == 0, rule.table.name
    undo(db, merged)
    assert differences(before, snapshot(db)) == []
    assert rows_of(db, "workout", ana) == 1


def test_what_a_person_has_once_stays_with_the_pointer(
    db: Connection, sam: Person, ana: Person
) -> None:
    plant(db, sam, 1)
    plant(db, ana, BOTH)
    merge(db, sam, ana)
    left = {
        rule.table.name: rows_of(db, rule.table.name, ana)
        for rule in RULES
        if "person_id" in rule.table.c and rows_of(db, rule.table.name, ana)
    }
    assert left == {
        "achievement": 1,
        "awaited": 1,
        "coach_choice": 1,
        "coach_use": 1,
        "exercise": 1,
        # Of the bench press, and of the exercise that both had made.
        "exercise_preference": 2,
        "followed_provider": 2,
        "link_code": 1,
        "message_cost": 1,
        "saved_provider": 1,
        "search": 1,
        "weekly_review": 1,
    }


def test_injuries_stay_readable_whoever_has_them(db: Connection, sam: Person, ana: Person) -> None:
    plant(db, sam, 1)
    plant(db, ana, BOTH)
    merged = merge(db, sam, ana)
    assert [one.words for one in injuries(db, KEYRING, sam)] == ["knee 1", "knee 2"]
    undo(db, merged)
    assert [one.words for one in injuries(db, KEYRING, sam)] == ["knee 1"]
    assert [one.words for one in injuries(db, KEYRING, ana)] == ["knee 2"]


# The person


def test_settings_stay_and_empty_ones_are_filled(db: Connection, sam: Person, ana: Person) -> None:
    change_person(db, sam.id, name="Sam", unit="kg", rest_seconds=90)
    theirs = {"name": "Ana", "zone": "Europe/Lisbon", "bar_kg": Decimal(15), "plates": ["10"]}
    change_person(db, ana.id, unit="lb", consented_at=NOON, **theirs)
    before = snapshot(db)
    merged = merge(db, sam, ana)
    one = fresh(db, sam)
    assert (one.name, one.unit, one.rest_seconds) == ("Sam", "kg", 90)
    assert (one.zone, one.bar_kg, one.plates) == ("Europe/Lisbon", Decimal(15), ("10",))
    assert one.consented_at == NOON
    undo(db, merged)
    assert differences(before, snapshot(db)) == []


def test_a_setting_that_was_changed_since_stays(db: Connection, sam: Person, ana: Person) -> None:
    change_person(db, ana.id, zone="Europe/Lisbon", bar_kg=Decimal(15))
    merged = merge(db, sam, ana)
    change_person(db, sam.id, zone="Asia/Tokyo")
    undo(db, merged)
    assert (fresh(db, sam).zone, fresh(db, sam).bar_kg) == ("Asia/Tokyo", None)
    assert fresh(db, ana).zone == "Europe/Lisbon"


def test_the_newest_weight_of_both_counts(db: Connection, sam: Person, ana: Person) -> None:
    add_measurement(db, sam.id, Kind.WEIGHT, Decimal(80), NOON)
    add_measurement(db, ana.id, Kind.WEIGHT, Decimal(82), NOON + timedelta(hours=1))
    merged = merge(db, sam, ana)
    assert fresh(db, sam).body_weight_kg == 82
    undo(db, merged)
    assert [fresh(db, one).body_weight_kg for one in (sam, ana)] == [80, 82]


def test_a_weight_taken_meanwhile_stays_with_the_kept_one(
    db: Connection, sam: Person, ana: Person
) -> None:
    add_measurement(db, ana.id, Kind.WEIGHT, Decimal(82), NOON)
    merged = merge(db, sam, ana)
    add_measurement(db, sam.id, Kind.WEIGHT, Decimal(83), SOON)
    undo(db, merged)
    assert [fresh(db, one).body_weight_kg for one in (sam, ana)] == [83, 82]


def test_identities_move_and_move_back(db: Connection, sam: Person, ana: Person) -> None:
    merged = merge(db, sam, ana)
    (first, second) = identities_of(db, sam.id)
    change_person(db, sam.id, reminders_to=second.id)
    assert goes_on_as(db, ana.id) == sam.id
    undo(db, merged)
    assert [one.id for one in identities_of(db, ana.id)] == [second.id]
    assert goes_on_as(db, ana.id) == ana.id
    assert fresh(db, sam).reminders_to is None
    assert first.id != second.id


# Who, when, and how often


def test_the_older_person_is_kept(db: Connection, sam: Person, ana: Person) -> None:
    assert merging.older(db, ana.id, sam.id) == (sam.id, ana.id)
    change_person(db, sam.id, created_at=NOON + timedelta(days=1))
    assert merging.older(db, ana.id, sam.id) == (ana.id, sam.id)
    with pytest.raises(AlreadyOne):
        merging.older(db, sam.id, sam.id)


def test_nobody_is_absorbed_twice(db: Connection, sam: Person, ana: Person) -> None:
    merge(db, sam, ana)
    with pytest.raises(AlreadyOne):
        merge(db, sam, ana)
    with pytest.raises(AlreadyOne):
        merge(db, ana, sam)


def test_it_is_undone_once_and_for_a_day(db: Connection, sam: Person, ana: Person) -> None:
    merged = merge(db, sam, ana)
    assert merging.undoable(db, sam.id, SOON) == merged.merger
    assert merging.undoable(db, ana.id, SOON) is None
    late = SOON + merging.UNDONE_WITHIN
    assert merging.undoable(db, sam.id, late) is None
    with pytest.raises(NotUndone):
        merging.undo(db, KEYRING, merged.merger.id, late)
    undo(db, merged)
    with pytest.raises(NotUndone):
        undo(db, merged)
    assert rows_of(db, "identity", ana) == 1


@pytest.mark.parametrize("chain", [True, False], ids=["kept is absorbed", "kept absorbs another"])
def test_three_become_one_and_are_undone_in_reverse(
    db: Connection, sam: Person, ana: Person, chain: bool
) -> None:
    eve = lifter(db, "3")
    for number, one in enumerate((sam, ana, eve), 1):
        plant(db, one, number)
    before = snapshot(db)
    first = merge(db, ana, eve)
    between = snapshot(db)
    second = merge(db, sam, ana) if chain else merge(db, ana, sam)
    assert goes_on_as(db, eve.id) == (sam.id if chain else ana.id)
    with pytest.raises(NotUndone, match="newest"):
        undo(db, first)
    undo(db, second)
    assert differences(between, snapshot(db)) == []
    undo(db, first)
    assert differences(before, snapshot(db)) == []


# What is written while they are one


def test_what_is_added_under_a_row_goes_with_it(db: Connection, sam: Person, ana: Person) -> None:
    theirs = Trains(db, ana).logs("squat", lift("100", 5))
    merged = merge(db, sam, ana)
    one = Trains(db, fresh(db, sam), NOON + timedelta(minutes=5), order=10)
    one.logs("squat", lift("105", 5))
    queries.change_workout(db, theirs.workout.id, status="completed", completed_at=SOON)
    mine = Trains(db, fresh(db, sam), SOON, order=20).logs("deadlift", lift("140", 3))
    undo(db, merged)
    assert len(queries.sets_of(db, theirs.workout.id)) == BOTH
    assert (rows_of(db, "workout_set", ana), rows_of(db, "workout_set", sam)) == (2, 1)
    assert queries.open_workout(db, ana.id) is None
    assert queries.workout_by_id(db, sam.id, mine.workout.id) is not None


def test_rows_that_went_meanwhile_stay_gone(db: Connection, sam: Person, ana: Person) -> None:
    logged = Trains(db, ana).logs("squat", lift("100", 5))
    merged = merge(db, sam, ana)
    queries.delete_workout(db, logged.workout.id)
    undo(db, merged)
    assert rows_of(db, "workout", ana) == rows_of(db, "workout", sam) == 0


def test_a_check_in_about_a_goal_goes_with_the_goal(
    db: Connection, sam: Person, ana: Person
) -> None:
    values = {"kind": "own", "span": "once", "direction": "up", "target": Decimal(1)}
    aim = put(db, goal, ana, begun_on=NOON.date(), status="active", **values)
    merged = merge(db, sam, ana)
    asked = {"at": time(8), "weekdays": "1", "created_at": SOON}
    about = put(db, check_in, sam, topic="goal", goal_id=aim, **asked)
    day = {"day": NOON.date(), "status": "asked", "asked_at": SOON, "asked_again": False}
    put(db, check_in_answer, sam, check_in_id=about, **day)
    undo(db, merged)
    assert [rows_of(db, name, ana) for name in ("goal", "check_in", "check_in_answer")] == [1] * 3


def test_a_value_goes_with_the_answer_that_it_is_unless_it_was_there_before(
    db: Connection, sam: Person, ana: Person
) -> None:
    before = add_measurement(db, sam.id, Kind.WEIGHT, Decimal(80), NOON)
    asked = {"at": time(8), "weekdays": "1", "created_at": NOON, "topic": "body"}
    about = put(db, check_in, ana, kind="weight", **asked)
    merged = merge(db, sam, ana)
    typed = add_measurement(db, sam.id, Kind.WEIGHT, Decimal(82), SOON)
    for days, one in enumerate((before, typed)):
        day = NOON.date() + timedelta(days=days)
        said = {"status": "answered", "asked_at": SOON, "asked_again": False, "day": day}
        put(db, check_in_answer, sam, check_in_id=about, measurement_id=one.id, **said)
    undo(db, merged)
    assert latest(db, sam.id, Kind.WEIGHT) == before
    assert latest(db, ana.id, Kind.WEIGHT) == replace(typed, person_id=ana.id)
    assert [fresh(db, one).body_weight_kg for one in (sam, ana)] == [80, 82]


def test_two_check_ins_that_ask_the_same_at_once_ask_once(
    db: Connection, sam: Person, ana: Person
) -> None:
    plant(db, sam, 1)
    plant(db, ana, BOTH)
    rests = select(func.count()).where(check_in.c.paused_until == UNTIL_I_SAY)
    merged = merge(db, sam, ana)
    assert db.execute(rests).scalar_one() == 1
    undo(db, merged)
    assert db.execute(rests).scalar_one() == 0


# Deleting


def test_deleting_the_kept_person_deletes_whom_they_absorbed(
    db: Connection, sam: Person, ana: Person
) -> None:
    plant(db, sam, 1)
    plant(db, ana, BOTH)
    merge(db, sam, ana)
    assert sorted(random_ids_of(db, sam.id)) == sorted([sam.random_id, ana.random_id])
    erase(db, sam.id)
    left = {name: rows for name, rows in snapshot(db).items() if rows}
    # A provider whom nobody has claimed is nobody's, and so is by now a code typed wrong.
    assert set(left) == {"provider", "link_guess"}
    assert {row["person_id"] for row in left["link_guess"]} == {None}


def test_a_backup_from_before_loses_both_again(db: Connection, sam: Person, ana: Person) -> None:
    merged = merge(db, sam, ana)
    listed = random_ids_of(db, sam.id)
    # As in the backup.
    undo(db, merged)
    assert erase_again(db, listed) == BOTH


def test_an_undone_merger_leaves_nothing_to_be_deleted_with_the_other(
    db: Connection, sam: Person, ana: Person
) -> None:
    undo(db, merge(db, sam, ana))
    db.execute(update(identity).where(identity.c.person_id == ana.id).values(gone_at=NOON))
    erase(db, sam.id)
    assert list(db.execute(select(person.c.id)).scalars()) == [ana.id]
