"""The disk under SQLite is full: nobody is told “taken” for nothing, and room is all it needs.

What stands for the full disk is a limit on the size of files, set on the process while it runs
(RLIMIT_FSIZE, with the signal ignored, as Python does): the system refuses to write beyond it, in
the middle of a transaction, as it does where no block is free. It needs no root and no file
system of its own. SQLite says “disk I/O error” (EFBIG) where a full disk is “database or disk is
full” (ENOSPC); both roll back, and both are one kind of away to us.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import Launch
from tests.e2e.outages.conftest import look_over
from tests.e2e.outages.crowd import Crowd
from tests.e2e.process import Werkout
from tests.e2e.telegram.tables import select
from tests.standins.telegram import TelegramStandin

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of others are Linux's")
PEOPLE = 4
PAGE_BYTES = 4096


async def test_full_and_emptied(
    launch: Launch, telegram: TelegramStandin, sqlite_url: str, webhook: bool
) -> None:
    werkout = launch(sqlite_url, telegram=telegram, webhook=webhook)
    await werkout.start()
    crowd = Crowd(telegram, PEOPLE)
    crowd.talks()
    await crowd.hears()
    with _full(werkout, Path(sqlite_url.removeprefix("sqlite:///"))):
        before = select(sqlite_url, "SELECT count(*) FROM inbox")
        crowd.talks(3)
        await werkout.until(lambda: _events(werkout, "the database is away"))
        assert (await werkout.get("/api/health"))[0] == 200
        assert (await werkout.get("/api/health/db"))[0] == 503
        assert (await werkout.get("/api/health/detailed"))[0] == 503
        taken = select(sqlite_url, "SELECT count(*) FROM inbox")[0][0] - before[0][0]
        assert len(telegram.updates.pending) >= 2 * 3 * PEOPLE - taken > 0
    await crowd.hears()
    await telegram.settled()
    await werkout.until(lambda: crowd.wrong(sqlite_url) == [])
    assert crowd.twice() == 0
    await werkout.until(lambda: _events(werkout, "the database is back"))
    assert (await werkout.get("/api/health/db"))[0] == 200
    assert select(sqlite_url, "PRAGMA integrity_check") == [("ok",)]
    assert len(_events(werkout, "the database is away")) == 1
    assert await werkout.stop() == 0
    look_over(werkout, telegram)


def _events(werkout: Werkout, event: str) -> list[object]:
    return [one for one in werkout.lines() if one.get("event") == event]


@contextmanager
def _full(werkout: Werkout, database: Path) -> Iterator[None]:
    """No file of this process grows beyond what the log now has, and a page more."""
    assert werkout.process is not None
    pid = werkout.process.pid
    log = database.with_name(f"{database.name}-wal")
    most = log.stat().st_size + PAGE_BYTES
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
