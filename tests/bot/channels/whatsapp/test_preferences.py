"""Who wants no marketing is sent none, and nobody is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.channels.whatsapp.preferences import Preferences
from bot.channels.whatsapp.understand import Preferred
from core.database import Database
from core.people import addresses
from core.people.models import KnownBy
from core.people.queries import add_person
from core.secrets import Keyring
from tests.bot.channels.whatsapp.payloads import SENT, USER, WA

KEYS = Keyring(["key"])
LATER = SENT + timedelta(hours=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


async def test_stopped_and_wanted_again(database: Database) -> None:
    key = addresses.new_key()
    _, ann = database.transact(add_person, "whatsapp", key, "Ann", "en", SENT)
    database.transact(addresses.add_names, KEYS, "whatsapp", ann.id, [USER, WA], SENT)
    preferences = Preferences(database, KEYS)
    told: list[tuple[tuple[KnownBy, ...], bool, datetime, datetime | None]] = [
        ((USER,), False, LATER, LATER),
        # Told late, it is past.
        ((USER, WA), True, SENT, LATER),
        ((WA,), True, LATER, None),
    ]
    for names, wanted, at, stopped in told:
        await preferences.keep(Preferred(names, wanted, at))
        reached = await database.read(addresses.reachable, KEYS, "whatsapp", key)
        assert reached is not None
        assert reached.no_marketing_at == stopped


async def test_nobody_is_made_of_a_wish(database: Database) -> None:
    await Preferences(database, KEYS).keep(Preferred((USER,), False, SENT))
    assert await database.read(addresses.identity_named, KEYS, f"whatsapp:{USER.value}") is None
