"""How fast a page may talk: it is slowed down, never cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

BURST = 30
A_SECOND = 5


class Pace:
    """A token bucket; a queue sent after a week offline passes at its own speed."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._left = float(BURST)
        self._seen = monotonic()

    async def keep(self) -> None:
        """Return when one more frame may be read."""
        now = self._monotonic()
        self._left = min(BURST, self._left + (now - self._seen) * A_SECOND) - 1
        self._seen = now
        if self._left < 0:
            await asyncio.sleep(-self._left / A_SECOND)
