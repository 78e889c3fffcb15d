"""What was found a moment ago, for reads that are heavy and may be a little old."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Protocol

MOST_KEPT = 2_000


class Cache(Protocol):
    """Keeps JSON values for a while, or loses them: whoever asks can always find out anew."""

    def get(self, key: str) -> Any | None:
        """What was put under this key and is not too old; None where there is nothing."""
        ...

    def put(self, key: str, value: Any, seconds: float) -> None:
        """Keep a value of JSON types, which is never None, for this long."""
        ...


class NoCache:
    """Keeps nothing."""

    def get(self, key: str) -> Any | None:
        """There is nothing."""
        return None

    def put(self, key: str, value: Any, seconds: float) -> None:
        """It is lost."""


class MemoryCache:
    """One process's own; what was used longest ago goes first."""

    def __init__(self, seconds: Callable[[], float], most: int = MOST_KEPT) -> None:
        self._seconds = seconds
        self._most = most
        self._kept: OrderedDict[str, tuple[float, Any]] = OrderedDict()
        # Turns on PostgreSQL run in several threads.
        self._lock = Lock()

    def get(self, key: str) -> Any | None:
        """What was put under this key and is not too old."""
        with self._lock:
            until, value = self._kept.get(key, (0.0, None))
            if value is None or until <= self._seconds():
                self._kept.pop(key, None)
                return None
            self._kept.move_to_end(key)
            return value

    def put(self, key: str, value: Any, seconds: float) -> None:
        """Keep it for this long, unless there is no more room."""
        with self._lock:
            self._kept[key] = (self._seconds() + seconds, value)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
