"""Injuries: kept sealed, so that only who holds a key can read them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core.body.models import Injury, injury
from core.people.models import Person
from core.secrets import Keyring, Unreadable

LONGEST_WORDS = 300


def purpose(random_id: str) -> str:
    """What the words of an injury are sealed for; only whose they are can read them."""
    return f"injury:{random_id}"


def add_injury(
    db: Connection, keyring: Keyring, person: Person, words: str, begun_on: date
) -> Injury:
    """Keep what hurts since that day."""
    sealed = keyring.seal(purpose(person.random_id), words.encode())
    values = {"person_id": person.id, "sealed": sealed, "begun_on": begun_on}
    added = db.execute(insert(injury).values(**values).returning(injury.c.id)).scalar_one()
    return Injury(added, person.id, words, begun_on, None)


def reseal_injuries(
    db: Connection, keyring: Keyring, person_id: int, sealed_for: str, to: str
) -> None:
    """Seal for the random id `to` what is the person's and sealed for another one.

    What no key of ours opens stays as it is.
    """
    mine = select(injury.c.id, injury.c.sealed).where(injury.c.person_id == person_id)
    for row in db.execute(mine).all():
        with contextlib.suppress(Unreadable):
            sealed = keyring.seal(purpose(to), keyring.unseal(purpose(sealed_for), row.sealed))
            db.execute(update(injury).where(injury.c.id == row.id).values(sealed=sealed))


def end_injury(db: Connection, one: Injury, over_on: date | None) -> None:
    """It hurts no more since that day; None where it still does."""
    db.execute(update(injury).where(injury.c.id == one.id).values(over_on=over_on))


def delete_injury(db: Connection, one: Injury) -> None:
    """As if it had never been told."""
    db.execute(delete(injury).where(injury.c.id == one.id))


def injuries(db: Connection, keyring: Keyring, person: Person) -> list[Injury]:
    """Every injury, oldest first; the words are "" where we no longer have their key."""
    mine = select(injury).where(injury.c.person_id == person.id)
    rows = db.execute(mine.order_by(injury.c.begun_on, injury.c.id))
    return [_opened(keyring, person, row) for row in rows]


def open_injuries(db: Connection, keyring: Keyring, person: Person) -> list[Injury]:
    """What still hurts."""
    return [one for one in injuries(db, keyring, person) if one.over_on is None]


def injury_by_id(db: Connection, keyring: Keyring, person: Person, injury_id: int) -> Injury | None:
    """One of this person's injuries."""
    mine = select(injury).where(injury.c.person_id == person.id, injury.c.id == injury_id)
    row = db.execute(mine).first()
    return None if row is None else _opened(keyring, person, row)


def _opened(keyring: Keyring, person: Person, row: Sequence[Any]) -> Injury:
    try:
        words = keyring.unseal(purpose(person.random_id), row[2]).decode()
    except Unreadable:
        words = ""
    return Injury(row[0], row[1], words, row[3], row[4])
