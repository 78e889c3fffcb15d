"""Hostile webhooks into a real process, beside people who are trained with."""

from __future__ import annotations

import asyncio
import io
import random
from collections import Counter
from typing import Any

import aiohttp
import pytest

from tests.e2e.process import Werkout
from tests.e2e.telegram.tables import all_of, nothing_waits
from tests.e2e.whatsapp.conftest import PATH, Serve
from tests.e2e.whatsapp.hostile import Shot, volley
from tests.e2e.whatsapp.people import agrees, annegret, key_of, sets_of
from tests.standins.graph import Customer, GraphStandin
from tests.standins.graph.hook import SIGNATURE, Event, payload

SHOTS = 1_500
SIDE_BY_SIDE = 16
SETS = 6
PATIENCE = 60.0


@pytest.fixture
def number() -> int:
    """What the hostile webhooks grow from; shown where the test fails."""
    chosen = random.getrandbits(32)
    print(f"hostile webhooks grow from {chosen}")  # noqa: T201
    return chosen


async def test_nobody_else_is_touched_and_nothing_breaks(
    serve: Serve, graph: GraphStandin, sqlite_url: str, number: int
) -> None:
    werkout = await serve(sqlite_url)
    # Strangers are answered as well, and more than Meta would let us in one second.
    graph.state.throughput.per_second = 1_000_000
    ann, ben = annegret(graph), annegret(graph, 1)
    await agrees(ann)
    await agrees(ben)
    ben.says("squat 100x5")
    await ben.hears("100 kg × 5")
    forged = [choice.id for one in ben.heard for choice in one.choices]
    await werkout.until(lambda: nothing_waits(sqlite_url))
    await graph.settled()
    before = all_of(sqlite_url, key_of(sqlite_url, ben))
    shots = volley(SHOTS, number, forged, _own_words(graph, ben))
    training = asyncio.ensure_future(_trains(ann))
    statuses = await _fire(werkout, graph, shots)
    await training
    assert set(statuses) <= {200, 400, 401, 403, 413}, statuses
    assert statuses[200] > SHOTS // 2
    assert all_of(sqlite_url, key_of(sqlite_url, ben)) == before
    assert [row[1] for row in sets_of(sqlite_url, ann)] == [60 + one for one in range(SETS)]
    ben.presses("Again")
    await ben.hears("set 2")


def _own_words(graph: GraphStandin, person: Customer) -> dict[str, Any]:
    """What Meta would post, had they typed it."""
    word: dict[str, Any] = {"id": "wamid.FORGED", "timestamp": "1795000000", "type": "text"}
    word |= {"from": person.wa_id, "from_user_id": person.user_id, "text": {"body": "squat 1x1"}}
    event = Event("messages", word, person.contact())
    return payload(graph.state.account, graph.hook.metadata, [event], scattered=False)


async def _trains(ann: Customer) -> None:
    for one in range(SETS):
        ann.says(f"bench {60 + one}x5")
        await ann.hears(f"{60 + one} kg × 5, set {one + 1}", patience=PATIENCE)


async def _fire(werkout: Werkout, graph: GraphStandin, shots: list[Shot]) -> Counter[int]:
    """Sends them all over connections that are kept; counts the statuses of the answers."""
    statuses: Counter[int] = Counter()
    line = iter(shots)
    connections = aiohttp.TCPConnector(limit=SIDE_BY_SIDE)
    async with aiohttp.ClientSession(connector=connections) as session:

        async def sender() -> None:
            for shot in line:
                signature = graph.hook.sign(shot.body) if shot.signed else "sha256=" + "0" * 64
                async with session.post(
                    werkout.address + PATH,
                    data=io.BytesIO(shot.body),
                    headers={SIGNATURE: signature},
                ) as answer:
                    await answer.read()
                    statuses[answer.status] += 1

        await asyncio.gather(*(sender() for _ in range(SIDE_BY_SIDE)))
    return statuses
