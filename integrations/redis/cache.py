"""What was found a moment ago, shared by all processes at one Redis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import orjson
import structlog
from redis import Redis

from integrations.breaker import Breaker
from integrations.redis.connection import AWAY

OPEN_SECONDS: Final = 10.0
FAILURES: Final = 2
log = structlog.stdlib.get_logger(__name__)


class RedisCache:
    """A `core.cache.Cache`; where Redis is away it has nothing, and soon does not even ask."""

    def __init__(self, client: Redis, name: str, seconds: Callable[[], float]) -> None:
        """`name` tells this Werkout from others; `seconds` is a clock that only goes forward."""
        self._client = client
        self._prefix = f"werkout:{name}:cache:"
        self._breaker = Breaker(seconds, failures=FAILURES, open_seconds=OPEN_SECONDS)

    def get(self, key: str) -> Any | None:
        """What was put under this key, by whomever."""
        found = self._ask(lambda: self._client.get(self._prefix + key))
        try:
            return None if found is None else orjson.loads(found)
        except orjson.JSONDecodeError:
            return None

    def put(self, key: str, value: Any, seconds: float) -> None:
        """Keep it for all, where Redis takes it."""
        kept, millis = orjson.dumps(value), round(seconds * 1000)
        self._ask(lambda: self._client.set(self._prefix + key, kept, px=millis))

    def _ask(self, ask: Callable[[], Any]) -> Any:
        if self._breaker.wait():
            return None
        try:
            answer = ask()
        except AWAY as error:
            log.info("cache not asked", why=type(error).__name__)
            self._breaker.failed()
            return None
        self._breaker.went_well()
        return answer
