"""What stayed with whom a person was before is in their file where it says something of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from core.people import merging
from core.people.export import export_zip
from core.people.models import Person
from core.people.queries import change_person
from core.training import queries
from core.training.library import Measure
from core.training.queries import Preference
from tests.core.people.exported import opened
from tests.core.people.planting import KEYRING, plant
from tests.core.training.people import NOON, lifter

LATER = NOON + timedelta(days=2)


@pytest.fixture
def db(undone_db: Connection) -> Connection:
    return undone_db


@pytest.fixture
def sam(db: Connection) -> Person:
    return lifter(db, "1")


@pytest.fixture
def ana(db: Connection) -> Person:
    return lifter(db, "2")


def link(db: Connection, kept: Person, absorbed: Person) -> int:
    return merging.merge(db, KEYRING, kept.id, absorbed.id, LATER).merger.id


def formerly(db: Connection, person: Person) -> Any:
    return opened(export_zip(db, person.id, LATER, KEYRING)).json["formerly"]


def test_whoever_had_nothing_else_is_not_told_of(db: Connection, sam: Person, ana: Person) -> None:
    assert formerly(db, sam) == []
    link(db, sam, ana)
    assert formerly(db, sam) == []


def test_settings_and_what_a_person_has_one_of(db: Connection, sam: Person, ana: Person) -> None:
    change_person(db, sam.id, name="Sam")
    change_person(db, ana.id, name="Ana", unit="lb")
    for one, seconds in ((sam, 60), (ana, 240)):
        own = queries.add_exercise(db, one.id, "Yoke", Measure.WEIGHT_REPS, NOON)
        queries.prefer(db, one.id, own.key, Preference(None, seconds))
    merger_id = link(db, sam, ana)
    assert formerly(db, sam) == [
        {
            "person": {"name": "Ana", "unit": "lb"},
            "exercise_preferences": [{"exercise": "Yoke", "unit": None, "rest_seconds": 240}],
        }
    ]
    merging.undo(db, KEYRING, merger_id, LATER)
    assert formerly(db, sam) == []


def test_of_everything_what_stayed_is_there(db: Connection, sam: Person, ana: Person) -> None:
    plant(db, sam, 1)
    plant(db, ana, 2)
    link(db, sam, ana)
    (found,) = formerly(db, sam)
    assert set(found) == {"coach", "finding", "exercise_preferences"}
    assert set(found["finding"]) == {"last_search", "waits_for"}


def test_also_of_whom_those_had_linked_before(db: Connection, sam: Person, ana: Person) -> None:
    eve = lifter(db, "3")
    for one, name in ((sam, "Sam"), (ana, "Ana"), (eve, "Eve")):
        change_person(db, one.id, name=name)
    link(db, ana, eve)
    link(db, sam, ana)
    assert formerly(db, sam) == [{"person": {"name": "Ana"}}, {"person": {"name": "Eve"}}]
