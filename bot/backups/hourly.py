"""Makes a backup every hour, and keeps the list of erasures beside them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bot.backups.files import BackupFailed, NoTools, place_of
from bot.backups.making import make_backup
from bot.settings import Settings
from core.clock import Clock
from core.database import Database, DatabaseAway, make_engine
from core.people import deletion

EVERY: Final = timedelta(hours=1)
LOOK_SECONDS: Final = 60.0
AGAIN: Final = timedelta(minutes=10)
"""After one that failed."""
# An erasure is dated before it is committed; in this time it surely is.
OVERLAP: Final = timedelta(minutes=10)
# The bytes spell "backups": one number for every process over a database.
ADVISORY_LOCK: Final = int.from_bytes(b"backups", "big")
log = structlog.stdlib.get_logger(__name__)


class BackupWatcher(Protocol):
    """Counts backups for the metrics."""

    def backed_up(self, outcome: str) -> None:
        """One was made, or failed."""
        ...

    def newest_backup(self, at: datetime | None) -> None:
        """When the newest was made; None where another process sees to them."""
        ...


class HourlyBackups:
    """The one process of many that makes the backups makes them until it ends.

    So they lie together, also where each process has a disk of its own.
    """

    def __init__(
        self, settings: Settings, database: Database, watcher: BackupWatcher, clock: Clock
    ) -> None:
        self.settings = settings
        self.database = database
        self.watcher = watcher
        self.clock = clock
        self.place = place_of(settings)
        self._duty = None if database.is_sqlite else Duty(settings.database)
        self._stopping = asyncio.Event()
        # Told to the thread that writes one.
        self._give_up = threading.Event()
        self._not_before: datetime | None = None
        # Whom the list names already of those erased lately; None until it was read.
        self._listed: set[str] | None = None

    async def run(self) -> None:
        """Go on until stopped."""
        try:
            # Not at once: whatever made the process start again may not be over.
            while not await self._stopped_within(LOOK_SECONDS):
                try:
                    await self.look()
                except (DatabaseAway, DBAPIError):
                    log.warning("no backup: the database is away")
        finally:
            if self._duty is not None:
                await asyncio.to_thread(self._duty.leave)

    async def _stopped_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()

    async def stop(self) -> None:
        """Make none any more; one that is being made is given up."""
        self._stopping.set()
        self._give_up.set()

    async def look(self) -> None:
        """List who was erased, and make a backup where the newest is an hour old."""
        if self._duty is not None and not await asyncio.to_thread(self._duty.is_ours):
            self._listed = None
            self.watcher.newest_backup(None)
            return
        try:
            await self._list_erasures()
            await self._back_up_in_time()
        except OSError as error:
            self._failed(f"{error.filename or self.place.folder}: {error.strerror}")

    async def _list_erasures(self) -> None:
        now = self.clock()
        listed = self._listed
        if listed is None:
            await asyncio.to_thread(
                deletion.forget_deletions, self.place.deletions, now - deletion.REMEMBERED
            )
            listed = {one.random_id for one in deletion.noted(self.place.deletions)}
        since = None if self._listed is None else now - 2 * OVERLAP
        erased = await self.database.read(deletion.remembered, since)
        fresh = [one for one in erased if one.random_id not in listed]
        await asyncio.to_thread(deletion.note_deletions, self.place.deletions, fresh)
        self._listed = {one.random_id for one in erased if one.at > now - 3 * OVERLAP}

    async def _back_up_in_time(self) -> None:
        now = self.clock()
        newest = await asyncio.to_thread(self.place.newest)
        self.watcher.newest_backup(newest.at if newest else None)
        if newest is not None and newest.at > now - EVERY:
            return
        if self._not_before is not None and now < self._not_before:
            return
        self._not_before = now + AGAIN
        target = self.place.file(now)
        try:
            await asyncio.to_thread(make_backup, self.settings, target, self._give_up)
        except NoTools as missing:
            # Said once an hour, and no error: whoever runs the server may have backups of theirs.
            self._not_before = now + EVERY
            self.watcher.backed_up("unable")
            log.warning("no backup can be made here", why=str(missing))
            return
        except BackupFailed as failed:
            if not self._stopping.is_set():
                self._failed(str(failed))
            return
        self.watcher.backed_up("made")
        self.watcher.newest_backup(now)
        log.info("backed up", into=str(target))
        await asyncio.to_thread(self.place.tidy, now)

    def _failed(self, why: str) -> None:
        self.watcher.backed_up("failed")
        log.error("no backup could be made", why=why)


class Duty:
    """Which of many processes makes the backups: the one that holds a lock of the server's."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._held: Connection | None = None

    def is_ours(self) -> bool:
        """Whether it is this process; raises `DBAPIError` where the database is away."""
        try:
            return self._still_held() or self._take()
        except DBAPIError:
            self.leave()
            raise

    def _still_held(self) -> bool:
        if self._held is None:
            return False
        # Where the connection was lost, the server has given the lock to somebody else.
        self._held.execute(text("SELECT 1"))
        self._held.commit()
        return True

    def _take(self) -> bool:
        if self._engine is None:
            self._engine = make_engine(self._url)
        connection = self._engine.connect()
        taken = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.commit()
        if taken:
            self._held = connection
        else:
            connection.close()
        return bool(taken)

    def leave(self) -> None:
        """Let another process take it up."""
        held, self._held = self._held, None
        engine, self._engine = self._engine, None
        if held is not None:
            held.invalidate()
            held.close()
        if engine is not None:
            engine.dispose()
