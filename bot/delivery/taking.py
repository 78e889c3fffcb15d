"""All SQL about who sends an outbox row: taking it up, keeping it, letting it go."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    tuple_,
    update,
)

from bot.delivery.chats import URGENT
from bot.delivery.queries import CHANNEL, WAITING, leaving_from
from bot.engine import leases
from bot.engine.order import is_to_go
from bot.engine.store import Leaving
from bot.engine.tables import outbox
from core.people.models import identity
from core.secrets import Keyring

BATCH: Final = 500
# The bytes spell "outbox". Whoever hangs in the middle of a look does not keep the others from it.
_ONE_LOOKS = select(
    func.pg_try_advisory_xact_lock(int.from_bytes(b"outbox", "big")),
    func.set_config("idle_in_transaction_session_timeout", "5s", True),
)


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes rows up, of which channel, as of when, and until when they are its own.

    `alone` where no other process can be serving: then whoever held a lease before is dead.
    """

    process: str
    channel: str
    now: datetime
    until: datetime
    alone: bool


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows there is room for, how many of them paced, and for none of which chats."""

    rows: int
    paced: int
    crowded: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A row taken up; `behind` is the newest older one to its chat that was ours before."""

    leaving: Leaving
    behind: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """What a look brought, and whether more of it may be left; `busy` where another process
    looked at the same moment and nothing could be seen."""

    found: list[Found]
    more: bool = False
    more_paced: bool = False
    busy: bool = False


def left_behind(db: Connection, keyring: Keyring, by: Taker, room: Room) -> Look:
    """Unsent messages that nobody holds a lease on, now leased to this process; not what rests.

    Oldest first: as much as there is room for of what somebody waits for, and of what stands
    before it in the same chat; then of the other paced ones. A message stays where it is while
    another process holds an older one to the same chat.
    """
    if not (by.alone or _nobody_else_looks(db)):
        return Look([], more=True, more_paced=True, busy=True)
    hurried = or_(not_(_patient(outbox, by.now)), _hurry_behind(by.now))
    free = _free(db, by, room)
    rows = db.execute(free.where(hurried).limit(room.rows)).all()
    # A paced one must not leave before a reply to its chat that there was no room for.
    more = more_paced = len(rows) == room.rows
    if room.paced and not more:
        paced = db.execute(free.where(not_(hurried)).limit(room.paced)).all()
        more_paced = len(paced) == room.paced
        rows = [*rows, *paced]
    found = [Found(one, row.behind) for row in rows if (one := leaving_from(row, keyring))]
    seen = {row.id: row.seen for row in rows}
    taken = _lease(db, {one.leaving.id: seen[one.leaving.id] for one in found}, by)
    # Whoever was taken for dead may have come back; what stands behind theirs is left, too.
    missed = {one.leaving.identity_id for one in found if one.leaving.id not in taken}
    give_back(db, [row.id for row in rows if row.identity_id in missed], by.process)
    ours = [one for one in found if one.leaving.identity_id not in missed]
    return Look(ours, more, more_paced)


def _free(db: Connection, by: Taker, room: Room) -> Select[Any]:
    older = outbox.alias()
    ours = select(func.max(older.c.id)).where(
        older.c.identity_id == outbox.c.identity_id,
        older.c.id < outbox.c.id,
        older.c.leased_by == by.process,
    )
    behind, seen = ours.scalar_subquery().label("behind"), outbox.c.leased_until.label("seen")
    waiting = WAITING.add_columns(behind, seen)
    waiting = waiting.where(CHANNEL.in_([by.channel]), is_to_go(outbox, by.now))
    if room.crowded:
        elsewhere = outbox.c.identity_id.not_in(room.crowded)
        waiting = waiting.where(or_(outbox.c.identity_id.is_(None), elsewhere))
    if by.alone:
        return waiting.where(outbox.c.leased_by.is_distinct_from(by.process))
    return waiting.where(leases.free(db, outbox, by.now), ~_behind_another(db, by))


