"""Webhooks with several messages of several people, and each again: everything counts once."""

from __future__ import annotations

from tests.e2e.telegram.tables import count, nothing_waits
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret, sets_of
from tests.standins.graph import GraphStandin

CROWD = 3
SETS = ("bench 80x8", "bench 82.5x7", "squat 100x5")
EXPECTED = [("bench_press", 80, 8), ("bench_press", 82.5, 7), ("squat", 100, 5)]


async def test_batches_and_redeliveries(
    serve: Serve, graph: GraphStandin, database_url: str
) -> None:
    werkout = await serve(database_url)
    people = [annegret(graph, number) for number in range(CROWD)]
    for one in people:
        await agrees(one)
    graph.hook.deliveries, graph.hook.at_once = 3, True
    for scattered in (False, True):
        with graph.hook.batch(scattered=scattered):
            for words in SETS:
                for one in people:
                    one.says(words)
        for one in people:
            await one.hears("Squat 100 kg × 5")
    await graph.settled()
    await werkout.until(lambda: nothing_waits(database_url))
    for one in people:
        assert sorted(sets_of(database_url, one)) == sorted(EXPECTED * 2)
        # One message a turn; what stands in line is left out where a newer one is to replace it.
        assert len(one.said) == 2 + 2 * len(SETS)
        assert len(set(one.texts())) == len(one.heard) <= len(one.said)
    # Each word is marked as read, and once.
    await graph.until(lambda: all(len(one.read) >= len(one.said) for one in people), "the marks")
    assert all(sorted(one.read) == sorted(one.said) for one in people)
    assert set(graph.hook.statuses) == {200}
    assert count(database_url, "inbox") == sum(len(one.said) for one in people)


async def test_both_names_are_one_person_and_a_batch_keeps_the_order(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    await serve(sqlite_url)
    ann = annegret(graph)
    ann.shows_number = False
    await agrees(ann)
    ann.shows_number = True
    ann.says("bench 80x8")
    await ann.hears("set 1")
    # By the number alone: known as the same since the message before.
    ann.shows_user_id = False
    with graph.hook.batch():
        for kg in (81, 82, 83):
            ann.says(f"{kg}x5")
    await ann.hears("83 kg × 5, set 4 ✓")
    assert [row[1] for row in sets_of(sqlite_url, ann)] == [80, 81, 82, 83]
    assert count(sqlite_url, "person") == 1
