"""Copies of an SQLite database beside whoever writes to it."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import threading
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Final

from bot.backups.files import GIVEN_UP, BackupFailed, finish, make_sure_of_room, unfinished

BUSY_SECONDS: Final = 5
# A third of the size at 60 MB a second; the next levels win a tenth and take three times as long.
LEVEL: Final = 1
CHUNK: Final = 1024**2
MAGIC: Final = b"SQLite format 3\0"
GZIP: Final = b"\x1f\x8b"


def back_up(database: Path, target: Path, stopping: threading.Event) -> None:
    """Write a checked, packed copy; raises `BackupFailed` and `OSError`."""
    if not database.exists():
        raise BackupFailed(f"There is no database at {database} yet.")
    log = database.with_name(f"{database.name}-wal")
    size = database.stat().st_size + (log.stat().st_size if log.exists() else 0)
    make_sure_of_room(target.parent, size)
    with unfinished(target.parent) as folder:
        copy, packed = folder / "copy.db", folder / "packed"
        _copy(database, copy)
        _pack(copy, packed, stopping)
        finish(packed, target)


def _copy(database: Path, copy: Path) -> None:
    try:
        with closing(_open(database)) as source, closing(sqlite3.connect(copy)) as made:
            # In one step: in several, each write in between makes it begin anew.
            source.backup(made, pages=-1)
            # One file with nothing beside it.
            made.execute("PRAGMA journal_mode=DELETE")
            if made.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise BackupFailed(f"{database} is damaged, and so would be a copy of it.")
    except sqlite3.Error as error:
        raise BackupFailed(f"{database} cannot be copied ({error.sqlite_errorname}).") from None


def _open(database: Path) -> sqlite3.Connection:
    """An existing database; none is made by asking for it."""
    address = f"{database.resolve().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _pack(copy: Path, packed: Path, stopping: threading.Event) -> None:
    with copy.open("rb") as plain, gzip.open(packed, "wb", compresslevel=LEVEL) as opened:
        while chunk := plain.read(CHUNK):
            if stopping.is_set():
                raise BackupFailed(GIVEN_UP)
            opened.write(chunk)


def unpack(backup: Path, into: Path) -> None:
    """Write the plain database out of a backup, packed or not; raises `BackupFailed`."""
    try:
        with _unpacked(backup) as source, into.open("wb") as plain:
            shutil.copyfileobj(source, plain, CHUNK)
    except (EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BackupFailed(f"{backup} is damaged: it cannot be unpacked.") from None
    _check(backup, into)


def _unpacked(backup: Path) -> BinaryIO | gzip.GzipFile:
    with backup.open("rb") as opened:
        packed = opened.read(len(GZIP)) == GZIP
    return gzip.open(backup) if packed else backup.open("rb")


def _check(backup: Path, plain: Path) -> None:
    """Every page, row and index; minutes for gigabytes, and only before a restore."""
    with plain.open("rb") as opened:
        if opened.read(len(MAGIC)) != MAGIC:
            raise BackupFailed(f"{backup} is no backup of an SQLite database.")
    try:
        with closing(_open(plain)) as opened_db:
            said = opened_db.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error:
        said = None
    if said != ("ok",):
        raise BackupFailed(f"{backup} is damaged: its pages do not fit together.")


def move_aside(database: Path, aside: Path) -> None:
    """Keep the database under another name as well, with all that its log holds.

    The name it has now is given to another file by `replace`, so that at no moment there is none.
    """
    _empty_log(database)
    aside.parent.mkdir(parents=True, exist_ok=True)
    log = database.with_name(f"{database.name}-wal")
    if log.exists():
        # It is damaged: as it is, for whoever wants to look at it.
        log.replace(aside.with_name(f"{aside.name}-wal"))
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    try:
        aside.hardlink_to(database)
    except OSError:
        # A file system without links: twice the room and some time.
        shutil.copyfile(database, aside)
    aside.chmod(0o600)


def _empty_log(database: Path) -> None:
    try:
        with closing(_open(database)) as opened:
            opened.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error:
        return


def carry_on_counting(restored: Any, replaced: Path | None, gap: int) -> None:
    """Let no number be given out again that was given out after the backup was made.

    `restored` is an open connection of sqlite3.
    """
    counted = _counts(restored)
    before = {} if replaced is None else _counts_of(replaced)
    tables = restored.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    )
    for (table,) in tables.fetchall():
        highest = max(counted.get(table, 0), before.get(table, 0)) + gap
        if table in counted:
            say = "UPDATE sqlite_sequence SET seq = :highest WHERE name = :table"
        else:
            say = "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :highest)"
        restored.execute(say, {"table": table, "highest": highest})


def _counts(opened: Any) -> dict[str, int]:
    return dict(opened.execute("SELECT name, seq FROM sqlite_sequence").fetchall())


def _counts_of(database: Path) -> dict[str, int]:
    """Nothing where it cannot be read: that may be why there is a restore."""
    try:
        with closing(_open(database)) as opened:
            return _counts(opened)
    except sqlite3.Error:
        return {}