def _nobody_else_looks(db: Connection) -> bool:
    """Two that looked at once would give one chat's messages to two processes."""
    if db.dialect.name == "sqlite":
        return True
    return bool(db.execute(_ONE_LOOKS).scalar())


def _patient(rows: FromClause, now: datetime) -> ColumnElement[bool]:
    """As `is_patient` says; near its end anything is urgent."""
    late = or_(rows.c.expires_at.is_(None), rows.c.expires_at > now + URGENT)
    return and_(func.coalesce(rows.c.paced, false()), late)


def _hurry_behind(now: datetime) -> ColumnElement[bool]:
    newer = outbox.alias()
    return exists().where(
        newer.c.identity_id == outbox.c.identity_id,
        newer.c.id > outbox.c.id,
        not_(_patient(newer, now)),
        is_to_go(newer, now),
    )


def _behind_another(db: Connection, by: Taker) -> ColumnElement[bool]:
    older = outbox.alias()
    return exists().where(
        older.c.identity_id == outbox.c.identity_id,
        older.c.id < outbox.c.id,
        older.c.leased_by != by.process,
        not_(leases.free(db, older, by.now)),
    )


def _lease(db: Connection, seen: dict[int, datetime | None], by: Taker) -> set[int]:
    """Whatever of these is still there and leased no longer than was seen, now ours.

    Nobody is waited for: a process that hangs may be in the middle of writing some of them.
    """
    if not seen:
        return set()
    pairs = [(row, until) for row, until in seen.items() if until is not None]
    as_seen = tuple_(outbox.c.id, outbox.c.leased_until).in_(pairs)
    unleased = or_(outbox.c.leased_until.is_(None), as_seen)
    # Whoever had it meanwhile may have left it to rest.
    unleased = and_(unleased, is_to_go(outbox, by.now))
    free = select(outbox.c.id).where(outbox.c.id.in_(seen), unleased)
    free_now = free.with_for_update(skip_locked=True).cte("free")
    held = update(outbox).where(outbox.c.id == free_now.c.id).returning(outbox.c.id)
    values = {"leased_by": by.process, "leased_until": by.until}
    return set(db.execute(held.values(values)).scalars())


def renew(db: Connection, rows: Collection[int], process: str, until: datetime) -> set[int]:
    """Keep what this process still means to send; returns what is still there and its own."""
    kept: set[int] = set()
    for some in _batches(rows):
        mine = update(outbox).where(and_(outbox.c.id.in_(some), outbox.c.leased_by == process))
        kept.update(db.execute(mine.values(leased_until=until).returning(outbox.c.id)).scalars())
    return kept


def give_back(db: Connection, rows: Collection[int], process: str) -> None:
    """Let anybody take these up again."""
    for some in _batches(rows):
        mine = update(outbox).where(and_(outbox.c.id.in_(some), outbox.c.leased_by == process))
        db.execute(mine.values(leased_by=None, leased_until=None))


def free_forgotten(
    db: Connection, channel: str, process: str, before: datetime, but: Collection[int]
) -> None:
    """Let anybody take up what is leased to this process without its knowing: the answer to the
    commit that wrote it never came. What it does know of is left alone."""
    theirs = select(identity.c.id).where(identity.c.channel == channel)
    of_channel = or_(outbox.c.channel == channel, outbox.c.identity_id.in_(theirs))
    ours = and_(outbox.c.leased_by == process, outbox.c.created_at <= before, of_channel)
    unknown = update(outbox).where(ours, outbox.c.id.not_in(but))
    db.execute(unknown.values(leased_by=None, leased_until=None))


def release(db: Connection, process: str) -> None:
    """Let anybody send what this process does not come to any more."""
    held = update(outbox).where(outbox.c.leased_by == process)
    db.execute(held.values(leased_by=None, leased_until=None))


def _batches(rows: Collection[int]) -> Iterable[list[int]]:
    ids = sorted(rows)
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
