"""Every open socket of one identity, and the pulling of its unsent rows for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.web.connection import Connection, Waiting
from core.database import DatabaseAway

# A reader of the outbox gives at least so many rows where there are as many.
BATCH = 50
_RETRY_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Line:
    """Pulls once for all tabs: a tab must not miss what another one acknowledged first."""

    def __init__(self, key: str, waiting: Callable[[str], Awaitable[list[Waiting]]]) -> None:
        self.connections: set[Connection] = set()
        self._key = key
        self._waiting = waiting
        self._pulling: asyncio.Task[None] | None = None
        self._again = False
        self._more = False

    def join(self, connection: Connection) -> None:
        """Show this socket, too, what waits."""
        self.connections.add(connection)
        self.wake()

    def wake(self) -> None:
        """Pull now, or once more after the pull that is running."""
        self._again = True
        if self._pulling is None or self._pulling.done():
            self._pulling = asyncio.create_task(self._pull())

    def seen(self) -> None:
        """The page stored what it had: where the last pull was full, more may wait behind it."""
        if self._more:
            self.wake()

    async def settle(self) -> None:
        """Wait for the pull that is running."""
        if self._pulling is not None:
            await self._pulling

    async def _pull(self) -> None:
        while self._again and self.connections:
            self._again = False
            try:
                rows = await self._waiting(self._key)
            except Exception as error:
                # An absent database is told of once, and not by every page that is open.
                if not isinstance(error, DatabaseAway):
                    log.exception("web.pull_failed")
                self._again = True
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            self._more = len(rows) >= BATCH
            await asyncio.gather(*(connection.show(rows) for connection in self.connections))
