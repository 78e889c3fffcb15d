"""What a turn makes of goals is told once, behind what was done; a day gone by, on the morning."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection, select

from bot.engine import tables
from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from core.goals import queries
from core.goals.models import Goal
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.past import did
from tests.core.training.people import lift


async def goal_of(player: Player) -> Goal:
    """The only goal."""
    (only,) = await player.db(queries.goals_of, await player.person_id())
    return only


async def aiming(meet: Meet, goal: str = "bench 100 by 1 June", **who: str) -> Player:
    """Sam benched 84 kg a week ago and wants more."""
    sam = await agreed(meet, zone="Europe/Berlin", **who)
    await did(sam, {"bench_press": [lift("84", 1)]}, days_ago=7)
    await sam.says(f"/goals {goal}")
    sam.chat.bubbles.clear()
    return sam


async def due(player: Player) -> list[str]:
    """When goals fall due, in UTC."""
    return await player.db(_due)


def _due(db: Connection) -> list[str]:
    rows = db.execute(select(tables.due.c.due_at).where(tables.due.c.kind == "goal.date"))
    return [f"{at:%Y-%m-%d %H:%M}" for at in rows.scalars()]


# With a set


async def test_a_milestone_follows_the_record(meet: Meet) -> None:
    sam = await aiming(meet)
    await sam.says("bench 90x1")
    assert sam.last.text == (
        "Milestone on the way to Bench press 100 kg: 87.5 kg. 10 kg to go.\n[See it]"
    )
    await sam.says("bench 91x1")
    sam.sees_no("Milestone on the way to Bench press 100 kg: 92.5 kg")
    await sam.taps("See it")
    sam.sees("Milestones: 87.5 kg ✓, 92.5 kg, 95 kg")


async def test_the_target_is_told_and_nothing_falls_due_any_more(meet: Meet) -> None:
    sam = await aiming(meet)
    assert await due(sam) == ["2026-06-02 07:00"]
    await sam.says("bench 100x1")
    assert sam.last.text == "Goal reached: Bench press 100 kg.\n[See it]"
    assert (await goal_of(sam)).status == "completed"
    assert await due(sam) == []
    await sam.taps("See it")
    sam.sees("Bench press 100 kg\nReached today.")


async def test_undo_takes_it_all_back(meet: Meet) -> None:
    sam = await aiming(meet)
    await sam.says("bench 150x1")
    sam.sees("Goal reached")
    await sam.taps("Undo")
    sam.sees_no("Goal reached")
    goal = await goal_of(sam)
    assert (goal.status, goal.completed_at) == ("active", None)
    assert await due(sam) == ["2026-06-02 07:00"]


async def test_an_edited_line_takes_it_back_too(meet: Meet) -> None:
    sam = await aiming(meet)
    line = await sam.says("bench 150x1")
    await sam.edits(line, "bench 85x1")
    sam.sees_no("Goal reached")
    assert (await goal_of(sam)).status == "active"


async def test_a_set_of_another_exercise_says_nothing(meet: Meet) -> None:
    sam = await aiming(meet)
    await did(sam, {"squat": [lift("100", 1)]}, days_ago=3)
    await sam.says("squat 120x1")
    sam.sees_no("Milestone")


async def test_the_past_counts_as_well(meet: Meet) -> None:
    sam = await aiming(meet)
    await sam.says("yesterday bench 90x1")
    sam.sees("Milestone on the way to Bench press 100 kg: 87.5 kg.")


# With a workout


async def test_what_no_record_says_is_said_at_the_end(meet: Meet) -> None:
    sam = await aiming(meet, "overhead press 60")
    await sam.says("overhead press 62.5x1")
    sam.sees_no("Goal reached")
    await sam.taps("Finish")
    sam.sees("Goal reached: Overhead press 60 kg.")
    assert (await goal_of(sam)).status == "completed"


async def test_a_first_workout_below_the_target_is_the_start(meet: Meet) -> None:
    sam = await aiming(meet, "overhead press 60")
    await sam.says("overhead press 40x1")
    await sam.taps("Finish")
    sam.sees_no("Goal")
    await sam.says("/goals")
    await sam.taps("1")
    sam.sees("Milestones: 45 kg, 50 kg, 55 kg")


async def test_a_week_is_told_once(meet: Meet) -> None:
    sam = await aiming(meet, "1 a week")
    await sam.says("bench 80x5")
    await sam.taps("Finish")
    sam.sees("1 workout a week: reached this week.")
    await sam.says("squat 80x5")
    await sam.taps("Finish")
    assert sum("reached this week" in one.text for one in sam.messages) == 1
    assert (await goal_of(sam)).status == "active"


async def test_a_paused_goal_is_silent(meet: Meet) -> None:
    sam = await aiming(meet)
    await sam.says("/goals")
    await sam.taps("1")
    await sam.taps("Pause")
    await sam.says("bench 100x1")
    await sam.taps("Finish")
    sam.sees_no("Goal reached")


# With a weighing


async def test_a_weighing_says_what_is_to_go(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.says("weight 84")
    await sam.says("/goals weight 78")
    await sam.later(days=14)
    await sam.says("weight 83")
    sam.shown("Weight 83 kg. Down 1 kg since 2 Mar. 5 kg to go.\n[Undo]")
    await sam.says("weight 80.9")
    assert sam.last.text == (
        "Milestone on the way to Body weight 78 kg: 81 kg. 2.9 kg to go.\n[See it]"
    )
    await sam.says("weight 77.8")
    assert sam.last.text == "Goal reached: Body weight 78 kg.\n[See it]"
    sam.sees("Weight 77.8 kg. Down 6.2 kg since 2 Mar.\n[Undo]")
    await sam.taps("Undo")
    assert (await goal_of(sam)).status == "active"
    sam.sees_no("Goal reached")


async def test_a_weight_that_was_unknown_begins_with_the_first(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.says("/goals weight 78")
    sam.sees("Type your weight and it begins: weight 82.1")
    await sam.says("weight 84")
    sam.shown("Weight 84 kg.\n[Undo]")
    assert (await goal_of(sam)).start_value == Decimal(84)


# A day gone by


async def test_a_day_gone_by_is_told_kindly_once(meet: Meet) -> None:
    sam = await aiming(meet, "bench 100 in 2 weeks")
    await sam.later(days=14, hours=12)
    sam.sees_no("its day was")
    await sam.later(hours=4)
    sam.shown(
        "Bench press 100 kg: its day was 16 Mar, and you came to 84 kg. Give it another?\n"
        "[New date] [Let it go]"
    )
    assert (await goal_of(sam)).status == "failed"
    await sam.later(days=5)
    sam.shown()
    await sam.taps("New date")
    await sam.says("in 4 weeks")
    goal = await goal_of(sam)
    assert (goal.status, str(goal.by_date)) == ("active", "2026-04-19")
    assert await due(sam) == ["2026-04-20 07:00"]


async def test_let_go_it_stays_in_the_list(meet: Meet) -> None:
    sam = await aiming(meet, "bench 100 in 2 weeks")
    await sam.later(days=16)
    await sam.taps("Let it go")
    sam.shown("Fine. It stays in your list.\n[New goal]")
    await sam.says("/goals")
    sam.sees("1  Bench press 100 kg, not reached in time")
    await sam.taps("1")
    sam.sees("Not reached in time")
    await sam.taps("New date")
    await sam.taps("In 8 weeks")
    assert (await goal_of(sam)).status == "active"


async def test_reached_unnoticed_it_is_reached(meet: Meet) -> None:
    sam = await aiming(meet, "overhead press 60 in 2 weeks")
    await did(sam, {"overhead_press": [lift("62.5", 1)]}, days_ago=0.1)
    await sam.later(days=16)
    sam.shown("Goal reached: Overhead press 60 kg.\n[See it]")


async def test_it_waits_for_a_workout_under_way(meet: Meet) -> None:
    sam = await aiming(meet, "bench 100 in 2 weeks")
    await sam.later(days=14, hours=13, minutes=30)
    await sam.says("squat 60x5")
    await sam.later(minutes=45)
    sam.sees_no("its day was")
    await sam.taps("Finish")
    await sam.later(hours=2)
    sam.sees("its day was 16 Mar")


async def test_who_moved_is_not_told_at_night(meet: Meet) -> None:
    sam = await aiming(meet, "bench 100 in 2 weeks")
    await sam.sql("UPDATE person SET zone = 'America/New_York'")
    await sam.later(days=14, hours=15)
    sam.sees_no("its day was")
    await sam.later(hours=3)
    sam.sees("its day was 16 Mar")


async def test_nothing_falls_due_for_a_goal_without_a_day(meet: Meet) -> None:
    sam = await aiming(meet, "bench 100 by 1 June")
    await sam.says("/goals")
    await sam.taps("1")
    await sam.taps("Change")
    await sam.taps("Date")
    await sam.taps("No date")
    assert await due(sam) == []
    assert (await goal_of(sam)).by_date is None


async def test_a_person_who_moved_west_keeps_their_day(meet: Meet) -> None:
    sam = await aiming(meet, "bench 100 in 2 weeks")
    await sam.sql("UPDATE person SET zone = 'Pacific/Honolulu'")
    await sam.later(days=14, hours=14)
    sam.sees_no("its day was")
    assert (await goal_of(sam)).status == "active"
    await sam.later(days=1)
    sam.sees("its day was 16 Mar")


async def test_a_deleted_person_is_not_written_to(meet: Meet) -> None:
    sam = await aiming(meet, "bench 100 in 2 weeks")
    await sam.says("/delete")
    await sam.taps("Delete everything")
    await sam.taps("Yes, delete it all")
    for table in ("goal", "milestone", "due"):
        assert await sam.sql(f"SELECT count(*) FROM {table}") == [(0,)]
    await sam.later(days=20)
    sam.shown()


async def test_everything_can_be_translated(meet: Meet) -> None:
    sam = await agreed(meet, language=PSEUDO_LANGUAGE, zone="Europe/Berlin")
    await did(sam, {"bench_press": [lift("84", 1)]}, days_ago=7)
    await sam.says("/goals bench 100 in 2 weeks")
    await sam.says("/goals 1 a week")
    await sam.says("bench 90x1")
    await sam.taps("[Finish]")
    await sam.later(days=16)
    await sam.taps("[Let it go]")
    await sam.says("/goals")
    await sam.taps("2")
    sam.all_bracketed("Bench press", "kg", "Mar", "Monday")
