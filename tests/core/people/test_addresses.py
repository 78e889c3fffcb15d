"""Whoever a platform has several names for is one, and a number that moves opens nobody's log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from core.database import make_engine
from core.people import addresses
from core.people import queries as people
from core.people.addresses import Found
from core.people.models import Identity, KnownBy, identity, identity_key
from core.secrets import Keyring
from core.training.exercises import Catalogue
from core.training.log import Source, log_efforts
from core.training.queries import sets_of_message
from tests.core.people.naming import CHANNEL, number, user
from tests.core.training.people import NOON, lift, person_of

KEYS = Keyring(["new", "old"])
OLD = Keyring(["old"])
U1, U2, U3 = user("DE.1"), user("DE.2"), user("DE.3")
N1, N2, N3 = number("49151000001"), number("49151000002"), number("49151000003")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def met(db: Connection, *names: KnownBy, keyring: Keyring = KEYS) -> int:
    """Somebody new whom the platform calls so, by the number of their identity."""
    _, one = people.add_person(db, CHANNEL, addresses.new_key(), "Sam", "en", NOON)
    addresses.add_names(db, keyring, CHANNEL, one.id, names, NOON)
    return one.id


def heard(db: Connection, *names: KnownBy) -> Found:
    return addresses.find_or_join(db, KEYS, CHANNEL, names, NOON)


def renamed(db: Connection, before: tuple[KnownBy, ...], after: tuple[KnownBy, ...]) -> Found:
    return addresses.change_number(db, KEYS, CHANNEL, before, after, NOON)


def names(db: Connection, identity_id: int) -> set[KnownBy]:
    return set(addresses.names_of(db, KEYS, identity_id))


def one(db: Connection, identity_id: int) -> Identity:
    found = people.identity_by_id(db, identity_id)
    assert found is not None
    return found


# Found by any of them


def test_nobody_has_a_name_yet(db: Connection) -> None:
    assert heard(db, U1, N1) == Found(None)


@pytest.mark.parametrize("first", [(U1,), (N1,), (U1, N1), (N1, U1)])
def test_seen_by_one_name_and_later_by_both_is_one(
    db: Connection, first: tuple[KnownBy, ...]
) -> None:
    sam = met(db, *first)
    for said in ((U1, N1), (N1, U1), (U1,), (N1,)):
        assert heard(db, *said) == Found(sam)
    assert names(db, sam) == {U1, N1}


def test_a_name_on_another_channel_is_somebody_elses(db: Connection) -> None:
    met(db, U1, N1)
    assert addresses.find_or_join(db, KEYS, "other", [U1, N1], NOON) == Found(None)


def test_two_kinds_of_name_with_one_value_are_two_names(db: Connection) -> None:
    sam, ana = met(db, user("49151")), met(db, number("49151"))
    assert heard(db, user("49151")) == Found(sam)
    assert heard(db, number("49151")) == Found(ana)


def test_nothing_that_is_kept_can_be_read_without_our_keys(db: Connection) -> None:
    met(db, U1, N1)
    for row in db.execute(select(identity_key)):
        assert len(row.hash) == 43
        assert row.hash_key == KEYS.key_id
        for name in (U1, N1):
            assert name.value.encode() not in row.sealed
            assert name.value not in row.hash
    assert addresses.names_of(db, Keyring(["stranger"]), 1) == ()


def test_whose_names_cannot_be_read_is_not_gone(db: Connection) -> None:
    sam = met(db, U1, N1)
    reached = addresses.reachable(db, Keyring(["stranger"]), CHANNEL, one(db, sam).key)
    assert reached is not None
    assert reached.names == ()


def test_what_knows_a_name_does_not_show_it(db: Connection) -> None:
    sam = met(db, U1, N1)
    reached = addresses.reachable(db, KEYS, CHANNEL, one(db, sam).key)
    for shown in (repr(reached), repr(heard(db, U1)), repr(U1), repr(addresses.normal(N1))):
        assert U1.value not in shown
        assert N1.value not in shown


# Two that turn out to be one


@pytest.mark.parametrize("said", [(U1, N1), (N1, U1)])
def test_two_that_are_one_are_joined_to_the_older(
    db: Connection, said: tuple[KnownBy, ...]
) -> None:
    sam, again = met(db, N1), met(db, U1)
    assert heard(db, *said) == Found(sam, ((again, sam),))
    assert names(db, sam) == {U1, N1}
    assert names(db, again) == set()
    assert one(db, again).joined_to == sam
    assert heard(db, *said) == Found(sam)


def test_what_they_wrote_as_the_newer_one_can_still_be_edited(db: Connection) -> None:
    sam, again = met(db, U1), met(db, N1)
    source = Source(NOON, 1, NOON, again, "m")
    person = person_of(db, one(db, again).person_id)
    log_efforts(db, person, Catalogue({}), "bench_press", (lift("80", 8),), source)
    heard(db, U1, N1)
    assert len(sets_of_message(db, sam, "m")) == 1


def test_whoever_was_joined_before_goes_along(db: Connection) -> None:
    oldest, older, newer = met(db, N1, keyring=OLD), met(db, U1), met(db, N1)
    # Its number is kept under two keys: a process that had the older key alone met them anew.
    assert heard(db, U1, N1).identity_id == oldest
    assert {one(db, each).joined_to for each in (older, newer)} == {oldest}
    assert names(db, oldest) == {U1, N1}
    assert len(db.execute(select(identity_key)).all()) == 2


def test_the_one_that_is_left_knows_what_both_knew(db: Connection) -> None:
    sam, again = met(db, N1), met(db, U1)
    later = NOON + timedelta(hours=1)
    addresses.set_marketing(db, KEYS, CHANNEL, [U1], NOON, wanted=False)
    db.execute(identity.update().where(identity.c.id == again).values(heard_at=later))
    heard(db, U1, N1)
    assert (one(db, sam).heard_at, one(db, sam).no_marketing_at) == (later, NOON)


def test_whatever_key_it_was_written_to_by_reaches_the_one_that_is_left(db: Connection) -> None:
    sam, again = met(db, N1), met(db, U1)
    before = one(db, again).key
    heard(db, U1, N1)
    reached = addresses.reachable(db, KEYS, CHANNEL, before)
    assert reached is not None
    assert reached.names == (U1, N1)
    assert addresses.reachable(db, KEYS, CHANNEL, one(db, sam).key) == reached


# Names that move


def test_a_number_that_somebody_else_has_now_is_a_new_person(db: Connection) -> None:
    sam = met(db, U1, N1)
    assert heard(db, U2, N1) == Found(None)
    assert names(db, sam) == {U1}
    assert one(db, sam).gone_at is None
    assert heard(db, N1) == Found(None), "the caller makes somebody of it"


def test_a_number_moves_to_an_account_that_is_known(db: Connection) -> None:
    sam, ana = met(db, U1, N1), met(db, U2, N2)
    assert heard(db, U2, N1) == Found(ana)
    assert names(db, sam) == {U1}
    assert names(db, ana) == {U2, N1}


def test_a_number_of_nobody_known_by_more_moves_and_leaves_them_unreachable(
    db: Connection,
) -> None:
    sam, ana = met(db, N1), met(db, U2, N2)
    assert heard(db, U2, N1) == Found(ana)
    assert one(db, sam).gone_at == NOON
    assert one(db, sam).joined_to is None
    assert addresses.reachable(db, KEYS, CHANNEL, one(db, sam).key) is None
    assert heard(db, N1) == Found(ana)


def test_an_account_that_says_another_number_has_that_one(db: Connection) -> None:
    sam = met(db, U1, N1)
    assert heard(db, U1, N2) == Found(sam)
    assert names(db, sam) == {U1, N2}
    assert heard(db, N1) == Found(None)


# A changed number


def test_a_changed_number_leads_to_the_same_person(db: Connection) -> None:
    sam = met(db, U1, N1)
    assert renamed(db, (N1,), (U2, N2)) == Found(sam)
    assert names(db, sam) == {U2, N2}
    for said in ((U2, N2), (U2,), (N2,)):
        assert heard(db, *said) == Found(sam)
    assert heard(db, U1, N1) == Found(None), "whoever has the old number is somebody new"


def test_a_changed_number_without_its_new_account_is_completed_later(db: Connection) -> None:
    sam = met(db, U1, N1)
    assert renamed(db, (U1, N1), (N2,)) == Found(sam)
    assert names(db, sam) == {N2}
    assert heard(db, U2, N2) == Found(sam)


def test_whoever_wrote_from_the_new_number_first_is_the_same(db: Connection) -> None:
    sam, again = met(db, U1, N1), met(db, U2, N2)
    assert renamed(db, (U1,), (U2, N2)) == Found(sam, ((again, sam),))
    assert names(db, sam) == {U2, N2}
    assert one(db, again).joined_to == sam


@pytest.mark.parametrize("before", [(N2,), (U3, N2)])
def test_whoever_had_the_new_number_before_is_not(
    db: Connection, before: tuple[KnownBy, ...]
) -> None:
    sam, earlier = met(db, U1, N1), met(db, *before)
    assert renamed(db, (U1, N1), (U2, N2)) == Found(sam)
    assert names(db, sam) == {U2, N2}
    assert names(db, earlier) == {*before} - {N2}
    assert one(db, earlier).joined_to is None
    assert (one(db, earlier).gone_at is None) == (U3 in before)


def test_a_changed_number_of_nobody_makes_nobody(db: Connection) -> None:
    ana = met(db, U2, N2)
    assert renamed(db, (N3,), (U2, N2)) == Found(None)
    assert names(db, ana) == {U2, N2}


# What people type, and what they want


@pytest.mark.parametrize(
    "typed", ["whatsapp:+49 151 000001", "whatsapp:49151000001", "whatsapp: DE.1", "whatsapp:DE.1"]
)
def test_somebody_is_named_as_people_write_it(db: Connection, typed: str) -> None:
    sam = met(db, U1, N1)
    found = addresses.identity_named(db, KEYS, typed)
    assert found is not None
    assert found.id == sam


@pytest.mark.parametrize(
    "typed",
    ["whatsapp:+49 151", "whatsapp:AT.49151000001", "whatsapp:", "whatsapp", "telegram:DE.1", ""],
)
def test_nobody_is_named_so(db: Connection, typed: str) -> None:
    met(db, U1, N1)
    assert addresses.identity_named(db, KEYS, typed) is None


def test_where_a_platform_has_one_name_it_is_the_key(db: Connection) -> None:
    _, sam = people.add_person(db, "telegram", "123", "Sam", "en", NOON)
    assert addresses.identity_named(db, KEYS, "telegram:123") == sam
    assert addresses.way_to(db, KEYS, sam) == "123"


@pytest.mark.parametrize(
    ("known", "way"), [((U1, N1), "user_id:DE.1"), ((N1,), "wa_id:49151000001")]
)
def test_a_last_message_goes_by_an_accounts_own_name_where_there_is_one(
    db: Connection, known: tuple[KnownBy, ...], way: str
) -> None:
    assert addresses.way(reversed(known)) == way
    assert addresses.way_to(db, KEYS, one(db, met(db, *known))) == way


def test_what_somebody_wanted_before_does_not_undo_what_they_want_now(db: Connection) -> None:
    sam = met(db, U1, N1)
    hour = timedelta(hours=1)

    def wants(wanted: bool, hours: int) -> bool:
        addresses.set_marketing(db, KEYS, CHANNEL, [N1], NOON + hours * hour, wanted=wanted)
        return one(db, sam).no_marketing_at is None

    assert [wants(False, 2), wants(True, 1), wants(False, 3), wants(False, 2)] == [False] * 4
    assert one(db, sam).no_marketing_at == NOON + 3 * hour
    assert wants(True, 3)
    assert not addresses.set_marketing(db, KEYS, CHANNEL, [U2], NOON, wanted=False)
