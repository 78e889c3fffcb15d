"""Signals between processes: “look now, there is something for you”.

A signal is best effort. Whoever waits for one looks by itself now and then as well, so a lost
signal costs time alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final, Protocol

DUE: Final = "due"
"""Something falls due soon: {"at": moment as ISO text}."""
JOBS: Final = "jobs"
"""There is a job to do: {}."""
OUTBOX: Final = "outbox"
"""There are messages that nobody sends yet: {}."""
WEB: Final = "web"
"""For the process that holds a page: {"key", "what": "wake" | "erase" | "draft" | "typing", …}."""

Body = dict[str, Any]
Hear = Callable[[Body], None]


class Signals(Protocol):
    """Tells the other processes, and hears what they tell."""

    @property
    def up(self) -> bool:
        """Whether signals get through right now."""
        ...

    def tell(self, kind: str, body: Body) -> None:
        """Tell every other process; never waits and never raises."""
        ...

    def on(self, kind: str, hear: Hear) -> None:
        """Have what others tell of this kind heard, on the event loop; before `run`."""
        ...

    async def run(self) -> None:
        """Listen and tell until `stop`."""
        ...

    async def stop(self) -> None:
        """Let go of the connections."""
        ...


class NoSignals:
    """Of one process that serves alone: there is nobody to tell."""

    up = False

    def __init__(self) -> None:
        self._stopping = asyncio.Event()

    def tell(self, kind: str, body: Body) -> None:
        """Nobody hears it."""

    def on(self, kind: str, hear: Hear) -> None:
        """Nobody tells."""

    async def run(self) -> None:
        """Wait for the end."""
        await self._stopping.wait()

    async def stop(self) -> None:
        """There is nothing to let go."""
        self._stopping.set()
