"""What is asked of Meta at the start: our number and what a chat shows; nothing of it is needed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.whatsapp.client import GraphClient
from bot.channels.whatsapp.receiver import Receiver
from bot.channels.whatsapp.setup import COMMANDS, HINT_CHARACTERS, describe, learn_number
from bot.channels.whatsapp.signature import Signature
from bot.channels.whatsapp.webhook import PATH, WhatsAppWebhook
from bot.introduction import Introduction
from bot.links import Links
from bot.on_whatsapp import OnWhatsApp
from tests.bot.channels.fake_engine import FakeEngine
from tests.bot.channels.whatsapp.test_receiver import Noted
from tests.standins.graph import Fault, GraphStandin

MENU = {"find": "Trainers near you", "help": "How it works"}
SHOWN = [
    {"command_name": "find", "command_description": "Trainers near you"},
    {"command_name": "help", "command_description": "How it works"},
]
AUTOMATION = "conversational_automation"


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin() as graph:
        yield graph
        assert graph.violations == []


@pytest.fixture
async def client(graph: GraphStandin) -> AsyncIterator[GraphClient]:
    client = GraphClient(graph.state.token, graph.state.phone, graph.url)
    yield client
    await client.close()


def on_whatsapp(client: GraphClient, links: Links, *, serves: bool = True) -> OnWhatsApp:
    """Our number, over an engine by hand."""
    noted = Noted()
    receiver = Receiver(client, FakeEngine(), noted, noted, lambda: datetime.now(UTC))
    webhook = WhatsAppWebhook(receiver, Signature("secret"), "words")
    return OnWhatsApp(client, receiver, webhook, Introduction(MENU), links, takes_webhooks=serves)


async def test_links_lead_to_our_number_and_a_slash_shows_what_can_be_typed(
    graph: GraphStandin, client: GraphClient
) -> None:
    links = Links()
    on = on_whatsapp(client, links)
    assert {(route.method, route.path) for route in on.routes()} == {("GET", PATH), ("POST", PATH)}
    await on.run()
    assert links.start("whatsapp", "p_a") == (
        f"https://wa.me/{graph.state.number}?text=/start%20p_a"
    )
    assert graph.state.automation["commands"] == SHOWN
    assert graph.state.automation["prompts"]
    await on.stop()


async def test_what_is_shown_already_is_not_sent_again(
    graph: GraphStandin, client: GraphClient
) -> None:
    graph.state.automation["prompts"] = ["Plan a trip"]
    for _ in range(2):
        await describe(client, list(MENU.items()))
    assert len([call for call in graph.called(AUTOMATION) if call.method == "POST"]) == 1
    assert graph.state.automation == {"commands": SHOWN, "prompts": ["Plan a trip"]}


async def test_too_much_is_cut_and_not_refused(graph: GraphStandin, client: GraphClient) -> None:
    menu = [(f"command_{number}", "x" * 300) for number in range(COMMANDS + 5)]
    await describe(client, [("no command", "x"), *menu])
    shown = graph.state.automation["commands"]
    assert len(shown) == COMMANDS
    assert {len(one["command_description"]) for one in shown} == {HINT_CHARACTERS}


async def test_who_only_sends_shows_nothing(graph: GraphStandin, client: GraphClient) -> None:
    links = Links()
    on = on_whatsapp(client, links, serves=False)
    assert on.routes() == []
    await on.run()
    assert links.whatsapp_number == graph.state.number
    assert graph.state.automation == {}


async def test_a_while_without_meta_is_waited_for(graph: GraphStandin, client: GraphClient) -> None:
    graph.fail(Fault("answer", path="*", times=2, code=131016))
    graph.fail(Fault("drop", path="*"))
    assert await learn_number(client, first_pause=0) == graph.state.number


@pytest.mark.parametrize("fault", [
    Fault("answer", path=AUTOMATION, code=10), Fault("answer", path="*", code=100),
])  # fmt: skip
async def test_a_refusal_stops_nothing(
    graph: GraphStandin, client: GraphClient, fault: Fault
) -> None:
    graph.fail(fault)
    await on_whatsapp(client, Links()).run()
    assert graph.state.automation == {}


async def test_it_stops_in_the_middle_of_waiting(graph: GraphStandin, client: GraphClient) -> None:
    graph.fail(Fault("answer", path="*", times=1000, code=190))
    on = on_whatsapp(client, Links())
    running = asyncio.ensure_future(on.run())
    await graph.until(lambda: graph.calls)
    await on.stop()
    assert running.cancelled()
