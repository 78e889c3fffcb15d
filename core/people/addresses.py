"""Who somebody is on a platform that has several names for them, one of which may be a number.

An identity is then found by the keyed hash of any of its names; the names themselves are sealed. A
`user_id` is an account's own; a `wa_id` is a phone number, which somebody else may have one day. So
a number never opens the log of an account that is another one by its `user_id`: it moves to whom
the platform now says that it belongs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import digits
from typing import Any, Final

from sqlalchemy import Connection

from core.people import address_queries as kept
from core.people import queries as people
from core.people.address_queries import Kept
from core.people.models import Identity, KeyKind, KnownBy
from core.secrets import Keyring, Unreadable

_PURPOSE: Final = "name"
_STRONGEST: Final = (KeyKind.USER_ID, KeyKind.WA_ID)
"""What is an account's own comes first."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """How an identity is written to, since when we may answer, and what they do not want."""

    names: tuple[KnownBy, ...]
    heard_at: datetime | None
    no_marketing_at: datetime | None
    # BCP 47, for the few words that are the channel's own.
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Found:
    """Whose the names are, None where nobody's yet.

    `joined` are the identities that turned out to be another one, each with that one: what lay
    ready for the first is the second's now, and so is whoever it was met as.
    """

    identity_id: int | None
    joined: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Given:
    """A name that the platform gives, and all that it may be kept under, the newest first."""

    name: KnownBy
    hashes: list[str]

    def is_kept_in(self, row: Kept) -> bool:
        return row.hash in self.hashes


# Looking up


def new_key() -> str:
    """What an identity is called by us, where the platform's names are not to be read."""
    return secrets.token_hex(12)


def normal(name: KnownBy) -> KnownBy:
    """The name as the platform writes it, however it was typed: a number has digits alone."""
    if name.kind is KeyKind.WA_ID:
        return KnownBy(name.kind, "".join(one for one in name.value if one in digits))
    return KnownBy(name.kind, name.value.strip())


def identity_named(db: Connection, keyring: Keyring, address: str) -> Identity | None:
    """Whoever is meant by `telegram:123`, `whatsapp:+49 151 …` or `whatsapp:<user_id>`."""
    channel, _, key = address.partition(":")
    names = [KnownBy(KeyKind.USER_ID, key)]
    if not any(map(str.isalpha, key)):
        names.append(KnownBy(KeyKind.WA_ID, key))
    given = _given(keyring, channel, names)
    for row in _rows(db, channel, given):
        return people.identity_by_id(db, row.identity_id)
    return kept.identity_at(db, channel, key)


def names_of(db: Connection, keyring: Keyring, identity_id: int) -> tuple[KnownBy, ...]:
    """What the platform calls this identity, its account's own name first."""
    read = [_opened(keyring, row) for row in kept.names_of(db, identity_id)]
    return tuple(sorted(filter(None, read), key=lambda name: _STRONGEST.index(name.kind)))


def reachable(db: Connection, keyring: Keyring, channel: str, key: str) -> Reachable | None:
    """How whoever has this key of ours is written to; None where they have no name any more.

    Without names where none can be read: the key that sealed them is not ours, or not yet.
    """
    found = kept.identity_at(db, channel, key)
    if found is None or not kept.names_of(db, found.id):
        return None
    names = names_of(db, keyring, found.id)
    whose = people.person_by_id(db, found.person_id)
    language = whose.language if whose else "en"
    return Reachable(names, found.heard_at, found.no_marketing_at, language)


def way(names: Iterable[KnownBy]) -> str:
    """Where a last message goes that outlives the names: `user_id:…`, else `wa_id:…`.

    Raises `ValueError` where there is no name.
    """
    best = min(names, key=lambda name: _STRONGEST.index(name.kind))
    return f"{best.kind.value}:{best.value}"


def way_to(db: Connection, keyring: Keyring, to: Identity) -> str:
    """What a channel finds this identity by, also once all that is kept of it is erased."""
    names = names_of(db, keyring, to.id)
    return way(names) if names else to.key


# What the platform says


