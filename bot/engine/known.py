"""Who sent what came in, where the platform has several names for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.engine import store
from bot.engine.inbound import Inbound
from core.people import addresses
from core.people.addresses import Found
from core.people.models import KnownBy
from core.secrets import Keyring


def meet_known(
    db: Connection, keyring: Keyring, inbound: Inbound, now: datetime
) -> store.Met | None:
    """Whoever the platform calls so, locked for the turn."""
    channel = inbound.sender.channel
    found = _followed(db, addresses.find_or_join(db, keyring, channel, inbound.known_by, now))
    return None if found.identity_id is None else store.meet_identity(db, found.identity_id)


def rename(
    db: Connection,
    keyring: Keyring,
    inbound_id: str,
    channel: str,
    old: Iterable[KnownBy],
    new: Iterable[KnownBy],
    now: datetime,
) -> None:
    """The platform calls them by new names; once, as the old ones may soon be somebody else's."""
    if store.take(db, inbound_id, now):
        _followed(db, addresses.change_number(db, keyring, channel, old, new, now))


def lanes_of(inbound: Inbound) -> list[str]:
    """What nothing else may be taken under meanwhile: one person has more names than one."""
    names = [f"{inbound.sender.channel}:{one.kind}:{one.value}" for one in inbound.known_by]
    return sorted(names) or [str(inbound.sender)]


def _followed(db: Connection, found: Found) -> Found:
    for absorbed, survivor in found.joined:
        store.follow(db, absorbed, survivor)
    return found
