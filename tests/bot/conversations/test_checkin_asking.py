"""When a check-in is asked: at its time, one at a time, once more, and never into a workout."""

from __future__ import annotations

from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import answers, asked, asleep, own_goal, weights

MORNING = {"hours": 14}
"""From the evening on which all players begin to eight o'clock."""


async def test_one_question_with_the_last_value(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.later(**MORNING)
    sam.shown("""
        Morning, Sam. Weight today? Type it, like 82.5.
        [Skip]
        """)
    await sam.says("82.4")
    await sam.later(days=1)
    sam.shown("""
        Morning, Sam. Weight today?   (last: 82.4 kg, yesterday)
        [82.4 kg again] [Skip]
        """)


async def test_the_evening_has_its_own_greeting(meet: Meet) -> None:
    sam = await asked(meet, "mood 20:00 every day")
    await sam.later(hours=2)
    sam.shown("""
        Evening, Sam. Mood now? 1 is low, 5 is bright.
        [1] [2] [3] [4] [5] [Skip]
        """)


async def test_a_missed_one_is_asked_once_more_and_then_let_go(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.later(**MORNING)
    await sam.later(hours=2)
    sam.shown("""
        Once more: Weight today? Type it, like 82.5.
        [Skip]
        """)
    await sam.later(hours=13)
    sam.shown()
    await sam.later(hours=9)
    sam.sees("Morning, Sam. Weight today?")
    assert await answers(sam) == [("2026-03-03", "asked"), ("2026-03-04", "asked")]
    assert len(sam.messages) == 1


async def test_at_the_end_of_its_day_words_answer_it_no_more(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.later(**MORNING)
    await sam.later(hours=15, minutes=59)
    await sam.later(minutes=2)
    await sam.says("82")
    sam.sees("I did not get that.")
    assert await weights(sam) == []


async def test_late_in_the_evening_it_is_not_asked_again_and_may_be_answered_past_midnight(
    meet: Meet,
) -> None:
    sam = await asked(meet, "weight 23:30 every day")
    await sam.later(hours=5, minutes=30)
    assert len(sam.changes) == 1
    await sam.later(minutes=45)
    await sam.says("82")
    sam.sees("Yesterday: Weight 82 kg.")
    await sam.later(hours=3)
    sam.shown()


async def test_early_in_the_morning_it_waits_for_seven(meet: Meet) -> None:
    sam = await asked(meet, "sleep 4:00 every day")
    await sam.later(hours=10)
    assert len(sam.changes) == 1
    await sam.later(hours=2, minutes=59)
    sam.shown()
    await sam.later(minutes=1)
    assert sam.changes[0].text.startswith("Once more:")


async def test_it_waits_for_the_workout_to_end(meet: Meet) -> None:
    sam = await asked(meet, "weight 19:00 every day")
    await sam.later(minutes=30)
    await sam.says("bench 80x8")
    await sam.later(minutes=45)
    sam.sees_no("Weight today?")
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    await sam.later(minutes=10)
    sam.sees("Weight today?")
    assert await answers(sam) == [("2026-03-02", "asked")]


async def test_a_pause_is_an_end(meet: Meet) -> None:
    sam = await asked(meet, "weight 19:00 every day")
    await sam.says("bench 80x8")
    await sam.later(hours=1)
    await sam.taps("Pause")
    await sam.later(minutes=10)
    sam.sees("Weight today?")


async def test_a_workout_left_untouched_holds_nothing_back(meet: Meet) -> None:
    sam = await asked(meet, "weight 19:00 every day")
    await sam.says("bench 80x8")
    await sam.later(hours=3, minutes=20)
    sam.sees("Weight today?")


async def test_a_workout_past_midnight_lets_the_day_go(meet: Meet) -> None:
    sam = await asked(meet, "weight 23:00 every day")
    await sam.later(hours=4, minutes=30)
    for _ in range(5):
        await sam.says("bench 80x8")
        await sam.later(minutes=30)
    await sam.taps("Finish")
    await sam.later(hours=6)
    sam.sees_no("Weight today?")
    await sam.later(days=1)
    assert [day for day, _ in await answers(sam)] == ["2026-03-03"]


async def test_several_at_once_are_asked_one_after_another(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "sleep 8:00 daily", "mood 8:00 daily")
    await sam.later(**MORNING)
    assert len(sam.messages) == 1
    await sam.says("82")
    sam.sees("How long did you sleep?")
    sam.sees_no("Mood now?")
    await sam.says("7:30")
    sam.sees("Mood now?")
    await sam.taps("4")
    sam.shown("""
        Mood 4 of 5.
        [Undo]
        """)
    assert [status for _, status in await answers(sam)] == ["answered"] * 3


async def test_the_next_one_comes_in_the_end_where_the_first_is_ignored(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "sleep 8:00 daily")
    await sam.later(**MORNING)
    await sam.later(hours=2)
    assert [bubble.text.splitlines()[0] for bubble in sam.changes] == [
        "Morning, Sam. How long did you sleep? Type it, like 7:30."
    ]
    await sam.later(hours=2)
    assert [bubble.text.splitlines()[0] for bubble in sam.changes] == [
        "Once more: How long did you sleep? Type it, like 7:30."
    ]


async def test_the_morning_that_was_ignored_does_not_hold_up_the_evening(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "mood 20:00 daily")
    await sam.later(hours=26)
    sam.sees("Mood now?")


async def test_what_was_measured_meanwhile_is_passed_over(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "waist 8:00 daily", "mood 8:00 daily")
    await sam.later(**MORNING)
    await sam.says("waist 84")
    await sam.says("82")
    sam.sees("Mood now?")
    sam.sees_no("Waist today?")


async def test_asked_for_by_hand_it_is_not_put_once_more(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await sam.later(**MORNING)
    await sam.later(hours=1)
    await sam.says("/checkin")
    await sam.later(hours=5)
    sam.shown()


async def test_skipping_brings_the_next(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "sleep 8:00 daily")
    await sam.later(**MORNING)
    await sam.taps("Skip")
    sam.sees("How long did you sleep?")


async def test_what_was_weighed_already_is_not_asked(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.later(hours=13)
    await sam.says("weight 82.4")
    await sam.later(hours=3)
    sam.sees_no("Weight today?")
    assert await answers(sam) == [("2026-03-03", "answered")]


async def test_a_value_typed_by_itself_closes_the_question(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.later(**MORNING)
    await sam.says("weight 82.4")
    sam.sees_no("Weight today?")
    assert await answers(sam) == [("2026-03-03", "answered")]
    await sam.later(hours=3)
    sam.shown()


async def test_a_day_asleep_wakes_calmly(meet: Meet) -> None:
    sam = await asked(
        meet, "weight 8:00 daily", "sleep 8:15 daily", "mood 20:00 daily", "waist 9:00 daily"
    )
    await asleep(sam, days=2, hours=16)
    # Tuesday, Wednesday and Thursday morning went by; it is ten on Thursday.
    assert len(sam.messages) == 1
    assert {day for day, _ in await answers(sam)} == {"2026-03-05"}


async def test_woken_at_night_it_waits_for_the_next_day(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await asleep(sam, days=1, hours=5)
    sam.shown()
    await sam.later(hours=9)
    assert len(sam.messages) == 1
    assert await answers(sam) == [("2026-03-04", "asked")]


async def test_a_repeat_that_was_slept_through_is_dropped(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await sam.later(**MORNING)
    await asleep(sam, days=1, hours=-2)
    assert not any(bubble.text.startswith("Once more") for bubble in sam.changes)


async def test_whoever_blocked_the_bot_is_asked_nothing_and_nothing_piles_up(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "mood 20:00 daily")
    await sam.blocks()
    await sam.later(days=5)
    assert await answers(sam) == []
    assert await sam.sql("SELECT count(*) FROM outbox") == [(0,)]
    await sam.unblocks()
    await sam.later(days=1)
    assert await answers(sam) == [("2026-03-07", "asked"), ("2026-03-08", "asked")]


async def test_it_never_becomes_the_current_step(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await sam.later(hours=13, minutes=50)
    await sam.says("/settings")
    await sam.taps("Rest")
    await sam.later(minutes=10)
    sam.sees("Weight today?")
    await sam.says("90")
    assert await sam.sql("SELECT rest_seconds FROM person") == [(90,)]
    await sam.says("82")
    assert await weights(sam) == [82]


async def test_checkin_asks_what_is_open_at_once(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await sam.later(hours=17)
    await sam.says("/checkin")
    sam.shown("""
        Weight today? Type it, like 82.5.
        [Skip]
        """)
    await sam.says("82")
    await sam.says("/checkin")
    sam.sees("Weight, every day at 08:00")


async def test_answering_before_its_time_is_todays_answer(meet: Meet) -> None:
    sam = await asked(meet, "weight 20:00 daily")
    await sam.says("/checkin")
    await sam.taps("Weight")
    await sam.taps("Answer now")
    await sam.says("82")
    await sam.later(hours=4)
    sam.shown()
    await sam.says("/checkin")
    await sam.taps("Weight")
    await sam.taps("Answer now")
    assert sam.notice == "Today is answered already."


async def test_a_goal_that_is_over_is_not_asked_about(meet: Meet) -> None:
    sam = await asked(meet)
    await own_goal(sam, "Books read", 24, "books")
    await sam.says("/checkin Books read 20:00 daily")
    await sam.later(hours=2)
    sam.sees("Books read today?")
    await sam.sql("UPDATE goal SET status = 'paused'")
    await sam.later(days=1)
    assert len(await answers(sam)) == 1


async def test_a_deleted_goal_takes_its_check_in_along(meet: Meet) -> None:
    sam = await asked(meet)
    await own_goal(sam, "Books read", 24, "books")
    await sam.says("/checkin Books read 20:00 daily")
    await sam.sql("DELETE FROM goal")
    await sam.later(days=2)
    sam.sees_no("Books read today?")


async def test_a_restart_forgets_nothing(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await sam.restart()
    await sam.later(**MORNING)
    await sam.restart()
    await sam.says("82")
    assert await weights(sam) == [82]


async def test_two_people_are_asked_each_their_own(meet: Meet) -> None:
    sam: Player = await asked(meet, "weight 8:00 daily")
    ana = sam.beside("Ana")
    await ana.says("/start")
    await ana.sql("UPDATE person SET zone = 'Europe/London'")
    await ana.says("/checkin mood 8:00 daily")
    await sam.later(**MORNING)
    assert sam.last.text.startswith("Morning, Sam. Weight")
    assert ana.last.text.startswith("Morning, Ana. Mood")
    await ana.says("82")
    assert await weights(sam) == []


async def test_who_blocks_us_costs_nothing_and_is_asked_again_once_back(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.blocks()
    await sam.later(days=3)
    assert await sam.sql("SELECT kind FROM due WHERE kind LIKE 'checkin%'") == []
    await sam.unblocks()
    await sam.later(**MORNING)
    sam.sees("Morning, Sam. Weight today?")
