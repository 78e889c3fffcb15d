"""People who talk to a bot, and how long each of them waits for its answer.

An update is answered when a message in that chat has been sent or edited after it.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.benchmarks.trained_people import FIRST_ID
from tests.standins.telegram import Message, TelegramStandin, User

WAITING = 64
"""How many people wait for an answer at any moment of the closed loop."""
SETS_EACH = 15
"""A workout's length: then somebody else takes over."""
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each answer took, in seconds, and how long it all took together."""

    each: list[float]
    seconds: float

    @property
    def per_second(self) -> float:
        """Answered updates a second."""
        return len(self.each) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The wait that this share of answers stayed within."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Lifter:
    """One person, who waits for an answer before they say the next thing."""

    def __init__(self, standin: TelegramStandin, number: int) -> None:
        self.user: User = standin.user(FIRST_ID + number, "Ann", "en")
        self._chat = standin.state.chats.open(self.user.id, "private", {"first_name": "Ann"})
        self._chat.on_bot = self._heard
        self._card: Message | None = None
        self._answered: asyncio.Future[float] | None = None

    def _heard(self, message: Message) -> None:
        self._card = message
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(time.perf_counter())

    async def waits(self, act: Act) -> float:
        """Do something; the seconds until the bot's answer arrives."""
        self._answered = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        act(self)
        return await self._answered - began

    def types(self) -> None:
        """Logs a set in words."""
        self.user.says("bench 80x8")

    def taps(self) -> None:
        """Logs the same set again by the button under the card."""
        if self._card is None:
            raise LookupError("there is no card to tap on")
        for row in self._card.rows:
            for button in row:
                if button["text"].startswith("Again"):
                    self.user.presses_data(self._card, button["callback_data"])
                    return
        raise LookupError(f"the card has no [Again]: {self._card}")


Act = Callable[[Lifter], None]


class Crowd:
    """Hands out people nobody has heard of yet."""

    def __init__(self, standin: TelegramStandin) -> None:
        self._standin = standin
        self.used = 0

    def people(self, count: int) -> list[Lifter]:
        """That many new ones."""
        found = [Lifter(self._standin, self.used + number) for number in range(count)]
        self.used += count
        return found


async def one_after_the_other(people: Iterable[Lifter], act: Act, times: int) -> Waits:
    """Closed loop: `WAITING` people at a time, each of whom says the next once answered."""
    line = deque(people)
    each: list[float] = []

    async def work() -> None:
        while line:
            somebody = line.popleft()
            each.extend([await somebody.waits(act) for _ in range(times)])

    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(work() for _ in range(WAITING)))
    return Waits(each, time.perf_counter() - began)


async def at_a_rate(crowd: Crowd, act: Act, rate: float, seconds: float) -> Waits:
    """Open loop: updates come by chance at this rate, whether the bot keeps up or not."""
    idle: deque[tuple[Lifter, int]] = deque()
    each: list[float] = []
    chance = random.Random(7)

    async def once(somebody: Lifter, left: int) -> None:
        each.append(await somebody.waits(act))
        if left > 1:
            idle.append((somebody, left - 1))

    began = at = time.perf_counter()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as talks:
        while at - began < seconds:
            at += chance.expovariate(rate)
            await asyncio.sleep(max(at - time.perf_counter(), 0))
            somebody = idle.popleft() if idle else (crowd.people(1)[0], SETS_EACH)
            talks.create_task(once(*somebody))
    return Waits(each, time.perf_counter() - began)
