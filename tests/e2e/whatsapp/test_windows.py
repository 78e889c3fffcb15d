"""A day of silence, Meta's limits, and statuses that take a message back: it waits, and is said."""

from __future__ import annotations

from tests.e2e.telegram.tables import change, nothing_waits, select
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret
from tests.standins.graph import Fate, Fault, GraphStandin

WAITING = "SELECT count(*) FROM outbox WHERE waits_since IS NOT NULL"
LONG_SILENT = "UPDATE identity SET heard_at = '2020-01-01 00:00:00.000000'"


async def test_what_finds_the_window_closed_waits_for_the_next_word(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    werkout = await serve(sqlite_url)
    ann = annegret(graph)
    await agrees(ann)
    # Taken with a 200, and refused by a status: as Meta most often does it.
    graph.state.fates.append(Fate(("failed",), 131047))
    ann.says("/privacy")
    await werkout.until(lambda: select(sqlite_url, WAITING) == [(1,)])
    # Refused in the answer.
    graph.fail(Fault("answer", code=131047))
    ann.says("/cancel")
    await ann.hears("What I keep, and why:")
    await werkout.until(lambda: select(sqlite_url, WAITING) == [(1,)])
    ann.says("/help")
    await ann.hears("Type what you did")
    texts = ann.texts()[2:]
    assert ["What I keep" in texts[0], "nothing to cancel" in texts[1]] == [True, True]
    assert "Type what you did" in texts[2]
    assert len(texts) == 3
    await werkout.until(lambda: nothing_waits(sqlite_url))


async def test_after_a_day_nothing_plain_is_even_tried(
    serve: Serve, graph: GraphStandin, postgresql_url: str
) -> None:
    werkout = await serve(postgresql_url)
    ann = annegret(graph)
    await agrees(ann)
    ann.says("rest 2s")
    await ann.hears("0:02")
    ann.says("bench 80x8")
    await ann.hears("set 1")
    await werkout.until(lambda: nothing_waits(postgresql_url))
    change(postgresql_url, LONG_SILENT)
    ann.silent_for(hours=25)
    await werkout.until(lambda: select(postgresql_url, WAITING) == [(1,)])
    sent = len(graph.accepted)
    ann.says("82.5x7")
    await ann.hears("set 2")
    await werkout.until(lambda: nothing_waits(postgresql_url))
    assert len(graph.accepted) > sent


async def test_whoever_is_written_to_too_fast_is_answered_later(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    werkout = await serve(sqlite_url)
    ann, ben = annegret(graph), annegret(graph, 1)
    await agrees(ann)
    await agrees(ben)
    graph.state.pair.exhaust(ann.key)
    ann.says("/help")
    await graph.until(lambda: graph.state.pair.refused, "a refusal")
    # Nobody waits for the chat that Meta holds back.
    ben.says("/help")
    await ben.hears("Type what you did")
    assert len(ann.heard) == 2
    graph.state.pair.forgive(ann.key)
    await ann.hears("Type what you did")
    await werkout.until(lambda: nothing_waits(sqlite_url))
    assert len(ann.heard) == 3
