"""Everything of one Werkout at one Redis."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.pacing import Limits
from integrations.redis.cache import RedisCache
from integrations.redis.connection import answers, connect, connect_blocking
from integrations.redis.limiter import RedisLimiter
from integrations.redis.wire import RedisWire


class AtRedis:
    """Makes what stands on Redis, and lets go of it; `name` tells this Werkout from others."""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._client = connect(url)
        self._blocking = connect_blocking(url)
        self._limiters: list[RedisLimiter] = []

    def wire(self) -> RedisWire:
        """What carries signals; it closes its own connections."""
        return RedisWire(connect(self._url), self._name)

    def limiter(self, limits: Mapping[str, Limits]) -> RedisLimiter:
        """What paces messages of all processes together."""
        limiter = RedisLimiter(self._client, self._name, limits)
        self._limiters.append(limiter)
        return limiter

    def cache(self, seconds: Callable[[], float]) -> RedisCache:
        """What remembers for all processes; `seconds` is a clock that only goes forward."""
        return RedisCache(self._blocking, self._name, seconds)

    async def answers(self) -> bool:
        """Whether it is there."""
        return await answers(self._client)

    async def close(self) -> None:
        """Let go of all connections, once nobody asks any more."""
        for limiter in self._limiters:
            await limiter.finish()
        await self._client.aclose()
        self._blocking.close()
