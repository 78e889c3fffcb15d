"""SIGKILL in the middle of batches: nothing is lost and nothing counts twice."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter

from tests.e2e.process import Werkout
from tests.e2e.telegram.tables import change, count, nothing_waits, select
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret, sets_of
from tests.standins.graph import Customer, Fate, GraphStandin

CROWD = 4
KILLS = 3
SETS = 3
LEAST_BATCHES = 3
# Of both directions, after the process is there again and before it is killed.
MOST_MESSAGES = 2 * CROWD * SETS
SET = re.compile(r"set (\d+) (?:✓|\\u2713)")
UNSETTLED = """
    SELECT person.name, outbox.body FROM outbox
    JOIN identity ON identity.id = outbox.identity_id
    JOIN person ON person.id = identity.person_id WHERE outbox.accepted_at IS NULL
"""
# A start takes a while on a machine that does much else.
PATIENCE = 60.0


async def test_killed_in_the_middle_of_batches(
    serve: Serve, graph: GraphStandin, database_url: str
) -> None:
    seed = random.getrandbits(32)
    print(f"seed {seed}")  # noqa: T201 - shown where the test fails
    chance = random.Random(seed)
    werkout = await serve(database_url)
    graph.state.pair.burst = graph.state.throughput.per_second = 10_000
    people = [annegret(graph, number) for number in range(CROWD)]
    for one in people:
        await agrees(one)
    graph.state.fate = Fate(("read", "sent", "delivered"), times=2)
    over = asyncio.Event()
    playing = asyncio.ensure_future(_play(graph, people, over))
    on_its_way = Counter[str]()
    for _ in range(KILLS):
        await _until_amid(graph, chance.randrange(MOST_MESSAGES))
        await _crash(werkout)
        on_its_way += _on_its_way(database_url, people)
        await werkout.start()
    over.set()
    last = await playing
    await graph.settled(PATIENCE)
    await werkout.until(lambda: nothing_waits(database_url))
    expected = [60.0 + number for number in range(last)]
    for one in people:
        assert [row[1] for row in sets_of(database_url, one)] == expected
        heard = Counter(SET.findall("\n".join(one.texts())))
        # Of what stands in line the newest is said, and of each batch the last.
        assert {str(number) for number in range(SETS, last + 1, SETS)} <= heard.keys()
        assert heard.total() - len(heard) <= on_its_way[one.name]
    assert count(database_url, "inbox") == sum(len(one.said) for one in people)


async def _play(graph: GraphStandin, people: list[Customer], over: asyncio.Event) -> int:
    """Batches of several sets of everybody, each batch once all before it is answered; returns
    how many sets each of them did.
    """
    done = 0
    while done < LEAST_BATCHES * SETS or not over.is_set():
        weights = range(60 + done, 60 + done + SETS)
        with graph.hook.batch(scattered=bool(done % 2)):
            for kg in weights:
                for one in people:
                    one.says(f"bench {kg}x5")
        for one in people:
            await one.hears(f"{weights[-1]} kg × 5", patience=PATIENCE)
        done += SETS
    return done


def _on_its_way(url: str, people: list[Customer]) -> Counter[str]:
    """How much of each of them is sent again after a kill: what Meta has and we do not know of,
    and the one message that may just be reaching Meta.
    """
    found = Counter(one.name for one in people)
    for name, body in select(url, UNSETTLED):
        heard = next("\n".join(one.texts()) for one in people if one.name == name)
        found[name] += len(set(SET.findall(str(body))) & set(SET.findall(heard)))
    return found


async def _until_amid(graph: GraphStandin, messages: int) -> None:
    """Until so many more messages and statuses have gone to and fro."""
    end = len(graph.accepted) + graph.hook.statuses[200] + messages
    await graph.until(
        lambda: len(graph.accepted) + graph.hook.statuses[200] >= end, "a moment", PATIENCE
    )


async def _crash(werkout: Werkout) -> None:
    """Kills it; its leases run out at once, for which another process would have to wait."""
    await werkout.kill()
    change(werkout.database_url, "UPDATE outbox SET leased_until = created_at")
