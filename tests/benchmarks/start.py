"""How soon `werkout run` answers after its start, and the memory it takes."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.contestants import WERKOUT, fresh_folder, serving
from tests.benchmarks.crowd import Crowd, Lifter, one_after_the_other
from tests.benchmarks.machine import OUR_CORE, keep_to, memory_mb
from tests.benchmarks.tables import figure, table
from tests.benchmarks.trained_people import prepare

UPDATES = 1_000
WHAT = """From the start of the process to the arrival of its first answer, to a person known
before; then the resident memory of `werkout run`. Medians of {rounds} starts."""


async def run(folder: Path, rounds: int) -> str:
    """Measure; returns what to print."""
    keep_to(OUR_CORE)
    template = fresh_folder(folder / "prepared") / "werkout.db"
    prepare(template, UPDATES)
    found = [await _once(fresh_folder(folder / "bot", template)) for _ in range(rounds)]
    medians = [median(column) for column in zip(*found, strict=True)]
    head = ("", "first answer s", "MB at the start", f"MB after {UPDATES:,} updates")
    cells = [figure(medians[0], 2), *(figure(one) for one in medians[1:])]
    return f"{WHAT.format(rounds=rounds)}\n\n{table(head, [('werkout run', *cells)])}"


async def _once(folder: Path) -> tuple[float, float, float]:
    began = time.perf_counter()
    async with serving(WERKOUT, folder) as bot:
        crowd = Crowd(bot.standin)
        await crowd.people(1)[0].waits(Lifter.types)
        seconds = time.perf_counter() - began
        at_start = memory_mb(bot.process.pid) or 0
        await one_after_the_other(crowd.people(UPDATES // 10), Lifter.types, 10)
        await asyncio.sleep(0.2)
        return seconds, at_start, memory_mb(bot.process.pid) or 0
