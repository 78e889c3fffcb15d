"""Makes a backup every hour, and keeps the list of erasures beside them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.backups.files import BackupFailed, NoTools, place_of
from bot.backups.making import make_backup
from bot.engine import leases
from bot.roles import Role
from bot.settings import Settings
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.people import deletion

EVERY: Final = timedelta(hours=1)
LOOK_SECONDS: Final = 60.0
AGAIN: Final = timedelta(minutes=10)
"""After one that failed."""
# An erasure is dated before it is committed; within this time it surely is.
OVERLAP: Final = timedelta(minutes=20)
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
    """Of many processes the one that has worked for longest makes them all.

    So they lie together, also where each process has a disk of its own. Where two think for a
    moment that it is them, there is one backup more.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        watcher: BackupWatcher,
        clock: Clock,
        process: str,
    ) -> None:
        self.settings = settings
        self.database = database
        self.watcher = watcher
        self.clock = clock
        self.process = process
        self.place = place_of(settings)
        self._stopping = asyncio.Event()
        # Told to the thread that writes one.
        self._give_up = threading.Event()
        self._not_before: datetime | None = None
        # Whom the list names already of those erased lately; None until it was read.
        self._listed: set[str] | None = None

    async def run(self) -> None:
        """Go on until stopped."""
        # Not at once: whatever made the process start again may not be over.
        while not await self._stopped_within(LOOK_SECONDS):
            try:
                await self.look()
            except (DatabaseAway, DBAPIError):
                log.warning("no backup: the database is away")

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
        if not (self.database.is_sqlite or await self.database.read(self._is_ours)):
            self._listed = None
            self.watcher.newest_backup(None)
            return
        try:
            await self._list_erasures()
            await self._back_up_in_time()
        except OSError as error:
            self._failed(f"{error.filename or self.place.folder}: {error.strerror}")

    def _is_ours(self, db: Connection) -> bool:
        working = [each for each, role in leases.living(db) if role != Role.SERVE]
        return working[:1] == [self.process]

    async def _list_erasures(self) -> None:
        now, file = self.clock(), self.place.deletions
        listed = self._listed
        if listed is None:
            listed = await asyncio.to_thread(_tidied, file, now - deletion.REMEMBERED)
        since = None if self._listed is None else now - OVERLAP
        erased = await self.database.read(deletion.remembered, since)
        fresh = [one for one in erased if one.random_id not in listed]
        await asyncio.to_thread(deletion.note_deletions, file, fresh)
        self._listed = {one.random_id for one in erased if one.at > now - 2 * OVERLAP}

    async def _back_up_in_time(self) -> None:
        now = self.clock()
        newest = await asyncio.to_thread(self.place.newest)
        self.watcher.newest_backup(newest.at if newest else None)
        if newest is not None and newest.at > now - EVERY:
            return
        if self._not_before is None or self._not_before <= now:
            self._not_before = now + AGAIN
            await self._back_up(now)

    async def _back_up(self, now: datetime) -> None:
        target = self.place.file(now)
        try:
            await asyncio.to_thread(make_backup, self.settings, target, self._give_up)
        except NoTools as missing:
            # Said once an hour, and no error: whoever runs the server may have backups of theirs.
            self._not_before = now + EVERY
            self.watcher.backed_up("unable")
            log.warning("no backup can be made here", why=str(missing))
        except BackupFailed as failed:
            if not self._stopping.is_set():
                self._failed(str(failed))
        else:
            self.watcher.backed_up("made")
            self.watcher.newest_backup(now)
            log.info("backed up", into=str(target))
            await asyncio.to_thread(self.place.tidy, now)

    def _failed(self, why: str) -> None:
        self.watcher.backed_up("failed")
        log.error("no backup could be made", why=why)


def _tidied(file: Path, before: datetime) -> set[str]:
    """Whom the list names, once it names nobody erased before then."""
    deletion.forget_deletions(file, before)
    return {one.random_id for one in deletion.noted(file)}
