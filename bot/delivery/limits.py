"""Slots for what is paced: kept in this process, and elsewhere as long as that answers.

The promise is `core.pacing.Limiter`; the one over PostgreSQL is in `bot.delivery.shared_limits`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import structlog

from core.pacing import LONGEST_DEBT, Grant, Limiter, Limits

CHATS_REMEMBERED: Final = 10_000
ASK_AGAIN_SECONDS: Final = 5.0
log = structlog.stdlib.get_logger(__name__)


class OwnLimiter:
    """For one process that speaks alone; `seconds` is a clock that only goes forward."""

    def __init__(self, limits: Mapping[str, Limits], seconds: Callable[[], float]) -> None:
        """`limits` by account; it may still be filled."""
        self._limits = limits
        self._seconds = seconds
        self._bots: dict[str, float] = {}
        self._chats: dict[tuple[str, str], float] = {}

    async def count(self, channel: str, chat: str) -> None:
        """As `Limiter` says."""
        now, limits = self._seconds(), self._limits[channel]
        free = max(self._bots.get(channel, now), now)
        self._bots[channel] = max(free, min(free + limits.slot, now + LONGEST_DEBT))
        known = self._chats.get((channel, chat), now)
        self._remember(channel, chat, max(known, now + limits.chat_seconds))

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Grant:
        """As `Limiter` says."""
        now, limits = self._seconds(), self._limits[channel]
        slot = max(self._bots.get(channel, now), now)
        free = self._chats.get((channel, chat), now)
        if free > slot:
            return Grant(free - now, granted=False)
        self._bots[channel] = slot + limits.slot
        self._remember(channel, chat, slot + limits.apart(group=group))
        return Grant(slot - now, granted=True)

    async def hold(self, channel: str, seconds: float) -> None:
        """As `Limiter` says."""
        until = self._seconds() + seconds
        self._bots[channel] = max(self._bots.get(channel, until), until)

    def _remember(self, channel: str, chat: str, free: float) -> None:
        self._chats[channel, chat] = free
        if len(self._chats) > CHATS_REMEMBERED:
            now = self._seconds()
            self._chats = {one: at for one, at in self._chats.items() if at > now}


class PreferredLimiter:
    """The first limiter as long as it answers, and the second one meanwhile.

    Processes do not notice at the same moment that the first is back. Until all of them have,
    who asks it asks the second as well, so that together they are no faster than one of them.
    """

    def __init__(self, first: Limiter, second: Limiter, seconds: Callable[[], float]) -> None:
        self._first = first
        self._second = second
        self._seconds = seconds
        self._ask_again = self._both_until = float("-inf")

    async def count(self, channel: str, chat: str) -> None:
        """As `Limiter` says."""
        if not self._asks_first or self._asks_both:
            await self._second.count(channel, chat)
        if self._asks_first:
            try:
                await self._first.count(channel, chat)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other one is there
                self._away(error)

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Grant:
        """As `Limiter` says."""
        first = None
        if self._asks_first:
            try:
                first = await self._first.turn(channel, chat, group=group)
            except Exception as error:  # noqa: BLE001 - as above
                self._away(error)
        if first is not None and not (first.granted and self._asks_both):
            return first
        second = await self._second.turn(channel, chat, group=group)
        if first is None or not second.granted:
            return second
        return Grant(max(first.seconds, second.seconds), granted=True)

    async def hold(self, channel: str, seconds: float) -> None:
        """As `Limiter` says."""
        await self._second.hold(channel, seconds)
        if self._asks_first:
            try:
                await self._first.hold(channel, seconds)
            except Exception as error:  # noqa: BLE001 - as above
                self._away(error)

    @property
    def _asks_first(self) -> bool:
        return self._seconds() >= self._ask_again

    @property
    def _asks_both(self) -> bool:
        return self._seconds() < self._both_until

    def _away(self, error: Exception) -> None:
        now = self._seconds()
        if now >= self._both_until:
            log.warning("limiter away, another one takes over", why=type(error).__name__)
        self._ask_again = now + ASK_AGAIN_SECONDS
        self._both_until = self._ask_again + 2 * ASK_AGAIN_SECONDS
