"""A day of silence, Meta's limits, and statuses that take a message back: it waits, and is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.e2e.telegram.tables import change, nothing_waits, select
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret
from tests.standins.graph import Fate, GraphStandin

PATIENCE = 60.0
WAITING = "SELECT count(*) FROM outbox WHERE waits_since IS NOT NULL"
ACCEPTED = "SELECT count(*) FROM outbox WHERE accepted_at IS NOT NULL"
HEARD = "UPDATE identity SET heard_at = '{}'"
DUE = "UPDATE due SET due_at = '{}' WHERE kind IN ('workout.rest', 'consent.missing')"


async def test_what_a_status_takes_back_waits_for_the_next_word(
    serve: Serve, graph: GraphStandin, postgresql_url: str
) -> None:
    werkout = await serve(postgresql_url)
    ann = annegret(graph)
    await agrees(ann)
    await werkout.until(lambda: nothing_waits(postgresql_url))
    # Taken with a 200, and refused by a status that comes an hour later: most often Meta does so.
    graph.state.fates.append(Fate(("failed",), 131047, held=True))
    ann.says("/privacy")
    await werkout.until(lambda: select(postgresql_url, ACCEPTED) == [(1,)])
    change(postgresql_url, HEARD.format(_ago(postgresql_url, hours=1)))
    graph.releases()
    await werkout.until(lambda: select(postgresql_url, WAITING) == [(1,)])
    ann.says("/help")
    await ann.hears("Type what you did")
    first, second = ann.texts()[2:]
    assert "What I keep" in first
    assert "Type what you did" in second
    await werkout.until(lambda: nothing_waits(postgresql_url))


async def test_after_a_day_only_what_is_approved_leaves_and_the_rest_waits(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    werkout = await serve(sqlite_url)
    ann, ben = annegret(graph), annegret(graph, 1)
    await agrees(ann)
    ann.says("bench 80x8")
    await ann.hears("80 kg × 8, set 1")
    ben.says("/start")
    await ben.hears("I keep what you log")
    await werkout.until(lambda: nothing_waits(sqlite_url))
    await werkout.stop()
    # Ann's rest is over, and Ben has never agreed; both have been silent for long.
    change(sqlite_url, DUE.format(_ago(sqlite_url)))
    change(sqlite_url, HEARD.format(_ago(sqlite_url, hours=25)))
    for one in (ann, ben):
        one.silent_for(hours=25)
    await werkout.start()
    warned = await ben.hears("In 5 days I erase your training")
    assert warned.template == "werkout_erasing_soon"
    # Nothing is approved that says so.
    await werkout.until(lambda: select(sqlite_url, WAITING) == [(1,)])
    assert "Rest over" not in ann.last.text
    ann.says("82.5x7")
    await ann.hears("set 2")
    assert ["Rest over" in one for one in ann.texts()[-2:]] == [True, False]
    ben.presses("Fine, go on", message=warned)
    await ben.hears("What first?")
    await werkout.until(lambda: nothing_waits(sqlite_url))
    assert select(sqlite_url, "SELECT count(*) FROM person WHERE consented_at IS NULL") == [(0,)]


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
    # Refused once more meanwhile, it would be four times as late.
    await ann.hears("Type what you did", patience=PATIENCE)
    await werkout.until(lambda: nothing_waits(sqlite_url))
    assert len(ann.heard) == 3


def _ago(url: str, hours: float = 0) -> str:
    """That moment as the database takes it: SQLite keeps no zone."""
    moment = (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S.%f")
    return moment if url.startswith("sqlite") else f"{moment}+00"
