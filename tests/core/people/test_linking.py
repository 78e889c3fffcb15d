"""Codes that link a channel: how they are made, read, used up and kept from being guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from core.database import Database
from core.people import deletion, linking
from core.people import queries as people
from core.people.models import Identity
from core.secrets import Keyring

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
KEYS = Keyring(["one"])


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


async def somebody(database: Database, key: str = "1") -> Identity:
    _, identity = await database.run(people.add_person, "telegram", key, "Sam", "en", NOW)
    return identity


async def test_a_code_is_found_by_what_was_typed_and_by_nothing_that_is_kept(
    database: Database,
) -> None:
    sam = await somebody(database)
    code = await database.run(linking.make_code, KEYS, sam, NOW)
    found = await database.run(linking.find_code, KEYS, code)
    assert found is not None
    assert (found.person_id, found.identity_id) == (sam.person_id, sam.id)
    assert (found.expires_at, found.used_at) == (NOW + timedelta(minutes=10), None)
    rows = await database.run(lambda db: str(db.exec_driver_sql("SELECT * FROM link_code").all()))
    assert code not in rows


async def test_a_new_code_takes_the_place_of_the_older(database: Database) -> None:
    sam, ana = await somebody(database), await somebody(database, "2")
    older = await database.run(linking.make_code, KEYS, sam, NOW)
    others = await database.run(linking.make_code, KEYS, ana, NOW)
    newer = await database.run(linking.make_code, KEYS, sam, NOW)
    found = [await database.run(linking.find_code, KEYS, one) for one in (older, others, newer)]
    assert [one is not None for one in found] == [False, True, True]


async def test_a_used_code_is_still_known_as_that(database: Database) -> None:
    code = await database.run(linking.make_code, KEYS, await somebody(database), NOW)
    found = await database.run(linking.find_code, KEYS, code)
    assert found is not None
    await database.run(linking.use_code, found.id, NOW)
    again = await database.run(linking.code_by_id, found.id)
    assert again is not None
    assert again.used_at == NOW


async def test_a_code_outlives_a_change_of_keys(database: Database) -> None:
    code = await database.run(linking.make_code, KEYS, await somebody(database), NOW)
    assert await database.run(linking.find_code, Keyring(["two", "one"]), code) is not None
    assert await database.run(linking.find_code, Keyring(["two"]), code) is None


async def test_five_wrong_codes_an_hour(database: Database) -> None:
    sam, ana = await somebody(database), await somebody(database, "2")
    for minute in range(5):
        at = NOW + timedelta(minutes=minute)
        assert await database.run(linking.may_guess_at, sam.person_id, at) is None
        await database.run(linking.note_guess, sam.person_id, at)
    at = NOW + timedelta(minutes=59)
    again = NOW + timedelta(hours=1)
    assert await database.run(linking.may_guess_at, sam.person_id, at) == again
    assert await database.run(linking.may_guess_at, sam.person_id, again) is None
    assert await database.run(linking.may_guess_at, ana.person_id, at) is None


@pytest.mark.parametrize("typed", ["K7M4QP", "k7m-4qp", " K7M 4QP ", "k7m–4qp"])
def test_however_it_is_typed(typed: str) -> None:
    assert linking.read_code(typed) == "K7M4QP"


@pytest.mark.parametrize(
    "typed", ["", "K7M4Q", "K7M4QPP", "K0M4QP", "KIM4QP", "thanks", "234567", "5x5 80", "K7M/4P"]
)
def test_what_is_no_code(typed: str) -> None:
    assert linking.read_code(typed) is None


def test_codes_have_nothing_that_is_taken_for_something_else() -> None:
    drawn = [linking._drawn(lambda code: code[0] == "7") for _ in range(500)]
    letters = Counter("".join(drawn))
    assert not set("01ILOX") & set(letters)
    assert len(letters) == len(linking.ALPHABET)
    assert all(linking.read_code(linking.as_shown(one)) == one for one in drawn)
    assert len(set(drawn)) == len(drawn)
    assert not any(one.startswith("7") for one in drawn), "it would mean something else"


async def test_whoever_makes_up_people_to_guess_with_is_stopped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "MOST_GUESSES_OF_ALL", 4)
    for number in range(4):
        one = await somebody(database, str(number))
        assert await database.run(linking.may_guess_at, one.person_id, NOW) is None
        await database.run(linking.note_guess, one.person_id, NOW + timedelta(minutes=number))
        # Nor does it help to leave, and to come as somebody new.
        await database.run(deletion.erase, one.person_id)
    again = NOW + timedelta(hours=1)
    assert await database.run(linking.may_guess_at, 0, NOW + timedelta(minutes=4)) == again
    assert await database.run(linking.may_guess_at, 0, again) is None
