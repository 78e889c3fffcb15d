"""Kills processes, at any instant and at the hard ones, and starts them again."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from tests.standins.telegram import Fault, TelegramStandin
from tests.torture.front import Front
from tests.torture.victims import Victim
from tests.torture.witness import select

LOOK_SECONDS: Final = 0.01
# How long the right moment is waited for, in lives; then it is as good as any other.
PATIENCE: Final = 3
HELD_SECONDS: Final = 1
SENDING: Final = ("sendMessage", "editMessageText")


@dataclass(frozen=True, slots=True)
class Kill:
    """What was on its way at one kill: rows not settled, and how many calls had been made."""

    victim: str
    moment: str
    rows: frozenset[int]
    calls: int
    # Seconds since the epoch.
    at: float
    # The port of the stand-in that it called.
    port: int


@dataclass
class Killer:
    """Takes one process after the other; of all that it does it keeps a list."""

    url: str
    telegram: TelegramStandin
    victims: list[Victim]
    front: Front | None
    chance: random.Random
    # For how many seconds a process lives at the most where nothing else is waited for.
    life: float
    kills: list[Kill] = field(default_factory=list)

    async def go_on(self, kills: int, until: float) -> None:
        """Kill so many times, or until that time (`time.monotonic`)."""
        while len(self.kills) < kills and time.monotonic() < until:
            victim = self.chance.choice(self.victims)
            await self._once(victim)
            if self.chance.random() < 0.15:
                # Twice in a row: the second one while it still looks around.
                await self._strike(victim, "twice in a row", self._starting)
        for victim in self.victims:
            if not victim.alive:
                await victim.begin()
            await victim.serves()

    async def _once(self, victim: Victim) -> None:
        if not victim.alive:
            await victim.begin()
        moments: dict[str, Callable[[Victim], Awaitable[None]]] = {
            "at any instant": self._any_instant,
            "after a commit, before the message left": self._before_sending,
            "while a message was on its way": self._while_sending,
            "while a 429 held a message": self._while_held,
            "in the middle of a job": self._in_a_job,
            "as an item fell due": self._as_something_is_due,
            "at its start": self._starting,
        }
        if self.front is not None:
            moments["right after a 200"] = self._after_200
        name = self.chance.choice([*moments, "at any instant", "at any instant"])
        if name != "at its start":
            await victim.serves()
        await self._strike(victim, name, moments[name])

    async def _strike(
        self, victim: Victim, moment: str, wait: Callable[[Victim], Awaitable[None]]
    ) -> None:
        if not victim.alive:
            await victim.begin()
        await wait(victim)
        at = time.time()
        victim.kill()
        name = await victim.dead()
        rows = await asyncio.to_thread(_unsettled, self.url, name)
        calls = len(self.telegram.calls)
        self.kills.append(Kill(victim.name, moment, rows, calls, at, victim.calls_at))
        await victim.begin()

    # When

    async def _any_instant(self, victim: Victim) -> None:
        await asyncio.sleep(self.chance.uniform(0, self.life))

    async def _starting(self, victim: Victim) -> None:
        await asyncio.sleep(self.chance.uniform(0, self.life))

    async def _before_sending(self, victim: Victim) -> None:
        """Its request was lost on the way: nothing has arrived of what stands committed."""
        await self._at_a_call(victim, Fault("drop", self.chance.choice(SENDING)))

    async def _while_sending(self, victim: Victim) -> None:
        """It has arrived, and nobody has been told so."""
        method = self.chance.choice(SENDING)
        await self._at_a_call(victim, Fault("held", method, seconds=HELD_SECONDS))

    async def _while_held(self, victim: Victim) -> None:
        """What is said after it waits behind it, in whichever process."""
        await self._at_a_call(victim, Fault("answer", SENDING[0], retry_after=HELD_SECONDS))
        await asyncio.sleep(self.chance.uniform(0, 2 * HELD_SECONDS))

    async def _at_a_call(self, victim: Victim, fault: Fault) -> None:
        fault.port = victim.calls_at
        self.telegram.fail(fault)
        await self._until(lambda: fault not in self.telegram.faults.waiting)
        if fault in self.telegram.faults.waiting:
            self.telegram.faults.waiting.remove(fault)

    async def _after_200(self, victim: Victim) -> None:
        answered = asyncio.Event()

        def kill(whose: Victim) -> None:
            if whose is victim:
                victim.kill()
                answered.set()

        if self.front is not None:
            self.front.on_taken = kill
            await self._until(answered.is_set)
            self.front.on_taken = lambda victim: None

    async def _in_a_job(self, victim: Victim) -> None:
        await self._when(victim, "SELECT 1 FROM job WHERE leased_by = :id")

    async def _as_something_is_due(self, victim: Victim) -> None:
        soon = "SELECT min(due_at) FROM due WHERE kind IN ('workout.rest', 'checkin.ask')"
        found = await asyncio.to_thread(select, self.url, soon)
        if found and found[0][0] is not None:
            wait = _seconds_to(found[0][0])
            if -1 < wait < PATIENCE * self.life:
                await asyncio.sleep(max(wait, 0) + self.chance.uniform(0, 0.05))

    async def _when(self, victim: Victim, question: str) -> None:
        end = time.monotonic() + PATIENCE * self.life
        while time.monotonic() < end:
            if await asyncio.to_thread(select, self.url, question, id=victim.id):
                await asyncio.sleep(self.chance.uniform(0, 0.2))
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _until(self, check: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE * self.life
        while time.monotonic() < end:
            if check():
                return
            await asyncio.sleep(LOOK_SECONDS / 2)


def _seconds_to(kept: datetime | str) -> float:
    moment = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()


def _unsettled(url: str, process: str | None) -> frozenset[int]:
    """The messages that this process had in its hands and not yet written down as sent."""
    rows = select(url, "SELECT id FROM outbox WHERE leased_by = :process", process=process)
    return frozenset(row[0] for row in rows)
