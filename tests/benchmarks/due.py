"""How late due items happen among a million: ours, APScheduler's, and those of a bare loop."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]
from sqlalchemy import ColumnElement, Connection, Table, delete, insert

from bot.engine import store
from bot.engine.tables import due
from core.database import Database
from core.people import queries as people
from core.prepared import BulkInsert
from tests.benchmarks.due_process import LOST, TICK
from tests.benchmarks.machine import memory_mb
from tests.benchmarks.tables import figure, table
from tests.databases import prepare
from tests.run_folder import make_run_folder, remove_run_folder
from tests.servers import Postgres

STORED = 1_000_000
FALL_DUE = 10_000
WITHIN_SECONDS = 60.0
LEAD_SECONDS = 15.0
"""Time for the processes to start and look once."""
QUIET_SECONDS = {"werkout": 10.0, "bare": 10.0, "apscheduler": 60.0, "apscheduler-patient": 60.0}
"""After so long without an item nothing more is coming: APScheduler holds its loop up for long."""
PEOPLE = 1_000
CHUNK = 20_000
FAR = datetime(2100, 1, 1, tzinfo=UTC)
WHAT = """{stored:,} items stored, of which {due:,} fall due within {seconds:.0f} seconds, evenly
spread; each plans itself anew for the next day and does nothing else, in a transaction of its own.
Late: from its time to the end of that transaction. Memory: of each process, resident, in the end.
PostgreSQL does not flush here, SQLite does. Medians of rounds ({rounds}); “×” is p99 beside the
bare loop, one process that reads the same index and writes each row, without persons, turns or
leases. APScheduler {version} has its own SQLAlchemy job store on SQLite: as it comes (jobs over a
second late are dropped), and with `misfire_grace_time=None`."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A row of the table: what runs, on which database, in how many processes."""

    name: str
    what: str
    kind: str
    processes: int = 1


CONTESTANTS = (
    Contestant("Werkout, `run`, SQLite", "werkout", "sqlite"),
    Contestant("bare loop, SQLite", "bare", "sqlite"),
    Contestant("APScheduler, SQLite", "apscheduler", "apscheduler"),
    Contestant("APScheduler, no grace, SQLite", "apscheduler-patient", "apscheduler"),
    Contestant("Werkout, `work`, PostgreSQL", "werkout", "postgresql"),
    Contestant("Werkout, 2 × `work`, PostgreSQL", "werkout", "postgresql", 2),
    Contestant("bare loop, PostgreSQL", "bare", "postgresql"),
)


@dataclass(frozen=True, slots=True)
class Went:
    """How it went: seconds late, how many were given up, megabytes of each process."""

    late: list[float]
    lost: int
    megabytes: float

    def at(self, share: float) -> float:
        """So many of them were no later."""
        return sorted(self.late)[int(share * (len(self.late) - 1))] if self.late else float("nan")


def run(
    folder: Path,
    rounds: int,
    stored: int = STORED,
    fall_due: int = FALL_DUE,
    within: float = WITHIN_SECONDS,
) -> str:
    """Measure; returns what to print. `within` 0 is all at one instant."""
    went: dict[Contestant, list[Went]] = {one: [] for one in CONTESTANTS}
    with _filled(folder, stored - fall_due) as urls:
        for number in range(rounds):
            for place, one in enumerate(CONTESTANTS):
                prefix = f"{number}-{place}"
                until = _line_up(one, urls[one.kind], fall_due, within, prefix)
                went[one].append(_measured(one, urls[one.kind], folder / prefix, until))
    about: dict[str, Any] = {
        "stored": stored,
        "due": fall_due,
        "seconds": within,
        "rounds": rounds,
    }
    return f"{WHAT.format(version=version('apscheduler'), **about)}\n\n{_table(went)}"


def _table(went: dict[Contestant, list[Went]]) -> str:
    limits = {one.kind: _middle(found, 0.99) for one, found in went.items() if one.what == "bare"}
    limits["apscheduler"] = limits["sqlite"]
    head = ("", "happened", "lost", "late p50 ms", "p99 ms", "worst ms", "× bare", "MB")
    return table(head, [_row(one, found, limits[one.kind]) for one, found in went.items()])


def _row(one: Contestant, found: list[Went], limit: float) -> tuple[str, ...]:
    p99 = _middle(found, 0.99)
    return (
        one.name,
        figure(median(len(went.late) for went in found)),
        figure(median(went.lost for went in found)),
        figure(_middle(found, 0.5) * 1e3, 1),
        figure(p99 * 1e3, 1),
        figure(_middle(found, 1) * 1e3, 1),
        figure(p99 / limit, 1),
        figure(median(went.megabytes for went in found)),
    )


def _middle(found: list[Went], share: float) -> float:
    return median(went.at(share) for went in found)


# One of them


