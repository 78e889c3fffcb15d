"""Slots that all processes over one PostgreSQL share, by the database's clock."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import Connection, Float, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from core.columns import UtcDateTime
from core.database import Database, DatabaseAway
from core.pacing import LONGEST_DEBT, Grant, Limits
from core.prepared import Prepared

GATHER_SECONDS: Final = 0.25
FORGET_SECONDS: Final = 60.0
log = structlog.stdlib.get_logger(__name__)

# What a power cut takes back of it is out of date by then.
_LIGHTLY = Prepared(text("SET LOCAL synchronous_commit TO off"))
# The row of the whole bot, whose chat is empty, is locked first by everybody.
_BOT = Prepared(
    text(
        "INSERT INTO pace (account, chat, free_at) VALUES (:account, '', clock_timestamp())"
        " ON CONFLICT (account, chat)"
        " DO UPDATE SET free_at = greatest(pace.free_at, clock_timestamp())"
        " RETURNING free_at"
    ).columns(free_at=UtcDateTime)
)
_NOW = Prepared(
    text(
        "SELECT clock_timestamp() AS now,"
        " (SELECT free_at FROM pace WHERE account = :account AND chat = :chat) AS free_at"
    ).columns(now=UtcDateTime, free_at=UtcDateTime)
)
_BOOK = Prepared(
    text(
        "INSERT INTO pace (account, chat, free_at) VALUES"
        " (:account, '', :slot + make_interval(secs => :next)),"
        " (:account, :chat, :slot + make_interval(secs => :apart))"
        " ON CONFLICT (account, chat) DO UPDATE SET free_at = excluded.free_at"
    ).bindparams(
        bindparam("slot", type_=UtcDateTime),
        bindparam("next", type_=Float),
        bindparam("apart", type_=Float),
    )
)
_PUSH = Prepared(
    text(
        "UPDATE pace SET free_at = greatest(free_at, least("
        "free_at + make_interval(secs => :seconds),"
        " clock_timestamp() + make_interval(secs => :most)))"
        " WHERE account = :account AND chat = ''"
    ).bindparams(bindparam("seconds", type_=Float), bindparam("most", type_=Float))
)
_SPOKEN_TO = Prepared(
    text(
        "INSERT INTO pace (account, chat, free_at)"
        " SELECT :account, chat, clock_timestamp() + make_interval(secs => :apart)"
        " FROM unnest(:chats) AS chat"
        " ON CONFLICT (account, chat) DO UPDATE"
        " SET free_at = greatest(pace.free_at, excluded.free_at)"
    ).bindparams(bindparam("apart", type_=Float), bindparam("chats", type_=ARRAY(String)))
)
_HOLD = Prepared(
    text(
        "UPDATE pace SET free_at ="
        " greatest(free_at, clock_timestamp() + make_interval(secs => :seconds))"
        " WHERE account = :account AND chat = ''"
    ).bindparams(bindparam("seconds", type_=Float))
)
_FORGET = Prepared(
    text(
        "DELETE FROM pace WHERE chat <> ''"
        " AND free_at < clock_timestamp() - make_interval(secs => :seconds)"
    ).bindparams(bindparam("seconds", type_=Float))
)


class SharedLimiter:
    """For many processes; replies are gathered and written down a few times a second."""

    def __init__(
        self,
        database: Database,
        limits: Mapping[str, Limits],
        seconds: Callable[[], float],
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`limits` by account; it may still be filled."""
        self._database = database
        self._limits = limits
        self._seconds = seconds
        self._pause = pause
        self._counted: Counter[tuple[str, str]] = Counter()
        self._writing: asyncio.Task[None] | None = None
        self._forgot = seconds()

    async def count(self, channel: str, chat: str) -> None:
        """As `Limiter` says."""
        self._counted[channel, chat] += 1
        if self._writing is None:
            self._writing = asyncio.ensure_future(self._write())

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Grant:
        """As `Limiter` says; raises `DatabaseAway`."""
        if self._seconds() - self._forgot > FORGET_SECONDS:
            self._forgot = self._seconds()
            await self._database.run_lightly(_forget)
        limits = self._limits[channel]
        return await self._database.run_lightly(_turn, limits, chat, limits.apart(group=group))

    async def hold(self, channel: str, seconds: float) -> None:
        """As `Limiter` says; raises `DatabaseAway`."""
        await self._database.run_lightly(_hold, channel, seconds)

    async def _write(self) -> None:
        try:
            while self._counted:
                await self._pause(GATHER_SECONDS)
                counted, self._counted = self._counted, Counter()
                for account in sorted({account for account, _ in counted}):
                    chats = {chat: many for (of, chat), many in counted.items() if of == account}
                    await self._write_down(self._limits[account], chats)
        finally:
            self._writing = None

    async def _write_down(self, limits: Limits, chats: Mapping[str, int]) -> None:
        try:
            await self._database.run_lightly(_count, limits, chats)
        except DatabaseAway:
            log.info("replies not counted: the database is away", replies=sum(chats.values()))


def _turn(db: Connection, limits: Limits, chat: str, apart: float) -> Grant:
    slot = _lock(db, limits.account)
    now, free = _NOW.rows(db, {"account": limits.account, "chat": chat})[0]
    if free is not None and free > slot:
        return Grant((free - now).total_seconds(), granted=False)
    booked: dict[str, Any] = {"account": limits.account, "chat": chat, "slot": slot}
    _BOOK.run(db, booked | {"next": limits.slot, "apart": apart})
    return Grant(max((slot - now).total_seconds(), 0.0), granted=True)


def _count(db: Connection, limits: Limits, chats: Mapping[str, int]) -> None:
    _lock(db, limits.account)
    seconds = sum(chats.values()) * limits.slot
    _PUSH.run(db, {"account": limits.account, "seconds": seconds, "most": LONGEST_DEBT})
    apart = limits.chat_seconds
    _SPOKEN_TO.run(db, {"account": limits.account, "chats": list(chats), "apart": apart})


def _hold(db: Connection, account: str, seconds: float) -> None:
    _lock(db, account)
    _HOLD.run(db, {"account": account, "seconds": seconds})


def _lock(db: Connection, account: str) -> datetime:
    """The bot's next free moment, ours alone to move until this transaction is over."""
    _LIGHTLY.run(db, {})
    free: datetime = _BOT.value(db, {"account": account})
    return free


def _forget(db: Connection) -> None:
    _FORGET.run(db, {"seconds": FORGET_SECONDS})
