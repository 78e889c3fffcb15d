"""Does jobs: what is too slow for a turn, outside any lock and transaction."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.delivery.drafts import Drafts
from bot.engine.conversation import JobTools, nobody_looks
from bot.engine.engine import Engine, TurnFailed
from bot.engine.inbound import JobDone
from bot.engine.taken import ComeAgain
from bot.schedule import queries
from bot.schedule.loop import Loop, spread
from bot.schedule.queries import JobRow
from bot.schedule.watching import ScheduleWatcher
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.errors import Refused

HANDS = 4
WAITING_HANDS = 12
"""For jobs that wait for somebody else's answer: they cost hardly anything meanwhile."""
JOB_SECONDS = 60.0
LEASE = timedelta(seconds=3 * JOB_SECONDS)
"""Outlasts the work, the bringing of its result and a database that was away for a while."""
MOST_ATTEMPTS = 3
FIRST_WAIT = timedelta(seconds=5)
log = structlog.stdlib.get_logger(__name__)


@dataclass(slots=True)
class _Crew:
    """Who does jobs of these kinds side by side."""

    kinds: list[str]
    hands: int
    busy: int = 0

    @property
    def free(self) -> int:
        """How many more jobs can be taken up."""
        return self.hands - self.busy


class Workers(Loop):
    """Takes jobs by lease, and brings each result into the conversation once."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        watcher: ScheduleWatcher,
        clock: Clock,
        process: str,
        *,
        drafts: Drafts | None = None,
        job_seconds: float = JOB_SECONDS,
    ) -> None:
        super().__init__(clock, HANDS + WAITING_HANDS, shared=not database.is_sqlite)
        self.database = database
        self.engine = engine
        self.watcher = watcher
        self.process = process
        self.drafts = drafts
        self.job_seconds = job_seconds
        waiting = engine.conversations.waiting
        self._crews = (
            _Crew(sorted(engine.conversations.jobs.keys() - waiting), HANDS),
            _Crew(sorted(waiting), WAITING_HANDS),
        )
        self._begun = False
        self._doubts = database.doubts
        self._in_hand: set[int] = set()
        self._cut_off: list[int] = []

    async def look(self) -> datetime | None:
        """Take up as many jobs as there are hands for them."""
        if not self._begun:
            await self._begin()
        if self.database.doubts != self._doubts:
            await self._free_forgotten()
        looked = [await self._look(crew) for crew in self._crews if crew.kinds and crew.free]
        return min((at for at in looked if at is not None), default=None)

    async def _look(self, crew: _Crew) -> datetime | None:
        first = await self.database.read(queries.first_open_job, crew.kinds, self.clock())
        if first is None or first > self.clock():
            return first
        now = self.clock()
        rows = await self.database.run(
            queries.take_jobs, crew.kinds, now, self.process, now + LEASE, crew.free
        )
        for row in rows:
            crew.busy += 1
            self._in_hand.add(row.id)
            self.hand_out(self._do(row, crew))
        return now if rows else None

    async def _begin(self) -> None:
        """On SQLite one process serves, so whoever held a lease before is dead."""
        if self.database.is_sqlite:
            await self.database.run(queries.free_all_jobs)
        self._begun = True

    async def _free_forgotten(self) -> None:
        """The answer to a taking may never have come: its jobs wait for nobody."""
        doubts = self.database.doubts
        await self.database.run_lightly(queries.free_jobs_of, self.process, self._in_hand.copy())
        self._doubts = doubts

    async def stop(self) -> None:
        """Finish what is in hand; what takes too long is handed back."""
        await super().stop()
        if self._cut_off:
            # Where the database is away, the lease runs out by itself.
            with contextlib.suppress(DatabaseAway):
                await self.database.run(queries.hand_back_jobs, self._cut_off)

    async def _do(self, row: JobRow, crew: _Crew) -> None:
        try:
            await self._work(row)
        except asyncio.CancelledError:
            self._cut_off.append(row.id)
            raise
        finally:
            self._in_hand.discard(row.id)
            was_full = not crew.free
            crew.busy -= 1
            if was_full:
                # More may have waited than there were hands.
                self.wake(self.clock())

    async def _work(self, row: JobRow) -> None:
        began = time.perf_counter()
        if row.attempts > MOST_ATTEMPTS:
            outcome = await self._give_up(row)
        else:
            outcome = await self._try(row)
        self.watcher.worked(row.kind, time.perf_counter() - began, outcome)

    async def _try(self, row: JobRow) -> str:
        tools = self._tools(row)
        try:
            async with asyncio.timeout(self.job_seconds):
                result = await self.engine.conversations.jobs[row.kind](tools, row.data)
            await self._bring(row, result)
        except Exception as error:
            log.error("job failed", job=row.id, kind=row.kind, exc_info=error)
            return await self._later(row)
        return "done"

    def _tools(self, row: JobRow) -> JobTools:
        draft = nobody_looks if self.drafts is None else self.drafts.of(row.identity_id, row.id)
        engine = self.engine
        return JobTools(
            self.database, row.person_id, row.language, engine.keyring, engine.services, draft
        )

    async def _later(self, row: JobRow) -> str:
        if row.attempts >= MOST_ATTEMPTS:
            return await self._give_up(row)
        again = self.clock() + spread(FIRST_WAIT * 4 ** (row.attempts - 1))
        await self._insist(self.database.run, queries.put_off_job, row.id, again)
        self.wake(again)
        return "failed"

    async def _give_up(self, row: JobRow) -> str:
        """The person hears that it failed; where even that fails, the job goes."""
        try:
            await self._bring(row, None)
        except (TurnFailed, Refused):
            log.error("job dropped", job=row.id, kind=row.kind)
            await self._insist(self.database.run, queries.drop_job, row.id)
        return "given_up"

    async def _bring(self, row: JobRow, result: Any) -> None:
        """Once the work is done only its result is brought again, however often that takes."""
        while True:
            try:
                done = JobDone(row.id, result, paced=row.paced)
                await self.engine.job_done(row.person_id, row.kind, row.data, done)
                return
            except ComeAgain as later:
                await self.pause(later.after)
                if self.stopping.is_set():
                    raise asyncio.CancelledError from None
