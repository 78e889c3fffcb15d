"""Kilograms or pounds, told with the first weight."""

from __future__ import annotations

from bot.conversations import all_conversations
from tests.bot.conftest import Meet


async def test_one_tap_puts_the_first_workout_into_pounds(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.says("bench 135x8")
    sam.sees("I took kg for your weights.\n[Use lb] [Fine]")
    await sam.taps("Use lb")
    sam.sees("1   135 lb × 8")
    sam.sees_no("I took kg")
    rows = await sam.sql("SELECT weight, weight_unit, weight_kg FROM workout_set")
    assert rows == [(135000, "lb", 61235)]
    await sam.says("140x5")
    sam.sees("2   140 lb × 5")


async def test_it_is_told_once(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.says("bench 80x8")
    if sam.changes_in_place:
        await sam.taps("Fine")
    told = ["I took kg" in one.text for one in sam.messages].count(True)
    assert told == int(not sam.changes_in_place), "what cannot be taken away stays"
    await sam.says("squat 100x5")
    await sam.taps("Finish")
    await sam.later(days=2)
    await sam.says("bench 80x8")
    assert ["I took kg" in one.text for one in sam.messages].count(True) == told


async def test_agreeing_comes_first(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("bench 80x8")
    sam.sees_no("I took kg")
    await sam.taps("Fine, go on")
    sam.sees("I took kg")


async def test_an_american_begins_with_pounds(meet: Meet) -> None:
    sam = await meet(all_conversations(), language="en-US")
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.says("bench 135x8")
    sam.sees("1   135 lb × 8")
    sam.sees("I took lb for your weights.")


async def test_no_weight_no_question(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.says("plank 60s")
    sam.sees_no("I took")


async def test_what_was_taken_back_does_not_count(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.says("bench 135x8")
    await sam.taps("Again")
    await sam.taps("Undo")
    await sam.taps("Use lb")
    sam.sees("1   135 lb × 8")


async def test_pressed_long_after_it_changes_no_set(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.says("bench 80x8")
    use = sam.button("Use lb")
    await sam.later(days=3)
    await sam.says("bench 82.5 kg x 8")
    await sam.presses(use)
    rows = await sam.sql("SELECT weight, weight_unit FROM workout_set ORDER BY id")
    assert rows == [(80000, "kg"), (82500, "kg")]
    assert await sam.sql("SELECT unit FROM person") == [("lb",)]
