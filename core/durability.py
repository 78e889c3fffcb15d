"""Waits until SQLite's commits are on disk, one flush for all who wait at the same time."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


class SharedFlush:
    """Flushes the write-ahead log on behalf of many transactions.

    With `synchronous=FULL` SQLite flushes inside each commit, while it holds the only writer: a
    disk that takes 3 ms to flush then allows 300 turns a second. With `NORMAL` a commit is whole
    but may be lost in a power cut; flushing the same file right after it makes it as durable as
    FULL does, and one flush serves every commit made before it began. Nothing is confirmed to a
    platform before its flush is over.

    A flush that failed is not simply tried again: Linux may call the pages clean that it could
    not write, and the next flush succeeds without them. After one that failed nothing is believed
    until all of the log has been written once more, to another file: the database itself, by a
    checkpoint, which SQLite flushes.
    """

    def __init__(self, database: Path, write_anew: Callable[[], Awaitable[bool]]) -> None:
        """`write_anew` makes a checkpoint; it says whether all of the log is in the database."""
        self._log = database.with_name(f"{database.name}-wal")
        self._write_anew = write_anew
        self._in_doubt = False
        self._file: int | None = None
        self._inode = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database-flush")
        self._next: asyncio.Future[None] | None = None
        self._running: asyncio.Task[None] | None = None

    async def everything_before(self) -> None:
        """Return once all that was committed before this call is on disk; raises `OSError`."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        waiting = self._next
        if self._running is None:
            self._running = asyncio.ensure_future(self._flush_while_asked())
        await asyncio.shield(waiting)

    async def _flush_while_asked(self) -> None:
        try:
            while self._next is not None:
                # Who asks from here on may have committed after this flush began: next round.
                asked, self._next = self._next, None
                try:
                    await self._make_safe()
                except OSError as error:
                    asked.set_exception(error)
                    # Somebody may have stopped waiting; the error is theirs, not the loop's.
                    asked.exception()
                else:
                    asked.set_result(None)
        finally:
            self._running = None

    async def _make_safe(self) -> None:
        if not self._in_doubt:
            self._in_doubt = True
            await asyncio.get_running_loop().run_in_executor(self._thread, self._flush)
        elif not await self._write_anew():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self._in_doubt = False

    def _flush(self) -> None:
        file = self._open()
        if file is not None:
            os.fdatasync(file) if hasattr(os, "fdatasync") else os.fsync(file)

    def _open(self) -> int | None:
        """The log as it is now: SQLite deletes and makes it anew when nobody has it open."""
        try:
            inode = os.stat(self._log).st_ino  # noqa: PTH116 - called for every flush
        except FileNotFoundError:
            return None
        if self._file is None or inode != self._inode:
            self._close_file()
            self._file = os.open(self._log, os.O_RDWR)
            self._inode = inode
            sync_folder(self._log.parent)
        return self._file

    def close(self) -> None:
        """Let go of the file."""
        self._thread.shutdown(wait=True)
        self._close_file()

    def _close_file(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def sync_folder(folder: Path) -> None:
    """A new file is there after a power cut only once its folder is on disk as well."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
