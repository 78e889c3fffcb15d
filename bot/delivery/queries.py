"""All SQL about messages on their way out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    null,
    or_,
    select,
)

from bot.channels.channel import MediaBytes
from bot.engine.order import rests
from bot.engine.receipts import address_hash, unseal_key
from bot.engine.store import Leaving
from bot.engine.tables import media, outbox, shown
from core.people.models import identity
from core.prepared import Prepared
from core.secrets import Keyring

BATCH = 500
# A receipt has no identity any more, and brings its channel along.
CHANNEL: ColumnElement[str] = func.coalesce(identity.c.channel, outbox.c.channel)
WAITING = (
    select(
        outbox.c.id,
        outbox.c.identity_id,
        CHANNEL,
        identity.c.key,
        outbox.c.body,
        outbox.c.attempts,
        outbox.c.expires_at,
        outbox.c.created_at,
        func.coalesce(outbox.c.paced, false()),
        outbox.c.sealed,
    )
    .outerjoin(identity, identity.c.id == outbox.c.identity_id)
    .order_by(outbox.c.id)
)
WAITING_COLUMNS = len(WAITING.selected_columns)
THIS_SHOWN = (shown.c.identity_id == bindparam("whose")) & (shown.c.name == bindparam("which"))
_SHOWN = Prepared(select(shown.c.message).where(THIS_SHOWN))


def message_shown(db: Connection, identity_id: int, name: str) -> str | None:
    """What the platform calls the message that shows this logical one."""
    found: str | None = _SHOWN.value(db, {"whose": identity_id, "which": name})
    return found


def waiting_for(db: Connection, keyring: Keyring, channel: str, key: str) -> list[Leaving]:
    """What this address has not been shown yet, in order; receipts of a deletion among it."""
    mine = WAITING.where(identity.c.channel == channel, identity.c.key == key).limit(BATCH)
    receipts = WAITING.where(outbox.c.address == address_hash(keyring, channel, key))
    found = _leaving(db, keyring, receipts) + _leaving(db, keyring, mine)
    return sorted(found, key=attrgetter("id"))


def seen_by(db: Connection, keyring: Keyring, channel: str, key: str, rows: list[int]) -> None:
    """Forget what this address has acknowledged; ids of others are left alone."""
    mine = (
        select(identity.c.id)
        .where(identity.c.channel == channel, identity.c.key == key)
        .scalar_subquery()
    )
    theirs = outbox.c.address == address_hash(keyring, channel, key)
    whose = (outbox.c.identity_id == mine) | theirs
    db.execute(delete(outbox).where(whose, outbox.c.id.in_(rows)))


def unsent(db: Connection, keyring: Keyring) -> list[Leaving]:
    """Every message that is to be sent to anybody, oldest first; not what rests."""
    return _leaving(db, keyring, WAITING.where(~rests(outbox)))


def load_media(db: Connection, media_id: int) -> MediaBytes | None:
    """The bytes (empty once sent) and what the platform called them."""
    found = select(media.c.bytes, media.c.file_name, media.c.mime, media.c.platform_file)
    row = db.execute(found.where(media.c.id == media_id)).first()
    if row is None:
        return None
    return MediaBytes(row.bytes or b"", row.file_name, row.mime, row.platform_file)


def media_of_row(db: Connection, channel: str, key: str, row: int) -> MediaBytes | None:
    """The picture or file of an outbox row, for the address that it is meant for and no other."""
    mine = (
        select(outbox.c.body)
        .join(identity, identity.c.id == outbox.c.identity_id)
        .where(outbox.c.id == row, identity.c.channel == channel, identity.c.key == key)
    )
    body: dict[str, Any] | None = db.execute(mine).scalar()
    return None if body is None or "media" not in body else load_media(db, body["media"])


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in one channel: all that is to be sent, the paced part of it, and the oldest that
    is not paced. Apart from that: what waits for its person's next word, since when the first of
    it does, and what the platform has taken and not yet confirmed."""

    messages: int
    paced: int
    since: datetime | None
    waiting: int = 0
    waiting_since: datetime | None = None
    unconfirmed: int = 0


def depth(db: Connection, now: datetime) -> dict[str, Backlog]:
    """What waits and is still worth sending, by channel."""
    waits, taken = outbox.c.waits_since.is_not(None), outbox.c.accepted_at.is_not(None)
    to_go, paced = ~rests(outbox), func.coalesce(outbox.c.paced, false())
    replies = and_(to_go, ~paced)
    counted = (
        select(CHANNEL, _number_of(to_go), _number_of(and_(to_go, paced)))
        .add_columns(func.min(case((replies, outbox.c.created_at), else_=null())))
        .add_columns(_number_of(waits), func.min(outbox.c.waits_since), _number_of(taken))
        .select_from(outbox)
        .outerjoin(identity, identity.c.id == outbox.c.identity_id)
        .where(or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now, taken))
        .group_by(CHANNEL)
    )
    return {row[0]: Backlog(*row[1:]) for row in db.execute(counted)}


def _number_of(these: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((these, 1), else_=0))


def _leaving(db: Connection, keyring: Keyring, statement: Select[Any]) -> list[Leaving]:
    found = (leaving_from(row, keyring) for row in db.execute(statement))
    return [one for one in found if one is not None]


def leaving_from(row: Row[Any], keyring: Keyring) -> Leaving | None:
    """A receipt stands alone in its chat; one that cannot be unsealed waits until it expires."""
    one = Leaving(*tuple(row)[: WAITING_COLUMNS - 1])
    if row.sealed is None:
        return one
    key = unseal_key(keyring, one.channel, row.sealed)
    return None if key is None else replace(one, identity_id=-one.id, key=key, receipt=True)
