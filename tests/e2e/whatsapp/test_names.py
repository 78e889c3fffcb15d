"""Somebody by every name that WhatsApp has for them, and nobody else by a number they once had."""

from __future__ import annotations

from tests.e2e.telegram.tables import count, nothing_waits
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import ANN, agrees, annegret, sets_of
from tests.standins.graph import GraphStandin

NEW, NEW_ID = "4915199999999", "DE.24602359413866853029"


async def test_one_person_by_number_by_account_and_by_another_number(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    werkout = await serve(sqlite_url)
    ann = annegret(graph)
    ann.shows_user_id = False
    await agrees(ann)
    ann.says("bench 80x8")
    await ann.hears("set 1 ✓")
    ann.shows_user_id = True
    ann.says("same")
    await ann.hears("set 2 ✓")
    ann.shows_number = False
    ann.presses("Again")
    await ann.hears("set 3 ✓")
    ann.shows_number = True
    ann.changes_number(NEW, NEW_ID)
    ann.says("same")
    await ann.hears("set 4 ✓")
    assert len(sets_of(sqlite_url, ann)) == 4
    bea = graph.customer("Beatrix", ANN, "DE.55555555555555555555")
    await agrees(bea)
    bea.says("same")
    await werkout.until(lambda: nothing_waits(sqlite_url))
    assert sets_of(sqlite_url, bea) == []
    assert count(sqlite_url, "person") == count(sqlite_url, "identity") == 2


async def test_whoever_deletes_everything_is_told_and_then_not_known(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    werkout = await serve(sqlite_url)
    ann = annegret(graph)
    await agrees(ann)
    ann.says("/delete")
    asked = await ann.hears("Delete everything of yours?")
    ann.presses("Delete everything", message=asked)
    asked = await ann.hears("Really?")
    ann.presses("Yes, delete it all", message=asked)
    await ann.hears("all else I knew of you")
    await werkout.until(lambda: nothing_waits(sqlite_url))
    for table in ("person", "identity", "identity_key", "outbox"):
        assert count(sqlite_url, table) == 0, table
