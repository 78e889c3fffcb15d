"""A profile and its rows of the index are one thing; saving and following are the person's own."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from core.people.deletion import erase
from core.providers import queries
from core.providers.contacts import open_contacts
from core.providers.models import (
    Contacts,
    Follow,
    Provider,
    ProviderType,
    followed_provider,
    provider,
    provider_place,
    saved_provider,
)
from core.providers.nearby import Filters
from core.secrets import Keyring, Unreadable
from tests.core.providers.made import KEYS, NOW, add, everyone, profile
from tests.core.training.people import lifter

REACHED = Contacts("+4930123456", "+491701234567", "mia@example.org")
LATER = NOW + timedelta(days=1)


def there(db: Connection, provider_id: int) -> Provider:
    found = queries.provider_by_id(db, provider_id)
    assert found is not None
    return found


def found_as(db: Connection, filters: Filters) -> list[int]:
    return [one.provider_id for one in everyone(db, (52.52, 13.4), filters, 100_000.0)]


def rows(db: Connection) -> dict[str, int]:
    tables = (provider, provider_place, saved_provider, followed_provider)
    count = {one.name: db.scalar(select(func.count()).select_from(one)) or 0 for one in tables}
    return {name: number for name, number in count.items() if number}


def test_a_profile_comes_back_as_it_went(db: Connection) -> None:
    said = profile(
        name="Мия",
        kind=ProviderType.GROUP_LEADER,
        specialties=("yoga", "йога"),
        languages=("de", "en"),
        bio="Calm\nand strong",
        price=Decimal("45.5"),
        currency="EUR",
        verified=True,
        profiles={"instagram": "https://www.instagram.com/mia"},
        contacts=REACHED,
    )
    added = queries.add_provider(db, KEYS, said, NOW, source="test", source_id="7")
    one = there(db, added)
    assert queries.provider_by_code(db, one.code) == one
    assert (one.source, one.source_id, one.person_id) == ("test", "7", None)
    assert (one.created_at, one.updated_at, one.hidden_at) == (NOW, NOW, None)
    kept = {field.name: getattr(one, field.name) for field in dataclasses.fields(said)}
    assert kept | {"contacts": open_contacts(KEYS, one)} == dataclasses.asdict(said) | {
        "contacts": REACHED
    }


def test_how_somebody_is_reached_is_encrypted_and_theirs_alone(db: Connection) -> None:
    mia, ben = (
        there(db, add(db, contacts=contacts)) for contacts in (REACHED, Contacts(phone="1234567"))
    )
    assert mia.contacts is not None
    assert b"170123" not in mia.contacts
    assert b"example" not in mia.contacts
    with pytest.raises(Unreadable):
        open_contacts(KEYS, dataclasses.replace(ben, contacts=mia.contacts))
    with pytest.raises(Unreadable):
        open_contacts(Keyring(["another"]), mia)
    assert there(db, add(db)).contacts is None


def test_codes_are_short_and_differ() -> None:
    codes = queries.new_codes(1000)
    assert len(set(codes)) == 1000
    assert {len(code) for code in codes} == {12}
    assert all(code.isascii() and code.isalnum() and code == code.lower() for code in codes)
    assert codes[0][:4] != queries.new_codes(1)[0][:4]


def test_a_source_names_each_of_its_own_once(db: Connection) -> None:
    queries.add_provider(db, KEYS, profile(), NOW, source="test", source_id="7")
    queries.add_provider(db, KEYS, profile(), NOW, source="other", source_id="7")
    for _ in range(2):
        queries.add_provider(db, KEYS, profile(), NOW, source="test")
    with pytest.raises(IntegrityError), db.begin_nested():
        queries.add_provider(db, KEYS, profile(), NOW, source="test", source_id="7")


def test_what_changes_is_found_as_it_is_now(db: Connection) -> None:
    mia = add(db, specialties=("yoga", "barre"), contacts=REACHED)
    code = there(db, mia).code
    moved = profile(52.6, 13.5, specialties=("yoga", "rowing"), verified=True)
    queries.change_provider(db, KEYS, mia, moved, LATER)
    assert found_as(db, Filters("rowing", verified=True)) == [mia]
    assert found_as(db, Filters("barre")) == []
    one = there(db, mia)
    assert (one.latitude, one.code, one.contacts) == (52.6, code, None)
    assert (one.created_at, one.updated_at) == (NOW, LATER)
    assert rows(db) == {"provider": 1, "provider_place": 3}


def test_who_is_hidden_is_nowhere_and_stays_so(db: Connection) -> None:
    mia = add(db, specialties=("yoga",))
    code = there(db, mia).code
    queries.hide_provider(db, mia, LATER)
    queries.change_provider(db, KEYS, mia, profile(), LATER)
    assert found_as(db, Filters()) == []
    assert queries.provider_by_id(db, mia) is None
    assert queries.provider_by_code(db, code) is None
    assert queries.providers_by_ids(db, [mia]) == {}


def test_who_is_gone_is_changed_by_nobody(db: Connection) -> None:
    mia = add(db)
    queries.remove_provider(db, mia)
    queries.change_provider(db, KEYS, mia, profile(), LATER)
    assert rows(db) == {}


def test_several_come_in_the_order_asked_for(db: Connection) -> None:
    one, two, three = add(db), add(db), add(db)
    queries.remove_provider(db, two)
    assert list(queries.providers_by_ids(db, [three, two, one, 10**9])) == [three, one]
    assert queries.providers_by_ids(db, []) == {}


def test_saved_once_and_the_newest_first(db: Connection) -> None:
    sam, ann = lifter(db, "1").id, lifter(db, "2").id
    one, two = add(db), add(db)
    assert queries.save(db, sam, one, NOW)
    assert not queries.save(db, sam, one, LATER)
    assert queries.save(db, sam, two, LATER)
    assert list(queries.saved_of(db, sam).items()) == [(two, LATER), (one, NOW)]
    assert queries.saved_of(db, ann) == {}
    assert not queries.unsave(db, ann, one)
    assert queries.unsave(db, sam, one)
    assert not queries.unsave(db, sam, one)
    assert list(queries.saved_of(db, sam)) == [two]


def test_following_is_kept_with_its_words_and_its_end(db: Connection) -> None:
    sam = lifter(db).id
    mia = add(db)
    assert queries.follow(db, sam, mia, "You get Mia's events.", NOW)
    assert not queries.follow(db, sam, mia, "Other words", LATER)
    assert queries.follows_of(db, sam) == [Follow(mia, "You get Mia's events.", NOW, None)]
    assert queries.unfollow(db, sam, mia, LATER)
    assert not queries.unfollow(db, sam, mia, LATER)
    assert queries.follows_of(db, sam) == []
    assert queries.follow(db, sam, mia, "Again", LATER)
    assert queries.follows_of(db, sam, withdrawn=True) == [
        Follow(mia, "Again", LATER, None),
        Follow(mia, "You get Mia's events.", NOW, LATER),
    ]


def test_whoever_is_erased_takes_all_of_it_along(db: Connection) -> None:
    sam, ann = lifter(db, "1").id, lifter(db, "2").id
    mia = add(db)
    said = profile(specialties=("yoga",))
    own = queries.add_provider(db, KEYS, said, NOW, source="person", person_id=sam)
    for person in (sam, ann):
        for one in (mia, own):
            queries.save(db, person, one, NOW)
            queries.follow(db, person, one, "Yes", NOW)
    assert queries.provider_of_person(db, sam) == there(db, own)
    assert queries.provider_of_person(db, ann) is None
    erase(db, sam)
    assert rows(db) == {
        "provider": 1,
        "provider_place": 1,
        "saved_provider": 1,
        "followed_provider": 1,
    }
    assert list(queries.saved_of(db, ann)) == [mia]
