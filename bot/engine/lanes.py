"""Keeps what belongs together in order, and lets the rest go side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class _Waiting:
    """Somebody in the lanes of these names."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.turn = asyncio.Event()


class Lanes:
    """First come, first served under each name, held only while somebody uses it."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[_Waiting]] = {}

    def __len__(self) -> int:
        """How many names somebody uses right now."""
        return len(self._lanes)

    @asynccontextmanager
    async def lane(self, *names: str) -> AsyncIterator[None]:
        """Wait for whoever came before under any of these names, each of which is given once."""
        mine = _Waiting(names)
        for name in names:
            # In all of them at once, so that nobody waits for somebody who came later.
            self._lanes.setdefault(name, deque()).append(mine)
        try:
            if not self._is_first(mine):
                await mine.turn.wait()
            yield
        finally:
            self._leave(mine)

    def _leave(self, mine: _Waiting) -> None:
        for name in mine.names:
            lane = self._lanes[name]
            lane.remove(mine)
            if not lane:
                del self._lanes[name]
            elif self._is_first(lane[0]):
                lane[0].turn.set()

    def _is_first(self, one: _Waiting) -> bool:
        return all(self._lanes[name][0] is one for name in one.names)
