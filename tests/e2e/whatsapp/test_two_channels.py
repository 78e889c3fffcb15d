"""One person on Telegram and on WhatsApp, in one process: begun there, finished here."""

from __future__ import annotations

from tests.e2e.telegram.tables import count, nothing_waits, select
from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret
from tests.standins.graph import Customer, GraphStandin
from tests.standins.telegram import TelegramStandin, User

ANN = 71_234_567
WORKOUTS = "SELECT status FROM workout"
SETS = "SELECT weight_kg, reps FROM workout_set WHERE taken_back_at IS NULL ORDER BY id"


async def test_a_workout_begun_on_telegram_is_finished_on_whatsapp(
    serve: Serve, telegram: TelegramStandin, graph: GraphStandin, database_url: str
) -> None:
    werkout = await serve(database_url, telegram=telegram)
    ann, there = telegram.user(ANN, "Annegret", "en"), annegret(graph)
    ann.starts()
    await ann.hears("I keep your training log")
    ann.presses("Fine, go on")
    await ann.hears("What first?")
    ann.says("bench 80x8")
    card = await ann.hears("80 kg × 8")
    await agrees(there)
    await links(ann, there)
    # Here a short line; there the one card, changed in place.
    there.says("+2.5")
    line = await there.hears("Bench press 82.5 kg × 8, set 2 ✓")
    assert line.labels == ["Again 82.5×8", "Undo", "More"]
    await telegram.until(lambda: "82.5 kg × 8" in card.text, "the card on Telegram")
    there.presses("Again", message=line)
    await there.hears("set 3 ✓")
    await telegram.until(lambda: "3   82.5" in card.text, "the card on Telegram")
    there.says("finish")
    await there.hears("3 sets")
    await telegram.until(lambda: card.text.startswith("Done"), "the card on Telegram")
    assert not card.buttons
    assert [one for one in ann.answers if "82.5" in one.text] == [card]
    await werkout.until(lambda: nothing_waits(database_url))
    assert select(database_url, WORKOUTS) == [("completed",)]
    assert select(database_url, SETS) == [(80_000, 8), (82_500, 8), (82_500, 8)]


async def test_a_card_that_is_taken_apart_again_is_each_ones_own(
    serve: Serve, telegram: TelegramStandin, graph: GraphStandin, sqlite_url: str
) -> None:
    await serve(sqlite_url, telegram=telegram)
    ann, there = telegram.user(ANN, "Annegret", "en"), annegret(graph)
    ann.starts()
    await ann.hears("I keep your training log")
    ann.presses("Fine, go on")
    await ann.hears("What first?")
    await agrees(there)
    there.says("squat 100x5")
    await there.hears("100 kg × 5, set 1 ✓")
    await links(ann, there)
    ann.says("/workout")
    card = await ann.hears("1   100 kg × 5")
    ann.presses("That was not me")
    await there.hears("are apart again")
    there.says("same")
    await there.hears("set 2 ✓")
    assert "2   100" not in card.text
    assert count(sqlite_url, "person") == 2


async def links(ann: User, there: Customer) -> None:
    """By the code that Telegram shows; joined at once, or after one tap."""
    ann.says("/link")
    shown = await ann.hears("/link ")
    code = shown.text.rpartition("/link ")[2].split()[0]
    there.says(f"/link {code}")
    asked = await there.hears("one")
    if "Join them" in asked.labels:
        there.presses("Join them", message=asked)
        await there.hears("share one log")
