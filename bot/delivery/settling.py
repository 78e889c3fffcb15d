"""Writes down how messages ended: many in one commit, for they need no turn of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.delivery import queries
from bot.delivery.confirming import News, Outcomes
from bot.delivery.ended import Settled, settle
from core.clock import Clock
from core.database import Database, DatabaseAway

log = structlog.stdlib.get_logger(__name__)


class Settling:
    """What has been sent but stands in the outbox still; a crash sends just this again."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settled: Callable[[list[Settled], News], None],
        outcomes: Outcomes,
        pause: float,
    ) -> None:
        """`settled` is told what stands committed, and what that brought to light; `pause` seconds
        pass while nothing can be. `outcomes` say what a platform's codes mean."""
        self.database = database
        self.clock = clock
        self._told = settled
        self._outcomes = outcomes
        self._pause = pause
        self._ended: list[Settled] = []
        self._task: asyncio.Task[None] | None = None

    def end(self, *ended: Settled) -> None:
        """These messages are over."""
        self._ended.extend(ended)
        if self._task is None:
            self._task = asyncio.ensure_future(self._settle_all())

    async def finish(self, seconds: float) -> None:
        """Write down what is left, but wait no longer than so for a database that is away."""
        if self._task is not None:
            _, unfinished = await asyncio.wait({self._task}, timeout=seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _settle_all(self) -> None:
        most = queries.BATCH
        try:
            while self._ended:
                most = await self._settle_some(most)
        finally:
            self._task = None

    async def _settle_some(self, most: int) -> int:
        """Commit up to `most`; returns how many to try next."""
        batch = self._ended[:most]
        try:
            # What a power cut takes back is sent once more, and nothing worse.
            values = (batch, self.clock(), self._outcomes)
            news = await self.database.run_lightly(settle, *values)
        except DatabaseAway:
            await asyncio.sleep(self._pause)
            return most
        except Exception as error:  # noqa: BLE001 - one row must not keep the others from settling
            if len(batch) > 1:
                return 1
            # It stays in this process's hands, so that it is not sent over and over.
            log.error("message not settled", row=batch[0].leaving.id, error=type(error).__name__)
        else:
            self._told(batch, news)
        del self._ended[: len(batch)]
        return most
