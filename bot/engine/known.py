"""Who sent what came in, where the platform has several names for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.engine import merging, store
from bot.engine.inbound import Inbound, Renamed
from bot.engine.tables import conversation, delivery_status, job, outbox
from bot.engine.turn import Turn
from core.people import address_queries, addresses
from core.people import queries as people
from core.people.addresses import Found
from core.people.models import identity
from core.secrets import Keyring


def meet_known(
    db: Connection, keyring: Keyring, inbound: Inbound, now: datetime
) -> store.Met | None:
    """Whoever the platform calls so, locked for the turn."""
    channel, names = inbound.sender.channel, inbound.known_by
    if isinstance(inbound.content, Renamed):
        after = inbound.content.names
        return _met(db, addresses.change_number(db, keyring, channel, names, after, now))
    return _met(db, addresses.find_or_join(db, keyring, channel, names, now))


def make_one(turn: Turn, others: tuple[int, ...]) -> None:
    """Two of a platform's names were two identities to us, and perhaps two persons.

    Nobody undoes that, nor what was linked before: of one identity no two persons can be made.
    """
    for other in others:
        if people.goes_on_as(turn.db, other) != turn.person.id:
            merging.merge(turn, other)
    if others:
        address_queries.finish_mergers(turn.db, turn.person.id, turn.now)


def lanes_of(inbound: Inbound) -> set[str]:
    """What nothing else may be taken under meanwhile: one person has more names than one."""
    names = inbound.known_by
    if isinstance(inbound.content, Renamed):
        names += inbound.content.names
    lanes = {f"{inbound.sender.channel}:{one.kind}:{one.value}" for one in names}
    return lanes or {str(inbound.sender)}


def _met(db: Connection, found: Found) -> store.Met | None:
    for absorbed, survivor in found.joined:
        _follow(db, absorbed, survivor)
    met = None if found.identity_id is None else store.meet_identity(db, found.identity_id)
    if met is not None and found.joined:
        were = address_queries.people_of(db, [absorbed for absorbed, _ in found.joined])
        met.others = tuple(were)
    return met


def _follow(db: Connection, absorbed: int, survivor: int) -> None:
    """What lies ready for an identity is for the one that it turned out to be."""
    for table in (outbox, delivery_status):
        theirs = update(table).where(table.c.identity_id == absorbed)
        db.execute(theirs.values(identity_id=survivor))
    whose = select(identity.c.person_id).where(identity.c.id == absorbed).scalar_subquery()
    for table in (conversation, job):
        theirs = update(table).where(table.c.person_id == whose, table.c.identity_id == absorbed)
        db.execute(theirs.values(identity_id=survivor))
