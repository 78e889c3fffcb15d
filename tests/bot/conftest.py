"""People who talk to the bot, for the tests of conversations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from datetime import datetime
from typing import Protocol

import pytest

from bot.engine.conversation import Conversations
from bot.engine.player import Player
from bot.engine.services import NONE, Services
from bot.engine.stage import BEGINNING


class Meet(Protocol):
    """`sam = await meet(conversations)`: the first person on an engine of their own."""

    def __call__(
        self,
        conversations: Conversations,
        name: str = "Sam",
        *,
        language: str = "en",
        channel: str | None = None,
        at: datetime = BEGINNING,
        services: Services = NONE,
    ) -> Awaitable[Player]:
        """Begin a dialogue; it is closed after the test."""
        ...


@pytest.fixture
async def meet(database_url: str) -> AsyncIterator[Meet]:
    """Meets people on each kind of database."""
    met: list[Player] = []

    async def start(conversations: Conversations, name: str = "Sam", **options: object) -> Player:
        options["channel"] = options.get("channel") or "telegram"
        player = await Player.start(database_url, conversations, name=name, **options)  # type: ignore[arg-type]
        met.append(player)
        return player

    yield start
    for player in met:
        await player.close()
