"""Achievements: told once in one line, listed with their days, gone and back with their ground."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import asked, weight_goal
from tests.bot.conversations.past import did
from tests.core.training.people import lift

BENCH = {"bench_press": [lift("60", 8)]}


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await asked(meet)


async def train(player: Player, line: str = "bench 60x8") -> None:
    await player.says(line)
    await player.taps("Finish")
    await player.jobs()


async def listed(player: Player) -> str:
    """What [Achievements] shows."""
    await player.says("/progress")
    await player.taps("Achievements")
    await player.jobs()
    return player.last.words


async def told(player: Player) -> list[str]:
    return [one.words for one in player.messages if one.words.startswith("Earned: ")]


async def test_the_first_workout_is_told_at_its_finish(sam: Player) -> None:
    await sam.says("bench 60x8")
    await sam.jobs()
    assert await told(sam) == []
    await sam.taps("Finish")
    await sam.jobs()
    assert await told(sam) == ["Earned: First workout."]


async def test_each_is_told_once(sam: Player) -> None:
    await train(sam)
    await sam.later(days=1)
    await train(sam)
    assert await told(sam) == ["Earned: First workout."]


async def test_a_long_past_comes_as_one_line_of_the_highest(sam: Player) -> None:
    for days in range(60, 0, -1):
        await did(sam, BENCH, days_ago=days)
    await train(sam, "bench 100x5")
    (line,) = await told(sam)
    assert line == "Earned: 50 workouts, Bench press 100 kg, First record and 1 more."


async def test_the_list_has_days_and_the_streak(sam: Player) -> None:
    for days in (15, 8, 1):
        await did(sam, BENCH, days_ago=days)
    await train(sam, "squat 100x5")
    assert await listed(sam) == (
        "Achievements\n"
        "4 weeks in a row with a workout\n"
        "✓ Squat 100 kg, today\n"
        "✓ 4 weeks in a row, today\n"
        "✓ First workout, 15 Feb"
    )


async def test_two_taps_give_one_list(sam: Player) -> None:
    await train(sam)
    await sam.says("/progress")
    button = sam.button("Achievements")
    await sam.presses(button)
    await sam.presses(button)
    assert sam.notice == "One moment."
    await sam.jobs()
    assert sum(one.words.startswith("Achievements\n") for one in sam.messages) == 1


async def test_before_the_first_it_says_what_the_first_is(sam: Player) -> None:
    await sam.says("/checkin")
    await sam.says("bench 60x8")
    await sam.says("/progress")
    await sam.taps("Achievements")
    await sam.jobs()
    sam.sees("Nothing earned yet. The first is a finished workout.")


async def test_a_deleted_workout_takes_its_ground_along_and_brings_it_back(sam: Player) -> None:
    await train(sam)
    await sam.says("/log")
    await sam.taps("1")
    await sam.taps("Delete")
    await sam.taps("Delete")
    undo = sam.button("Undo")
    await sam.later(days=1)
    await sam.says("bench 60x8")
    assert "First workout" not in await listed(sam)
    await sam.presses(undo)
    assert "✓ First workout, yesterday" in await listed(sam)
    await sam.taps("Finish")
    await sam.jobs()
    assert await told(sam) == ["Earned: First workout."]


async def test_a_correction_takes_the_ground_away(sam: Player) -> None:
    line = await sam.says("squat 100x5")
    await sam.taps("Finish")
    await sam.jobs()
    assert "Squat 100 kg" in await listed(sam)
    await sam.edits(line, "squat 95x5")
    assert "Squat 100 kg" not in await listed(sam)


async def test_seven_check_ins_in_a_row(meet: Meet) -> None:
    sam = await asked(meet, "training 20:00 daily")
    await sam.later(hours=2)
    for _ in range(6):
        await sam.answers("4", "4")
        await sam.later(days=1)
    await sam.jobs()
    assert await told(sam) == []
    await sam.answers("4", "4")
    await sam.jobs()
    assert await told(sam) == ["Earned: 7 check-ins in a row."]


async def test_a_missed_day_begins_anew_and_a_slept_through_one_does_not(meet: Meet) -> None:
    sam = await asked(meet, "training 20:00 daily")
    await sam.later(hours=2)
    for number in range(7):
        if number != 3:
            await sam.answers("4", "4")
        await sam.later(days=1)
    await sam.jobs()
    assert await told(sam) == []


async def test_the_first_goal_is_told_when_it_is_reached(meet: Meet) -> None:
    sam = await asked(meet, "weight 20:00 daily")
    await sam.says("weight 80")
    await weight_goal(sam, 79)
    await sam.later(days=1, hours=2)
    await sam.says("78.9")
    await sam.jobs()
    assert await told(sam) == ["Earned: First goal reached."]


async def test_nothing_is_earned_in_the_middle_of_a_workout(sam: Player) -> None:
    await did(sam, BENCH, days_ago=2)
    await sam.says("bench 120x5")
    sam.sees("Record: Bench press, heaviest 120 kg")
    await sam.jobs()
    assert await told(sam) == []


async def test_an_old_button_shows_the_list_of_today(sam: Player) -> None:
    await train(sam)
    button = sam.button("Achievements")
    await sam.later(days=30)
    await sam.presses(button)
    await sam.jobs()
    sam.sees("✓ First workout, 2 Mar")


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await asked(meet, language=PSEUDO_LANGUAGE)
    for days in (50, 22, 15, 8, 1):
        await did(sam, BENCH, days_ago=days)
    await sam.says("bench 101x5")
    await sam.taps("[Finish]")
    await sam.jobs()
    await sam.taps("[Achievements]")
    await sam.jobs()
    sam.all_bracketed("Bench press", "kg", "Feb", "Jan", "Mar", "Monday", "Sunday")
