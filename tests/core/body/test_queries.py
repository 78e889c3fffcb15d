"""Measurements as they are kept, and the body weight that follows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, text

from core.body import injuries, queries
from core.body.export import body_json, body_rows
from core.body.models import Kind
from core.database import make_engine
from core.people.deletion import belongings, erase
from core.people.models import Person
from core.people.queries import person_by_id
from core.secrets import Keyring
from tests.core.training.people import NOON, lifter

KEYRING = Keyring(["a key"])
DAY = timedelta(days=1)


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def sam(db: Connection) -> Person:
    return lifter(db, zone="Europe/Berlin")


def weigh(db: Connection, person: Person, weight: str, days_ago: int = 0) -> int:
    return queries.add_measurement(
        db, person.id, Kind.WEIGHT, Decimal(weight), NOON - days_ago * DAY
    ).id


def weight_of(db: Connection, person: Person) -> Decimal | None:
    found = person_by_id(db, person.id)
    assert found is not None
    return found.body_weight_kg


def test_the_newest_weight_is_the_persons_own(db: Connection, sam: Person) -> None:
    weigh(db, sam, "82.1")
    weigh(db, sam, "83", days_ago=7)
    assert weight_of(db, sam) == Decimal("82.1")
    one = queries.latest(db, sam.id, Kind.WEIGHT)
    assert one is not None
    queries.change_measurement(db, one, Decimal("81.9"))
    assert weight_of(db, sam) == Decimal("81.9")
    queries.delete_measurement(db, one)
    assert weight_of(db, sam) == Decimal(83)


def test_without_a_weight_there_is_none(db: Connection, sam: Person) -> None:
    weigh(db, sam, "82.1")
    one = queries.latest(db, sam.id, Kind.WEIGHT)
    assert one is not None
    queries.delete_measurement(db, one)
    assert weight_of(db, sam) is None


def test_a_waist_is_no_weight(db: Connection, sam: Person) -> None:
    weigh(db, sam, "82.1")
    queries.add_measurement(db, sam.id, Kind.WAIST, Decimal(84), NOON)
    assert weight_of(db, sam) == Decimal("82.1")


def test_the_newest_of_each_kind_in_one_order(db: Connection, sam: Person) -> None:
    queries.add_measurement(db, sam.id, Kind.MOOD, Decimal(4), NOON)
    queries.add_measurement(db, sam.id, Kind.WAIST, Decimal(85), NOON - DAY)
    queries.add_measurement(db, sam.id, Kind.WAIST, Decimal(84), NOON)
    weigh(db, sam, "82.1")
    # Two of one moment: the later one counts.
    weigh(db, sam, "82")
    found = queries.latest_of_each(db, sam.id)
    assert [(kind, one.value) for kind, one in found.items()] == [
        (Kind.WEIGHT, Decimal(82)),
        (Kind.WAIST, Decimal(84)),
        (Kind.MOOD, Decimal(4)),
    ]


def test_a_stretch_of_time_leaves_out_its_end(db: Connection, sam: Person) -> None:
    for days_ago in (3, 2, 1, 0):
        weigh(db, sam, str(80 + days_ago), days_ago)
    within = queries.values_between(db, sam.id, Kind.WEIGHT, NOON - 2 * DAY, NOON)
    assert [one.value for one in within] == [82, 81]
    assert [one.value for one in queries.values_since(db, sam.id, Kind.WEIGHT, NOON - DAY)] == [
        81,
        80,
    ]
    assert [one.value for one in queries.newest_values(db, sam.id, Kind.WEIGHT, 2)] == [80, 81]


def test_nobody_sees_anothers_values(db: Connection, sam: Person) -> None:
    ana = lifter(db, "2")
    number = weigh(db, ana, "60")
    assert queries.measurement_by_id(db, sam.id, number) is None
    assert queries.latest(db, sam.id, Kind.WEIGHT) is None
    assert queries.all_measurements(db, sam.id) == []


# Injuries


def test_an_injury_is_sealed(db: Connection, sam: Person) -> None:
    injuries.add_injury(db, KEYRING, sam, "left knee, since squats", date(2026, 3, 1))
    (kept,) = db.execute(text("SELECT sealed FROM injury")).scalars()
    assert b"knee" not in bytes(kept)
    (one,) = injuries.open_injuries(db, KEYRING, sam)
    assert (one.words, one.begun_on, one.over_on) == (
        "left knee, since squats",
        date(2026, 3, 1),
        None,
    )


def test_an_injury_that_is_over_is_no_longer_open(db: Connection, sam: Person) -> None:
    one = injuries.add_injury(db, KEYRING, sam, "left knee", date(2026, 3, 1))
    injuries.end_injury(db, one, date(2026, 3, 9))
    assert injuries.open_injuries(db, KEYRING, sam) == []
    (kept,) = injuries.injuries(db, KEYRING, sam)
    assert kept.over_on == date(2026, 3, 9)
    injuries.delete_injury(db, one)
    assert injuries.injuries(db, KEYRING, sam) == []


def test_another_key_or_another_person_opens_nothing(db: Connection, sam: Person) -> None:
    one = injuries.add_injury(db, KEYRING, sam, "left knee", date(2026, 3, 1))
    (kept,) = injuries.injuries(db, Keyring(["another"]), sam)
    assert kept.words == ""
    ana = lifter(db, "2")
    assert injuries.injury_by_id(db, KEYRING, ana, one.id) is None
    db.execute(text("UPDATE injury SET person_id = :ana"), {"ana": ana.id})
    (moved,) = injuries.injuries(db, KEYRING, ana)
    assert moved.words == ""


def test_a_rotated_key_still_opens(db: Connection, sam: Person) -> None:
    injuries.add_injury(db, KEYRING, sam, "left knee", date(2026, 3, 1))
    (kept,) = injuries.injuries(db, Keyring(["new", "a key"]), sam)
    assert kept.words == "left knee"


# All of it


def test_the_export_has_every_value_and_the_injuries_in_words(db: Connection, sam: Person) -> None:
    queries.add_measurement(db, sam.id, Kind.BLOOD_PRESSURE, Decimal(120), NOON, second=Decimal(80))
    injuries.add_injury(db, KEYRING, sam, "left knee", date(2026, 3, 1))
    pressure, note = body_json(db, KEYRING, sam)
    assert (pressure["kind"], pressure["unit"]) == ("blood_pressure", "mmHg")
    assert note == {
        "kind": "injury",
        "words": "left knee",
        "begun_on": "2026-03-01",
        "over_on": None,
    }
    assert list(body_rows(db, sam)) == [
        ("blood_pressure", "120", "80", "mmHg", "2026-03-02T13:00:00+01:00", "chat")
    ]


def test_deleting_takes_all_of_it(db: Connection, sam: Person) -> None:
    weigh(db, sam, "82.1")
    injuries.add_injury(db, KEYRING, sam, "left knee", date(2026, 3, 1))
    assert belongings(db, sam.id).measurements == 2
    erase(db, sam.id)
    for table in ("measurement", "injury"):
        assert db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_a_time_is_kept_as_it_is(db: Connection, sam: Person) -> None:
    at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    one = queries.add_measurement(db, sam.id, Kind.WEIGHT, Decimal("82.123"), at)
    assert queries.measurement_by_id(db, sam.id, one.id) == one
    assert (one.at, one.value) == (at, Decimal("82.123"))
