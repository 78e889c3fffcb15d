"""The stand-in for Telegram, with one person who has started the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.standins.caller import Bot
from tests.standins.telegram import TelegramStandin


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandin]:
    async with TelegramStandin() as standin:
        standin.user(7).starts()
        yield standin


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def bot(telegram: TelegramStandin, http: aiohttp.ClientSession) -> Bot:
    return Bot(telegram, http)
