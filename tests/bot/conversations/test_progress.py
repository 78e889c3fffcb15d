"""`/progress`: the weeks in figures, and the choice of an exercise, drawn over time."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from core.training.sets import Effort, WeightUnit
from tests.bot.conftest import Meet
from tests.bot.conversations.past import conversations, did
from tests.core.training.people import lift


async def trained(meet: Meet, exercise: str, *sets: Effort, language: str = "en") -> Player:
    """Sam did one set of the exercise a week, the last of them three days ago."""
    sam = await meet(conversations, language=language)
    for number, one in enumerate(sets):
        await did(sam, {exercise: [one]}, days_ago=3 + 7 * (len(sets) - 1 - number))
    return sam


async def test_without_a_past_it_says_how_to_begin(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/progress")
    sam.shown("Nothing to show yet. Type what you did: bench 80x8")
    await sam.says("/progress bench")
    sam.shown("Nothing logged of Bench press yet.")
    await sam.jobs()
    sam.shown()


async def test_the_weeks_in_figures(meet: Meet) -> None:
    sam = await meet(conversations)
    for days_ago in (7, 5, 1):
        day = {"bench_press": [lift("80", 10)] * 3, "plank": [lift(seconds=60)]}
        await did(sam, day, days_ago=days_ago)
    await did(sam, {"squat": [lift("100", 5)]}, days_ago=0.1)
    await sam.says("/progress")
    sam.shown("""
        Progress
        This week: 1 workout · 1 set · 500 kg
        Last week: 3 workouts · 12 sets · 7,200 kg
        [Strength] [Volume] [Muscles]
        [Frequency] [Records]
        [Body] [Achievements]
        """)


async def test_the_weeks_before_on_average_where_there_are_some(meet: Meet) -> None:
    sam = await meet(conversations)
    for days_ago in (26, 19, 12, 10, 5):
        await did(sam, {"squat": [lift("100", 5)] * 2}, days_ago=days_ago)
    await sam.says("/progress")
    sam.sees("The last 4 weeks on average: 1.2 workouts · 2 sets · 1,250 kg")
    await sam.says("/settings")
    await sam.taps("Use lb")
    await sam.says("/progress")
    sam.sees("1.2 workouts · 2 sets · 2,756 lb")


async def test_a_break_is_part_of_the_average(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, {"squat": [lift("100", 5)] * 4}, days_ago=200)
    await did(sam, {"squat": [lift("100", 5)] * 4}, days_ago=5)
    await sam.says("/progress")
    sam.sees("The last 4 weeks on average: 0.2 workouts · 1 set · 500 kg")


async def test_the_choice_of_all_exercises_in_pages(meet: Meet) -> None:
    sam = await meet(conversations)
    day = [lift("50", 5)]
    done = ("squat", "bench_press", "deadlift", "overhead_press", "dip", "lunge", "barbell_curl")
    await did(sam, dict.fromkeys(done, day), days_ago=4)
    await did(sam, {"squat": day}, days_ago=2)
    await sam.says("/progress")
    await sam.taps("Strength")
    sam.shown("""
        Which exercise over time?
        Another one by its name: /progress squat
        [Squat] [Barbell curl]
        [Lunge] [Dip]
        [Overhead press] [Deadlift]
        [Back] [More]
        """)
    await sam.taps("More")
    sam.shown("""
        Which exercise over time?
        Another one by its name: /progress squat
        [Bench press]
        [Back] [Previous]
        """)
    await sam.taps("Previous")
    await sam.taps("Squat")
    await sam.jobs()
    sam.sees("Squat: estimated 1RM 58.3 kg")
    await sam.taps("Another exercise")
    sam.sees("Which exercise over time?")
    await sam.taps("Back")
    sam.sees("This week: nothing logged")


async def test_a_page_that_is_gone_is_the_last_there_is(meet: Meet) -> None:
    sam = await meet(conversations)
    day = [lift("50", 5)]
    keys = ("squat", "bench_press", "deadlift", "overhead_press", "dip", "lunge", "barbell_curl")
    await did(sam, dict.fromkeys(keys, day), days_ago=4)
    await sam.says("/progress strength")
    more = sam.button("More")
    await sam.sql("UPDATE workout_set SET taken_back_at = created_at WHERE exercise = 'squat'")
    await sam.presses(more)
    sam.sees("[Back]")
    sam.sees_no("[Previous]")
    await sam.sql("UPDATE workout_set SET taken_back_at = created_at")
    await sam.presses(more)
    sam.sees("Nothing to show yet.")


async def test_strength_over_time(meet: Meet) -> None:
    sets = [lift(weight, 5) for weight in ("80", "82.5", "90", "87.5", "90", "87.5")]
    sam = await trained(meet, "bench_press", *sets)
    await sam.says("/progress bench")
    sam.shown()
    await sam.jobs()
    sam.shown("""
        Bench press: estimated 1RM 102.1 kg on Friday, +5.8 kg since 30 Jan.
        Going up, about 8.2 kg a month.
        Best 105 kg on 6 Feb.
        (picture: Bench press. Estimated 1RM in 6 workouts from 23 Jan to 27 Feb: \
93.3 kg to 102.1 kg, best 105 kg.)
        [By date] [Another exercise]
        """)
    media = sam.last.media
    assert media is not None
    assert media.data is not None
    assert Image.open(BytesIO(media.data)).size == (1080, 1080)
    await sam.taps("By date")
    sam.sees("1  Friday: 87.5 kg × 5")


async def test_a_best_is_said_where_it_is_one(meet: Meet) -> None:
    sam = await trained(meet, "squat", lift("100", 5), lift("105", 5))
    await sam.says("/progress squat")
    await sam.jobs()
    assert sam.last.words.startswith(
        "Squat: estimated 1RM 122.5 kg on Friday, +5.8 kg since 20 Feb.\nYour best so far.\n"
    )


@pytest.mark.parametrize(
    ("exercise", "sets", "says"),
    [
        ("pull_up", [lift(None, 8), lift(None, 10)], "Pull-up: 10 reps on Friday, +2 reps since"),
        ("pull_up", [lift("10", 5), lift("15", 5)], "Pull-up: +15 kg on Friday, +5 kg since"),
        ("plank", [lift(seconds=90), lift(seconds=80)], "Plank: 1:20 on Friday, −0:10 since"),
        (
            "run",
            [lift(seconds=1500, meters=Decimal(5000)), lift(seconds=1440, meters=Decimal(5000))],
            "Run: 4:48 /km on Friday, −0:12 /km since",
        ),
        ("squat", [lift("60", 20), lift("65", 20)], "Squat: heaviest set 65 kg on Friday, +5 kg"),
        ("squat", [lift("60", 5), lift("60", 5)], "Squat: estimated 1RM 70 kg on Friday, as on 20"),
    ],
)
async def test_each_exercise_in_its_own_measure(
    meet: Meet, exercise: str, sets: list[Effort], says: str
) -> None:
    sam = await trained(meet, exercise, *sets)
    await sam.says(f"/progress {exercise.replace('_', ' ')}")
    await sam.jobs()
    assert sam.last.words.startswith(says), sam.last.words


async def test_pounds_and_miles_where_they_are_the_persons(meet: Meet) -> None:
    pounds = [lift("200", 1, unit=WeightUnit.LB), lift("205", 1, unit=WeightUnit.LB)]
    sam = await trained(meet, "deadlift", *pounds, language="en-US")
    await sam.says("/progress deadlift")
    await sam.jobs()
    assert sam.last.words.startswith(
        "Deadlift: estimated 1RM 205 lb on Friday, +5 lb since Feb 20."
    )


async def test_one_workout_is_no_line_yet(meet: Meet) -> None:
    sam = await trained(meet, "bench_press", lift("80", 8))
    await sam.says("/progress bench")
    await sam.jobs()
    sam.shown("""
        One workout of Bench press so far: 80 kg × 8, Friday. A line takes two.
        [By date] [Another exercise]
        """)


async def test_one_run_is_in_miles_for_who_reads_them(meet: Meet) -> None:
    run = Effort(seconds=1530, meters=Decimal("4828.032"))
    sam = await trained(meet, "run", run, language="en-US")
    await sam.says("/progress run")
    await sam.jobs()
    sam.sees("One workout of Run so far: 3 mi in 25:30, Friday.")


async def test_words_that_mean_several_exercises_or_none(meet: Meet) -> None:
    sam = await trained(meet, "overhead_press", lift("40", 5), lift("45", 5))
    await sam.says("/progress press")
    sam.sees("Which “press”?")
    await sam.taps("Overhead press")
    await sam.jobs()
    sam.sees("Overhead press: estimated 1RM 52.5 kg")
    await sam.says("/progress zorkl squt")
    sam.shown("""
        I know no exercise “zorkl squt”.
        What there is: volume, muscles, frequency, records, or an exercise.
        [Back]
        """)
    await sam.says("/progress " + "x" * 4000)
    sam.sees("I know no exercise “xxx")


async def test_a_picture_that_failed_can_be_tried_again(
    meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = await trained(meet, "squat", lift("100", 5), lift("105", 5))
    await sam.says("/progress squat")
    sam.stage.surprises = True
    with monkeypatch.context() as broken:
        broken.setattr("bot.conversations.progress_strength.draw_strength", None)
        await sam.jobs()
    sam.shown("The picture did not work this time.\n[Try again]")
    await sam.taps("Try again")
    await sam.jobs()
    sam.sees("Squat: estimated 1RM 122.5 kg")


async def test_what_was_deleted_meanwhile_is_not_drawn(meet: Meet) -> None:
    sam = await trained(meet, "squat", lift("100", 5), lift("105", 5))
    await sam.says("/progress squat")
    await sam.sql("UPDATE workout_set SET taken_back_at = created_at")
    await sam.jobs()
    sam.sees("Nothing logged of Squat yet.")
    await sam.taps("Another exercise")
    sam.sees("Nothing to show yet.")


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ((80, 81, 82, 83, 84), "Going up, about 4.3 kg a month."),
        ((84, 83, 82, 81, 80), "Going down, about 4.3 kg a month."),
        ((80, 80, 90, 80, 80), "Level over 4 weeks."),
    ],
)
async def test_the_trend_in_words(meet: Meet, weights: tuple[int, ...], says: str) -> None:
    sam = await trained(meet, "squat", *(lift(str(weight), 1) for weight in weights))
    await sam.says("/progress squat")
    await sam.jobs()
    sam.sees(says)


async def test_a_pace_that_falls_is_getting_faster(meet: Meet) -> None:
    runs = [lift(seconds=1500 - 30 * n, meters=Decimal(5000)) for n in range(5)]
    sam = await trained(meet, "run", *runs)
    await sam.says("/progress run")
    await sam.jobs()
    sam.sees("Getting faster, about 0:26 /km a month.")


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sets = [lift("80", 5), lift("82.5", 5)]
    sam = await trained(meet, "bench_press", *sets, language=PSEUDO_LANGUAGE)
    await did(sam, {"squat": [lift("100", 5)]}, days_ago=0.1)
    for line in ("", "squat", "ohp", "bench", "press", "zorkl", "strength"):
        await sam.says(f"/progress {line}")
    await sam.taps("Bench press")
    await sam.jobs()
    presses = ("Bench press", "Overhead press", "Leg press", "Dumbbell shoulder press", "press")
    sam.all_bracketed(*presses, "Squat", "zorkl", "kg", "Friday", "Feb")
