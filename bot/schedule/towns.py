"""Reads the towns in, once for each edition of them, while people are already being answered."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import structlog

from bot.schedule.alone import alone
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.towns.loading import SOURCE, LoadingFailed, load_towns

FIRST_AFTER_SECONDS = 2.0
"""Whoever waited for the start is served first."""
AGAIN_AFTER_SECONDS = 60.0
log = structlog.stdlib.get_logger(__name__)


class TownLoader:
    """Has nothing to do at any start but the first."""

    def __init__(self, database: Database, clock: Clock, source: Sequence[str] = SOURCE) -> None:
        self.database = database
        self.clock = clock
        self.source = source
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Go on until all towns are there; what is cut off is gone on with at the next start."""
        await self._pause(FIRST_AFTER_SECONDS)
        while not self._stopping.is_set():
            try:
                async with alone(self.database, "towns") as ours:
                    if ours and await self._load():
                        return
            except DatabaseAway:
                log.warning("towns not loaded: the database is away")
            except LoadingFailed as error:
                log.error("towns not loaded", exc_info=error)
            await self._pause(AGAIN_AFTER_SECONDS)

    async def stop(self) -> None:
        """Load no more for now."""
        self._stopping.set()

    async def _load(self) -> bool:
        """False where it was stopped on the way."""
        loading = asyncio.ensure_future(
            load_towns(self.database, self.clock, beside=True, source=self.source)
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait((loading, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if loading.done():
            if loading.result():
                log.info("towns loaded")
            return True
        loading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loading
        return False

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
