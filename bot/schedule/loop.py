"""Sleeps until something wants doing, does it, and sleeps again."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.clock import Clock
from core.database import DatabaseAway

LOOK_AGAIN = timedelta(seconds=30)
"""How long it sleeps at most: the machine may have been asleep."""
LOOK_AGAIN_BESIDE_OTHERS = timedelta(seconds=2)
"""The same where other processes plan as well, and die: whatever they leave is found soon."""
AWAY_SECONDS = 2.0
STOP_SECONDS = 10.0
MOST_SPREAD = 1.25
log = structlog.stdlib.get_logger(__name__)


class Loop:
    """Looks for what wants doing, hands it out, and can be woken and stopped."""

    def __init__(self, clock: Clock, hands: int, *, shared: bool = False) -> None:
        self.clock = clock
        self.hands = hands
        self.look_again = LOOK_AGAIN_BESIDE_OTHERS if shared else LOOK_AGAIN
        self.stopping = asyncio.Event()
        # None while looking: what is planned meanwhile may have been missed.
        self._next_look: datetime | None = None
        self._woken = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def look(self) -> datetime | None:
        """Hand out what wants doing now; returns when the next of it does, where that is known."""
        raise NotImplementedError

    @property
    def free_hands(self) -> int:
        """How much more can be done side by side."""
        return self.hands - len(self._tasks)

    def wake(self, at: datetime) -> None:
        """Something wants doing at `at`; the sleep ends only where it would last longer."""
        if self._next_look is None or at < self._next_look:
            self._woken.set()

    async def run(self) -> None:
        """Go on until stopped."""
        while not self.stopping.is_set():
            self._woken.clear()
            self._next_look = None
            try:
                coming = await self.look()
            except DatabaseAway:
                # Told of once, by whoever looks for it, and who wakes us when it is back.
                coming = self.clock() + timedelta(seconds=AWAY_SECONDS)
            await self._sleep_until(coming)

    async def _sleep_until(self, coming: datetime | None) -> None:
        latest = self.clock() + self.look_again
        self._next_look = min(coming or latest, latest)
        seconds = (self._next_look - self.clock()).total_seconds()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), max(seconds, 0))

    def hand_out(self, work: Coroutine[Any, Any, None]) -> None:
        """Have this done beside whatever else is."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        was_full = self.free_hands <= 0
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("schedule failed", loop=type(self).__name__, exc_info=error)
        if was_full:
            # More may have waited than there were hands.
            self._woken.set()

    async def pause(self, seconds: float) -> None:
        """Wait, but not beyond the stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    async def _insist(self, say: Callable[..., Awaitable[Any]], *args: Any) -> None:
        """A word to the database that must get through, or a lease runs out."""
        while True:
            try:
                await say(*args)
                return
            except DatabaseAway:
                if self.stopping.is_set():
                    return
                await self.pause(AWAY_SECONDS)

    async def stop(self) -> None:
        """Take up nothing new, and finish what is in hand."""
        self.stopping.set()
        self._woken.set()
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)


def spread(span: timedelta) -> timedelta:
    """A little longer: what failed at one moment is not tried again at one moment."""
    return span * random.uniform(1, MOST_SPREAD)
