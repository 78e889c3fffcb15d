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


async def test_an_edit_to_another_exercise_leaves_nothing_lined_up(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.says("deadlift 140x5")
    await sam.edits(line, "squat 80x8")
    sam.sees("Before: Squat 1")
    sam.sees_no("Next: Bench press")


async def test_an_edit_lets_the_rest_and_the_card_go_on(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.later(minutes=3)
    await sam.says("squat 100x5")
    await sam.edits(line, "bench 82.5x8")
    sam.sees("Squat · 3 min")
    sam.sees("Rest 2:00")
    await sam.later(minutes=2)
    sam.sees("Rest over. Squat 100×5?")


async def test_an_undone_older_line_lets_the_rest_go_on(sam: Player) -> None:
    await sam.says("benhc 80x8")
    echo = next(one for one in sam.messages if one.button("Not bench"))
    undo = echo.button("Undo")
    assert undo is not None
    await sam.later(minutes=3)
    await sam.says("squat 100x5")
    await sam.presses(undo)
    assert await sets(sam) == [("squat", 100, 5)]
    sam.sees("Rest 2:00")


async def test_an_edit_writes_the_note(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.edits(line, "bench 80x8 (tired)")
    assert await sam.sql("SELECT note FROM workout_set") == [("tired",)]
    await sam.edits(line, "bench 80x8")
    assert await sam.sql("SELECT note FROM workout_set") == [(None,)]


async def test_an_edit_adds_a_weight_in_the_unit_of_the_person(sam: Player) -> None:
    await sam.sql("UPDATE person SET unit = 'lb'")
    line = await sam.says("pull-ups 8")
    await sam.edits(line, "pull-ups +20 x 8")
    assert await sam.sql("SELECT weight_unit, weight_kg FROM workout_set") == [("lb", 9072)]


async def test_an_edit_takes_a_record_back_that_never_was(sam: Player) -> None:
    await sam.says("yesterday bench 80x8")
    line = await sam.says("bench 800 x 1")
    await sam.taps("Yes, 800")
    sam.sees("Record: Bench press, heaviest 800 kg")
    await sam.edits(line, "bench 80x1")
    sam.sees_no("Record:")


@pytest.mark.parametrize("goes_on", [True, False])
async def test_an_edit_adds_sets_beside_those_of_yesterday(sam: Player, goes_on: bool) -> None:
    line = await sam.says("yesterday bench 80x8")
    if goes_on:
        await sam.says("squat 100x5")
    await sam.later(days=1)
    await sam.edits(line, "yesterday bench 80x8,7")
    found = await sam.sql(
        "SELECT DISTINCT status, started_at = completed_at FROM workout JOIN workout_set"
        " ON workout_id = workout.id WHERE exercise = 'bench_press'"
    )
    assert found == [("completed", True)]
    assert ("bench_press", 80, 7) in await sets(sam)


async def test_an_edit_adds_a_set_to_a_workout_that_was_forgotten(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.later(hours=4)
    await sam.taps("Finish")
    await sam.edits(line, "bench 80x8,7")
    assert len(await sets(sam)) == 2
    assert await sam.sql("SELECT status FROM workout") == [("completed",)]


async def test_an_edit_moves_a_line_to_the_day_it_names(sam: Player) -> None:
    line = await sam.says("bench 80x8")
    await sam.edits(line, "yesterday bench 80x8")
    assert await sets(sam) == [("bench_press", 80, 8)]
    found = await sam.sql("SELECT status FROM workout ORDER BY started_at")
    assert found == [("completed",), ("in_progress",)]


async def test_yesterday_counts_from_the_message_and_not_from_its_edit(sam: Player) -> None:
    line = await sam.says("yesterday bench 80x8")
    await sam.later(days=1)
    await sam.edits(line, "yesterday bench 85x8")
    assert await sets(sam) == [("bench_press", 85, 8)]
    assert await sam.sql("SELECT count(*) FROM workout") == [(1,)]


async def test_an_edit_of_several_lines_names_each_exercise(sam: Player) -> None:
    line = await sam.says("squat 100x5\nbench 80x8")
    await sam.edits(line, "squat 100x5\nbench 80x9")
    sam.sees("Corrected: Squat 100 kg × 5; Bench press 80 kg × 9.")


async def test_another_exercise_is_asked_for_within_the_workout_that_is_over(sam: Player) -> None:
    await sam.says("benhc 80x8")
    wrong = next(button for one in sam.messages if (button := one.button("Not bench")))
    await sam.later(hours=4)
    await sam.taps("Finish")
    await sam.presses(wrong)
    await sam.says("squat")
    assert await sets(sam) == [("squat", 80, 8)]
    assert await sam.sql("SELECT status FROM workout") == [("completed",)]


async def test_words_taken_for_a_set_answer_no_other_question(sam: Player) -> None:
    await sam.says("press 40x10")
    await sam.taps("Other")
    await sam.says("bench 80x8")
    button = sam.button("That was the answer")
    await sam.says("floor press")
    await sam.taps("Finish")
    await sam.taps("Note")
    await sam.presses(button)
    assert await sam.sql("SELECT notes FROM workout") == [(None,)]
    sam.sees("What I had asked is past.")


async def test_a_deleted_line_takes_its_sets_back(sam: Player) -> None:
    await sam.says("bench 75x8")
    line = await sam.says("squat 100x5\nbench 80x8,7")
    await sam.deletes(line)
    assert await sets(sam) == [("bench_press", 75, 8)]
    sam.sees("Taken back: Squat 100 kg × 5; Bench press 80 kg × 8, 80 kg × 7.")
    sam.sees("75")


@pytest.mark.channels("whatsapp")
async def test_two_taps_of_one_message_do_not_read_alike(sam: Player) -> None:
    await sam.says("bench 75x8")
    await sam.deletes(await sam.says("bench 80x8"))
    assert sam.phone is not None
    [section] = sam.phone.requests[-1]["interactive"]["action"]["sections"]
    titles = [row["title"] for row in section["rows"]]
    assert len(set(titles)) == len(titles) == 4


async def test_what_was_deleted_comes_back_whole(sam: Player) -> None:
    line = await sam.says("squat 100x5\nbench 80x8,7")
    await sam.says("squat 105x5")
    await sam.deletes(line)
    button = sam.button("Bring back")
    await sam.presses(button)
    sam.sees("Back again: Squat 100 kg × 5; Bench press 80 kg × 8, 80 kg × 7.")
    assert len(await sets(sam)) == 4
    await sam.presses(button)
    assert len(await sets(sam)) == 4


async def test_a_set_taken_back_before_the_message_was_deleted_stays_so(sam: Player) -> None:
    line = await sam.says("bench 80x8,7")
    await sam.edits(line, "bench 80x8")
    await sam.later(seconds=5)
    await sam.deletes(line)
    await sam.taps("Bring back")
    assert await sets(sam) == [("bench_press", 80, 8)]


async def test_a_deleted_message_that_was_no_set_goes_without_a_word(sam: Player) -> None:
    line = await sam.says("how are you")
    before = sam.messages
    await sam.deletes(line)
    assert sam.messages == before
