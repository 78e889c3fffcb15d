"""`/checkin`: setting check-ins up, listing, changing, pausing and deleting them."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import asked, own_goal, weight_goal
from tests.bot.conversations.everybody import agreed


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await asked(meet)


async def kept(player: Player) -> list[tuple[str, str, str]]:
    rows = await player.sql(
        "SELECT COALESCE(kind, words, topic), at, weekdays FROM check_in ORDER BY id"
    )
    return [(str(what), str(at)[:5], days) for what, at, days in rows]


async def test_three_taps_set_one_up(sam: Player) -> None:
    await sam.says("/checkin")
    sam.shown("""
        Check-ins
        Nothing is asked yet.
        [New] [Weekly review]
        """)
    await sam.taps("New")
    sam.shown("""
        What shall I ask? Tap, or type it: a habit in your own words works too.
        [Weight] [Sleep]
        [Mood] [How training went]
        [Other]
        """)
    await sam.taps("Weight")
    sam.shown("""
        When? Tap, or type a time: 7:30
        [Morning 08:00] [Evening 20:00] [Other]
        """)
    await sam.taps("Morning")
    sam.shown("""
        On which days? Tap, or type them: Mon Thu
        [Every day] [Mon Wed Fri]
        [Sundays] [Choose]
        """)
    await sam.taps("Every day")
    sam.shown("""
        Weight
        Every day at 08:00
        Next: tomorrow
        [Answer now] [Pause]
        [Time] [Days]
        [Delete] [All check-ins]
        """)
    assert await kept(sam) == [("weight", "08:00", "1234567")]


async def test_everything_can_be_typed_at_its_step(sam: Player) -> None:
    await sam.says("/checkin")
    await sam.taps("New")
    await sam.says("Did I stretch?")
    await sam.says("7.30 pm")
    await sam.says("mon, thu")
    assert await kept(sam) == [("Did I stretch?", "19:30", "14")]
    sam.sees("Mon, Thu at 19:30")


async def test_a_habit_and_the_rest_are_behind_other(sam: Player) -> None:
    await sam.says("/checkin")
    await sam.taps("New")
    await sam.taps("Other")
    sam.sees("[A habit] [Body fat]\n[Waist] [Hips]")
    await sam.taps("A habit")
    await sam.says("bench 80x8?")
    await sam.taps("Evening")
    await sam.taps("Sundays")
    assert await kept(sam) == [("Bench 80x8?", "20:00", "7")]


async def test_a_letter_without_a_capital_of_one_letter_stays(sam: Player) -> None:
    habit = "ß" + "a" * 79
    await sam.says("/checkin")
    await sam.taps("New")
    await sam.says(habit)
    await sam.taps("Evening")
    await sam.taps("Sundays")
    assert await kept(sam) == [(habit, "20:00", "7")]


async def test_days_are_chosen_one_by_one(sam: Player) -> None:
    await sam.says("/checkin mood 21:00")
    await sam.taps("Choose")
    await sam.taps("Tue")
    await sam.taps("Sat")
    await sam.taps("Tue ✓")
    await sam.taps("Sun")
    await sam.taps("Done")
    assert await kept(sam) == [("mood", "21:00", "67")]
    sam.sees("At weekends at 21:00")


async def test_no_day_at_all_is_no_answer(sam: Player) -> None:
    await sam.says("/checkin mood 21:00")
    await sam.taps("Choose")
    await sam.taps("Done")
    sam.sees("One day at the least.")
    assert await kept(sam) == []


async def test_one_line_says_it_all(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    sam.sees("Every day at 08:00\nNext: tomorrow")
    assert await kept(sam) == [("weight", "08:00", "1234567")]


async def test_a_line_asks_only_for_what_it_lacks(sam: Player) -> None:
    await sam.says("/checkin sleep mon wed fri")
    sam.sees("When? Tap, or type a time: 7:30")
    await sam.taps("Other")
    await sam.says("19h")
    assert await kept(sam) == [("sleep", "19:00", "135")]


async def test_a_side_is_asked_for(sam: Player) -> None:
    await sam.says("/checkin thigh 8:00 sundays")
    sam.shown("""
        Which?
        [Left thigh] [Right thigh]
        """)
    await sam.taps("Right thigh")
    assert await kept(sam) == [("thigh_right", "08:00", "7")]


@pytest.mark.parametrize("typed", ["25:00", "soon", "8:75", "a quarter to"])
async def test_what_is_no_time_changes_nothing(sam: Player, typed: str) -> None:
    await sam.says("/checkin mood daily")
    await sam.says(typed)
    sam.sees("A time, please, like 7:30, 7.30 pm or 19h.")
    assert await kept(sam) == []


async def test_the_very_same_again_is_one(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    await sam.says("/checkin Weight daily at 8")
    assert len(await kept(sam)) == 1


async def test_the_body_weight_that_is_aimed_at_comes_first_and_own_goals_follow(
    sam: Player,
) -> None:
    await own_goal(sam, "Books read", 24, "books")
    await sam.says("/checkin")
    await sam.taps("New")
    sam.sees("[Books read] [Weight]")
    await weight_goal(sam, 78)
    await sam.says("/checkin")
    await sam.taps("New")
    sam.sees("[Weight] [Books read]")
    await sam.taps("Books read")
    await sam.taps("Evening")
    await sam.taps("Every day")
    sam.sees("Books read\nEvery day at 20:00")


async def test_the_zone_is_asked_for_before_anything_is_planned(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/checkin weight 8:00 every day")
    sam.sees("It begins once I know what time it is for you.")
    sam.sees("What time is it for you now?")
    assert await sam.sql("SELECT kind FROM due WHERE kind = 'checkin.ask'") == []
    await sam.says("Berlin")
    await sam.later(hours=13)
    sam.sees("Morning, Sam. Weight today?")


async def test_who_tells_no_zone_is_asked_nothing(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/checkin weight 8:00 every day")
    await sam.taps("Later")
    await sam.later(days=3)
    sam.sees_no("Weight today?")


async def test_the_list_and_the_way_to_each(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    await sam.says("/checkin Did I stretch? 21:00 weekdays")
    await sam.says("/checkin")
    sam.shown("""
        Check-ins
        Weight, every day at 08:00
        Did I stretch?, Monday to Friday at 21:00
        [Weight] [Did I stretch?]
        [New] [Weekly review]
        [Pause all]
        """)
    await sam.taps("Weight")
    sam.sees("Every day at 08:00")
    await sam.taps("All check-ins")
    sam.sees("Did I stretch?, Monday to Friday at 21:00")


async def test_time_and_days_are_changed(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    await sam.taps("Time")
    await sam.says("6:45")
    await sam.taps("Days")
    sam.sees("Mon ✓")
    await sam.says("sundays")
    assert await kept(sam) == [("weight", "06:45", "7")]
    await sam.later(days=5)
    sam.sees_no("Weight today?")
    await sam.later(hours=12, minutes=45)
    sam.sees("Weight today?")


async def test_a_pause_of_a_week(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    await sam.taps("Pause")
    await sam.taps("A week")
    sam.sees("Rests until 9 Mar")
    await sam.later(days=6, hours=13)
    sam.sees_no("Weight today?")
    await sam.later(hours=2)
    sam.sees("Weight today?")


async def test_a_pause_without_an_end(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    await sam.taps("Pause")
    await sam.taps("Until I say")
    sam.sees("Rests until you say")
    await sam.later(days=60)
    sam.sees_no("Weight today?")
    await sam.taps("Go on")
    await sam.later(days=1)
    sam.sees("Weight today?")


async def test_pausing_all(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    await sam.says("/checkin mood 20:00 every day")
    await sam.says("/checkin")
    await sam.taps("Pause all")
    await sam.taps("Two weeks")
    sam.sees("rests until 16 Mar")
    await sam.later(days=13)
    sam.sees_no("today?")
    await sam.taps("Go on with all")
    await sam.later(days=1)
    sam.sees("Weight today?")


async def test_deleting_asks_first_and_leaves_what_was_measured(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    await sam.taps("Answer now")
    await sam.says("82")
    await sam.says("/checkin")
    await sam.taps("Weight")
    await sam.taps("Delete")
    sam.sees("Delete this check-in and its answers? What was measured stays.")
    await sam.taps("Keep it")
    assert len(await kept(sam)) == 1
    await sam.taps("Delete")
    await sam.taps("Delete")
    assert await kept(sam) == []
    assert await sam.sql("SELECT count(*) FROM measurement") == [(1,)]
    await sam.later(days=2)
    sam.sees_no("Weight today?")


async def test_an_old_cards_buttons_say_that_it_is_gone(sam: Player) -> None:
    await sam.says("/checkin weight 8:00 every day")
    old = {label: sam.button(label) for label in ("Answer now", "Pause", "Time", "Days", "Delete")}
    await sam.taps("Delete")
    await sam.taps("Delete")
    for label, button in old.items():
        await sam.presses(button)
        assert sam.notice == "That check-in is gone.", label


async def test_nobody_opens_somebody_elses(sam: Player) -> None:
    ana = sam.beside("Ana")
    await ana.says("/start")
    await ana.says("/checkin weight 8:00 every day")
    await sam.says("/checkin")
    sam.sees("Nothing is asked yet.")
    await sam.presses(ana.button("Answer now"))
    assert sam.notice == "That button leads nowhere any more."


async def test_nobody_is_asked_more_than_twenty_things(sam: Player) -> None:
    for number in range(20):
        await sam.says(f"/checkin habit {'abcdefghijklmnopqrstuvwxyz'[number]} 9:00 daily")
    await sam.says("/checkin one too many 9:00 daily")
    sam.sees("That is 20 check-ins already. Let one go first: /checkin")
    assert len(await kept(sam)) == 20


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await asked(meet, language=PSEUDO_LANGUAGE)
    own = ("Sam", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "kg", "lb", "Mar")
    await sam.says("/checkin")
    await sam.taps("[New]")
    await sam.taps("[Weight]")
    await sam.taps("[Other]")
    await sam.says("never")
    await sam.says("8:00")
    await sam.taps("[Choose]")
    await sam.taps("Mon")
    await sam.taps("[Done]")
    await sam.taps("[Answer now]")
    await sam.says("82")
    await sam.taps("[Pause]")
    await sam.taps("[A week]")
    await sam.taps("[Delete]")
    await sam.says("/checkin mood 9:00 daily")
    await sam.taps("[Answer now]")
    await sam.taps("4")
    await sam.says("/checkin stretched 9:00 daily")
    await sam.later(days=1)
    await sam.says("/checkin")
    await sam.taps("[Skip]")
    await sam.taps("[Skip]")
    await sam.says("/checkin")
    await sam.taps("[Weekly review]")
    await sam.taps("[Other time]")
    sam.all_bracketed(*own, "stretched", "Stretched")
