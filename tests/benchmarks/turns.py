"""Answered updates a second and how long an answer takes: Werkout beside a bare echo bot.

Each round starts every bot anew and asks the same of it; what is printed is the median of all
rounds. The stand-in keeps all its rules but the flood limits.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks import contestants
from tests.benchmarks.contestants import Contestant, Serving, fresh_folder, serving
from tests.benchmarks.crowd import (
    SETS_EACH,
    WAITING,
    Act,
    Crowd,
    Lifter,
    Waits,
    at_a_rate,
    one_after_the_other,
)
from tests.benchmarks.machine import OUR_CORE, cpu_seconds, keep_to
from tests.benchmarks.tables import figure, table
from tests.benchmarks.trained_people import prepare, sets_in

ROUNDS = 3
PEOPLE = 3 * WAITING
PREPARED = 6_000
SHARES = (0.25, 0.5, 0.75)
OPEN_SECONDS = 4.0

WHAT = f"""Answered updates a second, from the push of an update to the arrival of the answer.
Closed loop: {WAITING} people at a time, each says the next once answered; {SETS_EACH} sets each,
then somebody else. Each has agreed and has trained the exercise three times before. Werkout is a
real `werkout run` by webhook on SQLite, every turn flushed to disk before it is confirmed. Flood
limits of the stand-in are off. Medians of {{rounds}} rounds; CPU is the bot's own, per update."""
OPEN_WHAT = """Open loop: updates come by chance at a share of the bot's own peak."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a bot, and what it is asked to do."""

    who: Contestant
    what: str
    act: Act

    @property
    def name(self) -> str:
        """As it is printed."""
        return f"{self.who.name}: {self.what}"


TYPED = Row(contestants.WERKOUT, "a set typed", Lifter.types)
TAPPED = Row(contestants.WERKOUT, "a tap on [Again]", Lifter.taps)
ECHOED = Row(contestants.ECHO, "a text", Lifter.types)
LEAST = Row(contestants.FLOOR, "a text", Lifter.types)


@dataclass(frozen=True, slots=True)
class Closed:
    """One closed loop: updates a second, waits, the bot's CPU and how busy we were ourselves."""

    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_us: float
    standin_busy: float


@dataclass(frozen=True, slots=True)
class Opened:
    """One open loop at `share` of the peak."""

    share: float
    rate: float
    p50_ms: float
    p95_ms: float


@dataclass(slots=True)
class Results:
    """Everything measured so far, by row."""

    closed: dict[Row, list[Closed]] = field(default_factory=dict)
    opened: dict[Row, list[Opened]] = field(default_factory=dict)

    def median(self, row: Row, name: str) -> float:
        """Of one figure of the closed loop, over all rounds."""
        return float(median(getattr(one, name) for one in self.closed[row]))

    def opened_medians(self, row: Row, share: float) -> tuple[float, float, float]:
        """Rate, p50 and p95 at that share of the peak."""
        found = [one for one in self.opened.get(row, []) if one.share == share]
        return (
            median(one.rate for one in found),
            median(one.p50_ms for one in found),
            median(one.p95_ms for one in found),
        )


async def run(folder: Path, rounds: int = ROUNDS) -> str:
    """Measure everything; returns what to print."""
    keep_to(OUR_CORE)
    template = fresh_folder(folder / "prepared") / "werkout.db"
    prepare(template, PREPARED)
    results = Results()
    for _ in range(rounds):
        await _measure(contestants.WERKOUT, (TYPED, TAPPED), results, folder, template)
        await _measure(contestants.ECHO, (ECHOED,), results, folder)
        await _measure(contestants.FLOOR, (LEAST,), results, folder)
    return _printed(results, rounds)


