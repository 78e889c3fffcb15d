"""All SQL about messages on their way out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select, text, update

from bot.channels.channel import MediaBytes
from bot.engine.store import Leaving
from bot.engine.tables import media, outbox, shown
from core.database import UtcDateTime
from core.people.models import identity

BATCH = 500

_WAITING = (
    select(
        outbox.c.id,
        outbox.c.identity_id,
        identity.c.channel,
        identity.c.key,
        outbox.c.body,
        outbox.c.attempts,
        outbox.c.expires_at,
        outbox.c.created_at,
    )
    .join(identity, identity.c.id == outbox.c.identity_id)
    .order_by(outbox.c.id)
)
_SHOW = text(
    "INSERT INTO shown (identity_id, name, message, at) VALUES (:identity, :name, :message, :at)"
    " ON CONFLICT (identity_id, name) DO UPDATE SET message = excluded.message, at = excluded.at"
).bindparams(bindparam("at", type_=UtcDateTime))
_SENT = delete(outbox).where(outbox.c.id == bindparam("row"))
_SHOWN = select(shown.c.message).where(
    shown.c.identity_id == bindparam("whose"), shown.c.name == bindparam("which")
)
_FILED = (
    update(media)
    .where(media.c.id == bindparam("which"))
    .values(bytes=None, platform_file=bindparam("file"))
)


@dataclass(frozen=True, slots=True)
class Settled:
    """How one message ended: sent (and shown as `message`), or dropped."""

    leaving: Leaving
    message: str | None = None
    file: str | None = None
    media: int | None = None


def settle(db: Connection, settled: Iterable[Settled], at: datetime) -> None:
    """Take what was sent out of the outbox, and remember what the platform calls it."""
    for one in settled:
        db.execute(_SENT, {"row": one.leaving.id})
        if one.leaving.name is not None and one.message is not None:
            values = {"identity": one.leaving.identity_id, "name": one.leaving.name}
            db.execute(_SHOW, values | {"message": one.message, "at": at})
        if one.media is not None and one.file is not None:
            db.execute(_FILED, {"which": one.media, "file": one.file})


def message_shown(db: Connection, identity_id: int, name: str) -> str | None:
    """What the platform calls the message that shows this logical one."""
    found: str | None = db.execute(_SHOWN, {"whose": identity_id, "which": name}).scalar()
    return found


def left_behind(
    db: Connection, channels: Collection[str], now: datetime, process: str, *, all_leases: bool
) -> list[Leaving]:
    """Unsent messages that nobody holds a lease on (or, where only one process can serve, all)."""
    waiting = _WAITING.where(identity.c.channel.in_(channels)).limit(BATCH)
    if not all_leases:
        waiting = waiting.where(
            outbox.c.leased_until.is_(None) | (outbox.c.leased_until < now),
            outbox.c.due_at <= now,
        )
    rows = _leaving(db, waiting)
    _lease(db, [row.id for row in rows], process, now)
    return rows


def _lease(db: Connection, rows: list[int], process: str, until: datetime) -> None:
    if rows:
        held = update(outbox).where(outbox.c.id.in_(rows))
        db.execute(held.values(leased_by=process, leased_until=until))


def renew(db: Connection, rows: list[int], process: str, until: datetime) -> None:
    """Keep what this process still means to send."""
    for start in range(0, len(rows), BATCH):
        _lease(db, rows[start : start + BATCH], process, until)


def waiting_for(db: Connection, channel: str, key: str) -> list[Leaving]:
    """What this address has not been shown yet, in order."""
    mine = _WAITING.where(identity.c.channel == channel, identity.c.key == key).limit(BATCH)
    return _leaving(db, mine)


def seen_by(db: Connection, channel: str, key: str, rows: list[int]) -> None:
    """Forget what this address has acknowledged; ids of others are left alone."""
    mine = (
        select(identity.c.id)
        .where(identity.c.channel == channel, identity.c.key == key)
        .scalar_subquery()
    )
    db.execute(delete(outbox).where(outbox.c.identity_id == mine, outbox.c.id.in_(rows)))


def drop_all(db: Connection, identity_id: int) -> int:
    """Nothing more is sent to this address; returns how many messages that were."""
    return db.execute(delete(outbox).where(outbox.c.identity_id == identity_id)).rowcount


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


def depth(db: Connection) -> dict[str, int]:
    """How many messages wait, by channel."""
    counted = (
        select(identity.c.channel, func.count())
        .select_from(outbox)
        .join(identity, identity.c.id == outbox.c.identity_id)
        .group_by(identity.c.channel)
    )
    return {row[0]: row[1] for row in db.execute(counted)}


def _leaving(db: Connection, statement: Select[Any]) -> list[Leaving]:
    return [Leaving(*row) for row in db.execute(statement)]
