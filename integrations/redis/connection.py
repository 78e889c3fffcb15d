"""Connections that give up soon, do nothing twice, and come back by themselves.

The library's own defaults wait five seconds and try ten times again, so that a command whose
answer was lost happens twice. Only commands that Redis 6.2 has are used.
"""

from __future__ import annotations

from typing import Any, Final

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

AWAY: Final = (RedisError, OSError, TimeoutError)
"""What is raised where Redis is away, busy, full or asked for what it does not allow us."""
CONNECTIONS: Final = 8
ASYNC_SECONDS: Final = 0.5
BLOCKING_SECONDS: Final = 0.05


def connect(url: str, seconds: float = ASYNC_SECONDS) -> redis.asyncio.Redis:
    """For the event loop: whatever is asked answers within `seconds` or raises one of `AWAY`."""
    retry = AsyncRetry(NoBackoff(), 0)
    pool = redis.asyncio.BlockingConnectionPool.from_url(url, retry=retry, **_patience(seconds))
    return redis.asyncio.Redis.from_pool(pool)


def connect_blocking(url: str, seconds: float = BLOCKING_SECONDS) -> redis.Redis:
    """The same for what runs in a thread."""
    retry = Retry(NoBackoff(), 0)
    pool = redis.BlockingConnectionPool.from_url(url, retry=retry, **_patience(seconds))
    return redis.Redis.from_pool(pool)


async def answers(client: redis.asyncio.Redis) -> bool:
    """Whether Redis is there and lets us in."""
    try:
        return bool(await client.ping())
    except AWAY:
        return False


def _patience(seconds: float) -> dict[str, Any]:
    return {
        "max_connections": CONNECTIONS,
        # For a connection that is free, for a new one, and for an answer.
        "timeout": seconds,
        "socket_connect_timeout": seconds,
        "socket_timeout": seconds,
        "protocol": 2,
    }