async def _measure(
    who: Contestant,
    rows: Iterable[Row],
    results: Results,
    folder: Path,
    template: Path | None = None,
) -> None:
    place = fresh_folder(folder / "bot", template)
    before = 0 if template is None else sets_in(place / "werkout.db")
    async with serving(who, place) as bot:
        crowd, said = Crowd(bot.standin), 0
        for row in rows:
            said += await _rounds_of(row, bot, crowd, results)
    if template is not None and sets_in(place / "werkout.db") != before + said:
        raise RuntimeError("what was answered is not what is stored")


async def _rounds_of(row: Row, bot: Serving, crowd: Crowd, results: Results) -> int:
    """Warm up, then the closed loop and the open ones; returns how many updates that were."""
    people = crowd.people(PEOPLE)
    said = len((await one_after_the_other(people, Lifter.types, 1)).each)
    closed, waits = await _closed(row, bot, people)
    results.closed.setdefault(row, []).append(closed)
    said += len(waits.each)
    if row.act is not Lifter.types:
        return said
    for share in SHARES:
        rate = closed.per_second * share
        waits = await at_a_rate(crowd, row.act, rate, OPEN_SECONDS)
        opened = Opened(share, rate, waits.milliseconds(0.5), waits.milliseconds(0.95))
        results.opened.setdefault(row, []).append(opened)
        said += len(waits.each)
    return said


async def _closed(row: Row, bot: Serving, people: list[Lifter]) -> tuple[Closed, Waits]:
    process = bot.process.pid
    gc.collect()
    began, ours, theirs = time.perf_counter(), time.process_time(), cpu_seconds(process)
    waits = await one_after_the_other(people, row.act, SETS_EACH - 1)
    # What follows an answer (an old card deleted, a tap acknowledged) is part of its cost.
    await bot.standin.settled()
    await asyncio.sleep(0.2)
    used = cpu_seconds(process)
    busy = (time.process_time() - ours) / (time.perf_counter() - began)
    cpu = ((used or 0) - (theirs or 0)) / len(waits.each) * 1e6
    p50, p95 = waits.milliseconds(0.5), waits.milliseconds(0.95)
    return Closed(waits.per_second, p50, p95, cpu, busy), waits


def _printed(results: Results, rounds: int) -> str:
    parts = [
        WHAT.format(rounds=rounds),
        _closed_table(results),
        _ratios(results),
        OPEN_WHAT,
        _open_table(results),
    ]
    return "\n\n".join(parts)


def _closed_table(results: Results) -> str:
    head = ("", "answered/s", "p50 ms", "p95 ms", "CPU µs", "stand-in busy")
    rows = []
    for row in results.closed:
        busy = results.median(row, "standin_busy")
        rows.append(
            (
                row.name,
                figure(results.median(row, "per_second")),
                figure(results.median(row, "p50_ms"), 1),
                figure(results.median(row, "p95_ms"), 1),
                figure(results.median(row, "cpu_us")),
                f"{busy:.0%}",
            )
        )
    return table(head, rows)


def _ratios(results: Results) -> str:
    """Round by round, as the machine may be busier in one than in another; then the median."""
    lines = []
    for row in (TYPED, TAPPED):
        pairs = list(zip(results.closed[row], results.closed[ECHOED], strict=True))
        by_rate = [ours.per_second / theirs.per_second for ours, theirs in pairs]
        by_cpu = [theirs.cpu_us / max(ours.cpu_us, 1) for ours, theirs in pairs]
        each = ", ".join(f"{one:.2f}" for one in by_rate)
        rate, cpu = f"{median(by_rate):.2f}", f"{median(by_cpu):.2f}"
        lines.append(f"{row.name}: {rate} × the echo bot ({each}); by CPU time {cpu} ×.")
    return "\n".join(lines)


def _open_table(results: Results) -> str:
    head = ("", *(f"{share:.0%}: rate, p50, p95 ms" for share in SHARES))
    rows = []
    for row in results.opened:
        cells = [results.opened_medians(row, share) for share in SHARES]
        rows.append((row.name, *(f"{rate:,.0f}/s {p50:.1f} {p95:.1f}" for rate, p50, p95 in cells)))
    return table(head, rows)
