"""The stand-ins for chats, each with one person who has written to the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.standins.caller import Bot
from tests.standins.graph import Customer, GraphStandin, Template
from tests.standins.graph_caller import NUMBER, USER_ID, Business
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


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin() as standin:
        standin.approve(
            Template("due", "en", "Hi {{1}}, {{2}} is due.", ("Done", "Later")),
            Template("offer", "en", "Come back.", category="marketing"),
        )
        yield standin


@pytest.fixture
async def business(graph: GraphStandin, http: aiohttp.ClientSession) -> AsyncIterator[Business]:
    async with Business(graph, http) as made:
        yield made


@pytest.fixture
async def ann(graph: GraphStandin) -> Customer:
    """Ann, who wrote a moment ago."""
    person = graph.customer("Ann", NUMBER, USER_ID)
    person.says("hello")
    return person
