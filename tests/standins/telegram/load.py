"""Many people at once, each saying the next thing when the last one was answered."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standins.telegram.chats import Message

if TYPE_CHECKING:
    from tests.standins.telegram.people import User
    from tests.standins.telegram.server import TelegramStandin


@dataclass(frozen=True, slots=True)
class Measured:
    """How many updates were answered, how fast, and how long one waited, in milliseconds."""

    answered: int
    seconds: float
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Load:
    """`people` persons, each saying one of `words` in turn `rounds` times.

    An update counts as answered once a message in that chat has been sent or edited after it.
    """

    people: int = 50
    rounds: int = 40
    words: list[str] = field(default_factory=lambda: ["hello"])
    first_id: int = 1_000
    patience: float = 120.0

    async def run(self, standin: TelegramStandin) -> Measured:
        """Plays it and measures."""
        waits: list[float] = []
        users = [standin.user(self.first_id + number, "Ann") for number in range(self.people)]
        began = time.perf_counter()
        async with asyncio.timeout(self.patience):
            await asyncio.gather(*(self._talk(standin, user, waits) for user in users))
        seconds = time.perf_counter() - began
        waits.sort()

        def part(share: float) -> float:
            return round(waits[min(len(waits) - 1, int(len(waits) * share))] * 1000, 2)

        per_second = round(len(waits) / seconds, 1)
        return Measured(
            len(waits), round(seconds, 3), per_second, part(0.50), part(0.95), part(0.99)
        )

    async def _talk(self, standin: TelegramStandin, user: User, waits: list[float]) -> None:
        chat = standin.state.chats.open(user.id, "private", {"first_name": user.name})
        loop = asyncio.get_running_loop()
        for number in range(self.rounds):
            answered: asyncio.Future[None] = loop.create_future()

            def heard(_: Message, answered: asyncio.Future[None] = answered) -> None:
                if not answered.done():
                    answered.set_result(None)

            chat.on_bot = heard
            began = time.perf_counter()
            user.says(self.words[number % len(self.words)])
            await answered
            waits.append(time.perf_counter() - began)
        chat.on_bot = None
