"""Who sent what came in, where the platform has several names for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.engine import merging, store
from bot.engine.inbound import Inbound, Renamed
from bot.engine.turn import Turn
from core.people import address_queries, addresses
from core.people import queries as people
from core.people.addresses import Found
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
    """Two of a platform's names were two persons to us, and are one: nobody undoes that."""
    for other in others:
        if people.goes_on_as(turn.db, other) != turn.person.id:
            merged = merging.merge(turn, other)
            address_queries.finish_merger(turn.db, merged.merger.id)


def lanes_of(inbound: Inbound) -> set[str]:
    """What nothing else may be taken under meanwhile: one person has more names than one."""
    names = inbound.known_by
    if isinstance(inbound.content, Renamed):
        names += inbound.content.names
    lanes = {f"{inbound.sender.channel}:{one.kind}:{one.value}" for one in names}
    return lanes or {str(inbound.sender)}


def _met(db: Connection, found: Found) -> store.Met | None:
    for absorbed, survivor in found.joined:
        store.follow(db, absorbed, survivor)
    met = None if found.identity_id is None else store.meet_identity(db, found.identity_id)
    if met is not None and found.joined:
        were = address_queries.people_of(db, [absorbed for absorbed, _ in found.joined])
        met.others = tuple(one for one in were if one != met.person.id)
    return met
