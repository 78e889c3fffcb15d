"""SQLite is for one serving process: the second one is refused, however the first one ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class AlreadyServing(Exception):
    """Another process holds the database's lock."""


@contextmanager
def alone_with(database: Path) -> Iterator[None]:
    """Hold the database's lock for the block; raises `AlreadyServing`.

    The system lets go of it when the process ends, also by SIGKILL.
    """
    lock = lock_of(database)
    lock.parent.mkdir(parents=True, exist_ok=True)
    held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _take(held)
        except OSError:
            raise AlreadyServing(str(database)) from None
        yield
    finally:
        os.close(held)


def is_served(database: Path) -> bool:
    """Whether some process serves this database right now."""
    if not lock_of(database).exists():
        return False
    try:
        with alone_with(database):
            return False
    except AlreadyServing:
        return True


def lock_of(database: Path) -> Path:
    """The file beside the database that is locked; it holds nothing."""
    return database.with_name(f"{database.name}.lock")


def _take(held: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
    else:
        # Not flock: a child made by fork would hold that on for its dead parent.
        fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
