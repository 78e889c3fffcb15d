"""The bests as they now stand, the new ones on top, page by page."""

from __future__ import annotations

from decimal import Decimal

from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.past import conversations, did
from tests.core.training.people import lift


async def records(sam: Player) -> str:
    """What `/progress records` shows."""
    await sam.says("/progress records")
    await sam.jobs()
    return sam.last.text


async def test_the_new_ones_stand_on_top_with_what_they_bettered(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, {"squat": [lift("100", 5)], "bench_press": [lift("80", 5)]}, days_ago=90)
    await did(sam, {"squat": [lift("90", 5)], "plank": [lift(seconds=90)]}, days_ago=50)
    await did(sam, {"bench_press": [lift("82.5", 5)]}, days_ago=3)
    await records(sam)
    sam.shown("""
        Records
        New in the last 30 days:
        Bench press
        · heaviest 82.5 kg, Friday (80 kg before)
        · estimated 1RM 96.2 kg, Friday (93.3 kg before)
        · most in one set 412.5 kg, Friday (400 kg before)
        Older:
        Plank
        · longest 1:30, 11 Jan
        Squat
        · heaviest 100 kg, 2 Dec 2025
        · estimated 1RM 116.7 kg, 2 Dec 2025
        · most in one set 500 kg, 2 Dec 2025
        [Back]
        """)


async def test_what_is_done_for_the_first_time_is_a_best_but_no_record(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, {"squat": [lift("90", 5), lift("100", 5)]}, days_ago=3)
    await records(sam)
    sam.shown("""
        Records
        Squat
        · heaviest 100 kg, Friday
        · estimated 1RM 116.7 kg, Friday
        · most in one set 500 kg, Friday
        [Back]
        """)


async def test_each_exercise_in_its_own_measures(meet: Meet) -> None:
    sam = await meet(conversations)
    five, ten = Decimal(5000), Decimal(10000)
    await did(sam, {"run": [lift(seconds=1500, meters=five)]}, days_ago=90)
    await did(sam, {"run": [lift(seconds=1450, meters=five)]}, days_ago=60)
    await did(sam, {"run": [lift(seconds=3300, meters=ten)]}, days_ago=55)
    await did(sam, {"pull_up": [lift(None, 9), lift("10", 5)], "wall_sit": [lift(seconds=75)]})
    shown = await records(sam)
    assert "Run\n· farthest 10 km, 6 Jan\n· fastest 5 km 24:10, 1 Jan\n· fastest 10 km" in shown
    assert "Pull-up\n· most reps 9, today\n· heaviest 10 kg, today" in shown
    assert "Wall sit\n· longest 1:15, today" in shown


async def test_in_pounds_and_miles(meet: Meet) -> None:
    sam = await meet(conversations, language="en-US")
    await did(sam, {"squat": [lift("225", 1)], "run": [lift(meters=Decimal("1609.344"))]})
    shown = await records(sam)
    assert "heaviest 225 lb, today" in shown
    assert "farthest 1 mi, today" in shown


async def test_pages(meet: Meet) -> None:
    sam = await meet(conversations)
    keys = ("squat", "bench_press", "deadlift", "overhead_press", "dip")
    for days_ago, key in enumerate(keys, 40):
        await did(sam, {key: [lift("50", 5)]}, days_ago=days_ago)
    await records(sam)
    sam.sees("[Back] [More]")
    more = sam.button("More")
    await sam.taps("More")
    await sam.jobs()
    sam.shown("""
        Records
        Dip
        · most reps 5, 17 Jan
        · heaviest 50 kg, 17 Jan
        [Back] [Previous]
        """)
    await sam.sql("UPDATE workout_set SET taken_back_at = created_at WHERE exercise = 'dip'")
    await sam.presses(more)
    await sam.jobs()
    sam.sees("Squat")
    sam.sees_no("[Previous]")
    await sam.taps("Back")
    sam.sees("This week: nothing logged")


async def test_a_best_that_was_a_slip_is_gone_with_it(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, {"bench_press": [lift("80", 5)]}, days_ago=9)
    await sam.says("bench 180x5")
    assert "heaviest 180 kg, today (80 kg before)" in await records(sam)
    await sam.taps("Undo")
    assert "heaviest 80 kg, 21 Feb" in await records(sam)


async def test_only_warm_ups_are_no_records(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("bench warmup 40x10")
    assert "No records yet. Warm-ups do not count towards them." in await records(sam)


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await meet(conversations, language=PSEUDO_LANGUAGE)
    day = {"squat": [lift("100", 5)], "plank": [lift(seconds=60)], "pull_up": [lift(None, 5)]}
    await did(sam, day | {"run": [lift(seconds=1500, meters=Decimal(5000))]}, days_ago=90)
    await did(sam, {"squat": [lift("105", 5)]}, days_ago=3)
    await records(sam)
    sam.all_bracketed("Squat", "Plank", "Pull-up", "Run", "kg", "km", "Dec", "Friday")
