"""After a rotation the older key can be taken out, and everything is used as before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import count
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, LargeBinary

from bot.cli import main
from bot.delivery.queries import waiting_for
from bot.doctor import rotation
from bot.doctor.keys import about_sealed
from bot.doctor.rotation import EVERYTHING, rotate
from bot.engine.failures import seal_inbound, unseal_inbound
from bot.engine.inbound import Text
from bot.engine.receipts import write_receipt
from bot.engine.store import failure, keep_failure
from bot.engine.tables import media
from bot.settings import Settings, names
from core.body.injuries import add_injury, injuries
from core.database import Database, metadata
from core.people import addresses
from core.people import queries as people
from core.people.models import Identity, Person
from core.providers.contacts import open_contacts
from core.providers.models import Contacts, Profile, ProviderType
from core.providers.queries import add_provider, provider_by_id
from core.secrets import Keyring
from tests.bot.engine.known import brought
from tests.core.people.naming import CHANNEL, number, user
from tests.core.training.people import NOON

NEW, OLD = "n" * 32, "o" * 32
BEFORE, BOTH, AFTER = Keyring([OLD]), Keyring([NEW, OLD]), Keyring([NEW])
NAMES = (user("DE.1"), number("49151000001"))
CONTACTS = Contacts(email="ana@example.org")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with closing(Database(database_url)) as made:
        yield made


def told(url: str, keys: str) -> list[str]:
    settings = Settings(database_url=SecretStr(url), secret_keys=SecretStr(keys))
    return [one.says for one in about_sealed(settings)]


def plant(db: Connection, keyring: Keyring) -> tuple[Person, Identity, int, int]:
    """Something of each kind, under the older key."""
    sam, here = people.add_person(db, CHANNEL, addresses.new_key(), "Sam", "en", NOON)
    addresses.add_names(db, keyring, CHANNEL, here.id, NAMES, NOON)
    add_injury(db, keyring, sam, "left knee", date(2026, 3, 1))
    profile = Profile(
        "Ana", ProviderType.COACH, 48.0, 8.0, ("strength",), ("de",), "", contacts=CONTACTS
    )
    ana = add_provider(db, keyring, profile, NOON, source="chat")
    sealed = seal_inbound(keyring, sam.random_id, brought(Text("bench 80x8"), 1, NAMES))
    failed = keep_failure(db, sam.id, sealed, NOON)
    gone = Identity(9, 9, "web", "gone", None)
    write_receipt(db, keyring, gone, "You are erased.", NOON, ("one", NOON))
    return sam, here, ana, failed


def use(db: Connection, planted: tuple[Person, Identity, int, int]) -> None:
    """All of it with the new key alone."""
    sam, here, ana, failed = planted
    for name in NAMES:
        assert addresses.find_or_join(db, AFTER, CHANNEL, [name], NOON).identity_id == here.id
    reached = addresses.reachable(db, AFTER, CHANNEL, here.key)
    assert reached is not None
    assert reached.names == NAMES
    assert [one.words for one in injuries(db, AFTER, sam)] == ["left knee"]
    provider = provider_by_id(db, ana)
    assert provider is not None
    assert open_contacts(AFTER, provider) == CONTACTS
    sealed = failure(db, failed, sam.id)
    assert sealed is not None
    again = unseal_inbound(AFTER, sam.random_id, sealed)
    assert (again.content, again.known_by) == (Text("bench 80x8"), NAMES)
    assert [one.key for one in waiting_for(db, AFTER, "web", "gone")] == ["gone"]


def test_the_older_key_is_needed_for_nothing(database: Database, database_url: str) -> None:
    planted = database.transact(plant, BEFORE)
    assert told(database_url, f"{NEW},{OLD}") == ["6 rows still need an older key of SECRET_KEYS."]
    rewritten = asyncio.run(rotate(database, BOTH))
    assert rewritten == {kind.what: 1 + (kind is EVERYTHING[0]) for kind in EVERYTHING}
    assert told(database_url, f"{NEW},{OLD}") == told(database_url, NEW) == []
    database.transact(use, planted)
    assert set(asyncio.run(rotate(database, BOTH)).values()) == {0}


def test_what_was_cut_off_is_gone_on_with(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 2)
    planted = [database.transact(plant_names, f"{place}") for place in range(5)]
    first = EVERYTHING[0]
    with monkeypatch.context() as until_then:
        cut_off(until_then, after=2)
        with pytest.raises(PowerCut):
            asyncio.run(rotate(database, BOTH))
    left = database.transact(rotation.key_ids, first)
    assert sorted(left.values()) == [4, 6]
    asyncio.run(rotate(database, BOTH))
    for place, identity_id in enumerate(planted):
        names = [user(f"DE.{place}"), number(f"4915100{place}")]
        found = database.transact(addresses.find_or_join, AFTER, CHANNEL, names, NOON)
        assert found == addresses.Found(identity_id)


def plant_names(db: Connection, which: str, keyring: Keyring = BEFORE) -> int:
    """Somebody whose names end so."""
    _, one = people.add_person(db, CHANNEL, addresses.new_key(), "Sam", "en", NOON)
    names = [user(f"DE.{which}"), number(f"4915100{which}")]
    addresses.add_names(db, keyring, CHANNEL, one.id, names, NOON)
    return one.id


def cut_off(monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """So many transactions are made, and then the machine is switched off."""
    whole, made = rotation._rewrite, count()

    def rewrite(*given: Any) -> int:
        if next(made) == after:
            raise PowerCut
        return whole(*given)

    monkeypatch.setattr(rotation, "_rewrite", rewrite)


class PowerCut(Exception):
    """Everything stops."""


def test_what_no_key_opens_is_passed_over_and_told(database: Database, database_url: str) -> None:
    database.transact(plant_names, "1", Keyring(["lost" * 8]))
    database.transact(plant_names, "2")
    assert asyncio.run(rotate(database, BOTH))["names of people"] == 2
    (said,) = told(database_url, f"{NEW},{OLD}")
    assert said.startswith("Something in the database was encrypted with a key that is not here")


def test_who_was_met_anew_under_the_new_key_waits_for_their_next_word(
    database: Database, database_url: str
) -> None:
    """A process that did not have the older key any more, or not yet the newer one."""
    sam = database.transact(plant_names, "1")
    database.transact(plant_names, "1", AFTER)
    assert asyncio.run(rotate(database, BOTH))["names of people"] == 0
    assert told(database_url, f"{NEW},{OLD}") == ["2 rows still need an older key of SECRET_KEYS."]
    names = [user("DE.1"), number("49151001")]
    found = database.transact(addresses.find_or_join, BOTH, CHANNEL, names, NOON)
    assert found.identity_id == sam
    assert asyncio.run(rotate(database, BOTH))["names of people"] == 2
    found = database.transact(addresses.find_or_join, AFTER, CHANNEL, names, NOON)
    assert found.identity_id == sam


def test_every_column_that_holds_bytes_is_rotated_or_not_ours_to_seal() -> None:
    bytes_ = {
        column
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    # Pictures on their way out, as they are.
    assert bytes_ - {media.c.bytes} == {kind.column for kind in EVERYTHING}


def test_the_command_says_what_it_did(
    database: Database,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEYS", f"{NEW},{OLD}")
    database.transact(plant, BEFORE)
    assert main(["doctor", "--rotate"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["names of people: 2 rewritten", "injuries: 1 rewritten"]
    assert said[-1].startswith("Nothing kept needs another key than the first.")
    monkeypatch.setenv("SECRET_KEYS", "x" * 32)
    assert main(["doctor", "--rotate"]) == 1
    assert "wrong  Something in the database" in capsys.readouterr().out
