"""The folder that the processes of one test run share, and that nothing outlives."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.servers import Postgres, Redis, is_alive, open_to_all

PREFIX: Final = "werkout-"
# A socket lies in it, and the path of one has 103 bytes at most on macOS, 107 on Linux.
LONGEST_BASE: Final = 60
ENOUGH_BYTES: Final = 1 << 30


def make_run_folder() -> Path:
    """A new folder, named for the process that owns it.

    It is not below pytest's own, which only its owner can enter: PostgreSQL refuses to run as
    root, so there it runs as `nobody`.
    """
    base = next(filter(_is_fit, _candidates()))
    _clear_abandoned(base)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    folder.chmod(0o755)
    return folder


def remove_run_folder(folder: Path) -> None:
    """Stop the servers that run there, if any do, and leave nothing behind."""
    Postgres(folder).stop()
    for own in folder.glob("redis*"):
        Redis(own).stop()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def exclusively(folder: Path) -> Iterator[None]:
    """Keep the other processes of this run out of the block."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _candidates() -> tuple[Path, ...]:
    """Memory first: a database is made and thrown away for nearly every test."""
    temporary = Path(tempfile.gettempdir()).resolve()
    return Path("/dev/shm"), temporary, Path("/tmp"), Path("/var/tmp")


def _is_fit(base: Path) -> bool:
    return (
        base.is_dir()
        and os.access(base, os.W_OK)
        and open_to_all(base)
        and len(str(base)) <= LONGEST_BASE
        and shutil.disk_usage(base).free >= ENOUGH_BYTES
    )


def _clear_abandoned(base: Path) -> None:
    """A run that was killed could not stop its server."""
    for folder in base.glob(f"{PREFIX}*-*"):
        owner = folder.name.split("-")[1]
        mine = folder.stat().st_uid == os.geteuid()
        if mine and owner.isdigit() and not is_alive(int(owner)):
            remove_run_folder(folder)
