"""The first contact, and what happens to who never agrees."""

from __future__ import annotations

from bot.conversations import all_conversations
from bot.engine.inbound import AttachmentKind
from tests.bot.conftest import Meet


async def test_three_taps_to_a_logged_set(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    sam.shown(
        "Hi Sam. I keep your training log, find trainers near you and coach you.\n"
        "I keep what you log and measure, your name and language, until you delete it: /privacy.\n"
        "Without your yes it goes after 30 days. From 16 years on.\n"
        "[Fine, go on] [What is kept?]"
    )
    await sam.taps("Fine, go on")
    sam.shown(
        "What first? You can also just type what you lifted: bench 80x8\n"
        "[Log a workout] [Find a trainer] [How it works]"
    )
    await sam.taps("Log a workout")
    await sam.taps("Squat")
    sam.sees("Squat · not begun")


async def test_agreeing_is_kept_with_its_words_once(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    agree = sam.button("Fine, go on")
    await sam.presses(agree)
    await sam.presses(agree)
    rows = await sam.sql("SELECT kind, wording FROM consent")
    assert len(rows) == 1
    assert rows[0][0] == "data"
    assert "From 16 years on" in rows[0][1]


async def test_who_just_lifts_is_logged_with_the_lines_under_it(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("bench 80x8")
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(1,)]
    assert "Without your yes" in str(sam.last)
    await sam.says("bench 80x8")
    assert "Without your yes" not in str(sam.last)


async def test_thirty_days_without_a_yes_erase_it_all(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("bench 80x8")
    await sam.later(days=24)
    sam.sees_no("I erase your training")
    await sam.later(days=1, minutes=1)
    sam.sees("In 5 days I erase your training.")
    sam.sees("[Fine, go on]")
    await sam.later(days=5, minutes=1)
    assert await sam.sql("SELECT count(*) FROM person") == [(0,)]
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(0,)]


async def test_who_agreed_stays(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("bench 80x8")
    await sam.taps("Fine, go on")
    sam.sees("Good. Your workout goes on.")
    await sam.later(days=31)
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(1,)]


async def test_words_nobody_understands_get_two_examples(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.says("florp zank")
    sam.shown("I did not get that. I understand sets: bench 80x8, or plank 60s\n[Help]")
    await sam.taps("Help")
    sam.sees("squat 5x5 100")


async def test_an_unknown_command_is_no_error(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.says("/nonsense")
    sam.sees("I understand sets")


async def test_cancel_with_nothing_open(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.says("/cancel")
    sam.shown("There is nothing to cancel.")


async def test_who_only_sent_a_picture_is_not_kept_for_ever(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.sends(AttachmentKind.PHOTO)
    await sam.later(days=26)
    sam.sees("In 5 days I erase your training.")
    await sam.later(days=5)
    sam.sees("I have erased it")
    assert await sam.sql("SELECT count(*) FROM person") == [(0,)]