def _measured(one: Contestant, url: str, notes: Path, until: float) -> Went:
    output = notes.with_suffix(".output").open("wb")
    command = [sys.executable, "-m", "tests.benchmarks.due_process", one.what, url, str(notes)]
    processes = [
        subprocess.Popen(command, stdout=output, stderr=output) for _ in range(one.processes)
    ]
    try:
        _quiet(notes, until, QUIET_SECONDS[one.what])
        megabytes = max(memory_mb(process.pid) or 0 for process in processes)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
        output.close()
    lines = notes.read_bytes().splitlines(keepends=True)
    late = [float(line) for line in lines if line != LOST]
    return Went(late, len(lines) - len(late), megabytes)


def _quiet(notes: Path, until: float, seconds: float) -> None:
    """Until all have fallen due, and nothing has happened for a while."""
    size, since = 0, time.time()
    while time.time() < max(until, since) + seconds:
        time.sleep(1)
        now = notes.stat().st_size if notes.exists() else 0
        if now != size:
            size, since = now, time.time()


def _line_up(one: Contestant, url: str, count: int, within: float, prefix: str) -> float:
    """Store what falls due soon; returns when the last of it does."""
    begin = datetime.now(UTC) + timedelta(seconds=LEAD_SECONDS)
    spread = random.Random(prefix)
    moments = [begin + timedelta(seconds=spread.uniform(0, within)) for _ in range(count)]
    with closing(Database(url)) as database:
        if one.kind == "apscheduler":
            grace = None if one.what == "apscheduler-patient" else 1
            database.transact(_clear, _JOBS, _JOBS.c.next_run_time < FAR.timestamp())
            database.transact(_add_jobs, prefix, moments, grace)
        else:
            database.transact(_clear, due, due.c.due_at < FAR)
            database.transact(_add_items, prefix, moments)
    return begin.timestamp() + within


def _clear(db: Connection, kept: Table, near: ColumnElement[bool]) -> None:
    """What the one before has left or planned anew."""
    db.execute(delete(kept).where(near))


# What is stored


@contextmanager
def _filled(folder: Path, stored: int) -> Iterator[dict[str, str]]:
    run_folder = make_run_folder()
    try:
        server = Postgres(run_folder)
        server.start()
        server.create("due")
        urls = {
            "sqlite": f"sqlite:///{folder / 'due.db'}",
            "apscheduler": f"sqlite:///{folder / 'apscheduler.db'}",
            "postgresql": server.url("due"),
        }
        for kind, url in urls.items():
            _fill(kind, url, stored)
        yield urls
    finally:
        remove_run_folder(run_folder)


def _fill(kind: str, url: str, stored: int) -> None:
    if kind == "apscheduler":
        store_ = SQLAlchemyJobStore(url=url)
        store_.jobs_t.create(store_.engine)
        store_.engine.dispose()
    else:
        prepare(url)
    with closing(Database(url)) as database:
        if kind != "apscheduler":
            database.transact(_add_people)
        for first in range(0, stored, CHUNK):
            numbers = range(first, min(first + CHUNK, stored))
            moments = [FAR + timedelta(seconds=number % 604_800) for number in numbers]
            add: Any = _add_jobs if kind == "apscheduler" else _add_items
            database.transact(add, f"far-{first}", moments)
        if kind == "postgresql":
            with database.engine.connect() as db:
                db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")


def _add_people(db: Connection) -> None:
    for number in range(PEOPLE):
        person, identity = people.add_person(db, "telegram", str(number), "Ann", "en", FAR)
        store.begin_conversation(db, person.id, identity.id)


_ITEMS = BulkInsert(due)


def _add_items(db: Connection, prefix: str, moments: list[datetime]) -> None:
    rest = {"kind": TICK, "data": {}, "attempts": 0, "version": 1}
    _ITEMS.run_many(
        db,
        [
            {"object": f"{prefix}-{n}", "person_id": n % PEOPLE + 1, "due_at": at} | rest
            for n, at in enumerate(moments)
        ],
    )


_JOBS = SQLAlchemyJobStore(url="sqlite://").jobs_t


def _add_jobs(db: Connection, prefix: str, moments: list[datetime], grace: int | None = 1) -> None:
    rows = []
    for number, at in enumerate(moments):
        state = _job_state(f"{prefix}-{number}", at, grace)
        pickled = pickle.dumps(state, pickle.HIGHEST_PROTOCOL)
        rows.append({"id": state["id"], "next_run_time": at.timestamp(), "job_state": pickled})
    db.execute(insert(_JOBS), rows)


_EVERY_DAY = IntervalTrigger(days=1, start_date=FAR, timezone=UTC)


def _job_state(name: str, at: datetime, grace: int | None) -> dict[str, Any]:
    """What `add_job` would pickle; a million calls of it take too long."""
    soon = at < FAR
    trigger = IntervalTrigger(days=1, start_date=at, timezone=UTC) if soon else _EVERY_DAY
    return {
        "version": 1,
        "id": name,
        "func": "tests.benchmarks.due_process:apscheduler_tick",
        "trigger": trigger,
        "executor": "default",
        "args": (at.timestamp(),),
        "kwargs": {},
        "name": "tick",
        "misfire_grace_time": grace,
        "coalesce": True,
        "max_instances": 1,
        "next_run_time": at,
    }
