"""Lets due items happen: a rest that is over, a workout left open, a consent never given."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.engine.engine import Engine, TurnFailed
from bot.engine.inbound import Due
from bot.engine.taken import ComeAgain
from bot.schedule import queries
from bot.schedule.loop import Loop
from bot.schedule.queries import DueRow
from bot.schedule.watching import ScheduleWatcher
from core.clock import Clock
from core.database import Database
from core.errors import Refused

HANDS = 16
"""How many items happen side by side; more would only queue for the database."""
MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=30)
log = structlog.stdlib.get_logger(__name__)


class Clockwork(Loop):
    """Sleeps until the earliest due item, and lets it happen as a turn of its own."""

    def __init__(
        self, database: Database, engine: Engine, watcher: ScheduleWatcher, clock: Clock
    ) -> None:
        super().__init__(clock, HANDS)
        self.database = database
        self.engine = engine
        self.watcher = watcher
        self._kinds = sorted(engine.conversations.due)
        self._in_hand: set[tuple[str, str, int]] = set()
        # What was let go since the look began: its rows may still be among those it read.
        self._just_over: set[tuple[str, str, int]] = set()

    async def look(self) -> datetime | None:
        """Start what is due; items in hand are still in the table until their turn commits."""
        self._just_over.clear()
        rows = await self.database.read(queries.next_due, self._kinds, 2 * HANDS)
        now = self.clock()
        for row in rows:
            if row.key in self._in_hand or row.key in self._just_over:
                continue
            if row.at > now:
                return row.at
            if not self.free_hands:
                return None
            self._in_hand.add(row.key)
            self.hand_out(self._happen(row))
        return None

    async def _happen(self, row: DueRow) -> None:
        try:
            await self._fire(row)
        finally:
            self._in_hand.discard(row.key)
            self._just_over.add(row.key)

    async def _fire(self, row: DueRow) -> None:
        late = (self.clock() - row.at).total_seconds()
        item = Due(row.kind, row.object, row.data)
        try:
            happened = await self.engine.fire(row.person_id, item, row.version)
        except ComeAgain as later:
            # Nothing was written: the item is found again once the hand is free.
            await self.pause(later.after)
            self.wake(self.clock())
        except (TurnFailed, Refused):
            await self._later(row, late)
        else:
            if happened:
                self.watcher.fell_due(row.kind, late, "done")

    async def _later(self, row: DueRow, late: float) -> None:
        if row.attempts + 1 >= MOST_ATTEMPTS:
            await self.database.run(queries.give_up, row)
            log.error("due item dropped", kind=row.kind, object=row.object, attempts=MOST_ATTEMPTS)
            self.watcher.fell_due(row.kind, late, "dropped")
            return
        again = self.clock() + FIRST_WAIT * 2**row.attempts
        await self.database.run(queries.postpone, row, again)
        self.watcher.fell_due(row.kind, late, "postponed")
        self.wake(again)
