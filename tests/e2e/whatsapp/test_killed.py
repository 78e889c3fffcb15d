"""SIGKILL in the middle of batches: nothing is lost and nothing counts twice."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter

from tests.e2e.process import Werkout
from tests.e2e.telegram.tables import change, count, nothing_waits
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret, sets_of
from tests.standins.graph import Customer, Fate, GraphStandin

CROWD = 4
KILLS = 3
SET = re.compile(r"set (\d+) ✓")
BATCHES = 4
SETS = 3
LONGEST_LIFE_SECONDS = 0.25
# A start takes a while on a machine that does much else.
PATIENCE = 60.0


async def test_killed_in_the_middle_of_batches(
    serve: Serve, graph: GraphStandin, database_url: str
) -> None:
    seed = random.getrandbits(32)
    print(f"seed {seed}")  # noqa: T201 - shown where the test fails
    chance = random.Random(seed)
    werkout = await serve(database_url)
    people = [annegret(graph, number) for number in range(CROWD)]
    for one in people:
        await agrees(one)
    graph.state.fate = Fate(("read", "sent", "delivered"), times=2)
    playing = asyncio.ensure_future(_play(graph, people))
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
        await _crash(werkout)
        await werkout.start()
    await playing
    await graph.settled(PATIENCE)
    await werkout.until(lambda: nothing_waits(database_url))
    expected = [60.0 + number for number in range(BATCHES * SETS)]
    for one in people:
        assert [row[1] for row in sets_of(database_url, one)] == expected
        heard = Counter(SET.findall("\n".join(one.texts())))
        # Of what stands in line the newest is said, and of each batch the last.
        assert {str(number) for number in range(SETS, len(expected) + 1, SETS)} <= heard.keys()
        # Of one person one message at a time is on its way, and so at a kill.
        assert heard.total() <= len(heard) + KILLS
    assert count(database_url, "inbox") == sum(len(one.said) for one in people)


async def _play(graph: GraphStandin, people: list[Customer]) -> None:
    """Batches of several sets of everybody, each batch once all before it is answered."""
    for batch in range(BATCHES):
        weights = [60 + batch * SETS + number for number in range(SETS)]
        with graph.hook.batch(scattered=bool(batch % 2)):
            for kg in weights:
                for one in people:
                    one.says(f"bench {kg}x5")
        for one in people:
            await one.hears(f"{weights[-1]} kg × 5", patience=PATIENCE)


async def _crash(werkout: Werkout) -> None:
    """Kills it; its leases run out at once, for which another process would have to wait."""
    await werkout.kill()
    change(werkout.database_url, "UPDATE outbox SET leased_until = created_at")
