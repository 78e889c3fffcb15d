"""People, the addresses they are met at, and what they agreed to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from core.database import Database
from core.people import queries
from core.people.models import DEFAULT_REST_SECONDS, Identity, Person
from core.training.sets import WeightUnit

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def met(database: Database, key: str = "1", language: str = "en") -> tuple[Person, Identity]:
    return database.transact(queries.add_person, "telegram", key, "Sam", language, NOW)


def test_somebody_new_starts_with_what_suits_most(database: Database) -> None:
    person, identity = met(database)
    assert person.name == "Sam"
    assert (person.unit, person.rest_seconds) == (WeightUnit.KG, DEFAULT_REST_SECONDS)
    assert person.rest_alerts
    assert person.created_at == NOW
    assert person.consented_at is None
    assert (identity.person_id, identity.channel, identity.key) == (person.id, "telegram", "1")
    assert database.transact(queries.person_by_id, person.id) == person
    assert database.transact(queries.identity_by_address, "telegram", "1") == identity
    assert database.transact(queries.identities_of, person.id) == [identity]


@pytest.mark.parametrize(
    ("language", "unit"),
    [("en-US", WeightUnit.LB), ("en-GB", WeightUnit.KG), ("en", WeightUnit.KG)],
)
def test_units_are_those_of_the_language(
    database: Database, language: str, unit: WeightUnit
) -> None:
    assert met(database, language=language)[0].unit is unit


def test_nobody_can_guess_anybodys_random_id(database: Database) -> None:
    ids = {met(database, key)[0].random_id for key in "abc"}
    assert len(ids) == 3
    assert all(len(one) == 32 for one in ids)


def test_one_address_is_one_person(database: Database) -> None:
    met(database)
    with pytest.raises(IntegrityError):
        met(database)


def test_the_same_key_on_another_channel_is_somebody_else(database: Database) -> None:
    person, _ = met(database)
    other, _ = database.transact(queries.add_person, "web", "1", None, "en", NOW)
    assert other.id != person.id


def test_whom_nobody_met_is_nobody(database: Database) -> None:
    assert database.transact(queries.person_by_id, 1) is None
    assert database.transact(queries.identity_by_address, "telegram", "1") is None
    assert database.transact(queries.identities_of, 1) == []


def test_what_a_person_prefers_is_kept(database: Database) -> None:
    person, _ = met(database)
    values: dict[str, Any] = {
        "unit": WeightUnit.LB,
        "zone": "Europe/Madrid",
        "bar_kg": Decimal("20.4"),
        "plates": ("20", "10", "2.5"),
        "body_weight_kg": Decimal("82.4"),
        "consented_at": NOW + timedelta(seconds=1),
    }
    database.transact(lambda db: queries.change_person(db, person.id, **values))
    changed = database.transact(queries.person_by_id, person.id)
    assert changed is not None
    assert {name: getattr(changed, name) for name in values} == values
    assert str(changed.timezone) == "Europe/Madrid"
    assert str(person.timezone) == "UTC", "until it is known"


def test_an_address_can_be_out_of_reach_for_a_while(database: Database) -> None:
    _, identity = met(database)
    for gone in (NOW, None):
        database.transact(queries.mark_gone, identity.id, gone)
        known = database.transact(queries.identity_by_address, "telegram", "1")
        assert known is not None
        assert known.gone_at == gone


def test_consents_are_kept_in_their_words_and_order(database: Database) -> None:
    person, _ = met(database)
    for kind in ("training", "broadcasts"):
        database.transact(queries.add_consent, person.id, kind, f"I agree to {kind}", NOW)
    consents = database.transact(queries.consents_of, person.id)
    assert [one["kind"] for one in consents] == ["training", "broadcasts"]
    assert consents[0] == {
        "kind": "training",
        "wording": "I agree to training",
        "given_at": NOW,
        "withdrawn_at": None,
    }


def test_a_number_is_never_given_twice(database: Database) -> None:
    """A button or an open page may still name it."""
    person, identity = met(database)
    database.transact(lambda db: db.exec_driver_sql("DELETE FROM person"))
    again, other = met(database)
    assert again.id > person.id
    assert other.id > identity.id
