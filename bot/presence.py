"""Says once that the database is away and once that it is back, and then lets everybody know.

Who finds it away waits by itself, longer and longer; nobody need wait on once it is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Final

import structlog

from core.database import Database, DatabaseAway

LOOK_AGAIN_SECONDS: Final = 1.0
QUIET_SECONDS: Final = 60.0
"""One that comes and goes is told of no more often than this."""
log = structlog.stdlib.get_logger(__name__)


class Presence:
    """Asks an absent database again and again, since otherwise only people would."""

    def __init__(
        self,
        database: Database,
        seconds: Callable[[], float] = time.monotonic,
        look_again: float = LOOK_AGAIN_SECONDS,
    ) -> None:
        self.database = database
        self.on_back: Callable[[], None] = lambda: None
        self._seconds = seconds
        self._look_again = look_again
        self._told = float("-inf")
        self._lost = asyncio.Event()
        self._stopping = asyncio.Event()
        database.on_lost = self._lost.set

    async def run(self) -> None:
        """Go on until stopped."""
        while not self._stopping.is_set():
            await self._lost.wait()
            self._lost.clear()
            if self.database.lost is not None:
                await self._see_it_back()

    async def stop(self) -> None:
        """Ask no more."""
        self._stopping.set()
        self._lost.set()

    async def _see_it_back(self) -> None:
        began = self._seconds()
        tell = began - self._told >= QUIET_SECONDS
        if tell:
            self._told = began
            log.error("the database is away", why=self.database.lost)
        while not self._stopping.is_set() and self.database.lost is not None:
            await self._pause()
            with contextlib.suppress(DatabaseAway):
                await self.database.prove()
        if self.database.lost is None:
            if tell:
                log.info("the database is back", after=round(self._seconds() - began, 1))
            self.on_back()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._look_again)
