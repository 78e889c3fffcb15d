"""The end of a workout: figures, feelings, note, picture, words to share."""

from __future__ import annotations

import json

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from tests.bot.conftest import Meet


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(all_conversations())
    await player.says("/start")
    await player.taps("Fine, go on")
    return player


async def trained(sam: Player) -> None:
    await sam.says("bench 80x8")
    await sam.later(minutes=3)
    await sam.says("same")
    await sam.later(minutes=3)
    await sam.says("overhead press 40x8")


async def test_the_summary_says_what_it_came_to(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    sam.sees("Push day, 6 minutes\n3 sets · 1,600 kg\nHow was it?\n[1] [2] [3] [4] [5]")
    sam.sees("Done\nBench press  80×8  80×8\nOverhead press  40×8")


async def test_it_compares_with_last_time(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.later(days=7)
    await sam.says("bench 82.5x8")
    await sam.later(minutes=3)
    await sam.says("overhead press 40x8")
    await sam.taps("Finish")
    sam.sees("Bench press +2.5 kg since 2 Mar.")
    sam.sees("Overhead press held.")
    sam.sees("2 records")


async def test_the_picture_comes_beside_earlier_sessions(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.jobs()
    sam.sees("Bench press: 80 kg × 8. Overhead press: 40 kg × 8")
    await sam.later(days=7)
    await trained(sam)
    await sam.taps("Finish")
    await sam.jobs()
    media = await sam.sql("SELECT file_name, mime FROM media")
    assert media == [("workout.png", "image/png")] * 2
    shown = [message.media.data for message in sam.messages if message.media is not None]
    assert [png[:8] for png in shown] == [b"\x89PNG\r\n\x1a\n"] * 2
    sam.sees("Bench press: 80×8, 80 kg × 8")


async def test_feelings_are_asked_one_at_a_time(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("4")
    sam.sees("Energy now?")
    await sam.taps("2")
    sam.sees("Mood now?")
    await sam.taps("5")
    sam.sees_no("Mood now?")
    rows = await sam.sql("SELECT rating, energy_after, mood_after FROM workout")
    assert rows == [(4, 2, 5)]


async def test_feelings_can_be_left_out(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("3")
    await sam.taps("Later")
    await sam.taps("Later")
    rows = await sam.sql("SELECT rating, energy_after, mood_after FROM workout")
    assert rows == [(3, None, None)]


async def test_how_it_felt_before(sam: Player) -> None:
    await sam.says("bench 80x8")
    await sam.taps("How I feel today")
    await sam.taps("4")
    await sam.taps("3")
    assert await sam.sql("SELECT energy_before, mood_before FROM workout") == [(4, 3)]
    sam.sees_no("before the workout?")


async def test_a_note_is_kept_as_it_is_even_if_it_reads_like_a_set(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("Note")
    await sam.says("next time bench 85x8")
    assert await sam.sql("SELECT notes FROM workout") == [("next time bench 85x8",)]
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(3,)]


async def test_an_endless_note_is_refused_in_a_sentence(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("Note")
    await sam.says("a" * 1001)
    sam.sees("A note of up to 1000 letters, please.")
    await sam.says("short")
    assert await sam.sql("SELECT notes FROM workout") == [("short",)]


@pytest.mark.channels("telegram", "web")
async def test_sharing_is_a_message_without_buttons(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("Share")
    sam.shown("Forward this to whom you like:", "Push day, 6 minutes\n3 sets · 1,600 kg")


@pytest.mark.channels("whatsapp")
async def test_what_is_shared_stands_alone_where_a_turn_is_one_message(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("Share")
    sam.shown("Push day, 6 minutes\n3 sets · 1,600 kg")


async def test_finishing_twice_is_finishing_once(sam: Player) -> None:
    await trained(sam)
    finish = sam.button("Finish")
    await sam.presses(finish)
    await sam.presses(finish)
    assert await sam.sql("SELECT count(*) FROM workout WHERE status = 'completed'") == [(1,)]


async def test_an_older_button_finishes_as_well(sam: Player) -> None:
    await sam.says("bench 80x8")
    finish = sam.button("Finish")
    await sam.taps("+2.5")
    await sam.presses(finish)
    sam.sees("How was it?")


async def test_an_empty_workout_leaves_nothing(sam: Player) -> None:
    await sam.says("bench 80x8")
    await sam.taps("Undo")
    await sam.taps("Finish")
    sam.sees("Nothing was logged, so nothing is kept.")


async def test_calories_need_a_body_weight(sam: Player) -> None:
    await sam.sql("UPDATE person SET body_weight_kg = 80000")
    await trained(sam)
    await sam.taps("Finish")
    sam.sees("about 4")
    sam.sees("kcal")


async def test_a_body_weight_brings_the_calories_into_the_summary(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("Calories")
    await sam.says("82 kg")
    sam.sees("about 41 kcal")
    sam.sees("How was it?")
    sam.sees_no("[Calories]")


async def test_a_set_the_next_day_is_no_note(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("Note")
    await sam.later(days=1)
    await sam.says("bench 80x8")
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(4,)]
    assert await sam.sql("SELECT notes FROM workout") == [(None,), (None,)]


async def test_the_zone_is_asked_once_the_rest_is_answered(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    sam.sees_no("What time is it for you now?")
    await sam.taps("4")
    await sam.taps("Later")
    sam.sees_no("What time is it for you now?")
    await sam.taps("Later")
    sam.sees("What time is it for you now?")


async def test_a_note_asked_for_before_the_moment_was_kept_is_taken(sam: Player) -> None:
    await trained(sam)
    await sam.taps("Finish")
    await sam.taps("Note")
    [(state,)] = await sam.sql("SELECT state FROM conversation")
    body = json.loads(state) if isinstance(state, str) else state
    del body["data"]["asked_at"]
    await sam.sql("UPDATE conversation SET state = :state", state=json.dumps(body))
    await sam.says("went well")
    assert await sam.sql("SELECT notes FROM workout") == [("went well",)]
