"""Correcting, deleting and adding sets of the past."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from core.training.sets import WeightUnit
from tests.bot.conftest import Meet
from tests.bot.conversations.past import Day, agreed, conversations, did
from tests.core.training.people import lift

BENCH: Day = {"bench_press": [lift("80", 8), lift("80", 8), lift("82.5", 7)]}
STANDING = (
    "SELECT weight, reps, rpe FROM workout_set WHERE taken_back_at IS NULL ORDER BY logged_at, id"
)


async def picking(meet: Meet, number: str = "3", day: Day = BENCH) -> Player:
    """Sam has trained yesterday, and looks at one set of it."""
    sam = await agreed(meet)
    await did(sam, day, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Correct")
    await sam.taps(number)
    return sam


async def test_the_sets_are_numbered(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, {**BENCH, "squat": [lift("100", 5)] * 9}, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Correct")
    sam.shown("""
        Leg day, yesterday
        Bench press
        1   80 kg × 8
        2   80 kg × 8
        3   82.5 kg × 7
        Squat
        4   100 kg × 5
        5   100 kg × 5
        6   100 kg × 5
        7   100 kg × 5
        8   100 kg × 5
        9   100 kg × 5
        10   100 kg × 5
        Which set?
        [1] [2] [3] [4] [5]
        [6] [7] [8] [9] [10]
        [More sets] [Back]
        """)
    await sam.taps("More sets")
    sam.sees("11   100 kg × 5\n12   100 kg × 5")
    await sam.taps("12")
    sam.sees("Squat, set 9")


async def test_a_set_typed_as_it_should_be(meet: Meet) -> None:
    sam = await picking(meet)
    sam.shown("""
        Bench press, set 3
        82.5 kg × 7
        Yesterday
        Type it as it should be, like 82.5x8 @9, or tap.
        [+2.5] [−2.5] [+1] [−1]
        [Delete] [Back]
        """)
    await sam.restart()
    await sam.says("82,5 x 8 @9")
    sam.shown("""
        Bench press, set 3
        82.5 kg × 7 → 82.5 kg × 8 @9
        [Undo] [Correct another] [Back]
        """)
    assert await sam.sql(STANDING) == [
        (80000, 8, None),
        (80000, 8, None),
        (82500, 8, 9000),
    ]
    await sam.taps("Undo")
    assert sam.notice == "Undone."
    assert (await sam.sql(STANDING))[2] == (82500, 7, None)


async def test_taps_change_it_step_by_step(meet: Meet) -> None:
    sam = await picking(meet)
    await sam.taps("+2.5")
    twice = sam.button("+1")
    await sam.presses(twice)
    await sam.presses(twice)
    assert sam.notice == "That tap is counted already."
    sam.sees("82.5 kg × 7 → 85 kg × 8")
    await sam.taps("−2.5")
    await sam.taps("−2.5")
    sam.sees("82.5 kg × 7 → 80 kg × 8")
    assert (await sam.sql(STANDING))[2] == (80000, 8, None)
    await sam.taps("Undo")
    sam.sees("Bench press, set 3\n82.5 kg × 7\nYesterday")
    assert (await sam.sql(STANDING))[2] == (82500, 7, None)


async def test_a_timed_set_has_its_own_steps(meet: Meet) -> None:
    sam = await picking(meet, "1", {"plank": [lift(seconds=60)]})
    await sam.taps("+5 s")
    sam.sees("1:00 → 1:05")
    await sam.says("1:30")
    sam.sees("1:05 → 1:30")


async def test_weight_can_be_added_to_a_bodyweight_set(meet: Meet) -> None:
    sam = await picking(meet, "1", {"pull_up": [lift(None, 8)]})
    await sam.taps("+2.5")
    sam.sees("8 reps → +2.5 kg × 8")
    await sam.taps("Undo")
    sam.sees("Pull-up, set 1\n8 reps\n")


async def test_a_weight_without_a_unit_is_in_the_sets_own(meet: Meet) -> None:
    sam = await picking(meet, "1", {"bench_press": [lift("135", 10, unit=WeightUnit.LB)]})
    await sam.says("140x9")
    sam.sees("135 lb × 10 → 140 lb × 9")
    await sam.taps("Correct another")
    await sam.taps("1")
    await sam.taps("+5")
    sam.sees("140 lb × 9 → 145 lb × 9")


async def test_words_that_are_no_set_change_nothing(meet: Meet) -> None:
    sam = await picking(meet)
    await sam.says("that was a hard one")
    sam.shown("I read no set in that. Type it like 82.5x8 @9, or tap Back.")
    await sam.says("80x8, 80x7")
    sam.shown("One set at a time, please: 82.5x8")
    await sam.says("80x7")
    sam.sees("82.5 kg × 7 → 80 kg × 7")


async def test_another_exercise_is_asked_about(meet: Meet) -> None:
    sam = await picking(meet)
    await sam.says("squat 100x5")
    sam.shown("""
        “squat 100x5”: for the past, or just done?
        [Correct Bench press, set 3] [Just done]
        """)
    await sam.taps("Correct")
    sam.shown("""
        Squat, set 1
        Bench press 82.5 kg × 7 → Squat 100 kg × 5
        [Undo] [Correct another] [Back]
        """)
    await sam.taps("Undo")
    sam.sees("Bench press, set 3\n82.5 kg × 7")


async def test_a_set_of_now_goes_into_the_workout_of_now(meet: Meet) -> None:
    sam = await picking(meet)
    await sam.says("squat 100x5")
    just_done = sam.button("Just done")
    await sam.presses(just_done)
    sam.sees("1   100 kg × 5")
    await sam.presses(just_done)
    assert sam.notice == "That question is past."
    assert await sam.sql(STANDING) == [
        (80000, 8, None),
        (80000, 8, None),
        (82500, 7, None),
        (100000, 5, None),
    ]


async def test_a_forgotten_question_does_not_swallow_the_next_workout(meet: Meet) -> None:
    sam = await picking(meet)
    await sam.later(hours=1)
    await sam.says("bench 85x5")
    sam.sees("“bench 85x5”: for the past, or just done?")
    await sam.says("bench 85x4")
    sam.sees("1   85 kg × 4")
    await sam.taps("Just done")
    sam.sees("2   85 kg × 5")


async def test_leaving_the_card_ends_the_question(meet: Meet) -> None:
    sam = await picking(meet)
    await sam.taps("Back")
    await sam.says("bench 85x5")
    sam.sees("1   85 kg × 5")
    assert (await sam.sql(STANDING))[2] == (82500, 7, None)


async def test_a_set_is_deleted_and_brought_back(meet: Meet) -> None:
    sam = await picking(meet)
    again = sam.button("Delete")
    await sam.taps("Delete")
    sam.shown("""
        Deleted: Bench press, set 3
        82.5 kg × 7
        [Undo] [Correct another] [Back]
        """)
    await sam.presses(again)
    assert sam.notice == "That set is gone."
    await sam.later(days=3)
    await sam.taps("Undo")
    assert sam.notice == "It is back."
    assert len(await sam.sql(STANDING)) == 3


async def test_with_its_last_set_the_workout_is_gone_too(meet: Meet) -> None:
    sam = await picking(meet, "1", {"bench_press": [lift("80", 8)]})
    await sam.taps("Delete")
    sam.shown("Deleted: Bench press, set 1\n80 kg × 8\n[Undo] [All workouts]")
    undo = sam.button("Undo")
    await sam.taps("All workouts")
    sam.shown("Nothing logged yet\nType what you did: bench 80x8")
    await sam.presses(undo)
    await sam.says("/log")
    sam.sees("1  Yesterday · Push day · 1 set")


async def test_a_correction_shows_on_the_live_card_and_the_rest_goes_on(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("bench 80x8")
    await sam.says("/log")
    await sam.taps("1")
    await sam.taps("Correct")
    await sam.taps("1")
    await sam.says("85x8")
    sam.sees("1   85 kg × 8\n2   80 kg × 8")
    sam.sees("Rest 2:00")
    await sam.taps("Again 80×8")
    sam.sees("3   80 kg × 8")


async def test_a_forgotten_set_is_added(meet: Meet) -> None:
    sam = await agreed(meet)
    await did(sam, BENCH, days_ago=1)
    await sam.says("bench 90x1")
    await sam.says("/log yesterday")
    await sam.taps("Add a set")
    sam.shown("Add to Push day, yesterday\nType what is missing: bench 80x8\n[Back]")
    await sam.says("squat 100x5, 100x4")
    sam.shown("""
        Added to Full body, yesterday
        Squat: 100 kg × 5, 4
        [Undo] [Add another] [Back]
        """)
    await sam.taps("Back")
    sam.sees("Bench press: 80 kg × 8, 8 · 82.5 kg × 7\nSquat: 100 kg × 5, 4")


async def test_added_sets_are_taken_back(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, BENCH, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Add a set")
    await sam.says("85x5")
    sam.sees("Bench press: 85 kg × 5")
    undo = sam.button("Undo")
    await sam.presses(undo)
    sam.shown("Taken back: 85 kg × 5.\n[Add another] [Back]")
    await sam.presses(undo)
    assert sam.notice == "That is taken back already."
    assert len(await sam.sql(STANDING)) == 3


async def test_an_unknown_exercise_is_asked_about_and_kept(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, BENCH, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Add a set")
    await sam.says("zorkl 20x10")
    sam.sees("Which “zorkl” was 20 kg × 10?")
    await sam.taps("New")
    sam.sees("Zorkl: 20 kg × 10")
    await sam.says("/log zorkl")
    sam.sees("1  Yesterday: 20 kg × 10")


async def test_which_of_several_exercises(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, BENCH, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Add a set")
    await sam.says("press 40x10")
    sam.sees("Which “press” was 40 kg × 10?")
    await sam.taps("Overhead press")
    sam.sees("Overhead press: 40 kg × 10")


@pytest.mark.parametrize(("typed", "exercise"), [("5x5", "Bench press"), ("press 5x5", "Squat")])
async def test_two_readings_of_what_is_added(meet: Meet, typed: str, exercise: str) -> None:
    sam = await meet(conversations)
    await did(sam, BENCH, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Add a set")
    await sam.says(typed)
    await sam.taps("5 kg × 5")
    if exercise == "Squat":
        await sam.says("squat")
    sam.sees(f"{exercise}: 5 kg × 5")


async def test_a_long_message_is_added_whole_however_late(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, BENCH, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Add a set")
    await sam.later(minutes=30)
    await sam.says("\n".join(["bench 80x8 (rather slow today)"] * 20))
    await sam.taps("Add to")
    assert len(await sam.sql(STANDING)) == 23


async def test_no_correction_leads_below_nothing(meet: Meet) -> None:
    sam = await picking(meet)
    await sam.says("-100")
    sam.sees("That is less than nothing.")


async def test_words_typed_long_after_are_asked_about(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, BENCH, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("Add a set")
    await sam.says("hello there")
    sam.shown("I read no set in that. Type it like bench 80x8, or tap Back.")
    await sam.later(minutes=30)
    await sam.says("bench 80x6")
    sam.shown("""
        “bench 80x6”: for the past, or just done?
        [Add to Push day, yesterday] [Just done]
        """)
    await sam.taps("Add to")
    sam.sees("Added to Push day, yesterday")


async def test_what_was_typed_in_time_is_in_time_however_late_it_comes(meet: Meet) -> None:
    sam = await picking(meet)
    typed = sam.now + timedelta(minutes=1)
    await sam.later(hours=2)
    await sam.says("85x7", sent=typed)
    sam.sees("82.5 kg × 7 → 85 kg × 7")


async def test_somebody_elses_sets_stay_as_they_are(meet: Meet) -> None:
    sam = await picking(meet)
    ana = sam.beside()
    await ana.says("/log")
    for label in ("+2.5", "Delete"):
        await ana.presses(sam.button(label))
        assert ana.notice == "That button leads nowhere any more."
    assert (await sam.sql(STANDING))[2] == (82500, 7, None)


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await meet(conversations, language=PSEUDO_LANGUAGE)
    day = {**BENCH, "plank": [lift(seconds=60, rpe=Decimal(8))] * 9}
    await did(sam, day, days_ago=1)
    await sam.says("/log yesterday")
    await sam.taps("[Correct]")
    await sam.taps("[More sets]")
    await sam.taps("12")
    await sam.taps("[+5 s]")
    await sam.taps("[Undo]")
    await sam.says("hello there")
    await sam.says("squat 100x5")
    await sam.taps("[Correct [")
    await sam.taps("[Undo]")
    await sam.taps("[Delete]")
    await sam.taps("[Back]")
    await sam.taps("[Add a set]")
    await sam.says("hello there")
    await sam.says("zorkl 20x10")
    await sam.taps("[New")
    await sam.taps("[Undo]")
    own = ("Bench press", "Squat", "Plank", "Zorkl", "zorkl", "squat", "kg", "PM", "AM")
    sam.all_bracketed(*own)


async def test_no_set_comes_back_into_a_cancelled_workout(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("bench 80x8")
    await sam.says("bench 85x8")
    await sam.says("/log")
    for label in ("1", "Correct", "1", "Delete"):
        await sam.taps(label)
    undo = sam.button("Undo")
    await sam.taps("Pause")
    await sam.taps("Cancel workout")
    await sam.taps("Cancel it")
    await sam.presses(undo)
    assert sam.notice == "That set is gone."
    assert await sam.sql(STANDING) == []
