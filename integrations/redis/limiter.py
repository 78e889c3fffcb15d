"""Slots for what is paced, shared by all processes at one Redis and counted by its clock."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

from redis.asyncio import Redis

from core.pacing import LONGEST_DEBT, Grant, Limits
from integrations.redis.connection import AWAY

GATHER_SECONDS: Final = 0.05
"""So long replies are gathered, to be counted in one call."""

# Moments are whole microseconds, which a number of Lua holds exactly.
_NOW: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local function free(key) return math.max(tonumber(redis.call('GET', key) or 0), now) end
local function keep(key, at)
  if at > now then
    redis.call('SET', key, string.format('%.0f', at), 'PX', math.ceil((at - now) / 1000))
  end
end
"""
# Keys: the bot, the chat. Arguments: the bot's slot, and how far messages to the chat are apart.
_TURN: Final = """
local slot, chat = free(KEYS[1]), free(KEYS[2])
if chat > slot then return {0, chat - now} end
keep(KEYS[1], slot + ARGV[1])
keep(KEYS[2], slot + ARGV[2])
return {1, slot - now}
"""
# Keys: the bot, the chats. Arguments: what the bot moves on, the farthest that it may be pushed
# by that, and how far messages to a chat are apart.
_COUNT: Final = """
local bot = free(KEYS[1])
keep(KEYS[1], math.max(bot, math.min(bot + ARGV[1], now + ARGV[2])))
for place = 2, #KEYS do keep(KEYS[place], math.max(free(KEYS[place]), now + ARGV[3])) end
return 0
"""
# Key: the bot. Argument: how long it is held.
_HOLD: Final = """
keep(KEYS[1], math.max(free(KEYS[1]), now + ARGV[1]))
return 0
"""


class RedisLimiter:
    """A `core.pacing.Limiter`; raises the library's errors where Redis is away."""

    def __init__(self, client: Redis, name: str, limits: Mapping[str, Limits]) -> None:
        """`name` tells this Werkout from others; `limits` by account, which may be filled later."""
        self._name = name
        self._limits = limits
        self._turn = client.register_script(_NOW + _TURN)
        self._count = client.register_script(_NOW + _COUNT)
        self._hold = client.register_script(_NOW + _HOLD)
        self._replies: dict[str, list[str]] = {}
        self._telling: asyncio.Task[None] | None = None
        self._not_told: str | None = None

    async def count(self, channel: str, chat: str) -> None:
        """As `Limiter` says; raises `ConnectionError` where those before could not be counted."""
        if self._not_told is not None:
            why, self._not_told = self._not_told, None
            raise ConnectionError(why)
        self._replies.setdefault(channel, []).append(chat)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Grant:
        """As `Limiter` says."""
        limits = self._limits[channel]
        granted, micros = await self._turn(
            keys=[self._bot(channel), self._chat(channel, chat)],
            args=[_micros(limits.slot), _micros(limits.apart(group=group))],
        )
        return Grant(micros / 1e6, granted=bool(granted))

    async def hold(self, channel: str, seconds: float) -> None:
        """As `Limiter` says."""
        await self._hold(keys=[self._bot(channel)], args=[_micros(seconds)])

    async def finish(self) -> None:
        """Wait until every reply is counted."""
        if self._telling is not None:
            await self._telling

    async def _tell(self) -> None:
        """Replies that could not be counted are forgotten: they left long ago."""
        while self._replies:
            await asyncio.sleep(GATHER_SECONDS)
            replies, self._replies = self._replies, {}
            for channel, chats in replies.items():
                try:
                    await self._tell_of(channel, chats)
                except AWAY as error:
                    self._not_told = type(error).__name__

    async def _tell_of(self, channel: str, chats: list[str]) -> None:
        limits = self._limits[channel]
        pushes = [_micros(limits.slot * len(chats)), _micros(LONGEST_DEBT)]
        await self._count(
            keys=[self._bot(channel), *(self._chat(channel, chat) for chat in {*chats})],
            args=[*pushes, _micros(limits.chat_seconds)],
        )

    def _bot(self, channel: str) -> str:
        # In braces is what decides on which server of a cluster a key is: they are on one.
        return f"werkout:{self._name}:pace:{{{channel}}}"

    def _chat(self, channel: str, chat: str) -> str:
        """It says nothing of who that is."""
        return f"{self._bot(channel)}:{blake2b(chat.encode(), digest_size=12).hexdigest()}"


def _micros(seconds: float) -> int:
    return round(seconds * 1e6)
