"""Answered updates a second by how many processes serve: PostgreSQL, Redis, all on the same cores.

Each update goes to the next process, whoever said it.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg

from tests.benchmarks import contestants
from tests.benchmarks.contestants import Serving, fresh_folder, serving
from tests.benchmarks.crowd import (
    WAITING,
    Crowd,
    Lifter,
    Waits,
    at_a_rate,
    one_after_the_other,
)
from tests.benchmarks.machine import cpu_of_family
from tests.benchmarks.tables import figure, table
from tests.benchmarks.trained_people import prepare, sets_in
from tests.run_folder import remove_run_folder
from tests.servers import Postgres, Redis

SERVING = (0, 1, 2, 3, 4)
"""How many `werkout serve`, beside a `werkout work`; 0 is one `werkout run`."""
ROUNDS = 2
STEADY = 200.0
STEADY_SECONDS = 5.0
HALF_SECONDS = 3.0
PEOPLE = 8 * WAITING
TIMES = 2
PREPARED = 4_000
# What the tests do without, a benchmark of durable turns may not.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}
TEMPLATE = "prepared"
WHAT = f"""Answered updates a second where each is a set typed (stored with its rest and records,
the card sent anew, the old one deleted), on PostgreSQL (flushing to disk as it comes) and Redis,
everything with its load on the same cores; each update goes to the next process, whoever said it.
Peak: {WAITING} people at a time; once one is answered, the next says something. Steady:
{STEADY:.0f} updates a second by chance, {STEADY_SECONDS:.0f} s; “behind” are those not yet answered
when the last was said. CPU is processor time per update at the peak. Medians of {{rounds}}
rounds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One round with so many processes; microseconds of processor time per update."""

    peak: float
    half: Waits
    steady: Waits
    bot_us: float
    postgres_us: float
    redis_us: float
    load_us: float


async def run(folder: Path, rounds: int) -> str:
    """Measure; returns what to print."""
    found: dict[int, list[Measured]] = {count: [] for count in SERVING}
    with _servers() as (postgres, postgres_id, redis):
        prepare(postgres.url(TEMPLATE), PREPARED)
        for number in range(min(rounds, ROUNDS)):
            for count in SERVING:
                name = f"serving_{count}_{number}"
                postgres.create(name, TEMPLATE)
                bot = contestants.many(count, postgres.url(name), redis.url())
                before = sets_in(postgres.url(name))
                async with serving(bot, fresh_folder(folder / "bot")) as served:
                    servers = _Servers(postgres_id, redis.pid)
                    measured, said = await _measure(served, servers)
                found[count].append(measured)
                if sets_in(postgres.url(name)) != before + said:
                    raise RuntimeError("what was answered is not what is stored")
                postgres.drop(name)
    return f"{WHAT.format(rounds=min(rounds, ROUNDS))}\n\n{_table(found)}"


@dataclass(frozen=True, slots=True)
class _Servers:
    """The processes that all bots share."""

    postgres: int
    redis: int


@contextmanager
def _servers() -> Iterator[tuple[Postgres, int, Redis]]:
    """A PostgreSQL whose commits are on disk when it says so, and a Redis."""
    # Not in memory, where a flush costs nothing; and open to the server's own user.
    place = Path(tempfile.mkdtemp(prefix="werkout-benchmark-", dir="/var/tmp"))
    place.chmod(0o755)
    postgres, redis = Postgres(place), Redis(place / "redis")
    try:
        postgres.start()
        with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
            for name, value in DURABLE.items():
                db.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            db.execute("SELECT pg_reload_conf()")
        postgres.create(TEMPLATE)
        redis.start()
        first_line = (place / "pg" / "data" / "postmaster.pid").read_text().partition("\n")[0]
        yield postgres, int(first_line), redis
    finally:
        remove_run_folder(place)
        shutil.rmtree(place, ignore_errors=True)


async def _measure(bot: Serving, servers: _Servers) -> tuple[Measured, int]:
    """Also how many sets were typed."""
    crowd = Crowd(bot.api)
    people = crowd.people(PEOPLE)
    waits = [await one_after_the_other(people, Lifter.types, 1)]
    used = [
        bot.cpu_seconds,
        lambda: cpu_of_family(servers.postgres),
        lambda: cpu_of_family(servers.redis),
        time.process_time,
    ]
    peak, each = await _with_cpu(used, people)
    half = await at_a_rate(crowd, Lifter.types, peak.per_second / 2, HALF_SECONDS, people)
    steady = await at_a_rate(crowd, Lifter.types, STEADY, STEADY_SECONDS, people)
    waits += [peak, half, steady]
    return Measured(peak.per_second, half, steady, *each), sum(len(one.each) for one in waits)


async def _with_cpu(
    used: list[Callable[[], float]], people: list[Lifter]
) -> tuple[Waits, list[float]]:
    before = [one() for one in used]
    waits = await one_after_the_other(people, Lifter.types, TIMES)
    await asyncio.sleep(0.2)
    seconds = [one() - then for one, then in zip(used, before, strict=True)]
    return waits, [one / len(waits.each) * 1e6 for one in seconds]


def _table(found: dict[int, list[Measured]]) -> str:
    head = (
        "",
        "peak/s",
        "half: p50, p95, p99 ms",
        f"{STEADY:.0f}/s: p50, p95, p99 ms",
        "behind",
        "CPU µs: bot",
        "PostgreSQL",
        "Redis",
        "load",
    )
    return table(head, [_row(count, each) for count, each in found.items()])


def _row(count: int, each: list[Measured]) -> tuple[str, ...]:
    def middle(name: str) -> str:
        return figure(median(getattr(one, name) for one in each))

    return (
        f"{count} × serve, work" if count else "run",
        middle("peak"),
        _shares([one.half for one in each]),
        _shares([one.steady for one in each]),
        figure(max(one.steady.behind for one in each)),
        middle("bot_us"),
        middle("postgres_us"),
        middle("redis_us"),
        middle("load_us"),
    )


def _shares(waits: list[Waits]) -> str:
    together = Waits([wait for one in waits for wait in one.each], 1.0)
    return " ".join(f"{together.milliseconds(share):.1f}" for share in (0.5, 0.95, 0.99))
