"""Between two sets people type as little as they can."""

from __future__ import annotations

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.test_live_workout import sets


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(all_conversations())
    await player.says("/start")
    await player.taps("Fine, go on")
    await player.says("bench 80x8")
    return player


@pytest.mark.parametrize("words", ["x6", "6 reps"])
async def test_reps_alone_keep_the_weight(sam: Player, words: str) -> None:
    await sam.says(words)
    assert (await sets(sam))[-1] == ("bench_press", 80, 6)


async def test_a_bare_number_is_asked_about_whole(sam: Player) -> None:
    await sam.says("7")
    sam.sees("[80 kg × 7]")
    await sam.taps("80 kg × 7")
    assert (await sets(sam))[-1] == ("bench_press", 80, 7)


async def test_reps_of_a_named_exercise_take_nothing_from_another(sam: Player) -> None:
    await sam.says("pull-ups 8")
    assert (await sets(sam))[-1] == ("pull_up", None, 8)


async def test_a_name_alone_is_what_is_done_now(sam: Player) -> None:
    await sam.says("squat")
    await sam.says("100x5")
    assert (await sets(sam))[-1] == ("squat", 100, 5)


async def test_next_with_a_name_is_for_afterwards(sam: Player) -> None:
    await sam.says("next squat")
    await sam.says("85x5")
    assert (await sets(sam))[-1] == ("bench_press", 85, 5)


async def test_an_unclear_name_in_a_line_up_is_asked_about(sam: Player) -> None:
    await sam.says("superset curl and dips")
    sam.sees("Which “curl”? Tap it, or type its name.")
    await sam.taps("Barbell curl")
    await sam.says("30x10")
    await sam.says("8")
    assert [name for name, _, _ in await sets(sam)] == ["bench_press", "barbell_curl", "dip"]


async def test_an_unclear_name_can_be_typed(sam: Player) -> None:
    await sam.says("next curl")
    await sam.says("hammer curl")
    sam.sees("Next: Hammer curl")


@pytest.mark.parametrize("words", ["finish", "Done.", "fertig", "готово"])
async def test_the_cards_words_can_be_typed(sam: Player, words: str) -> None:
    await sam.says(words)
    assert await sam.sql("SELECT status FROM workout") == [("completed",)]


async def test_undo_and_pause_can_be_typed(sam: Player) -> None:
    await sam.says("bench 85x8")
    await sam.says("undo")
    assert await sets(sam) == [("bench_press", 80, 8)]
    await sam.says("pause")
    sam.sees("Bench press · paused")


async def test_without_a_workout_they_mean_nothing(sam: Player) -> None:
    await sam.says("finish")
    await sam.says("finish")
    sam.sees("I understand sets")


async def test_a_question_that_was_passed_over_is_asked_again(sam: Player) -> None:
    await sam.says("press 40x10")
    await sam.says("hello there")
    assert "Which “press” was 40 kg × 10?" in str(sam.last)


async def test_a_rest_goes_on_over_next_and_undo(sam: Player) -> None:
    await sam.says("next squat")
    await sam.later(seconds=30)
    await sam.taps("Next")
    sam.sees("Rest 1:30")
    await sam.later(seconds=91)
    sam.sees("Rest over. Squat?")
