"""`/goals`: the list and a goal's card, changed, paused, drawn, deleted."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from PIL import Image

from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.aiming import goals, lifter, the_goal
from tests.bot.conversations.everybody import agreed


async def test_the_list_leads_to_each(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100 by 1 June")
    await sam.says("/goals 2 a week")
    await sam.says("/goals")
    sam.shown("""
        Goals
        1  Bench press 100 kg by 1 Jun
        ▱▱▱▱▱▱▱▱▱▱ 84 kg
        2  2 workouts a week
        ▱▱▱▱▱▱▱▱▱▱ 0 workouts
        [1] [2]
        [New goal] [Body]
        """)
    await sam.taps("2")
    sam.shown("""
        2 workouts a week
        This week 0 workouts.
        ▱▱▱▱▱▱▱▱▱▱ 0%, 2 workouts to go
        [Chart] [Change]
        [Pause] [Done] [Delete]
        [Back]
        """)
    await sam.taps("Back")
    sam.sees("1  Bench press 100 kg by 1 Jun")


async def test_paused_and_taken_up_again(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100 by 1 June")
    pause = sam.button("Pause")
    await sam.taps("Pause")
    sam.shown("""
        Bench press 100 kg
        Paused
        Now 84 kg (23 Feb).
        Milestones: 87.5 kg, 92.5 kg, 95 kg
        To be reached by 1 Jun.
        [Go on] [Delete] [Back]
        """)
    await sam.presses(pause)
    assert (await the_goal(sam)).status == "paused"
    await sam.says("bench 90x1")
    sam.sees_no("Milestone on the way")
    await sam.taps("Go on")
    assert (await the_goal(sam)).status == "active"


async def test_after_its_day_a_paused_goal_gets_another(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100 in 2 weeks")
    await sam.taps("Pause")
    await sam.later(days=30)
    assert (await the_goal(sam)).status == "paused"
    await sam.taps("Go on")
    sam.sees("By when?")
    await sam.taps("In 8 weeks")
    goal = await the_goal(sam)
    assert (goal.status, str(goal.by_date)) == ("active", "2026-05-27")


async def test_target_date_and_milestones_change(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100")
    await sam.taps("Change")
    sam.shown("What about it?\n[Target] [Date] [Milestones]")
    await sam.taps("Target")
    sam.shown("Now 100 kg. Type the new target.")
    await sam.says("80")
    sam.shown("You have that already: 84 kg. Something more?")
    await sam.says("a lot")
    sam.shown("Now 100 kg. Type the new target.")
    await sam.says("104")
    sam.sees("Bench press 104 kg")
    sam.sees("Milestones: 90 kg, 95 kg, 100 kg")
    await sam.taps("Change")
    await sam.taps("Date")
    await sam.says("in 10 weeks")
    sam.sees("To be reached by 11 May.")
    await sam.taps("Change")
    await sam.taps("Milestones")
    sam.shown("""
        Tap a milestone to remove it, or type another.
        [Remove 90 kg] [Remove 95 kg]
        [Remove 100 kg]
        [Done]
        """)
    await sam.taps("Remove 90 kg")
    await sam.says("92.5")
    await sam.says("120")
    sam.shown("A milestone lies between where you are and the target.")
    await sam.says("80")
    sam.shown("A milestone lies between where you are and the target.")
    await sam.taps("Done")
    sam.sees("Milestones: 92.5 kg, 95 kg, 100 kg")


async def test_deleting_asks_once(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100 by 1 June")
    await sam.taps("Delete")
    sam.shown(
        "Delete the goal “Bench press 100 kg”? What you have logged stays.\n[Delete] [Keep it]"
    )
    await sam.taps("Keep it")
    assert len(await goals(sam)) == 1
    old = sam.button("Delete")
    await sam.taps("Delete")
    await sam.taps("Delete")
    assert await goals(sam) == []
    assert await sam.sql("SELECT * FROM due WHERE kind = 'goal.date'") == []
    await sam.presses(old)
    assert sam.notice == "That goal is gone."


async def test_a_question_about_a_goal_that_is_gone(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100")
    await sam.taps("Change")
    await sam.taps("Target")
    await sam.sql("DELETE FROM goal")
    await sam.says("110")
    sam.shown("That goal is gone.")


async def test_ones_own_is_counted_by_hand(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals read 12 books")
    await sam.taps("12 books")
    await sam.taps("No date")
    await sam.taps("Set it")
    await sam.taps("New value")
    sam.shown("read 12 books. Where are you now? Type the figure.")
    await sam.says("2")
    sam.shown("Kept: 2 books.\n[Undo] [See it]")
    await sam.taps("Undo")
    sam.shown("Taken back.\n[See it]")
    await sam.taps("See it")
    await sam.taps("New value")
    await sam.says("4 books")
    sam.sees("Milestone on the way to read 12 books: 3 books. 8 books to go.")
    await sam.taps("See it")
    await sam.taps("New value")
    await sam.says("12")
    sam.sees("Goal reached: read 12 books.")
    assert (await the_goal(sam)).status == "completed"


async def test_done_is_done_by_a_tap(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals touch my toes")
    await sam.taps("No figure")
    await sam.taps("No date")
    await sam.taps("Set it")
    sam.sees("touch my toes\n[Change]\n[Pause] [Done] [Delete]\n[Back]")
    await sam.taps("Done")
    sam.sees("touch my toes\nReached today.")
    assert (await the_goal(sam)).status == "completed"


async def test_a_goal_is_drawn_with_its_target(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 84")
    await sam.says("/goals weight 78")
    await sam.taps("Chart")
    await sam.jobs()
    sam.sees("Too little to draw yet: a line takes two values.")
    for kilograms in ("83.4", "82.6"):
        await sam.later(days=7)
        await sam.says(f"weight {kilograms}")
    await sam.says("/goals")
    await sam.taps("1")
    await sam.taps("Chart")
    await sam.taps("Chart")
    assert sam.notice == "It is being drawn."
    await sam.jobs()
    sam.shown("""
        Body weight 78 kg: now 82.6 kg, 4.6 kg to go.
        (picture: Body weight 78 kg from 2 Mar to 16 Mar: 84 kg to 82.6 kg.)
        [Goals]
        """)
    media = sam.last.media
    assert media is not None
    assert media.data is not None
    assert Image.open(BytesIO(media.data)).size == (1080, 1080)


async def test_nobody_touches_anothers_goal(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100")
    ana = sam.beside("Ana")
    await ana.says("/start")
    await ana.presses(sam.button("Delete"))
    assert ana.notice == "That button leads nowhere any more."
    assert len(await goals(sam)) == 1


async def test_pounds(meet: Meet) -> None:
    sam = await agreed(meet, language="en-US", zone="America/New_York")
    await sam.says("/goals bench 225 by 6/1")
    assert sam.last.text.splitlines()[0] == "Bench press 225 lb"
    goal = await the_goal(sam)
    assert (goal.target, str(goal.by_date)) == (Decimal("102.058"), "2026-06-01")


async def test_everything_can_be_translated(meet: Meet) -> None:
    sam = await agreed(meet, language=PSEUDO_LANGUAGE, zone="Europe/Berlin")
    await sam.says("weight 84")
    for typed in ("bench 100 by 1 June", "weight 78", "2 a week", "run 20 km a week"):
        await sam.says(f"/goals {typed}")
    for typed in ("8 weeks in a row", "20000 kcal", "bench 1rm 120", "bench 5000", "press 60"):
        await sam.says(f"/goals {typed}")
    await sam.says("/goals")
    await sam.taps("1")
    await sam.taps("[Change]")
    await sam.taps("[Date]")
    await sam.taps("[In 8 weeks]")
    await sam.taps("[Pause]")
    await sam.taps("[Go on]")
    await sam.taps("[Delete]")
    await sam.taps("[Keep it]")
    await sam.says("/goals swim")
    await sam.taps("[No figure]")
    await sam.taps("[No date]")
    await sam.taps("[Set it]")
    names = ("Bench press", "Overhead press", "Leg press", "Dumbbell shoulder press", "Pull-up")
    sam.all_bracketed(*names, "Run", "swim", "kg", "km", "Jun", "Apr", "Mar")
