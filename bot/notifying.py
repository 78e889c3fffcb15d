"""Carries signals to the other processes through PostgreSQL: LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from psycopg import AsyncConnection, Error
from sqlalchemy.engine import URL

BEAT_SECONDS: Final = 5.0
"""After so long without a word the server is asked whether it is still there."""
ANSWER_SECONDS: Final = 3.0
_AWAY: Final = (Error, OSError, TimeoutError)
_LISTEN: Final = b"LISTEN werkout"
_NOTIFY: Final = b"SELECT pg_notify('werkout', payload) FROM unnest(%s::text[]) AS payload"


class NotifyWire:
    """A wire as `bot.signals` wants it, with two connections of its own: one hears, one tells.

    A channel belongs to one database, so several Werkouts at one server do not hear each other.
    """

    # The server takes 7,999.
    largest = 7_900

    def __init__(self, url: URL, beat_seconds: float = BEAT_SECONDS) -> None:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._address = address
        self._beat_seconds = beat_seconds
        self._telling: AsyncConnection | None = None

    async def send(self, payloads: list[bytes]) -> None:
        """Tell whoever listens; raises `ConnectionError`."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                if self._telling is None:
                    self._telling = await self._connect()
                await self._telling.execute(_NOTIFY, [[one.decode() for one in payloads]])
        except BaseException as error:
            await self.close()
            if isinstance(error, _AWAY):
                raise ConnectionError(type(error).__name__) from None
            raise

    async def listen(self, alive: Callable[[], None], hear: Callable[[bytes], None]) -> None:
        """Hear what is told until the connection breaks; raises `ConnectionError` then."""
        try:
            async with self._listening() as connection:
                while True:
                    alive()
                    async for heard in connection.notifies(timeout=self._beat_seconds):
                        hear(heard.payload.encode())
                    async with asyncio.timeout(ANSWER_SECONDS):
                        await connection.execute(b"SELECT 1")
        except _AWAY as error:
            raise ConnectionError(type(error).__name__) from None

    async def close(self) -> None:
        """Let go of the connection that tells."""
        telling, self._telling = self._telling, None
        if telling is not None:
            await telling.close()

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[AsyncConnection]:
        async with asyncio.timeout(ANSWER_SECONDS):
            connection = await self._connect()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await connection.execute(_LISTEN)
            yield connection
        finally:
            await connection.close()

    async def _connect(self) -> AsyncConnection:
        return await AsyncConnection.connect(
            self._address,
            autocommit=True,
            # What a pooler between us would mix up is not used.
            prepare_threshold=None,
            connect_timeout=int(ANSWER_SECONDS),
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
