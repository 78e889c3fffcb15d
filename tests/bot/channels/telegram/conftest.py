"""A stand-in for Telegram, our client to it, and a receiver before an engine by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.receiver import Receiver
from tests.bot.channels.fake_engine import FakeEngine
from tests.standins.telegram import TOKEN, TelegramStandin


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandin]:
    """The stand-in; a test that uses it also asserts that no rule was missing."""
    async with TelegramStandin() as standin:
        yield standin
        assert standin.violations == []


@pytest.fixture
async def client(telegram: TelegramStandin) -> AsyncIterator[TelegramClient]:
    client = TelegramClient(TOKEN, telegram.url)
    yield client
    await client.close()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
async def receiver(client: TelegramClient, engine: FakeEngine) -> AsyncIterator[Receiver]:
    def line(language: str | None, username: str) -> str:
        return f"{language}: write to @{username}"

    receiver = Receiver(client, engine, line, lambda: datetime.now(UTC))
    receiver.username = "werkout_bot"
    yield receiver
    await receiver.close()
