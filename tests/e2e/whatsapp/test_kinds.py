"""Each kind of what people send on WhatsApp, into a real process."""

from __future__ import annotations

from tests.e2e.telegram.tables import nothing_waits, select
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import annegret, sets_of
from tests.standins.graph import GraphStandin

BERLIN = (52.52, 13.40)


async def test_words_that_change_and_what_is_no_word(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    werkout = await serve(sqlite_url)
    ann = annegret(graph)
    ann.comes_from_an_ad("/start")
    ann.presses("Fine, go on", message=await ann.hears("I keep your training log"))
    await ann.hears("What first?")
    first = ann.says("bench 80x8")
    await ann.hears("set 1 ✓")
    ann.edits(first, "bench 80x9")
    await ann.hears("Corrected: Bench press 80 kg × 9.")
    second = ann.says("85x5")
    await ann.hears("set 2 ✓")
    ann.revokes(second)
    await werkout.until(lambda: len(sets_of(sqlite_url, ann)) == 1)
    assert sets_of(sqlite_url, ann) == [("bench_press", 80, 9)]
    await werkout.until(lambda: nothing_waits(sqlite_url))
    heard = len(ann.heard)
    ann.reacts(ann.last.wamid, "💪")
    await graph.settled()
    ann.sends_file("sticker", "a.webp", "image/webp", b"RIFF")
    await graph.until(lambda: len(ann.heard) > heard, "an answer to the sticker")
    ann.sends_unsupported("poll")
    await graph.until(lambda: len(ann.heard) > heard + 1, "an answer to the poll")
    ann.shares_location(*BERLIN)
    await ann.hears("Your time zone: Berlin")
    assert select(sqlite_url, "SELECT zone FROM person") == [("Europe/Berlin",)]
    await werkout.until(lambda: nothing_waits(sqlite_url))
    # Nothing that an advertisement brought is billed for three days.
    assert select(sqlite_url, "SELECT sum(billed) FROM message_cost") == [(0,)]
