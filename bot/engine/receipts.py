"""The one message that outlives a person: that everything of theirs is erased.

It is an outbox row without an identity. Where it goes is sealed; a keyed hash beside it lets a
page ask for what waits for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from bot.engine.outgoing import Say, to_json
from bot.engine.store import Leaving
from bot.engine.tables import outbox
from core.people.models import Identity
from core.secrets import Keyring, Unreadable

RECEIPT_LASTS = timedelta(days=1)


def write_receipt(
    db: Connection,
    keyring: Keyring,
    to: Identity,
    text: str,
    now: datetime,
    lease: tuple[str, datetime],
) -> Leaving:
    """The last message to an address that is no longer known, leased to this process."""
    body, expires = to_json(Say(text)), now + RECEIPT_LASTS
    values = {
        "channel": to.channel,
        "address": address_hash(keyring, to.channel, to.key),
        "sealed": keyring.seal(purpose(to.channel), to.key.encode()),
        "body": body,
        "created_at": now,
        "expires_at": expires,
        "attempts": 0,
        "due_at": now,
        "leased_by": lease[0],
        "leased_until": lease[1],
    }
    key = db.execute(insert(outbox), values).inserted_primary_key
    if key is None:
        raise LookupError("the database named no id for a receipt")
    return Leaving(
        key[0], to.id, to.channel, to.key, body, expires_at=expires, at=now, receipt=True
    )


def address_hash(keyring: Keyring, channel: str, key: str) -> str:
    """What a receipt to this address is found by, and says nothing of it without our keys."""
    return keyring.tag("receipt", f"{channel}:{key}")


def unseal_key(keyring: Keyring, channel: str, sealed: bytes) -> str | None:
    """Where a receipt goes; None where the key that sealed it is no longer ours."""
    try:
        return keyring.unseal(purpose(channel), sealed).decode()
    except Unreadable:
        return None


def purpose(channel: str) -> str:
    """What an address on this channel is sealed for."""
    return f"receipt:{channel}"
