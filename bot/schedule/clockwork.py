"""Lets due items happen: a rest that is over, a workout left open, a consent never given."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.engine.engine import Engine, TurnFailed
from bot.engine.inbound import Due
from bot.engine.taken import ComeAgain
from bot.schedule import queries
from bot.schedule.loop import Loop, spread
from bot.schedule.queries import DueRow
from bot.schedule.watching import ScheduleWatcher
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.errors import Refused

HANDS = 16
"""How many items happen side by side; more would only queue for the database."""
BATCH = 8 * HANDS
"""How many are taken at a time, so that a look costs an item hardly anything."""
LEASE = timedelta(minutes=5)
"""How long an item taken is this process's own; it ends with its process (`leases`)."""
OUTRUN = timedelta(milliseconds=50)
"""After so long it looks again where another process took what it saw."""
MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=30)
log = structlog.stdlib.get_logger(__name__)


class Clockwork(Loop):
    """Sleeps until the earliest due item, and lets it happen as a turn of its own.

    Items are taken by lease, so that processes share them; that each happens once does not rest
    on the lease, but on the turn, which deletes the very row that was taken.
    """

    def __init__(
        self, database: Database, engine: Engine, watcher: ScheduleWatcher, clock: Clock
    ) -> None:
        super().__init__(clock, HANDS, shared=not database.is_sqlite)
        self.database = database
        self.engine = engine
        self.watcher = watcher
        self._kinds = sorted(engine.conversations.due)
        self._taken: deque[DueRow] = deque()
        self._doubts = database.doubts
        self._begun = False

    async def look(self) -> datetime | None:
        """Take what is due, as long as the hands can do with more."""
        if not self._begun:
            await self._begin()
        # A hand that leaves fewer ends the sleep.
        coming = await self._take() if len(self._taken) < HANDS else None
        for _ in range(min(self.free_hands, len(self._taken))):
            self.hand_out(self._work(self._taken.popleft()))
        return coming

    async def _take(self) -> datetime | None:
        now = self.clock()
        if self.database.doubts != self._doubts:
            await self._free_forgotten(now)
        first = await self.database.read(queries.first_due, self._kinds, now)
        if first is None or first > now:
            return first
        # A lease that a power cut takes back has only to be taken again.
        rows = await self.database.run_lightly(
            queries.take_due, self._kinds, now, self.engine.process, now + LEASE, BATCH
        )
        self._taken.extend(rows)
        return now if rows else now + OUTRUN

    async def _free_forgotten(self, now: datetime) -> None:
        """The answer to a taking may never have come, and its items wait for nobody; those that
        are known here are free for others as well, and happen once all the same."""
        doubts = self.database.doubts
        await self.database.run_lightly(queries.free_due_of, self.engine.process, now)
        self._doubts = doubts

    async def _begin(self) -> None:
        """On SQLite one process serves, so whoever held a lease before is dead."""
        if self.database.is_sqlite:
            await self.database.run_lightly(queries.free_all_due, self.clock())
        self._begun = True

    async def stop(self) -> None:
        """Finish what is in hand; what was taken beyond that is anybody's again."""
        await super().stop()
        # Where the database is away, the leases end with the process.
        with contextlib.suppress(DatabaseAway):
            await self._give_back(list(self._taken))

    async def _work(self, row: DueRow | None) -> None:
        while row is not None:
            try:
                await self._fire(row)
            except asyncio.CancelledError:
                self._taken.append(row)
                raise
            row = self._next()

    def _next(self) -> DueRow | None:
        if not self._taken or self.stopping.is_set():
            return None
        if len(self._taken) == HANDS:
            self.wake(self.clock())
        return self._taken.popleft()

    async def _fire(self, row: DueRow) -> None:
        late = (self.clock() - row.at).total_seconds()
        item = Due(row.kind, row.object, row.data, row.at - _waited(row.attempts))
        try:
            happened = await self.engine.fire(row.person_id, item, row.version)
        except ComeAgain as later:
            await self._come_again(row, later.after)
        except (TurnFailed, Refused):
            await self._later(row, late)
        else:
            if happened:
                self.watcher.fell_due(row.kind, late, "done")
            else:
                await self._insist(self._give_back, [row])

    async def _come_again(self, row: DueRow, seconds: float) -> None:
        """Nothing was written; another process, perhaps of a newer release, may do better."""
        # Ours until then, or every free hand would try it at once.
        await self.pause(seconds)
        await self._insist(self._give_back, [row])
        self.wake(self.clock())

    async def _give_back(self, rows: Sequence[DueRow]) -> None:
        """Whoever replaced one of them may have left our lease on it."""
        if rows:
            keys = [(row.kind, row.object) for row in rows]
            first = await self.database.run_lightly(queries.give_back, keys, self.engine.process)
            if first is not None:
                self.wake(first)

    async def _later(self, row: DueRow, late: float) -> None:
        if row.attempts + 1 >= MOST_ATTEMPTS:
            await self._insist(self.database.run, queries.give_up, row)
            log.error("due item dropped", kind=row.kind, object=row.object, attempts=MOST_ATTEMPTS)
            self.watcher.fell_due(row.kind, late, "dropped")
            return
        again = self.clock() + spread(FIRST_WAIT * 2**row.attempts)
        await self._insist(self.database.run, queries.postpone, row, again)
        self.watcher.fell_due(row.kind, late, "postponed")
        self.wake(again)


def _waited(attempts: int) -> timedelta:
    """How long an item has been postponed at the least, after so many attempts."""
    return FIRST_WAIT * ((1 << attempts) - 1)
