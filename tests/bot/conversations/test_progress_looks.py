"""Volume, muscles and frequency: what each picture says, and the ways between them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from bot.conversations.progress_words import action_of, area_of
from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE, texts_for
from core.training.library import load_library
from tests.bot.conftest import Meet
from tests.bot.conversations.past import conversations, did
from tests.core.training.people import lift

BENCH = {"bench_press": [lift("80", 10)] * 3}
LOOKS = ("volume", "muscles", "frequency", "records", "legs")


async def trained(meet: Meet, *, language: str = "en", weeks: int = 6) -> Player:
    """Sam benched twice a week, on Tuesdays and Thursdays, and has not yet this week."""
    sam = await meet(conversations, language=language)
    for week in range(weeks, 0, -1):
        await did(sam, BENCH, days_ago=7 * week - 1)
        await did(sam, BENCH, days_ago=7 * week - 3)
    return sam


async def looks(sam: Player, words: str) -> str:
    """What `/progress` answers once the job is done."""
    await sam.says(f"/progress {words}")
    await sam.jobs()
    return sam.last.words


def size(sam: Player) -> tuple[int, int]:
    media = sam.last.media
    assert media is not None
    assert media.data is not None
    return Image.open(BytesIO(media.data)).size


# Nothing, and little


@pytest.mark.parametrize("words", ["volume", "muscles", "frequency", "records", "strength"])
async def test_without_a_past_it_says_how_to_begin(meet: Meet, words: str) -> None:
    sam = await meet(conversations)
    assert await looks(sam, words) == "Nothing to show yet. Type what you did: bench 80x8"


async def test_a_muscle_without_a_past(meet: Meet) -> None:
    sam = await meet(conversations)
    assert (await looks(sam, "legs")).startswith("Legs: nothing logged yet.")


async def test_one_workout_is_something_to_see(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, BENCH, days_ago=0.1)
    assert (await looks(sam, "volume")).startswith("This week so far: 2,400 kg, 1 workout.\n(pic")
    assert size(sam) == (1080, 1080)
    assert "a week, over 1 week: Chest 3, " in await looks(sam, "muscles")
    assert (await looks(sam, "frequency")).startswith(
        "1 workout this week.\nSuch weeks in a row: 1 now, 1 at most."
    )
    assert size(sam) == (1080, 1080)


async def test_what_was_deleted_meanwhile_is_not_drawn(meet: Meet) -> None:
    sam = await trained(meet)
    for words in LOOKS:
        await sam.says(f"/progress {words}")
    await sam.sql("UPDATE workout_set SET taken_back_at = created_at")
    await sam.jobs()
    assert [bubble.media for bubble in sam.messages] == [None] * len(sam.messages)
    sam.sees("The picture did not work this time.")
    sam.sees("No records yet.")
    await sam.taps("Try again")
    sam.sees("Nothing to show yet.")


# Volume


async def test_volume_by_week_and_by_month(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/progress")
    await sam.taps("Volume")
    await sam.jobs()
    sam.shown("""
        Nothing this week yet.
        The 4 weeks before: 4,800 kg a week on average.
        (picture: Volume, kg a week: 19 Jan 4,800 kg, 26 Jan 4,800 kg, 2 Feb 4,800 kg, \
9 Feb 4,800 kg, 16 Feb 4,800 kg, 23 Feb 4,800 kg, 2 Mar 0 kg so far. \
The 4 weeks before: 4,800 kg a week on average.)
        [A year] [Progress]
        """)
    await sam.taps("A year")
    await sam.jobs()
    sam.sees("Nothing this month yet.\nThe 2 months before: 14,400 kg a month on average.")
    sam.sees("(picture: Volume, kg a month: Jan 9,600 kg, Feb 19,200 kg, Mar 0 kg so far.")
    await sam.taps("Twelve weeks")
    await sam.jobs()
    assert sam.last.words.startswith("Nothing this week yet.")
    await sam.taps("Progress")
    assert sam.last.words.startswith("Progress\nThis week: nothing logged")


async def test_volume_in_pounds_and_weeks_from_sunday(meet: Meet) -> None:
    sam = await trained(meet, language="en-US", weeks=1)
    await did(sam, BENCH, days_ago=1.1)
    said = await looks(sam, "volume")
    assert said.startswith("This week so far: 2,400 lb, 1 workout.\nThe week before: 4,800 lb."), (
        said
    )
    assert "Feb 22 4,800 lb, Mar 1 2,400 lb so far" in said


async def test_without_any_weight_sets_are_the_volume(meet: Meet) -> None:
    sam = await meet(conversations)
    await did(sam, {"pull_up": [lift(None, 8)] * 3}, days_ago=7)
    await did(sam, {"run": [lift(meters=Decimal(5000))]}, days_ago=0.1)
    said = await looks(sam, "volume")
    assert said.startswith("This week so far: 1 set, 1 workout.\nThe week before: 3 sets.")
    assert "Volume, Sets a week" in said


@pytest.mark.parametrize("label", ["Volume", "Muscles", "Frequency", "Bench press", "Chest"])
async def test_two_taps_are_one_picture(meet: Meet, label: str) -> None:
    sam = await trained(meet)
    await looks(sam, "muscles")
    await sam.says("/progress strength")
    if label in ("Volume", "Muscles", "Frequency"):
        await sam.taps("Back")
    await sam.taps(label)
    await sam.taps(label)
    assert sam.notice == "It is being drawn."
    shown = len(sam.messages)
    await sam.jobs()
    assert len(sam.messages) == shown + 1


async def test_what_others_add_is_a_tap_away(meet: Meet) -> None:
    sam = await trained(meet)
    for label in ("Body", "Achievements"):
        await sam.says("/progress")
        before = len(sam.messages)
        await sam.taps(label)
        await sam.jobs()
        assert len(sam.messages) > before


# Muscles


async def test_muscles_by_their_sets_and_what_is_neglected(meet: Meet) -> None:
    sam = await trained(meet)
    await did(sam, {"squat": [lift("100", 5)] * 2}, days_ago=60)
    await did(sam, {"push_up": [lift(None, 20)]}, days_ago=3)
    said = await looks(sam, "muscles")
    assert said.startswith(
        "A set counts one for the muscle it is meant for, a half for those that help.\n"
    )
    # 24 sets of bench and one of push-ups in four weeks; a squat two months ago.
    assert "Sets by muscle, a week, over 4 weeks: Chest 6.2, Shoulders" in said
    assert "Quads last 1 Jan" in said
    assert "Hamstrings not yet" in said
    assert "Traps" not in said


async def test_a_tap_on_a_muscle_shows_its_weeks_and_exercises(meet: Meet) -> None:
    sam = await trained(meet)
    await did(sam, {"dumbbell_fly": [lift("12", 10)]}, days_ago=3)
    await looks(sam, "muscles")
    await sam.taps("Chest")
    await sam.jobs()
    sam.shown("""
        The 4 weeks before: 6.2 sets a week on average.
        Sets in all: Bench press 36, Dumbbell fly 1.
        (picture: Chest, Sets a week: 19 Jan 6 sets, 26 Jan 6 sets, 2 Feb 6 sets, 9 Feb 6 sets, \
16 Feb 6 sets, 23 Feb 7 sets, 2 Mar 0 sets so far. The 4 weeks before: 6.2 sets a week on average.)
        [Bench press] [Dumbbell fly]
        [All muscles] [Progress]
        """)
    await sam.taps("Bench press")
    await sam.jobs()
    assert sam.last.words.startswith("Bench press: estimated 1RM 106.7 kg")


async def test_a_muscle_left_for_long_says_since_when(meet: Meet) -> None:
    sam = await trained(meet)
    await did(sam, {"squat": [lift("100", 5)]}, days_ago=120)
    said = await looks(sam, "quads")
    assert said.startswith("Quads: nothing in twelve weeks, last on 2 Nov 2025.")
    await sam.taps("All muscles")
    await sam.jobs()
    sam.sees("Quads last 2 Nov 2025")


async def test_exercises_of_ones_own_are_left_out_and_said_to_be(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("wobble 80x8")
    await sam.taps("New")
    said = await looks(sam, "muscles")
    assert "Exercises of your own are not counted: I do not know their muscles." in said


# Frequency


async def test_how_steadily_somebody_trains(meet: Meet) -> None:
    sam = await trained(meet)
    await did(sam, BENCH, days_ago=0.1)
    assert await looks(sam, "frequency") == (
        "At least 2 workouts in 6 of 6 weeks.\n"
        "Such weeks in a row: 6 now, 6 at most.\n"
        "(picture: Training days. 2 workouts a week over 6 weeks. "
        "Workouts week by week: 2, 2, 2, 2, 2, 2, 1.)"
    )


async def test_a_goal_says_how_many_a_week_should_have(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/goals 3 workouts a week")
    said = await looks(sam, "frequency")
    assert said.startswith("At least 3 workouts in 0 of 6 weeks. That is your goal.\n(picture")


# Words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Volumen", "Nothing this week yet."),
        ("MUSKELN", "A set counts one"),
        ("pecho", "The 4 weeks before: 6 sets"),
        ("días", "At least 2 workouts"),
        ("рекорды", "Records"),
    ],
)
async def test_words_in_many_languages(meet: Meet, words: str, says: str) -> None:
    sam = await trained(meet)
    assert (await looks(sam, words)).startswith(says)


def test_no_exercise_hides_behind_a_look_or_a_muscle() -> None:
    texts = texts_for("en")
    for exercise in load_library().values():
        assert not action_of(texts, exercise.name), exercise.name
        assert area_of(texts, exercise.name) is None, exercise.name


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await trained(meet, language=PSEUDO_LANGUAGE)
    await did(sam, {"squat": [lift("100", 5)], "run": [lift(seconds=60)]}, days_ago=60)
    for words in (*LOOKS, "calves", "quads"):
        await looks(sam, words)
    await looks(sam, "volume")
    await sam.taps("[A year]")
    await sam.jobs()
    names = ("Bench press", "Squat", "Run", "kg", "Friday", "Wednesday")
    sam.all_bracketed(*names, "Jan", "Feb", "Mar", "Dec")
