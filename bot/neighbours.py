"""What this process tells the others of what it set off, and what it does at their word.

On PostgreSQL many processes serve: one takes a message, another holds the page that waits for the
answer, a third one does the job. Each looks by itself now and then; signals make that quick.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, Protocol

import structlog

from bot.schedule.loop import LOOK_AGAIN_BESIDE_OTHERS
from bot.signals import DUE, OUTBOX, WEB, Body, Signals
from core.clock import Clock

LOOK_SECONDS: Final = 10.0
LOOK_SECONDS_ALONE: Final = 2.0
"""How often pages look for what waits, while signals get through and while they do not."""
log = structlog.stdlib.get_logger(__name__)


class Pages(Protocol):
    """The browser chat, as far as it is told from outside."""

    def wake(self, key: str) -> None:
        """Rows may wait for this identity."""
        ...

    def wake_all(self) -> None:
        """Rows may wait for anybody."""
        ...

    async def erase(self, key: str) -> None:
        """Everything of this person is gone."""
        ...

    async def draft(self, key: str, draft: int, text: str) -> None:
        """An unfinished answer."""
        ...


class Neighbours:
    """The other processes. It also is a channel's drafts, and wakes pages wherever they are."""

    def __init__(self, signals: Signals, clock: Clock) -> None:
        self.signals = signals
        self.clock = clock
        self.pages: Pages | None = None
        self.on_due: Callable[[datetime], None] = lambda at: None
        self.on_outbox: Callable[[], None] = lambda: None
        self._look = asyncio.Event()
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        signals.on(DUE, lambda body: self.on_due(datetime.fromisoformat(body["at"])))
        signals.on(OUTBOX, lambda body: self.on_outbox())
        signals.on(WEB, self._hear_of_page)
        signals.on_change(self._look.set)

    # What happened here

    def planned(self, at: datetime) -> None:
        """What wants to be done later than they look anyway, they find by themselves."""
        if at - self.clock() < LOOK_AGAIN_BESIDE_OTHERS:
            self.signals.tell(DUE, {"at": at.isoformat()})

    def left(self) -> None:
        """There are messages that somebody else is to send."""
        self.signals.tell(OUTBOX, {})

    def wake(self, key: str) -> None:
        """Rows wait for this identity's pages, here and elsewhere."""
        if self.pages is not None:
            self.pages.wake(key)
        self.signals.tell(WEB, {"what": "wake", "key": key})

    def erase(self, key: str) -> None:
        """This identity's pages forget, here and elsewhere; call it before `wake`."""
        if self.pages is not None:
            self._start(self.pages.erase(key))
        self.signals.tell(WEB, {"what": "erase", "key": key})

    async def draft(self, key: str, draft: int, text: str) -> None:
        """An unfinished answer, wherever the page is."""
        if self.pages is not None:
            await self.pages.draft(key, draft, text)
        self.signals.tell(WEB, {"what": "draft", "key": key, "draft": draft, "text": text})

    # What happened elsewhere

    def _hear_of_page(self, body: Body) -> None:
        if self.pages is None:
            return
        match body["what"]:
            case "wake":
                self.pages.wake(body["key"])
            case "erase":
                self._start(self.pages.erase(body["key"]))
            case "draft":
                self._start(self.pages.draft(body["key"], body["draft"], body["text"]))

    # Beside the turns

    async def run(self) -> None:
        """Listen, tell, and have pages look, until stopped."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.signals.run())
            group.create_task(self._look_now_and_then())

    async def stop(self) -> None:
        """Tell what is left; nobody is heard any more."""
        self._stopping.set()
        self._look.set()
        await self.signals.stop()

    async def _look_now_and_then(self) -> None:
        while not self._stopping.is_set():
            self._look.clear()
            seconds = LOOK_SECONDS if self.signals.up else LOOK_SECONDS_ALONE
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), seconds)
            if self.pages is not None:
                self.pages.wake_all()
            # Whatever was told while nobody heard it is found at the latest now.
            self.on_outbox()

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("page not told", exc_info=error)
