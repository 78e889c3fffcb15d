"""From the first word to the picture of the workout, with statuses as bad as Meta's can be."""

from __future__ import annotations

import itertools

from tests.e2e.telegram.tables import count, nothing_waits, select
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret, sets_of
from tests.standins.graph import Customer, Fate, GraphStandin, Received

PNG = b"\x89PNG\r\n\x1a\n"
# Late ones are held until the end.
FATES = (
    Fate(),
    Fate(("read", "delivered", "sent")),
    Fate(("sent", "delivered", "read"), times=2),
    Fate(before=True),
    Fate(("delivered",), times=3, before=True),
    Fate(held=True),
)
COSTS = "SELECT category, sum(messages), sum(billed) FROM message_cost GROUP BY category"


async def test_a_newcomer_trains(serve: Serve, graph: GraphStandin, database_url: str) -> None:
    werkout = await serve(database_url)
    graph.state.fates += itertools.islice(itertools.cycle(FATES), 60)
    ann = annegret(graph)
    await agrees(ann)
    await trains(ann)
    picture = await finishes(ann, graph)
    assert picture.media is not None
    assert picture.media.startswith(PNG)
    assert sets_of(database_url, ann) == [
        ("bench_press", 80, 8),
        ("bench_press", 80, 8),
        ("bench_press", 82.5, 7),
    ]
    # One message a turn, and each word read.
    await graph.until(lambda: sorted(ann.read) == sorted(ann.said), "the marks")
    graph.releases()
    await graph.settled()
    await werkout.until(lambda: nothing_waits(database_url))
    sent = len(ann.heard)
    assert select(database_url, COSTS) == [("service", sent, sent)]
    assert count(database_url, "person") == 1


async def trains(ann: Customer) -> None:
    ann.says("bench 80x8")
    line = await ann.hears("80 kg × 8, set 1 ✓")
    assert line.labels == ["Again 80×8", "More", "Use lb"]
    ann.presses("Again", message=line)
    await ann.hears("set 2")
    ann.says("82.5x7")
    await ann.hears("set 3")


async def finishes(ann: Customer, graph: GraphStandin) -> Received:
    ann.presses("More")
    ann.presses("Finish", message=await ann.hears("Bench press"))
    await ann.hears("3 sets")
    return await graph.until(
        lambda: next((one for one in ann.heard if one.media is not None), None), "the picture"
    )
