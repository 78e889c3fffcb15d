"""Who somebody is on a platform that has several names for them, one of which may be a number.

An identity is then found by the keyed hash of any of its names; the names themselves are sealed. A
`user_id` is an account's own; a `wa_id` is a number, which may be given to somebody else one day.
So a number never opens an account that has, or that the message says to be, another `user_id`: it
moves to whom the platform now says it belongs.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from core.people import address_queries as kept
from core.people import queries as people
from core.people.address_queries import Kept
from core.people.models import Identity, KeyKind, KnownBy
from core.secrets import Hashed, Keyring, Unreadable

_PURPOSE: Final = "name"
_STRONGEST: Final = (KeyKind.USER_ID, KeyKind.WA_ID)
"""What is an account's own comes first."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """How an identity is written to, and what they let us write."""

    names: tuple[KnownBy, ...]
    heard_at: datetime | None
    no_marketing_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """Whose names they are, None where nobody's yet; `joined` turned out to be that identity."""

    identity_id: int | None
    joined: tuple[int, ...] = ()


# Looking up


def new_key() -> str:
    """What an identity is called by us, where the platform's names are not to be read."""
    return secrets.token_hex(12)


def normal(name: KnownBy) -> KnownBy:
    """The name as the platform writes it: a number has digits alone."""
    if name.kind is KeyKind.WA_ID:
        return KnownBy(name.kind, "".join(filter(str.isdecimal, name.value)))
    return KnownBy(name.kind, name.value.strip())


def find_or_join(
    db: Connection, keyring: Keyring, channel: str, names: Iterable[KnownBy], now: datetime
) -> Found:
    """Whoever the platform calls by these names, all of which are theirs from now on.

    Two identities that turn out to be one are joined, and their persons with them; a name that is
    no longer somebody's is taken from them.
    """
    given = [normal(name) for name in names]
    rows = _rows(db, keyring, channel, given)
    identities = {row.identity_id for row in rows}
    if len(identities) == 1 and len(rows) == len(given):
        return Found(identities.pop())
    return Found(None)


def identity_named(db: Connection, keyring: Keyring, address: str) -> Identity | None:
    """Whoever a person means by `telegram:123` or `whatsapp:+49 151 …`."""
    channel, _, key = address.partition(":")
    names = [normal(KnownBy(kind, key)) for kind in _STRONGEST]
    for row in _rows(db, keyring, channel, [name for name in names if name.value]):
        return people.identity_by_id(db, row.identity_id)
    return kept.identity_at(db, channel, key)


def names_of(db: Connection, keyring: Keyring, identity_id: int) -> tuple[KnownBy, ...]:
    """What the platform calls this identity, an account's own name first."""
    read = [_opened(keyring, row) for row in kept.names_of(db, [identity_id])]
    return tuple(sorted(filter(None, read), key=lambda name: _STRONGEST.index(name.kind)))


def reachable(db: Connection, keyring: Keyring, channel: str, key: str) -> Reachable | None:
    """How whoever has this key of ours is written to; None where they have no name any more."""
    found = kept.identity_at(db, channel, key)
    names = names_of(db, keyring, found.id) if found else ()
    if found is None or not names:
        return None
    return Reachable(names, found.heard_at, found.no_marketing_at)


def way(names: Iterable[KnownBy]) -> str:
    """Where a last message goes that outlives the names: `user_id:…`, else `wa_id:…`.

    Raises `ValueError` where there is no name.
    """
    best = min(names, key=lambda name: _STRONGEST.index(name.kind))
    return f"{best.kind.value}:{best.value}"


def way_to(db: Connection, keyring: Keyring, to: Identity) -> str:
    """What a channel finds this identity by once all that is kept of it is erased."""
    names = names_of(db, keyring, to.id)
    return way(names) if names else to.key


# Writing


def add_names(
    db: Connection,
    keyring: Keyring,
    channel: str,
    identity_id: int,
    names: Iterable[KnownBy],
    now: datetime,
) -> None:
    """The platform calls this identity so; another name of the same kind is theirs no longer."""
    for name in map(normal, names):
        hashed = _hashes(keyring, channel, name)[0]
        values = {"identity_id": identity_id, "channel": channel, "kind": name.kind, "at": now}
        values |= {"hash": hashed.hash, "hash_key": hashed.key_id}
        kept.add(db, values | {"sealed": _sealed(keyring, hashed.hash, name)})


def change_number(
    db: Connection,
    keyring: Keyring,
    channel: str,
    before: Iterable[KnownBy],
    after: Iterable[KnownBy],
    now: datetime,
) -> Found:
    """Whoever was called `before` is called `after` from now on, and by no other name."""
    return find_or_join(db, keyring, channel, before, now)


def set_marketing(
    db: Connection,
    keyring: Keyring,
    channel: str,
    names: Iterable[KnownBy],
    at: datetime,
    *,
    wanted: bool,
) -> bool:
    """Whether whoever is called so is known, and now wants marketing here or does not."""
    given = [normal(name) for name in names]
    rows = _rows(db, keyring, channel, given)
    for row in rows[:1]:
        kept.keep_heard(db, row.identity_id, no_marketing_at=None if wanted else at)
    return bool(rows)


# Names as they are kept


def _rows(db: Connection, keyring: Keyring, channel: str, names: Collection[KnownBy]) -> list[Kept]:
    hashes = [one.hash for name in names for one in _hashes(keyring, channel, name)]
    return kept.by_hashes(db, channel, hashes) if hashes else []


def _hashes(keyring: Keyring, channel: str, name: KnownBy) -> list[Hashed]:
    return keyring.hashes(_PURPOSE, f"{channel}:{name.kind.value}:{name.value}")


def _sealed(keyring: Keyring, hash_: str, name: KnownBy) -> bytes:
    return keyring.seal(f"{_PURPOSE}:{hash_}", name.value.encode("utf-8", "surrogatepass"))


def _opened(keyring: Keyring, row: Kept) -> KnownBy | None:
    """None where the key that sealed it is no longer ours."""
    try:
        value = keyring.unseal(f"{_PURPOSE}:{row.hash}", row.sealed)
    except Unreadable:
        return None
    return KnownBy(KeyKind(row.kind), value.decode("utf-8", "surrogatepass"))
