"""Forgets, every hour, what has served its time."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

from bot.delivery import resting
from bot.schedule import queries
from bot.schedule.alone import alone
from bot.schedule.queries import Kept
from bot.schedule.watching import ForgettingWatcher
from core.clock import Clock
from core.coach.budget import KEPT as KEPT_TALK
from core.database import Database, DatabaseAway
from core.people.costs import KEPT_DAYS as COSTS_DAYS
from core.people.deletion import REMEMBERED
from core.people.linking import GUESSES_COUNT_FOR

EVERY = timedelta(hours=1)
FIRST_AFTER = timedelta(minutes=1)
CHUNK = 200
"""Rows in one transaction: some milliseconds, so that nobody's turn waits long."""
BREATH_SECONDS = 0.02
# How long each is kept beyond the moment that its column tells. Platforms bring an update again
# for a day at the most; a week more has never been seen.
KEPT: tuple[tuple[Kept, timedelta], ...] = (
    (queries.INBOX, timedelta(days=8)),
    (queries.PRESSES, timedelta(days=8)),
    (queries.FAILED_TURNS, timedelta(days=1)),
    (queries.MEDIA, timedelta()),
    (queries.COACH_TALK, KEPT_TALK),
    # As long as somebody may still ask why.
    (queries.COACH_PROPOSALS, timedelta(days=7)),
    (queries.MESSAGES, timedelta()),
    # An answer may have been sent in time while we were away.
    (queries.QUESTIONS, timedelta(days=1)),
    (queries.DEAD_LETTERS, timedelta(days=30)),
    (queries.GEOCODED, timedelta(days=90)),
    # Whoever types a code that is over is told so for a while.
    (queries.LINK_CODES, timedelta(hours=1)),
    (queries.LINK_GUESSES, GUESSES_COUNT_FOR),
    (queries.ERASURES, REMEMBERED),
    (queries.STATUSES, timedelta(days=8)),
    (queries.FURTHER, timedelta(days=8)),
    # Whoever undoes it at the last moment may be served a little late.
    (queries.MERGER_ROWS, timedelta(days=1)),
    (queries.MERGERS, timedelta(days=1)),
    (queries.MESSAGE_COSTS, timedelta(days=COSTS_DAYS)),
)


class Periodic:
    """The process's own regular work; nobody waits for it."""

    def __init__(self, database: Database, watcher: ForgettingWatcher, clock: Clock) -> None:
        self.database = database
        self.watcher = watcher
        self.clock = clock
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Go on until stopped."""
        await self._pause(FIRST_AFTER.total_seconds())
        while not self._stopping.is_set():
            # Told of once, by whoever looks for it; the next hour is soon enough.
            with contextlib.suppress(DatabaseAway):
                async with alone(self.database, "forgetting") as ours:
                    if ours:
                        await self.prune()
            await self._pause(EVERY.total_seconds())

    async def stop(self) -> None:
        """Forget no more for now."""
        self._stopping.set()

    async def prune(self) -> None:
        """Forget all that has served its time, a little at a time."""
        await self._let_go()
        for kept, beyond in KEPT:
            before = self.clock() - beyond
            while keys := await self.database.read(queries.older_than, kept, before, CHUNK):
                gone = await self.database.run(queries.forget, kept, keys)
                self.watcher.forgot(kept.name, gone)
                await self._pause(BREATH_SECONDS)
                if self._stopping.is_set():
                    return

    async def _let_go(self) -> None:
        """Messages that rest for nothing."""
        while gone := await self.database.run(resting.let_go, self.clock(), CHUNK):
            for channel, outcome in gone:
                self.watcher.sent(channel, outcome)
            await self._pause(BREATH_SECONDS)
            if self._stopping.is_set():
                return

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
