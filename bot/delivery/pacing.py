"""Lets messages leave one after another, as the limiter of their bot grants it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import structlog

from core.pacing import Limiter

AHEAD_SECONDS: Final = 0.5
"""How long before its slot comes one is asked for, so that none goes by unused while the limiter
or the whole machine is slow. Replies do not push away what is granted already."""
LOOK_SECONDS: Final = 0.05
ASK_AGAIN_SECONDS: Final = 1.0
Pause = Callable[[float], Awaitable[object]]
log = structlog.stdlib.get_logger(__name__)


class Place:
    """Somebody's place in the line."""

    def __init__(self, chat: str, *, group: bool) -> None:
        self.chat = chat
        self.group = group
        self._go: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def wait(self) -> bool:
        """Return once it may go: True with its slot, False where it left the line before."""
        return await self._go

    def go(self, *, slot: bool) -> None:
        """Leave the line, with a slot or without one."""
        if not self._go.done():
            self._go.set_result(slot)

    @property
    def left(self) -> bool:
        """Whether nobody stands there any more."""
        return self._go.done()


class Pacing:
    """One bot's line, of one process; `seconds` is a clock that only goes forward."""

    def __init__(
        self, limiter: Limiter, account: str, seconds: Callable[[], float], pause: Pause
    ) -> None:
        self._limiter = limiter
        self._account = account
        self._seconds = seconds
        self._pause = pause
        self._first: deque[Place] = deque()
        self._line: deque[Place] = deque()
        # Whose chat is not free yet: since when it is, and an order among equals.
        self._later: list[tuple[float, int, Place]] = []
        self._order = itertools.count()
        self._working: asyncio.Task[None] | None = None
        self._granted: set[asyncio.Task[None]] = set()

    def line_up(self, chat: str, *, group: bool, patient: bool) -> Place:
        """A place behind all others, or behind those who are not patient either."""
        place = Place(chat, group=group)
        (self._line if patient else self._first).append(place)
        if self._working is None:
            self._working = asyncio.ensure_future(self._work())
        return place

    async def stop(self) -> None:
        """Let everybody leave the line."""
        tasks = [*self._granted, *([self._working] if self._working else [])]
        for task in tasks:
            task.cancel()
        for place in (*self._first, *self._line, *(place for _, _, place in self._later)):
            place.go(slot=False)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self) -> None:
        try:
            while self._first or self._line or self._later:
                self._bring_back()
                if self._first:
                    await self._ask(self._first.popleft())
                elif self._line:
                    await self._ask(self._line.popleft())
                else:
                    wait = self._later[0][0] - self._seconds()
                    await self._pause(min(max(wait, 0.0), LOOK_SECONDS))
        finally:
            self._working = None

    def _bring_back(self) -> None:
        """Whose chat is free now stands at the head of the line: they have been there longest."""
        ready: list[Place] = []
        while self._later and self._later[0][0] <= self._seconds():
            ready.append(heapq.heappop(self._later)[2])
        self._first.extendleft(reversed(ready))

    async def _ask(self, place: Place) -> None:
        if place.left:
            return
        try:
            grant = await self._limiter.turn(self._account, place.chat, group=place.group)
        except asyncio.CancelledError:
            place.go(slot=False)
            raise
        except Exception as error:  # noqa: BLE001 - a limiter may be away in any way
            log.warning("no slots to be had", why=type(error).__name__)
            self._first.appendleft(place)
            await self._pause(ASK_AGAIN_SECONDS)
            return
        if not grant.granted:
            until = self._seconds() + grant.seconds
            heapq.heappush(self._later, (until, next(self._order), place))
        elif grant.seconds <= 0:
            place.go(slot=True)
        else:
            self._begin(self._go_after(place, grant.seconds))
            if grant.seconds > AHEAD_SECONDS:
                await self._pause(grant.seconds - AHEAD_SECONDS)

    async def _go_after(self, place: Place, seconds: float) -> None:
        try:
            await self._pause(seconds)
        finally:
            place.go(slot=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._granted.add(task)
        task.add_done_callback(self._granted.discard)
