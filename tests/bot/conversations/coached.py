"""People who talk to the coach, with or without a model behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.conversations import all_conversations
from bot.engine.player import Player
from bot.engine.services import Services
from core.coach.watching import Source
from integrations.breaker import Breaker
from integrations.openai import OpenAIModel, Patience
from tests.bot.conftest import Meet
from tests.standins.model import KEY, MODEL, ModelStandin

CALM = Patience(before_trying_again=0)
HASTY = Patience(first=0.2, next=0.2, before_trying_again=0)
WEEK = (("bench 80x8,8,8", "overhead press 45x8,8"), ("squat 100x5,5,5",), ("barbell row 60x8,8",))


@dataclass
class Counts:
    """What the coach let be counted."""

    answered: list[Source] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    tokens: int = 0
    held: int = 0

    def coached(self, source: Source) -> None:
        self.answered.append(source)

    def model_failed(self, why: str) -> None:
        self.failed.append(why)

    def model_used(self, tokens: int) -> None:
        self.tokens += tokens

    def held_back(self, sentences: int) -> None:
        self.held += sentences


@dataclass
class Gym:
    """A stand-in model server, what is configured to ask it, and what was counted."""

    server: ModelStandin
    services: Services
    counts: Counts


@asynccontextmanager
async def model_gym(*, patience: Patience = CALM, failures: int = 99) -> AsyncIterator[Gym]:
    """A process's own services with the stand-in as model."""
    async with ModelStandin() as server:
        breaker = Breaker(lambda: 0.0, failures=failures)
        model = OpenAIModel(MODEL, KEY, server.url, patience=patience, breaker=breaker)
        counts = Counts()
        try:
            yield Gym(server, Services(model=model, coach=counts), counts)
        finally:
            await model.close()
        assert server.violations == []


async def trained(meet: Meet, **options: Any) -> Player:
    """Somebody who agreed, with the workouts of a week behind them, on a Sunday evening."""
    sam = await meet(all_conversations(), **options)
    await sam.says("/start")
    await sam.taps("Fine, go on")
    for lines in WEEK:
        for line in lines:
            await sam.says(line)
        await sam.taps("Finish")
        await sam.later(days=2)
    await sam.jobs()
    return sam


async def agreed(meet: Meet, gym: Gym, **options: Any) -> Player:
    """The same, and their questions may go to the model."""
    sam = await trained(meet, services=gym.services, **options)
    gym.server.will_say("Rest is training too.")
    await sam.says("/coach how often should I rest?")
    await sam.taps("Fine")
    await sam.jobs()
    gym.server.requests.clear()
    return sam


async def asks(sam: Player, question: str) -> str:
    """Ask, wait, and return the newest message."""
    await sam.says(question)
    await sam.jobs()
    return sam.last.text
