"""Answered updates a second and how long an answer takes: Werkout beside bots that store nothing.

Each round starts every bot anew and asks the same of it; what is printed is the median of all
rounds, and of the waits at a fixed rate all rounds together.
"""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks import contestants
from tests.benchmarks.contestants import Contestant, Serving, fresh_folder, serving
from tests.benchmarks.crowd import (
    WAITING,
    Act,
    Crowd,
    Lifter,
    Waits,
    at_a_rate,
    one_after_the_other,
)
from tests.benchmarks.machine import OUR_CORE, keep_to
from tests.benchmarks.tables import figure, table
from tests.benchmarks.trained_people import prepare, sets_in

ROUNDS = 3
PEOPLE = 2 * WAITING
TIMES = 10
"""What each of them says, behind a first set."""
PREPARED = 6_000
RATES = (50.0, 150.0, 300.0)
OPEN_SECONDS = 3.0

WHAT = f"""Answered updates a second, from the push of an update to the arrival of the answer.
Closed loop: {WAITING} people at a time; once one is answered, the next says something; {TIMES}
things each. Each has agreed, has trained the exercise three times before and is in the
middle of a workout. Werkout is a real `werkout run` by webhook on SQLite, every turn flushed to
disk before it is confirmed. “A short answer”: a remark to the workout, kept, and one message back,
as an echo has. “A set typed”: parsed, stored with its rest and records, the card sent anew and the
old one deleted. “A tap”: a set stored, the card edited in place, the tap answered. Bots on one
core, Bot API and people on the other. Medians of {{rounds}} rounds; CPU is the bot's own, per
update, and “load” what of our core was in use."""
OPEN_WHAT = """Open loop: p50, p95 and p99 in milliseconds where updates come by chance at a fixed
rate, all rounds together; “–” where that is above the bot's peak."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a bot, and what it is asked to do."""

    who: Contestant
    what: str
    act: Act
    stores: bool = False
    """Whether each of them is a set in the log."""

    @property
    def name(self) -> str:
        """As it is printed."""
        return f"{self.who.name}: {self.what}"


SHORT = Row(contestants.WERKOUT, "a short answer", Lifter.remarks)
TYPED = Row(contestants.WERKOUT, "a set typed", Lifter.types, stores=True)
TAPPED = Row(contestants.WERKOUT, "a tap on [Again]", Lifter.taps, stores=True)
OURS = (SHORT, TYPED, TAPPED)
PTB = Row(contestants.ECHO, "a text", Lifter.types)
AIOGRAM = Row(contestants.AIOGRAM, "a text", Lifter.types)
LEAST = Row(contestants.FLOOR, "a text", Lifter.types)
RIVALS = (AIOGRAM, PTB, LEAST)


@dataclass(frozen=True, slots=True)
class Closed:
    """One closed loop: updates a second, waits, the bot's CPU and how busy we were ourselves."""

    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_us: float
    load: float


@dataclass(slots=True)
class Results:
    """Everything measured so far, by row."""

    closed: dict[Row, list[Closed]] = field(default_factory=dict)
    opened: dict[tuple[Row, float], list[float]] = field(default_factory=dict)

    def median(self, row: Row, name: str) -> float:
        """Of one figure of the closed loop, over all rounds."""
        return float(median(getattr(one, name) for one in self.closed[row]))


async def run(folder: Path, rounds: int = ROUNDS) -> str:
    """Measure everything; returns what to print."""
    keep_to(OUR_CORE)
    template = fresh_folder(folder / "prepared") / "werkout.db"
    prepare(f"sqlite:///{template}", PREPARED)
    results = Results()
    for _ in range(rounds):
        place = fresh_folder(folder / "bot", template)
        await _measure_ours(results, place)
        for row in RIVALS:
            async with serving(row.who, fresh_folder(folder / "bot")) as bot:
                await _measure(row, bot, Crowd(bot.api), results)
    return _printed(results, rounds)


