"""Where backups lie, what they are called, and how long each is kept."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.settings import Settings
from core.durability import sync_folder

KEPT: Final = timedelta(days=30)
EACH_KEPT: Final = timedelta(days=2)
"""For so long every backup stays, then the first of each day: 78 copies instead of 720."""
LIST: Final = "deletions.jsonl"
GIVEN_UP: Final = "The backup was given up, as the process ends."
# Where the database is no file of ours.
ELSEWHERE: Final = Path("var")
_FOLDER: Final = "backups"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_BEFORE_RESTORE: Final = "before-restore-"
_UNFINISHED: Final = ".unfinished-"
# A day old, and whoever wrote it is gone.
_LEFT_BEHIND: Final = timedelta(days=1)
_ROOM_LEFT: Final = 100 * 1024**2
_MEGABYTE: Final = 1024**2


class BackupFailed(Exception):
    """No backup was made or put back; says why in a sentence."""


class NoTools(BackupFailed):
    """What makes backups is missing here, or too old."""


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One file; `aside` where it is what a restore replaced."""

    at: datetime
    file: Path
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one database's backups."""

    folder: Path
    name: str
    suffix: str

    @property
    def deletions(self) -> Path:
        """The list of who was erased, which a restore reads and applies again."""
        return self.folder / LIST

    def file(self, at: datetime) -> Path:
        """The name of a backup made at that moment."""
        return self.folder / f"{self.name}-{at.astimezone(UTC):{_STAMP}}{self.suffix}"

    def aside(self, at: datetime, suffix: str) -> Path:
        """The name under which a restore keeps what was there."""
        stamp = f"{at.astimezone(UTC):{_STAMP}}"
        return self.folder / f"{self.name}-{_BEFORE_RESTORE}{stamp}{suffix}"

    def all(self) -> list[Backup]:
        """Every backup, the oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(filter(None, map(self._read, self.folder.iterdir())))

    def newest(self) -> Backup | None:
        """The backup to take if all else were lost."""
        made = [one for one in self.all() if not one.aside]
        return made[-1] if made else None

    def _read(self, file: Path) -> Backup | None:
        named = re.fullmatch(
            rf"{re.escape(self.name)}-({_BEFORE_RESTORE})?(\d{{8}}T\d{{6}}Z)\.(db|db\.gz|dump)",
            file.name,
        )
        if named is None:
            return None
        try:
            at = datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return None
        return Backup(at, file, named[1] is not None)

    def tidy(self, now: datetime) -> None:
        """Remove what has served its time, and what a process left that was killed over it."""
        for old in outdated(self.all(), now):
            old.file.unlink(missing_ok=True)
        for left in self.folder.glob(f"{_UNFINISHED}*"):
            if left.stat().st_mtime < (now - _LEFT_BEHIND).timestamp():
                shutil.rmtree(left, ignore_errors=True)


def place_of(settings: Settings) -> Place:
    """Beside an SQLite database, else in `var`."""
    database = settings.sqlite_file
    if database is not None:
        return Place(database.with_name(_FOLDER), database.stem, ".db.gz")
    name = re.sub(r"[^\w.-]", "_", settings.database_parts.database or "werkout")
    return Place(ELSEWHERE / _FOLDER, name, ".dump")


def outdated(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those older than all are kept, and of days gone by all but the first."""
    days: set[date] = set()
    old = []
    for one in sorted(backups):
        if one.at < now - KEPT:
            old.append(one)
        elif one.aside:
            continue
        elif one.at.date() in days and one.at < now - EACH_KEPT:
            old.append(one)
        else:
            days.add(one.at.date())
    return old


@contextmanager
def unfinished(beside: Path) -> Iterator[Path]:
    """A folder for what is still being written, gone after the block; raises `OSError`."""
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=beside) as folder:
        yield Path(folder)


def finish(written: Path, target: Path) -> None:
    """Give a whole file its name: whoever sees it there after a power cut sees all of it."""
    written.chmod(0o600)
    with written.open("rb+") as opened:
        os.fsync(opened.fileno())
    written.replace(target)
    sync_folder(target.parent)


def make_sure_of_room(folder: Path, needed: int) -> None:
    """A backup must not fill the disk that the database grows on; raises `BackupFailed`."""
    there = folder
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    if free < needed + _ROOM_LEFT:
        wanted = (needed + _ROOM_LEFT) // _MEGABYTE
        raise BackupFailed(
            f"Only {free // _MEGABYTE:,} MB are free in {there}; a backup needs {wanted:,} MB."
        )
