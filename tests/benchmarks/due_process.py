"""One process that has due items: Werkout, APScheduler, or a bare loop over the same table.

`python -m tests.benchmarks.due_process WHAT URL FILE`: each item that happened adds a line with
the seconds that it was late, each that was given up the word `lost`.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from pydantic import SecretStr

from bot.app import build
from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.inbound import Due
from bot.engine.turn import Turn
from bot.roles import Role
from bot.settings import Settings
from core.database import normal_url

TICK = "benchmark.tick"
A_DAY = timedelta(days=1)
BATCH = 128
PAUSE_SECONDS = 0.005
LOST = b"lost\n"
_GRACES = {"apscheduler": {}, "apscheduler-patient": {"misfire_grace_time": None}}


class Notes:
    """What happened, on disk at once: the process may be killed."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def happened(self, due: float) -> None:
        """What was due then is done now."""
        os.write(self._file, b"%.6f\n" % (time.time() - due))

    def lost(self) -> None:
        """It will not be done."""
        os.write(self._file, LOST)


def werkout(url: str, notes: Notes) -> None:
    """`run` on SQLite, else `work`, with a light item, which is planned anew for tomorrow."""
    ticks = Conversation("ticks")

    @ticks.when_due(TICK)
    def tick(turn: Turn, object_: str, data: dict[str, Any]) -> None:
        turn.plan(TICK, object_, turn.now + A_DAY)

    settings = Settings(
        database_url=SecretStr(url), secret_keys=SecretStr("the key of the benchmark"), port=0
    )
    role = Role.RUN if url.startswith("sqlite") else Role.WORK
    app = build(settings, conversations=Conversations((builtin, ticks)), role=role)
    if app.schedule is not None:
        # The first backup of a start would come in the middle of it.
        app.schedule = replace(app.schedule, backups=None)
    fire = app.engine.fire

    async def noted(person_id: int, item: Due, version: int) -> bool:
        happened = await fire(person_id, item, version)
        if happened and item.at is not None:
            notes.happened(item.at.timestamp())
        return happened

    app.engine.fire = noted  # type: ignore[method-assign]
    asyncio.run(app.run())


_noted: list[Notes] = []


async def apscheduler_tick(due: float) -> None:
    """What APScheduler runs, found by its name."""
    _noted[0].happened(due)


def apscheduler(what: str, url: str, notes: Notes) -> None:
    """APScheduler as a bot has it: on the loop, its jobs in its own table."""
    from apscheduler.events import EVENT_JOB_MISSED  # type: ignore[import-untyped]
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped]
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

    async def run() -> None:
        scheduler = AsyncIOScheduler(
            jobstores={"default": SQLAlchemyJobStore(url=url)}, job_defaults=_GRACES[what]
        )
        scheduler.add_listener(lambda event: notes.lost(), EVENT_JOB_MISSED)
        scheduler.start()
        await asyncio.Event().wait()

    # Jobs name the module, which this one is not where it is run.
    from tests.benchmarks import due_process

    due_process._noted.append(notes)
    asyncio.run(run())


def bare(url: str, notes: Notes) -> None:
    """Read what is due, and move each row in a commit of its own."""
    if url.startswith("sqlite"):
        _loop(_on_sqlite(url.removeprefix("sqlite:///")), notes)
    else:
        _loop(_on_postgresql(url), notes)


Found = list[tuple[str, str, int, datetime]]
Sides = tuple[Callable[[datetime], Found], Callable[[datetime, str, str, int], None]]


def _loop(sides: Sides, notes: Notes) -> None:
    read, move = sides
    while True:
        now = datetime.now(UTC)
        found = read(now)
        for kind, object_, version, due in found:
            move(now + A_DAY, kind, object_, version)
            notes.happened(due.timestamp())
        if not found:
            time.sleep(PAUSE_SECONDS)


_READ = "SELECT kind, object, version, due_at FROM due WHERE due_at <= {} ORDER BY due_at LIMIT {}"
_MOVE = (
    "UPDATE due SET due_at = {0}, version = version + 1"
    " WHERE kind = {0} AND object = {0} AND version = {0}"
)


def _on_sqlite(file: str) -> Sides:
    db = sqlite3.connect(file, isolation_level=None, timeout=5)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000"):
        db.execute(f"PRAGMA {pragma}")

    def text(moment: datetime) -> str:
        return moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]

    def read(now: datetime) -> Found:
        rows = db.execute(_READ.format("?", BATCH), (text(now),)).fetchall()
        return [(*row[:3], datetime.fromisoformat(row[3]).replace(tzinfo=UTC)) for row in rows]

    def move(at: datetime, *key: str | int) -> None:
        db.execute(_MOVE.format("?"), (text(at), *key))

    return read, move


def _on_postgresql(url: str) -> Sides:
    address = normal_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    db = psycopg.connect(address, autocommit=True)

    def read(now: datetime) -> Found:
        return db.execute(_READ.format("%s", BATCH), (now,)).fetchall()

    def move(at: datetime, *key: str | int) -> None:
        db.execute(_MOVE.format("%s"), (at, *key))

    return read, move


def main() -> None:
    """What is named, until a signal."""
    what, url, file = sys.argv[1:]
    notes = Notes(Path(file))
    if what == "werkout":
        werkout(url, notes)
    elif what == "bare":
        bare(url, notes)
    else:
        apscheduler(what, url, notes)


if __name__ == "__main__":
    main()
