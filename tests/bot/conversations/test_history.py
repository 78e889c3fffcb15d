"""`/log`: workouts by date and by exercise, deleted and brought back."""

from __future__ import annotations

from decimal import Decimal

from bot.engine.texts import PSEUDO_LANGUAGE
from core.training.sets import SetKind, WeightUnit
from tests.bot.conftest import Meet
from tests.bot.conversations.past import agreed, conversations, did
from tests.core.training.people import lift

PUSH = {
    "bench_press": [lift("80", 8), lift("80", 8), lift("82.5", 7, rpe=Decimal(9))],
    "overhead_press": [lift("50", 10)] * 3,
}
LEGS = {"squat": [lift("60", 10, kind=SetKind.WARMUP), *[lift("100", 5)] * 3]}
PULL = {"pull_up": [lift(None, 8), lift("10", 5)]}


async def test_without_a_past_it_says_how_to_begin(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/log")
    sam.shown("Nothing logged yet\nType what you did: bench 80x8")
    await sam.says("/log yesterday")
    sam.shown("Nothing logged yet\nType what you did: bench 80x8")
    await sam.says("/log squat")
    sam.shown("Squat\nNothing logged of it yet.\n[All workouts]")


async def test_the_newest_workouts_by_date(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, LEGS, days_ago=30)
    await did(sam, PUSH, days_ago=2)
    await did(sam, PULL, days_ago=1)
    await sam.says("/log")
    sam.shown("""
        Your workouts
        1  Yesterday · Pull day · 2 sets
        2  Saturday · Push day · 6 sets
        3  31 Jan · Leg day · 4 sets
        [1] [2] [3]
        [By exercise]
        """)


async def test_older_ones_are_a_page_away(meet: Meet) -> None:
    sam = await meet(conversations)
    for days_ago in range(12, 0, -1):
        await did(sam, LEGS, days_ago=days_ago)
    await sam.says("/log")
    await sam.taps("Older")
    assert sam.last.words.startswith("Your workouts\n1  Tuesday")
    await sam.taps("Older")
    sam.shown("""
        Your workouts
        1  19 Feb · Leg day · 4 sets
        2  18 Feb · Leg day · 4 sets
        [1] [2]
        [Newer] [By exercise]
        """)
    await sam.taps("Newer")
    sam.sees("[Newer] [Older] [By exercise]")


async def test_one_workout_on_a_screen(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=2, notes="left shoulder stiff")
    await sam.says("/log")
    await sam.taps("1")
    sam.shown("""
        Push day, Saturday
        18:00 · 18 minutes · 6 sets · 3,358 kg
        Bench press: 80 kg × 8, 8 · 82.5 kg × 7 @9
        Overhead press: 50 kg × 10, 10, 10
        Note: left shoulder stiff
        [Correct] [Add a set] [Delete]
        [All workouts]
        """)
    await sam.taps("All workouts")
    sam.shown("Your workouts\n1  Saturday · Push day · 6 sets\n[1]\n[By exercise]")


async def test_a_long_workout_is_paged(meet: Meet) -> None:
    sam = await meet(conversations)
    sets = [lift(str(weight), 5, rpe=Decimal(8)) for weight in range(60, 100)]
    await did(sam, {"squat": sets, "bench_press": sets, "deadlift": sets}, days_ago=1)
    await sam.says("/log yesterday")
    sam.sees("Squat: 60 kg")
    sam.sees_no("Deadlift")
    await sam.taps("More sets")
    await sam.taps("More sets")
    sam.sees("Deadlift: 60 kg")
    await sam.taps("Earlier sets")
    sam.sees("Bench press: 60 kg")


async def test_a_workout_under_way_can_be_looked_at(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("/log")
    await sam.taps("1")
    sam.shown("""
        Push day, today
        18:00 · 1 set · 640 kg
        Bench press: 80 kg × 8
        [Correct] [Open the card]
        [All workouts]
        """)


async def test_a_day_by_its_name(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, LEGS, days_ago=30)
    await did(sam, PUSH, days_ago=2)
    await sam.says("/log 31 Jan")
    sam.sees("Leg day, 31 Jan")
    await sam.says("/log saturday")
    sam.sees("Push day, Saturday")
    await sam.says("/log yesterday")
    sam.shown("""
        Nothing logged: yesterday
        The nearest workout: Saturday.
        [Open it] [All workouts]
        """)
    await sam.taps("Open it")
    sam.sees("Push day, Saturday")


async def test_two_workouts_of_one_day_are_offered(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=1.2)
    await did(sam, LEGS, days_ago=1)
    await sam.says("/log yesterday")
    sam.shown("""
        Yesterday
        1  Yesterday · Leg day · 4 sets
        2  Yesterday · Push day · 6 sets
        [1] [2]
        [All workouts]
        """)


async def test_an_exercise_by_date(meet: Meet) -> None:
    sam = await meet(conversations)
    for days_ago in (20, 15, 10, 8, 6, 4):
        await did(sam, PUSH, days_ago=days_ago)
    await did(sam, PULL, days_ago=1)
    await sam.says("/log bench")
    sam.shown("""
        Bench press
        1  Thursday: 80 kg × 8, 8 · 82.5 kg × 7 @9
        2  Tuesday: 80 kg × 8, 8 · 82.5 kg × 7 @9
        3  22 Feb: 80 kg × 8, 8 · 82.5 kg × 7 @9
        4  20 Feb: 80 kg × 8, 8 · 82.5 kg × 7 @9
        5  15 Feb: 80 kg × 8, 8 · 82.5 kg × 7 @9
        [1] [2] [3] [4] [5]
        [Older] [Progress] [All workouts]
        """)
    await sam.taps("Older")
    sam.sees("1  10 Feb: 80 kg × 8, 8 · 82.5 kg × 7 @9")
    await sam.taps("1")
    sam.sees("Push day, 10 Feb")


async def test_what_is_added_to_the_body_is_written_so(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, {"pull_up": [lift(None, 8), lift(None, 7), lift("10", 5)]}, days_ago=1)
    await sam.says("/log pull-ups")
    sam.sees("1  Yesterday: 8, 7 reps · +10 kg × 5")


async def test_exercises_to_choose_from(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=3)
    await did(sam, {"bench_press": [lift("80", 8)]}, days_ago=2)
    await sam.says("/log")
    await sam.taps("By exercise")
    sam.shown("""
        Which exercise?
        Another one by its name: /log squat
        [Bench press] [Overhead press]
        [All workouts]
        """)
    await sam.taps("Overhead press")
    sam.sees("1  Friday: 50 kg × 10, 10, 10")


async def test_a_name_that_means_several_or_none(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=3)
    await sam.says("/log press")
    sam.sees("Which “press”?")
    await sam.taps("Overhead press")
    sam.sees("1  Friday: 50 kg × 10, 10, 10")
    await sam.says("/log zorkl | ]] .")
    sam.sees("No exercise or day “zorkl | ]] .”")
    await sam.says("/log " + "long " * 900)
    sam.sees("No exercise or day “long long")


async def test_a_workout_is_deleted_after_one_question(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=2)
    await did(sam, LEGS, days_ago=1)
    await sam.says("/log saturday")
    await sam.taps("Delete")
    sam.shown("Delete “Push day, Saturday”?\nIts 6 sets go.\n[Delete it] [Keep it]")
    await sam.taps("Keep it")
    sam.sees("Push day, Saturday\n18:00")
    await sam.taps("Delete")
    twice = sam.button("Delete it")
    await sam.taps("Delete it")
    sam.shown("Deleted: Push day, Saturday\n6 sets\n[Undo] [All workouts]")
    await sam.presses(twice)
    assert sam.notice == "That workout is gone."
    await sam.later(hours=5)
    await sam.taps("All workouts")
    sam.shown("Your workouts\n1  Yesterday · Leg day · 4 sets\n[1]\n[By exercise]")


async def test_a_deleted_workout_comes_back(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=2)
    await sam.says("/log saturday")
    await sam.taps("Delete")
    await sam.taps("Delete it")
    undo = sam.button("Undo")
    await sam.restart()
    await sam.later(hours=20)
    await sam.presses(undo)
    assert sam.notice == "It is back."
    sam.sees("Push day, Saturday\n18:00 · 18 minutes · 6 sets")
    await sam.presses(undo)
    sam.sees("6 sets")


async def test_buttons_of_what_is_gone_say_so(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=2)
    await sam.says("/log saturday")
    buttons = [sam.button(label) for label in ("Correct", "Add a set", "Delete")]
    await sam.says("/log")
    buttons.append(sam.button("1"))
    await sam.says("/log saturday")
    await sam.taps("Delete")
    await sam.taps("Delete it")
    for button in buttons:
        await sam.presses(button)
        assert sam.notice == "That workout is gone."


async def test_somebody_elses_buttons_do_nothing(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, PUSH, days_ago=2)
    await sam.says("/log saturday")
    await sam.taps("Delete")
    ana = sam.beside()
    await ana.says("/log")
    await ana.presses(sam.button("Delete it"))
    assert ana.notice == "That button leads nowhere any more."
    [[standing]] = await sam.sql("SELECT COUNT(*) FROM workout_set WHERE taken_back_at IS NULL")
    assert standing == 6


async def test_days_are_the_persons_own(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/log")
    await sam.sql("UPDATE person SET zone = 'Pacific/Auckland'")
    # 18:00 UTC is seven in the morning of the next day there.
    await did(sam, PUSH, days_ago=1)
    await sam.says("/log yesterday")
    sam.sees("Push day, yesterday\n07:00 · 18 minutes")


async def test_weights_are_in_the_persons_unit(meet: Meet) -> None:
    sam = await meet(conversations, language="en-US")
    pounds = {"bench_press": [lift("135", 10, unit=WeightUnit.LB)] * 2}
    await did(sam, pounds, days_ago=1)
    await sam.says("/log yesterday")
    sam.sees("6 minutes · 2 sets · 2,700 lb\nBench press: 135 lb × 10, 10")


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await meet(conversations, language=PSEUDO_LANGUAGE)
    await sam.says("/log")
    await did(sam, PUSH, days_ago=9, notes="stiff")
    await did(sam, PUSH, days_ago=1)
    for line in ("/log", "/log press", "/log zorkl", "/log bench", "/log 3 days ago", "/log"):
        await sam.says(line)
    await sam.taps("2")
    await sam.taps("[Delete]")
    await sam.taps("[Delete it]")
    await sam.taps("[Undo]")
    await sam.taps("[All workouts]")
    await sam.taps("[By exercise]")
    own = ("Bench press", "Overhead press", "Leg press", "Dumbbell shoulder press", "kg", "stiff")
    sam.all_bracketed(*own, "press", "zorkl", "Friday", "Feb", "PM", "AM")