def find_or_join(
    db: Connection, keyring: Keyring, channel: str, names: Iterable[KnownBy], now: datetime
) -> Found:
    """Whoever the platform calls by these names; all of them are theirs from now on.

    Two identities that turn out to be one are joined; their persons are the caller's to make one.
    A name that is no longer somebody's is taken from them.
    """
    given = _given(keyring, channel, names)
    rows = _rows(db, channel, given, lock=True)
    owners = _owners(rows)
    if not owners:
        return Found(None)
    if len(owners) == 1 and len(rows) == len(given) == len({row.kind for row in rows}):
        return Found(owners[0])
    return _agreed(db, keyring, channel, given, owners, now)


def add_names(
    db: Connection,
    keyring: Keyring,
    channel: str,
    identity_id: int,
    names: Iterable[KnownBy],
    now: datetime,
) -> None:
    """The platform calls this identity so, and by no other name of the same kinds."""
    _add(db, keyring, channel, _given(keyring, channel, names), identity_id, now)


def change_number(
    db: Connection,
    keyring: Keyring,
    channel: str,
    before: Iterable[KnownBy],
    after: Iterable[KnownBy],
    now: datetime,
) -> Found:
    """Whoever was called `before` is called `after` from now on, and by no other name.

    With the number an account gets a new `user_id`, also where we are not told of it. Whoever wrote
    by that one already is the same person; whoever has had the new number is not.
    """
    owners = _owners(_rows(db, channel, _given(keyring, channel, before), lock=True))
    given = _given(keyring, channel, after)
    if not owners or not given:
        return Found(None)
    owner, joined = owners[0], []
    rows = _rows(db, channel, given, lock=True)
    kept.drop(db, [row.id for row in kept.names_of(db, owner) if row not in rows])
    for other in _owners([row for row in rows if row.identity_id != owner]):
        if any(row.identity_id == other and row.kind == KeyKind.USER_ID for row in rows):
            joined.append(_join(db, owner, other))
            owner = joined[-1][1]
        else:
            _take_away(db, given, other, now)
    _add(db, keyring, channel, given, owner, now)
    return Found(owner, tuple(joined))


def set_marketing(
    db: Connection,
    keyring: Keyring,
    channel: str,
    names: Iterable[KnownBy],
    at: datetime,
    *,
    wanted: bool,
) -> bool:
    """Whoever is called so wants marketing here since `at`, or wants none; False where nobody is.

    What was said before that and comes late changes nothing.
    """
    owners = _owners(_rows(db, channel, _given(keyring, channel, names)))
    for identity_id in owners[:1]:
        kept.set_marketing(db, identity_id, at, wanted=wanted)
    return bool(owners)


# Another key


def rewritten(db: Connection, keyring: Keyring, row: Kept) -> dict[str, Any] | None:
    """What changes of a name as it is kept under our first key; raises `Unreadable`.

    None where it is kept under that one as well, for another identity: the two are joined when
    their person is heard of.
    """
    name = _read(keyring, row)
    one = _Given(name, _hashes(keyring, row.channel, name))
    if kept.by_hashes(db, row.channel, one.hashes[:1]):
        return None
    return {"hash": one.hashes[0], "hash_key": keyring.key_id, "sealed": _sealed(keyring, one)}


# Whose a name is


def _agreed(
    db: Connection,
    keyring: Keyring,
    channel: str,
    given: Sequence[_Given],
    owners: list[int],
    now: datetime,
) -> Found:
    """Where a name is nobody's yet, or they are several identities' by now."""
    owner, joined = owners[0], []
    for other in owners[1:]:
        if _contradict(given, kept.names_of(db, owner), kept.names_of(db, other)):
            _take_away(db, given, other, now)
        else:
            joined.append(_join(db, owner, other))
            owner = joined[-1][1]
    if _is_another_account(given, kept.names_of(db, owner)):
        _take_away(db, given, owner, now)
        return Found(None, tuple(joined))
    _add(db, keyring, channel, given, owner, now)
    return Found(owner, tuple(joined))


