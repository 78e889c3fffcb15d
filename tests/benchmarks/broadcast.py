"""A broadcast under the platform's limits: how much of them is used, and how often it says no.

One message to each of 3,000 people, all queued at once; the stand-in takes 30 a second, refuses
what is more, and lets whoever goes on meanwhile wait longer.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bot.engine.outgoing import Say, to_json
from bot.engine.tables import outbox
from core.database import Database
from core.people import queries as people
from tests.benchmarks.tables import figure, table
from tests.databases import migrated_database
from tests.e2e.process import Werkout
from tests.run_folder import make_run_folder, remove_run_folder
from tests.servers import Redis
from tests.standins.telegram import TelegramStandin

# It logs a traceback for each message that it loses.
logging.getLogger("telegram.ext").setLevel(logging.CRITICAL)

MESSAGES = 3_000
LIMIT = 30.0
PENALTY_SECONDS = 1.0
FIRST_ID = 1_000
CHUNK = 200
PATIENCE = 240.0
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WHAT = (
    f"{MESSAGES:,} messages, one a person, queued at once. The stand-in takes {LIMIT:.0f} a "
    "second, and one second more for each try while it refuses. Share: of that limit, from the "
    "first message to the last, or to the last try."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """How a broadcast went; `share` is of the platform's limit."""

    name: str
    arrived: int
    seconds: float
    refused: int

    @property
    def share(self) -> float:
        """Of the messages that could have arrived in that time."""
        return max(self.arrived - 1, 0) / self.seconds / LIMIT


async def run(folder: Path) -> str:
    """All of them, one after another."""
    servers = make_run_folder()
    redis = Redis(servers / "redis")
    redis.start()
    try:
        results = [
            await _ours(f"{workers} × `werkout work`{over}", servers, folder, workers, url)
            for workers in (1, 3)
            for over, url in ((", PostgreSQL", None), (", PostgreSQL and Redis", redis.url()))
        ]
        results += [await _ptb(PENALTY_SECONDS), await _ptb(0.0)]
    finally:
        remove_run_folder(servers)
    head = ("", "arrived", "seconds", "share of the limit", "429s")
    rows = (
        (
            one.name,
            figure(one.arrived),
            figure(one.seconds, 1),
            f"{one.share:.1%}",
            figure(one.refused),
        )
        for one in results
    )
    return f"{WHAT}\n\n{table(head, rows)}"


async def _ours(name: str, servers: Path, folder: Path, workers: int, redis: str | None) -> Sent:
    settings = {} if redis is None else {"REDIS_URL": redis}
    with migrated_database("postgresql", servers) as url, _opened(url) as database:
        for start in range(0, MESSAGES, CHUNK):
            await database.run(_meet, range(start, min(start + CHUNK, MESSAGES)))
        async with _platform() as standin, _working(folder, url, standin, workers, settings):
            await database.run(_queue)
            return await _measured(name, standin)


async def _ptb(penalty: float) -> Sent:
    name = "python-telegram-bot, AIORateLimiter" + ("" if penalty else ", no penalties")
    async with _platform() as standin:
        standin.state.flood.penalty = penalty
        bot: ExtBot[int] = ExtBot(
            standin.token, base_url=f"{standin.url}/bot", rate_limiter=AIORateLimiter()
        )
        await bot.initialize()
        sending = asyncio.gather(*(_say(bot, FIRST_ID + one) for one in range(MESSAGES)))
        sent = await _measured(name, standin, sending)
        await sending
        await bot.shutdown()
        return sent


async def _say(bot: ExtBot[int], chat: int) -> None:
    try:
        await bot.send_message(chat, "A new challenge begins on Monday.")
    except TelegramError:
        # With its defaults it tries nothing again.
        return


async def _measured(
    name: str, standin: TelegramStandin, sending: asyncio.Future[list[None]] | None = None
) -> Sent:
    """From the first message that arrives until all have, or until the last was tried."""
    flood, first, last, seen = standin.state.flood, 0.0, time.perf_counter(), 0
    until = last + PATIENCE
    while seen < MESSAGES and time.perf_counter() < until:
        await asyncio.sleep(0.005)
        if flood.passed > seen:
            last = time.perf_counter()
            first, seen = first or last, flood.passed
        if sending is not None and sending.done():
            last = time.perf_counter()
            break
    return Sent(name, flood.passed, last - first, flood.refused)


@asynccontextmanager
async def _platform() -> AsyncIterator[TelegramStandin]:
    async with TelegramStandin() as standin:
        for one in range(MESSAGES):
            standin.state.chats.open(FIRST_ID + one, "private", {"first_name": "Ann"})
        standin.state.flood.on = True
        standin.state.flood.penalty = PENALTY_SECONDS
        yield standin


@asynccontextmanager
async def _working(
    folder: Path, url: str, standin: TelegramStandin, workers: int, settings: dict[str, str]
) -> AsyncIterator[None]:
    processes = []
    for number in range(workers):
        own = folder / f"worker-{number}"
        own.mkdir(parents=True, exist_ok=True)
        (own / "log").unlink(missing_ok=True)
        worker = Werkout(own, url, telegram=standin, command="work", settings=settings)
        processes.append(worker)
    try:
        await asyncio.gather(*(one.start() for one in processes))
        yield
        for one in processes:
            if wrong := one.mistakes():
                raise RuntimeError(str(wrong[:3]))
    finally:
        for one in processes:
            await one.stop()


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def _meet(db: Connection, numbers: Iterable[int]) -> None:
    for one in numbers:
        people.add_person(db, "telegram", str(FIRST_ID + one), "Ann", "en", NOW)


def _queue(db: Connection) -> None:
    """As a broadcast does: paced rows that nobody holds."""
    body = to_json(Say("A new challenge begins on Monday."))
    row = {"body": body, "created_at": NOW, "due_at": NOW, "attempts": 0, "paced": True}
    everybody = db.exec_driver_sql("SELECT id FROM identity ORDER BY id").scalars()
    db.execute(insert(outbox), [row | {"identity_id": one} for one in everybody])
