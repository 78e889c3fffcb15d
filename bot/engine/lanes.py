"""Keeps what belongs together in order, and lets the rest go side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager


class Lanes:
    """One first-come-first-served lock a name, held only while somebody uses it."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        """How many names somebody uses right now."""
        return len(self._locks)

    @asynccontextmanager
    async def all_of(self, names: Iterable[str]) -> AsyncIterator[None]:
        """Wait for whoever came before under any of these names, which everybody gives sorted."""
        async with AsyncExitStack() as held:
            for name in names:
                await held.enter_async_context(self.lane(name))
            yield

    @asynccontextmanager
    async def lane(self, name: str) -> AsyncIterator[None]:
        """Wait for whoever came before under this name."""
        lock, users = self._locks.get(name) or (asyncio.Lock(), 0)
        self._locks[name] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks[name]
            if users == 1:
                del self._locks[name]
            else:
                self._locks[name] = (lock, users - 1)