def _contradict(given: Sequence[_Given], one: Sequence[Kept], other: Sequence[Kept]) -> bool:
    """Whether both have a name of one kind, and not the same."""
    return any(
        {_what(given, row) for row in one if row.kind == kind}.isdisjoint(
            {_what(given, row) for row in other if row.kind == kind}
        )
        for kind in {row.kind for row in one} & {row.kind for row in other}
    )


def _what(given: Sequence[_Given], row: Kept) -> str:
    """One name may be kept twice, under two keys of ours."""
    return next((one.hashes[0] for one in given if one.is_kept_in(row)), row.hash)


def _is_another_account(given: Sequence[_Given], rows: Sequence[Kept]) -> bool:
    said = [one for one in given if one.name.kind is KeyKind.USER_ID]
    own = [row for row in rows if row.kind == KeyKind.USER_ID]
    return bool(said and own) and not any(one.is_kept_in(row) for one in said for row in own)


def _take_away(db: Connection, given: Sequence[_Given], identity_id: int, now: datetime) -> None:
    """These names are not theirs any more; without any name nothing reaches them."""
    rows = kept.names_of(db, identity_id)
    lost = [row.id for row in rows if any(one.is_kept_in(row) for one in given)]
    kept.drop(db, lost)
    if len(lost) == len(rows):
        people.mark_gone(db, identity_id, now)


def _join(db: Connection, one: int, other: int) -> tuple[int, int]:
    """The two are one; returns the newer one and the older one, which it is from now on.

    Whoever they are is locked first: what they are in the middle of is over by then.
    """
    survivor, absorbed = sorted((one, other))
    kept.lock_people(db, (survivor, absorbed))
    kept.join(db, absorbed, survivor)
    return absorbed, survivor


def _add(
    db: Connection,
    keyring: Keyring,
    channel: str,
    given: Sequence[_Given],
    identity_id: int,
    now: datetime,
) -> None:
    theirs = kept.names_of(db, identity_id)
    for one in given:
        same = [row for row in theirs if one.is_kept_in(row)]
        replaced = [row for row in theirs if row.kind == one.name.kind and row not in same[:1]]
        kept.drop(db, [row.id for row in replaced])
        if not same:
            values = {"identity_id": identity_id, "channel": channel, "kind": one.name.kind}
            values |= {"hash": one.hashes[0], "hash_key": keyring.key_id, "at": now}
            kept.add(db, values | {"sealed": _sealed(keyring, one)})


# Names as they are kept


def _given(keyring: Keyring, channel: str, names: Iterable[KnownBy]) -> list[_Given]:
    normals = dict.fromkeys(map(normal, names))
    # Nothing is nobody's name.
    return [_Given(name, _hashes(keyring, channel, name)) for name in normals if name.value]


def _hashes(keyring: Keyring, channel: str, name: KnownBy) -> list[str]:
    return keyring.hashes(_PURPOSE, f"{channel}:{name.kind.value}:{name.value}")


def _rows(
    db: Connection, channel: str, given: Sequence[_Given], *, lock: bool = False
) -> list[Kept]:
    hashes = [hash_ for one in given for hash_ in one.hashes]
    return kept.by_hashes(db, channel, hashes, lock=lock) if hashes else []


def _owners(rows: Iterable[Kept]) -> list[int]:
    """Whose they are, whoever has the strongest name first."""
    ordered = sorted(rows, key=lambda row: (_STRONGEST.index(KeyKind(row.kind)), row.id))
    return list(dict.fromkeys(row.identity_id for row in ordered))


def _sealed(keyring: Keyring, one: _Given) -> bytes:
    value = one.name.value.encode("utf-8", "surrogatepass")
    return keyring.seal(f"{_PURPOSE}:{one.hashes[0]}", value)


def _opened(keyring: Keyring, row: Kept) -> KnownBy | None:
    """None where the key that sealed it is no longer ours."""
    try:
        return _read(keyring, row)
    except Unreadable:
        return None


def _read(keyring: Keyring, row: Kept) -> KnownBy:
    value = keyring.unseal(f"{_PURPOSE}:{row.hash}", row.sealed)
    return KnownBy(KeyKind(row.kind), value.decode("utf-8", "surrogatepass"))
