"""Carries signals to the other processes: Redis' publish and subscribe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from integrations.redis.connection import AWAY

BEAT_SECONDS: Final = 2.0
"""After so long without a word Redis is asked whether it is still there, and given as long."""


class RedisWire:
    """A wire as `bot.signals` wants it; `name` tells this Werkout from others at this Redis."""

    largest = 256 * 1024

    def __init__(self, client: Redis, name: str, beat_seconds: float = BEAT_SECONDS) -> None:
        """The client is its own from now on."""
        self._client = client
        self._channel = f"werkout:{name}:signals"
        self._beat_seconds = beat_seconds

    async def send(self, payloads: list[bytes]) -> None:
        """Tell whoever listens; raises `ConnectionError`."""
        try:
            async with self._client.pipeline(transaction=False) as pipe:
                for payload in payloads:
                    pipe.publish(self._channel, payload)
                await pipe.execute()
        except AWAY as error:
            raise ConnectionError(type(error).__name__) from None

    async def listen(self, alive: Callable[[], None], hear: Callable[[bytes], None]) -> None:
        """Hear what is told until the connection breaks; raises `ConnectionError` then."""
        try:
            async with self._client.pubsub() as heard:
                await heard.subscribe(self._channel)
                await self._listen(heard, alive, hear)
        except AWAY as error:
            raise ConnectionError(type(error).__name__) from None

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.aclose()

    async def _listen(
        self, heard: PubSub, alive: Callable[[], None], hear: Callable[[bytes], None]
    ) -> None:
        asked = False
        while True:
            message = await heard.get_message(timeout=self._beat_seconds)
            if message is not None:
                asked = False
                alive()
                if message["type"] == "message":
                    hear(message["data"])
            elif asked:
                raise TimeoutError
            else:
                asked = True
                await heard.ping()
