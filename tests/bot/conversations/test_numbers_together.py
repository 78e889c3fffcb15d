"""A goal step, a workout and a check-in open together: each number lands where it is meant."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from bot.engine.screen import Bubble
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import asked, weights


async def sets(player: Player) -> list[tuple[float, int]]:
    rows = await player.sql(
        "SELECT weight, reps FROM workout_set WHERE taken_back_at IS NULL ORDER BY id"
    )
    return [(weight / 1000, reps) for weight, reps in rows]


async def targets(player: Player) -> list[float]:
    return [value / 1000 for (value,) in await player.sql("SELECT target FROM goal ORDER BY id")]


async def sets_goal(player: Player) -> None:
    """Answer the goal's step with a bare number, and its two questions after that."""
    await player.says("79")
    await player.taps("No date")
    await player.taps("Set it")


@pytest.fixture
async def all_open(meet: Meet) -> tuple[Player, Bubble]:
    """Asked for the weight, then a workout begun, then a goal being set; and the question."""
    sam = await asked(meet, "weight 18:30 every day")
    await sam.says("weight 84")
    await sam.sql("DELETE FROM check_in_answer")
    await sam.later(days=1, minutes=30)
    question = next(one for one in sam.messages if "Weight today?" in one.text)
    await sam.says("bench 80x8")
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.taps("Body weight")
    sam.sees("Which weight? Type it")
    return sam, question


async def test_a_bare_number_goes_to_the_goal_step(all_open: tuple[Player, Bubble]) -> None:
    sam, _ = all_open
    await sets_goal(sam)
    assert await targets(sam) == [79]
    assert await weights(sam) == [84]
    assert await sets(sam) == [(80, 8)]


async def test_a_reply_goes_to_the_check_in_and_leaves_the_step_open(
    all_open: tuple[Player, Bubble],
) -> None:
    sam, question = all_open
    await sam.replies(question, "83.4")
    assert await weights(sam) == [84, 83.4]
    await sets_goal(sam)
    assert await targets(sam) == [79]


async def test_a_set_line_goes_to_the_workout(all_open: tuple[Player, Bubble]) -> None:
    sam, _ = all_open
    await sam.says("bench 82.5x8")
    assert await sets(sam) == [(80, 8), (82.5, 8)]
    assert (await weights(sam), await targets(sam)) == ([84], [])
    await sets_goal(sam)
    assert await targets(sam) == [79]


async def test_a_change_goes_to_the_workout(all_open: tuple[Player, Bubble]) -> None:
    sam, _ = all_open
    await sam.says("+2.5")
    assert await sets(sam) == [(80, 8), (82.5, 8)]
    assert (await weights(sam), await targets(sam)) == ([84], [])


# By then WhatsApp takes only the question's template, which has no such button.
@pytest.mark.channels("telegram", "web")
async def test_a_tap_goes_to_the_check_in(all_open: tuple[Player, Bubble]) -> None:
    sam, _ = all_open
    await sam.taps("84 kg again")
    assert await weights(sam) == [84, 84]
    await sets_goal(sam)
    assert await targets(sam) == [79]


async def test_with_the_goal_set_the_workout_goes_before_the_check_in(
    all_open: tuple[Player, Bubble],
) -> None:
    sam, question = all_open
    await sam.says("/cancel")
    await sam.says("85x6")
    assert await sets(sam) == [(80, 8), (85, 6)]
    assert await weights(sam) == [84]
    await sam.replies(question, "83")
    assert await weights(sam) == [84, 83]


async def test_what_only_the_check_in_understands_is_its_own(
    all_open: tuple[Player, Bubble],
) -> None:
    sam, _ = all_open
    await sam.says("/cancel")
    await sam.says("83.2 kg")
    assert await weights(sam) == [84, 83.2]
    assert await sets(sam) == [(80, 8)]


async def test_with_only_the_check_in_open_a_bare_number_answers_it(
    all_open: tuple[Player, Bubble],
) -> None:
    sam, _ = all_open
    await sam.says("/cancel")
    await sam.taps("Finish")
    await sam.says("83")
    assert await weights(sam) == [84, 83]
    assert await sets(sam) == [(80, 8)]


async def test_a_check_in_that_came_later_leaves_the_step_in_place(meet: Meet) -> None:
    sam = await asked(meet, "weight 18:30 every day")
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.taps("Body weight")
    await sam.later(minutes=30)
    sam.sees("Weight today?")
    await sets_goal(sam)
    assert await targets(sam) == [79]
    await sam.says("84")
    assert await weights(sam) == [84]


async def test_both_a_goals_value_and_a_check_in_wait_for_a_number(meet: Meet) -> None:
    """The step was asked for by the person, the check-in by us."""
    sam = await asked(meet, "weight 18:30 every day")
    await sam.says("/goals 24 books")
    await sam.later(minutes=30)
    await sam.says("24")
    assert await weights(sam) == []
