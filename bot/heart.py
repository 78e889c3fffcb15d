"""Tells the other processes that this one lives, and this one where it was taken for dead.

On SQLite one process serves and there is nobody to tell.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.engine import leases
from core.away import Crowded
from core.database import Database, DatabaseAway

# Before others take what we hold, we have stopped to act on it.
WELL_SECONDS = leases.SILENCE.total_seconds() - leases.BEAT.total_seconds()
# It goes on while the machine sleeps, where the system has such a clock.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
R = TypeVar("R")
log = structlog.stdlib.get_logger(__name__)


def awake_or_asleep() -> float:
    """Seconds since the machine started, also those that it slept."""
    return time.clock_gettime(_CLOCK)


class Heart:
    """Beats as long as the process lives and reaches the database."""

    def __init__(
        self,
        database: Database,
        process: str,
        role: str,
        version: str,
        seconds: Callable[[], float] = awake_or_asleep,
    ) -> None:
        self.database = database
        self.process = process
        self.role = role
        self.version = version
        # What this process held is anybody's by now: it must not act on it any more.
        self.on_lost: Callable[[], None] = lambda: None
        self._seconds = seconds
        self._last_beat = float("-inf")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="heart")
        self._stopping = asyncio.Event()

    @property
    def well(self) -> bool:
        """Whether our leases still count with everybody."""
        return self.database.is_sqlite or self._seconds() - self._last_beat < WELL_SECONDS

    async def begin(self) -> None:
        """Be known before the first lease is taken; raises `DatabaseAway`."""
        await self._beat()

    async def run(self) -> None:
        """Beat until stopped."""
        while not self.database.is_sqlite and not self._stopping.is_set():
            try:
                await self._beat()
            except Crowded:
                pass
            except DatabaseAway as gone:
                self._find_away(str(gone))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), leases.BEAT.total_seconds())

    def _find_away(self, why: str) -> None:
        """A process that nobody writes to learns of it here alone, and so does its log."""
        if self.database.lost is None:
            self.database.lost = why
            self.database.on_lost()

    async def _beat(self) -> None:
        if self.database.is_sqlite:
            return
        # By the time it began: what it wrote is no younger than that.
        began, first = self._seconds(), self._last_beat == float("-inf")
        beat = partial(leases.beat, process_id=self.process, role=self.role, version=self.version)
        lived = await self._in_own_thread(beat)
        self._last_beat = began
        if not lived and not first:
            log.warning("taken for dead, and lost what was held")
            self.on_lost()

    async def stop(self) -> None:
        """Beat no more; call it once nothing is held."""
        self._stopping.set()
        if not self.database.is_sqlite:
            with contextlib.suppress(DatabaseAway):
                await self._in_own_thread(partial(leases.end, process_id=self.process))
        self._thread.shutdown()

    async def _in_own_thread(self, call: Callable[[Connection], R]) -> R:
        """Where it does not queue behind the turns of a busy process, which lives all the same."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self.database.transact, call)
