"""All SQL about what a platform calls an identity."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from core.people.models import Identity, identity, identity_key, link_code, merger, person
from core.people.queries import identity_from
from core.prepared import Prepared
from core.training.models import workout_set

NAME = [
    identity_key.c.id,
    identity_key.c.identity_id,
    identity_key.c.channel,
    identity_key.c.kind,
    identity_key.c.hash,
    identity_key.c.hash_key,
    identity_key.c.sealed,
]


@dataclass(frozen=True, slots=True)
class Kept:
    """One name as it is kept: its keyed hash and its sealed value."""

    id: int
    identity_id: int
    channel: str
    kind: str
    hash: str
    hash_key: str
    sealed: bytes


@cache
def _by_hash(count: int, lock: bool) -> Prepared:
    hashes: list[BindParameter[str]] = [bindparam(f"hash{place}") for place in range(count)]
    here = identity_key.c.channel == bindparam("channel")
    found = select(*NAME).where(here, identity_key.c.hash.in_(hashes)).order_by(identity_key.c.id)
    return Prepared(found.with_for_update(key_share=True) if lock else found)


def by_hashes(
    db: Connection, channel: str, hashes: Sequence[str], *, lock: bool = False
) -> list[Kept]:
    """The names kept under these hashes, in one order.

    Locked, whoever had to wait sees whose they are by then, and they stay so for this transaction.
    """
    values = {f"hash{place}": one for place, one in enumerate(hashes)}
    found = _by_hash(len(hashes), lock).rows(db, {"channel": channel, **values})
    return [Kept(*row) for row in found]


def names_of(db: Connection, identity_id: int) -> list[Kept]:
    """Every name of this identity, the oldest first."""
    theirs = select(*NAME).where(identity_key.c.identity_id == identity_id)
    return [Kept(*row) for row in db.execute(theirs.order_by(identity_key.c.id))]


def add(db: Connection, values: dict[str, Any]) -> None:
    """One name more."""
    db.execute(insert(identity_key), values)


def drop(db: Connection, ids: Collection[int]) -> None:
    """These names are nobody's any more."""
    if ids:
        db.execute(delete(identity_key).where(identity_key.c.id.in_(ids)))


def identity_at(db: Connection, channel: str, key: str) -> Identity | None:
    """Who is met under this key of ours; whoever they turned out to be, where they did."""
    found = _identities().where(identity.c.channel == channel, identity.c.key == key)
    row = db.execute(found).first()
    if row is not None and (one := identity_from(row)).joined_to is not None:
        row = db.execute(_identities().where(identity.c.id == one.joined_to)).first()
    return None if row is None else identity_from(row)


def joined_to(db: Connection, identity_id: int) -> list[int]:
    """The identities that turned out to be this one."""
    theirs = select(identity.c.id).where(identity.c.joined_to == identity_id)
    return list(db.scalars(theirs.order_by(identity.c.id)))


def lock_people(db: Connection, identity_ids: Collection[int]) -> None:
    """Wait for whatever those do who are met there; in one order, as everybody does."""
    theirs = select(identity.c.person_id).where(identity.c.id.in_(identity_ids))
    them = select(person.c.id).where(person.c.id.in_(theirs)).order_by(person.c.id)
    db.execute(them.with_for_update(key_share=True)).all()


def people_of(db: Connection, identity_ids: Collection[int]) -> list[int]:
    """Whose these identities are, the oldest person first."""
    theirs = select(identity.c.person_id).where(identity.c.id.in_(identity_ids)).distinct()
    return list(db.scalars(theirs.order_by(identity.c.person_id)))


def finish_mergers(db: Connection, person_id: int, now: datetime) -> None:
    """Nobody undoes any more what made this person of several."""
    theirs = (merger.c.kept_id == person_id, merger.c.undo_until > now)
    db.execute(update(merger).where(*theirs).values(undo_until=now))


def join(db: Connection, absorbed: int, survivor: int) -> None:
    """`absorbed` turned out to be `survivor`, and so did all that had turned out to be it."""
    names = identity_key.c.identity_id == absorbed
    db.execute(update(identity_key).where(names).values(identity_id=survivor))
    these = or_(identity.c.id == absorbed, identity.c.joined_to == absorbed)
    db.execute(update(identity).where(these).values(joined_to=survivor))
    whose = select(identity.c.person_id).where(identity.c.id == absorbed).scalar_subquery()
    theirs = (person.c.id == whose, person.c.reminders_to == absorbed)
    db.execute(update(person).where(*theirs).values(reminders_to=survivor))
    for table in (link_code, workout_set):
        # A code was shown there, and a set written, which may yet be edited.
        came_by = table.c.identity_id == absorbed
        db.execute(update(table).where(came_by).values(identity_id=survivor))
    newest = select(func.max(identity.c.heard_at), func.max(identity.c.no_marketing_at))
    both = newest.where(identity.c.id.in_((absorbed, survivor)))
    heard_at, no_marketing_at = db.execute(both).one()
    values = {"heard_at": heard_at, "no_marketing_at": no_marketing_at}
    db.execute(update(identity).where(identity.c.id == survivor).values(**values))


def set_marketing(db: Connection, identity_id: int, at: datetime, *, wanted: bool) -> None:
    """They want marketing here since `at`, or want none, unless they have said so since."""
    since = identity.c.no_marketing_at
    earlier = since <= at if wanted else or_(since.is_(None), since < at)
    change = update(identity).where(identity.c.id == identity_id, earlier)
    db.execute(change.values(no_marketing_at=None if wanted else at))


def _identities() -> Select[Any]:
    return select(identity)
