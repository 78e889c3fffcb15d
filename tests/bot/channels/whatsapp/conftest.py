"""A stand-in for Meta's Graph API, one person who writes with it, and our channel to them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.client import GraphClient
from tests.bot.channels.whatsapp.sending import NUMBER, USER, Book, Now
from tests.standins.graph import TOKEN, Customer, GraphStandin
from tests.standins.graph import Template as Approved


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin() as graph:
        yield graph
        assert graph.violations == []


@pytest.fixture
def ann(graph: GraphStandin) -> Customer:
    ann = graph.customer("Ann", wa_id=NUMBER, user_id=USER)
    ann.last_word = graph.state.clock()
    graph.approve(Approved("werkout_check_in", "en", "Your check-in: {{1}}", ("Skip",)))
    return ann


@pytest.fixture
async def channel(
    graph: GraphStandin, ann: Customer, book: Book, now: Now
) -> AsyncIterator[WhatsAppChannel]:
    client = GraphClient(TOKEN, graph.state.phone, graph.url)
    yield WhatsAppChannel(client, book, lambda media: f"https://bot.example.org/files/{media}", now)
    await client.close()
