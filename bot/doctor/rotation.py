"""Rewrites whatever an older key hashed or sealed under the first one, beside a bot that runs.

After it the older key may be taken out. What a key only signed (buttons that are shown already,
the browser's cookies) is not kept by us, and is good for as long as its key is. Of what is hashed
alone nothing is left to hash anew: a link code lasts ten minutes, and what a geocoder was asked is
asked once more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Select,
    bindparam,
    func,
    select,
    update,
)

from bot.engine import failures, receipts
from bot.engine.tables import failed_turn, outbox
from core.body import injuries
from core.body.models import injury
from core.database import Database
from core.people import addresses
from core.people.address_queries import NAME, Kept
from core.people.models import identity_key, person
from core.providers import contacts
from core.providers.models import provider
from core.secrets import KEY_ID_BYTES, Keyring, Unreadable

CHUNK: Final = 100
"""Rows in one transaction: some milliseconds, as turns wait for it on SQLite."""

Anew = Callable[[Connection, Keyring, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of what our keys seal; `rows` have all that `anew` needs for a row's new values."""

    what: str
    column: Column[Any]
    rows: Select[Any]
    anew: Anew

    @property
    def id(self) -> Column[Any]:
        """The row's number."""
        column: Column[Any] = self.column.table.c.id
        return column


def _name(db: Connection, keyring: Keyring, row: Row[Any]) -> dict[str, Any] | None:
    return addresses.rewritten(db, keyring, Kept(*tuple(row)))


def _injury(_db: Connection, keyring: Keyring, row: Row[Any]) -> dict[str, Any]:
    return {"sealed": keyring.reseal(injuries.purpose(row.random_id), row.sealed)}


def _contacts(_db: Connection, keyring: Keyring, row: Row[Any]) -> dict[str, Any]:
    return {"contacts": keyring.reseal(contacts.purpose(row.code), row.contacts)}


def _failed(_db: Connection, keyring: Keyring, row: Row[Any]) -> dict[str, Any]:
    return {"sealed": keyring.reseal(failures.purpose(row.random_id), row.sealed)}


def _receipt(_db: Connection, keyring: Keyring, row: Row[Any]) -> dict[str, Any]:
    sealed = keyring.reseal(receipts.purpose(row.channel), row.sealed)
    key = keyring.unseal(receipts.purpose(row.channel), sealed).decode()
    return {"sealed": sealed, "address": receipts.address_hash(keyring, row.channel, key)}


def _of_person(sealed: Column[Any]) -> Select[Any]:
    table = sealed.table
    return select(table.c.id, sealed, person.c.random_id).join(
        person, person.c.id == table.c.person_id
    )


EVERYTHING: Final = (
    Sealed("names of people", identity_key.c.sealed, select(*NAME), _name),
    Sealed("injuries", injury.c.sealed, _of_person(injury.c.sealed), _injury),
    Sealed(
        "contacts of providers",
        provider.c.contacts,
        select(provider.c.id, provider.c.contacts, provider.c.code),
        _contacts,
    ),
    Sealed(
        "messages to try again", failed_turn.c.sealed, _of_person(failed_turn.c.sealed), _failed
    ),
    Sealed(
        "receipts of deletions",
        outbox.c.sealed,
        select(outbox.c.id, outbox.c.sealed, outbox.c.channel),
        _receipt,
    ),
)


async def rotate(database: Database, keyring: Keyring) -> dict[str, int]:
    """Rewrite all of it, a few rows at a time; returns how many of each kind.

    Asked again, it goes on where it stopped.
    """
    return {kind.what: await _rotate(database, keyring, kind) for kind in EVERYTHING}


def key_ids(db: Connection, kind: Sealed) -> dict[bytes, int]:
    """How many rows each key has sealed, by what they begin with."""
    key_id = _key_id(kind)
    counted = select(key_id, func.count()).where(kind.column.is_not(None)).group_by(key_id)
    return {bytes(row[0]): row[1] for row in db.execute(counted)}


async def _rotate(database: Database, keyring: Keyring, kind: Sealed) -> int:
    rewritten = last = 0
    # Looking through them all holds nobody up, and is not done while rows are locked.
    while ids := await database.read(_older, keyring, kind, last):
        rewritten += await database.run(_rewrite, keyring, kind, ids)
        last = ids[-1]
    return rewritten


def _older(db: Connection, keyring: Keyring, kind: Sealed, after: int) -> Sequence[int]:
    rows = select(kind.id).where(_is_older(keyring, kind), kind.id > after)
    return db.execute(rows.order_by(kind.id).limit(CHUNK)).scalars().all()


def _rewrite(db: Connection, keyring: Keyring, kind: Sealed, ids: Sequence[int]) -> int:
    """Bring these rows under the first key, those that we can read; returns how many."""
    table = kind.column.table
    rows = kind.rows.where(kind.id.in_(ids), _is_older(keyring, kind)).order_by(kind.id)
    found = db.execute(rows.with_for_update(key_share=True, of=table)).all()
    changes = [change for row in found if (change := _change(db, keyring, kind, row)) is not None]
    if changes:
        values: dict[str, Any] = {name: bindparam(name) for name in changes[0] if name != "row"}
        db.execute(update(table).where(kind.id == bindparam("row")).values(values), changes)
    return len(changes)


def _change(db: Connection, keyring: Keyring, kind: Sealed, row: Row[Any]) -> dict[str, Any] | None:
    try:
        values = kind.anew(db, keyring, row)
    except Unreadable:
        return None
    return None if values is None else {"row": row.id, **values}


def _is_older(keyring: Keyring, kind: Sealed) -> ColumnElement[bool]:
    return _key_id(kind) != bytes.fromhex(keyring.key_id)


def _key_id(kind: Sealed) -> ColumnElement[bytes]:
    return func.substr(kind.column, 1, KEY_ID_BYTES, type_=LargeBinary)
