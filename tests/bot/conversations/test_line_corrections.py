"""Lines put right: undone, meant for another exercise, edited, or words after all."""

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
    return player


async def test_an_edited_line_corrects_its_set_where_it_stands(sam: Player) -> None:
    first = await sam.says("bench 80x8")
    await sam.says("squat 100x5")
    await sam.edits(first, "bench 82.5x7")
    assert await sets(sam) == [("bench_press", 82.5, 7), ("squat", 100, 5)]
    sam.sees("Corrected: Bench press 82.5 kg × 7.")


async def test_an_edit_can_name_another_exercise(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.edits(line, "squat 80x8")
    assert await sets(sam) == [("squat", 80, 8)]


async def test_an_edit_can_add_and_drop_sets(sam: Player) -> None:
    line = await sam.says("bench 80x8,8,7")
    await sam.edits(line, "bench 80x8,8")
    assert [reps for _, _, reps in await sets(sam)] == [8, 8]
    await sam.edits(line, "bench 80x8,8,6,5")
    assert [reps for _, _, reps in await sets(sam)] == [8, 8, 6, 5]


async def test_an_edit_twice_is_one_edit(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.edits(line, "bench 85x8")
    await sam.twice()
    assert await sets(sam) == [("bench_press", 85, 8)]


async def test_an_edit_that_is_no_set_leaves_the_set(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.edits(line, "that was hard")
    assert await sets(sam) == [("bench_press", 80, 8)]
    sam.sees("I read no set in that edit, so your set stays.")
    await sam.taps("Take back")
    assert await sets(sam) == []


async def test_words_edited_into_a_set_are_logged(sam: Player) -> None:
    line = await sam.says("benhc is my favourite")
    await sam.edits(line, "bench 80x8")
    assert await sets(sam) == [("bench_press", 80, 8)]


async def test_an_edit_of_one_line_leaves_the_others(sam: Player) -> None:
    line = await sam.says("squat 100x5\nbench 80x8")
    await sam.edits(line, "squat 100x5\nbench 80x9")
    assert await sets(sam) == [("squat", 100, 5), ("bench_press", 80, 9)]


async def test_undo_on_an_echo_takes_that_line_back(sam: Player) -> None:
    await sam.says("benhc 80x8,8")
    undo = sam.button("Undo")
    await sam.says("squat 100x5")
    await sam.presses(undo)
    assert [name for name, _, _ in await sets(sam)] in (["squat"], ["bench_press"] * 2)


async def test_a_set_while_a_note_was_asked_for_is_the_note(sam: Player) -> None:
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    await sam.taps("Note")
    await sam.says("80x8 felt light")
    assert await sam.sql("SELECT notes FROM workout") == [("80x8 felt light",)]


async def test_a_set_while_an_exercise_was_asked_for(sam: Player) -> None:
    await sam.says("press 40x10")
    await sam.taps("Other")
    await sam.says("bench 80x8")
    assert await sets(sam) == [("bench_press", 80, 8)]
    sam.sees("I had asked you something.\n[That was the answer] [Undo]")
    await sam.says("floor press")
    assert ("floor_press", 40, 10) in await sets(sam)