async def _measure_ours(results: Results, place: Path) -> None:
    url = f"sqlite:///{place / 'werkout.db'}"
    stored = sets_in(url)
    async with serving(contestants.WERKOUT, place) as bot:
        crowd = Crowd(bot.api)
        for row in OURS:
            stored += await _measure(row, bot, crowd, results)
    if sets_in(url) != stored:
        raise RuntimeError("what was answered is not what is stored")


async def _measure(row: Row, bot: Serving, crowd: Crowd, results: Results) -> int:
    """Warm up, then the closed loop and the open ones; returns how many sets that were."""
    people = crowd.people(PEOPLE)
    stored = len((await one_after_the_other(people, Lifter.types, 1)).each)
    closed = await _closed(row, bot, people)
    results.closed.setdefault(row, []).append(closed)
    stored += row.stores * PEOPLE * TIMES
    if row.act is Lifter.taps or row is LEAST:
        return stored
    for rate in RATES:
        if rate < closed.per_second:
            stored += await _opened(row, crowd, rate, results)
    return stored


async def _opened(row: Row, crowd: Crowd, rate: float, results: Results) -> int:
    # A remark needs a workout to be one to.
    await one_after_the_other(first := crowd.people(round(rate)), Lifter.types, 1)
    waits = await at_a_rate(crowd, row.act, rate, OPEN_SECONDS, first)
    results.opened.setdefault((row, rate), []).extend(waits.each)
    return len(first) + row.stores * len(waits.each)


async def _closed(row: Row, bot: Serving, people: list[Lifter]) -> Closed:
    gc.collect()
    began, ours, theirs = time.perf_counter(), time.process_time(), bot.cpu_seconds()
    waits = await one_after_the_other(people, row.act, TIMES)
    busy = (time.process_time() - ours) / (time.perf_counter() - began)
    # What follows an answer (an old card deleted, a message settled) is part of its cost.
    await asyncio.sleep(0.2)
    cpu = (bot.cpu_seconds() - theirs) / len(waits.each) * 1e6
    p50, p95 = waits.milliseconds(0.5), waits.milliseconds(0.95)
    return Closed(waits.per_second, p50, p95, cpu, busy)


def _printed(results: Results, rounds: int) -> str:
    parts = [WHAT.format(rounds=rounds), _closed_table(results), OPEN_WHAT, _open_table(results)]
    return "\n\n".join(parts)


def _closed_table(results: Results) -> str:
    head = ("", "answered/s", "p50 ms", "p95 ms", "CPU µs", "load")
    ratios = ("× aiogram", "× PTB", "× floor", "CPU × aiogram", "CPU × PTB")
    rows = [
        (
            row.name,
            figure(results.median(row, "per_second")),
            figure(results.median(row, "p50_ms"), 1),
            figure(results.median(row, "p95_ms"), 1),
            figure(results.median(row, "cpu_us")),
            f"{results.median(row, 'load'):.0%}",
            *(_ratio(results, row, rival, "per_second") for rival in RIVALS),
            *(_ratio(results, row, rival, "cpu_us") for rival in (AIOGRAM, PTB)),
        )
        for row in (*OURS, *RIVALS)
    ]
    return table(head + ratios, rows)


def _ratio(results: Results, row: Row, rival: Row, name: str) -> str:
    """Round by round, as the machine may be busier in one than in another; then the median.

    Of processor time the rival's by ours, so that more is better for us in both.
    """
    pairs = zip(results.closed[row], results.closed[rival], strict=True)
    each = [getattr(ours, name) / max(getattr(theirs, name), 1) for ours, theirs in pairs]
    found = median(each)
    return f"{1 / found if name == 'cpu_us' else found:.2f}"


def _open_table(results: Results) -> str:
    head = ("", *(f"{rate:.0f}/s" for rate in RATES))
    shown = [row for row in (*OURS, *RIVALS) if (row, RATES[0]) in results.opened]
    return table(
        head, [(row.name, *(_cell(results, row, rate) for rate in RATES)) for row in shown]
    )


def _cell(results: Results, row: Row, rate: float) -> str:
    each = results.opened.get((row, rate))
    if each is None:
        return "–"
    waits = Waits(each, 1.0)
    return " ".join(f"{waits.milliseconds(share):.1f}" for share in (0.5, 0.95, 0.99))
