"""The demo's town: enough people of every type, nobody real, and taken in once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from bot import demo
from bot.conversations.find_wording import SPECIALTIES
from bot.demo_town import OWN_ID, town
from core.database import Database
from core.people.deletion import erase
from core.providers.models import ProviderType
from core.providers.nearby import Filters, nearby
from core.secrets import Keyring

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEYRING = Keyring(["the key of the demo"])
# What the page's picture of the town shows.
WEST, EAST, SOUTH, NORTH = 7.780, 7.911, 47.959, 48.030
# Numbers kept free by the Bundesnetzagentur for films and examples.
FICTION = re.compile(r"\+49(17139200\d\d|8999998\d{3})")
ALTSTADT = (47.9962, 7.8530)


def test_there_are_enough_of_every_type_and_some_are_verified() -> None:
    people = [line.profile for line in town()]
    assert len(people) >= 60
    kinds = Counter(one.kind for one in people)
    assert set(kinds) == set(ProviderType)
    assert min(kinds.values()) >= 8
    assert 20 <= sum(one.verified for one in people) <= 40
    assert len({one.name for one in people}) == len(people)


def test_each_stands_in_the_picture_says_something_and_can_be_reached() -> None:
    for one in (line.profile for line in town()):
        assert WEST < one.longitude < EAST
        assert SOUTH < one.latitude < NORTH
        assert len(one.bio or "") > 30
        assert one.languages
        assert one.price is not None
        contacts = one.contacts
        assert contacts.phone or contacts.whatsapp or contacts.email
        known = [key for key in one.specialties if key in SPECIALTIES]
        assert known, one.name


def test_nobody_real_is_called_or_written_to() -> None:
    for one in (line.profile for line in town()):
        numbers = [one.contacts.phone, one.contacts.whatsapp]
        assert all(FICTION.fullmatch(number) for number in numbers if number)
        assert (one.contacts.email or "x@example.org").endswith("@example.org")


def rows(db: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(text("SELECT * FROM provider ORDER BY id"))]


async def test_it_is_taken_in_once_and_its_regular_is_found(database_url: str) -> None:
    database = Database(database_url)
    await demo.load(database, KEYRING, NOW)
    before = await database.run(rows)
    await demo.load(database, KEYRING, NOW)
    assert await database.run(rows) == before
    assert len(before) == len(town())

    def owned(db: Connection) -> list[str]:
        mine = "SELECT source_id FROM provider JOIN person ON person.id = provider.person_id"
        return list(db.execute(text(mine)).scalars())

    assert await database.run(owned) == [OWN_ID]

    def near(db: Connection) -> int:
        return len(nearby(db, *ALTSTADT, Filters(), radius_meters=8000, limit=100).found)

    assert await database.run(near) == len(before)
    database.close()


async def test_a_demo_from_before_gets_its_town_and_who_was_erased_comes_back(
    database_url: str,
) -> None:
    database = Database(database_url)
    person_id = await demo._load_person(database, NOW)
    assert await database.run(rows) == []
    await demo.load(database, KEYRING, NOW)
    assert len(await database.run(rows)) == len(town())
    await database.run(erase, person_id)
    assert len(await database.run(rows)) == len(town()) - 1
    await demo.load(database, KEYRING, NOW)
    assert len(await database.run(rows)) == len(town())
    database.close()
