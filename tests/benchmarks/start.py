"""How soon a bot answers after its start, and the memory it takes: Werkout beside the echo bots."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks.contestants import (
    AIOGRAM,
    ECHO,
    WERKOUT,
    Contestant,
    Serving,
    fresh_folder,
    serving,
)
from tests.benchmarks.crowd import Crowd, Lifter, one_after_the_other
from tests.benchmarks.machine import OUR_CORE, keep_to
from tests.benchmarks.tables import figure, table
from tests.benchmarks.trained_people import prepare

WHO = (WERKOUT, AIOGRAM, ECHO)
UPDATES = (1_000, 20_000)
SAYS_EACH = 10
PEOPLE = UPDATES[-1] // SAYS_EACH
WHAT = """Seconds from the start of the process to the arrival of its first answer, to a person
known before who types a set. Cold: no module has been compiled before. Medians of {rounds} starts.
Then resident megabytes: after the first answer, and after so many updates (once)."""


@dataclass(slots=True)
class Found:
    """What was measured of one bot."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


async def run(folder: Path, rounds: int) -> str:
    """Measure; returns what to print."""
    keep_to(OUR_CORE)
    template = fresh_folder(folder / "prepared") / "werkout.db"
    prepare(f"sqlite:///{template}", PEOPLE + 1)
    found = {who: Found() for who in WHO}
    for number in range(rounds):
        for who in WHO:
            place = fresh_folder(folder / "bot", template)
            compiled = {"PYTHONPYCACHEPREFIX": str(fresh_folder(folder / "compiled"))}
            found[who].cold.append(await _once(who, place, compiled, None))
            place = fresh_folder(folder / "bot", template)
            megabytes = found[who].megabytes if number == 0 else None
            found[who].warm.append(await _once(who, place, compiled, megabytes))
    return f"{WHAT.format(rounds=rounds)}\n\n{_table(found)}"


def _table(found: dict[Contestant, Found]) -> str:
    head = ("", "cold s", "warm s", "MB", *(f"after {count:,}" for count in UPDATES))
    rows = [
        (
            who.name,
            figure(median(one.cold), 2),
            figure(median(one.warm), 2),
            *(figure(each) for each in one.megabytes),
        )
        for who, one in found.items()
    ]
    return table(head, rows)


async def _once(
    who: Contestant, folder: Path, settings: dict[str, str], megabytes: list[float] | None
) -> float:
    """Seconds to the first answer; then, where they are asked for, the megabytes."""
    began = time.perf_counter()
    async with serving(who, folder, settings) as bot:
        crowd = Crowd(bot.api)
        await crowd.people(1)[0].waits(Lifter.types)
        seconds = time.perf_counter() - began
        if megabytes is not None:
            megabytes += await _memory(bot, crowd)
    return seconds


async def _memory(bot: Serving, crowd: Crowd) -> list[float]:
    found, done = [bot.memory_mb()], 0
    for updates in UPDATES:
        people = crowd.people((updates - done) // SAYS_EACH)
        await one_after_the_other(people, Lifter.types, SAYS_EACH)
        await asyncio.sleep(0.2)
        found.append(bot.memory_mb())
        done = updates
    return found
