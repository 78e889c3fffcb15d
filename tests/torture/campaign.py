"""One campaign: people talk, processes are killed, and in the end all is judged."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.e2e.process import Werkout
from tests.standins.telegram import TelegramStandin
from tests.torture import witness
from tests.torture.checks import Campaign, Verdict, judge
from tests.torture.day import Day, Stuck
from tests.torture.front import Front
from tests.torture.killer import Killer
from tests.torture.victims import Victim, context

FIRST_PERSON: Final = 71_000_001
SETTLED_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is to be; the same seed makes the same people do the same."""

    # The command of each process.
    processes: tuple[str, ...]
    webhook: bool
    kills: int
    seconds: float
    people: int
    seed: int
    # Whether people also ask to be asked, which takes a minute each time.
    questions: bool = False
    patience: float = 60.0
    # How long a process lives at the most, in seconds, where no better moment is waited for.
    life: float = 1.0
    settings: dict[str, str] = field(default_factory=dict)


@dataclass
class Told:
    """What came of it."""

    verdict: Verdict
    moments: Counter[str]
    acts: Counter[str]
    starts: int
    seconds: float


async def run(plan: Plan, url: str, folder: Path) -> Told:
    """Over a migrated database of its own, with what the processes write in `folder`."""
    began = time.monotonic()
    witness.install(url)
    chance = random.Random(plan.seed)
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramStandin())
        telegram.calls = deque()
        victims: list[Victim] = []
        front = None
        if plan.webhook:
            front = Front(random.Random(chance.random()))
            await stack.enter_async_context(front)
        started = processes(plan.processes, url, folder, telegram, front, plan.settings)
        victims += await stack.enter_async_context(started)
        killer = Killer(url, telegram, victims, front, random.Random(chance.random()), plan.life)
        days = [
            Day(telegram, FIRST_PERSON + number, random.Random(chance.random()), plan.patience)
            for number in range(plan.people)
        ]
        stuck = await _play(plan, killer, days, began)
        left = await _settle(telegram, url)
        taken = None if front is None else front.taken
        await asyncio.gather(*(one.stop() for one in victims))
        verdict = judge(Campaign(url, days, killer.kills, list(telegram.calls), taken))
        verdict.wrong += stuck + left + telegram.violations + _complaints(victims)
        verdict.figures["processes taken for dead though they lived"] = _mistaken(victims)
    moments = Counter(one.moment for one in killer.kills)
    acts = sum((day.did for day in days), Counter[str]())
    seconds = time.monotonic() - began
    return Told(verdict, moments, acts, sum(one.starts for one in victims), seconds)


@asynccontextmanager
async def processes(
    commands: Sequence[str],
    url: str,
    folder: Path,
    telegram: TelegramStandin,
    front: Front | None,
    settings: Mapping[str, str],
) -> AsyncIterator[list[Victim]]:
    """All of them started one after the other, and none of them left at the end."""
    forks, made = context(), list[Victim]()
    for number, command in enumerate(commands):
        own = folder / str(number)
        own.mkdir()
        port = await telegram.listen_also()
        calls = {"TELEGRAM_API_URL": f"http://127.0.0.1:{port}"}
        if front is not None:
            calls["PUBLIC_URL"] = front.url
        place = Werkout(own, url, telegram, command=command, settings={**settings, **calls})
        made.append(Victim(place, forks, port))
    try:
        for victim in made:
            await victim.begin()
            await victim.serves()
        if front is not None:
            front.victims += made
        yield made
    finally:
        for victim in made:
            victim.kill()
            await victim.dead()


async def _play(plan: Plan, killer: Killer, days: list[Day], began: float) -> list[str]:
    """Until the killer has done his work; returns who got stuck, and where."""
    over = asyncio.Event()
    talking = [asyncio.ensure_future(one.live(over, questions=plan.questions)) for one in days]
    try:
        await killer.go_on(plan.kills, began + plan.seconds)
    finally:
        over.set()
        ended = await asyncio.gather(*talking, return_exceptions=True)
    for one in ended:
        if isinstance(one, BaseException) and not isinstance(one, Stuck):
            raise one
    return [str(one) for one in ended if one is not None]


async def _settle(telegram: TelegramStandin, url: str) -> list[str]:
    """Wait until all is taken in, done and sent; returns what never was."""
    waits = "SELECT (SELECT count(*) FROM job) + (SELECT count(*) FROM outbox)"
    end = time.monotonic() + SETTLED_SECONDS
    while time.monotonic() < end:
        rows = await asyncio.to_thread(witness.select, url, waits)
        if rows == [(0,)] and not telegram.updates.pending:
            return []
        await asyncio.sleep(LOOK_SECONDS)
    return [f"{len(telegram.updates.pending)} updates never taken", *_left_behind(url)]


def _left_behind(url: str) -> list[str]:
    """What waits for ever, and who should have seen to it."""
    held = witness.select(url, "SELECT id, leased_by, leased_until, attempts FROM outbox")
    jobs = witness.select(url, "SELECT id, leased_by, leased_until, attempts FROM job")
    lives = witness.select(url, "SELECT id, role, beat_at FROM process")
    told = [f"never sent: {held}", f"never done: {jobs}", f"processes: {lives}"]
    if url.startswith("postgresql"):
        asked = "SELECT pid, state, wait_event, xact_start, left(query, 90) FROM pg_stat_activity"
        told += [f"connection: {one}" for one in witness.select(url, asked)]
    return told


def _mistaken(victims: list[Victim]) -> int:
    """How often a process was so slow that another took what it held; a kill to all but itself."""
    lines = (line for victim in victims for line in victim.place.lines())
    return sum(str(line.get("event")).startswith("taken for dead") for line in lines)


def _complaints(victims: list[Victim]) -> list[str]:
    """What the processes logged as errors, and said past the log."""
    found: Counter[str] = Counter()
    for victim in victims:
        for line in victim.place.mistakes():
            found[str(line.get("text") or {k: line[k] for k in line if k != "timestamp"})] += 1
    return [f"logged {times} times: {line}" for line, times in found.items()]
