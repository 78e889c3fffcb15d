"""Lines become providers once, and change only what they say otherwise."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from core.providers.contacts import open_contacts
from core.providers.importing import Tally, compare, take_in
from core.providers.lines import Line
from core.providers.models import Contacts, provider, provider_place
from core.providers.nearby import Filters
from core.providers.queries import hide_provider, provider_from
from core.secrets import Keyring
from tests.core.providers.made import KEYS, NOW, everyone, profile
from tests.core.training.people import lifter

LATER = NOW + timedelta(days=1)


def line(key: str = "p1", **said: Any) -> Line:
    return Line(2, key, profile(**said))


def everything(db: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for table in (provider, provider_place) for row in db.execute(select(table))]


def by_key(db: Connection) -> dict[str, Any]:
    rows = map(provider_from, db.execute(select(provider)))
    return {str(one.source_id): one for one in rows}


def test_new_ones_are_found_and_the_same_again_changes_nothing(db: Connection) -> None:
    lines = [
        line("p1", specialties=("yoga",), contacts=Contacts("+4930123456", None, "a@b.example")),
        line("p2", verified=True),
    ]
    assert compare(db, KEYS, lines) == Tally(new=2)
    assert everything(db) == []
    assert take_in(db, KEYS, lines, NOW) == Tally(new=2)
    before = everything(db)
    assert len(before) == 2 + 3
    assert compare(db, KEYS, lines) == Tally(unchanged=2)
    assert take_in(db, KEYS, lines, LATER) == Tally(unchanged=2)
    assert everything(db) == before
    mia = by_key(db)["p1"]
    assert open_contacts(KEYS, mia) == lines[0].profile.contacts
    assert [one.provider_id for one in everyone(db, (52.52, 13.4), Filters("yoga"), 9.0)] == [
        mia.id
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Mia B."},
        {"latitude": 52.6},
        {"specialties": ("yoga",)},
        {"contacts": Contacts(phone="+4930123456")},
        {"profiles": {"instagram": "https://www.instagram.com/mia"}},
        {"verified": True},
    ],
)
def test_what_a_line_says_otherwise_is_changed(db: Connection, said: dict[str, Any]) -> None:
    take_in(db, KEYS, [line("p1"), line("p2")], NOW)
    before = by_key(db)
    changed = [line("p1", **said), line("p2")]
    assert compare(db, KEYS, changed) == Tally(changed=1, unchanged=1)
    assert take_in(db, KEYS, changed, LATER) == Tally(changed=1, unchanged=1)
    after = by_key(db)
    assert after["p2"] == before["p2"]
    assert after["p1"].id == before["p1"].id
    assert after["p1"].code == before["p1"].code
    assert after["p1"].updated_at == LATER
    assert compare(db, KEYS, changed) == Tally(unchanged=2)


def test_who_claimed_a_profile_writes_it_alone(db: Connection) -> None:
    take_in(db, KEYS, [line("p1")], NOW)
    owner = lifter(db).id
    db.execute(update(provider).values(person_id=owner, name="As I am called"))
    before = everything(db)
    assert take_in(db, KEYS, [line("p1", name="As they call me")], LATER) == Tally(claimed=1)
    assert everything(db) == before


def test_who_is_hidden_stays_hidden(db: Connection) -> None:
    take_in(db, KEYS, [line("p1")], NOW)
    hide_provider(db, by_key(db)["p1"].id, NOW)
    assert take_in(db, KEYS, [line("p1", name="Ben")], LATER) == Tally(changed=1)
    assert by_key(db)["p1"].hidden_at == NOW
    assert everyone(db, (52.52, 13.4), Filters(), 9.0) == []


def test_others_of_the_same_key_are_none_of_its_business(db: Connection) -> None:
    take_in(db, KEYS, [line("p1")], NOW)
    db.execute(update(provider).values(source="elsewhere"))
    assert take_in(db, KEYS, [line("p1")], NOW) == Tally(new=1)


def test_what_a_lost_key_sealed_is_written_anew(db: Connection) -> None:
    said = line("p1", contacts=Contacts(phone="+4930123456"))
    take_in(db, Keyring(["lost"]), [said], NOW)
    assert take_in(db, KEYS, [said], LATER) == Tally(changed=1)
    assert open_contacts(KEYS, by_key(db)["p1"]) == said.profile.contacts
    rotated = Keyring(["newer", "the keys of the tests"])
    assert take_in(db, rotated, [said], LATER) == Tally(unchanged=1)


def test_tallies_add_up() -> None:
    one = Tally(1, 2, 3, 4)
    assert dataclasses.astuple(one + one) == (2, 4, 6, 8)
    assert (one + one).lines == 20


def test_no_lines_are_no_work(db: Connection) -> None:
    assert take_in(db, KEYS, [], NOW) == Tally()
