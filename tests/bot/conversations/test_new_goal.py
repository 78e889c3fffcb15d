"""Goals are set in one line or step by step, beside whatever else is going on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.bot.conftest import Meet
from tests.bot.conversations.aiming import goals, lifter, the_goal
from tests.bot.conversations.everybody import agreed

# In one line


async def test_without_any_it_says_how_to_begin(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    sam.shown("""
        Goals
        No goal yet. Type one, like: /goals bench 100, or /goals 3 a week
        [New goal] [Body]
        """)


async def test_a_whole_goal_is_set_at_once(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals bench 100 by 1 June")
    sam.shown("""
        Bench press 100 kg
        Now 84 kg (23 Feb).
        ▱▱▱▱▱▱▱▱▱▱ 0%, 16 kg to go
        Milestones: 87.5 kg, 92.5 kg, 95 kg
        To be reached by 1 Jun.
        [Chart] [Change]
        [Pause] [Delete]
        [Back]
        """)
    goal = await the_goal(sam)
    assert (goal.exercise, goal.target, str(goal.by_date)) == (
        "bench_press",
        Decimal(100),
        "2026-06-01",
    )


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("weight 78", "Body weight 78 kg"),
        ("3 a week", "3 workouts a week"),
        ("squat 140x5", "Squat 140 kg × 5"),
        ("bench 1rm 120", "Bench press, estimated 1RM 120 kg"),
        ("10 pull-ups", "Pull-up, 10 reps in a set"),
        ("pull-ups +20 kg", "Pull-up +20 kg"),
        ("plank 3:00", "Plank 3:00"),
        ("run 10 km", "Run 10 km"),
        ("run 20 km a week", "Run 20 km a week"),
        ("run 500 km in all", "Run 500 km in all"),
        ("8 weeks in a row", "8 weeks in a row with a workout"),
        ("2000 kcal a week", "2,000 kcal a week"),
        ("20000 kcal", "20,000 kcal in all"),
    ],
)
async def test_every_kind_by_its_name(meet: Meet, typed: str, title: str) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.says(f"/goals {typed}")
    assert sam.last.text.splitlines()[0] == title


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("bench 5000", "Nobody lifts that. A weight, please, like 100 kg or 140x5."),
        ("bench 100 by 2020-01-01", "A day to come, please, like 1 March or in 8 weeks."),
        (
            "bench 100 by christmas",
            "I did not get the day. Type it like 1 March, 31.12. or in 8 weeks.",
        ),
        ("40 a week", "From 1 to 21 workouts a week, please."),
        ("lose 5 kg", "I do not know your weight yet. Type it first: weight 82.1"),
    ],
)
async def test_what_cannot_be_is_refused(meet: Meet, typed: str, says: str) -> None:
    sam = await agreed(meet)
    await sam.says(f"/goals {typed}")
    sam.shown(says)
    assert await goals(sam) == []


async def test_what_is_done_already_is_no_goal(meet: Meet) -> None:
    sam = await lifter(meet, "100")
    await sam.says("/goals bench 90")
    sam.shown("You have that already: 100 kg, 23 Feb. Something more?\n[New goal]")
    assert await goals(sam) == []


async def test_a_name_of_several_is_asked_about(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.says("/goals press 60 in 8 weeks")
    sam.shown("""
        Which of these?
        [Overhead press] [Bench press]
        [Leg press] [Dumbbell shoulder press]
        """)
    await sam.taps("Overhead press")
    sam.shown("Overhead press 60 kg by 27 Apr\n[Set it] [Leave it]")
    await sam.taps("Set it")
    assert (await the_goal(sam)).exercise == "overhead_press"


async def test_what_the_log_does_not_know_is_ones_own(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals read 12 books")
    sam.shown(
        "read 12 books: is there a figure to it? Type it: 12 books, or 5 to 12.\n"
        "[12 books] [No figure]"
    )
    await sam.taps("12 books")
    await sam.taps("No date")
    await sam.taps("Set it")
    sam.sees("read 12 books\nNow 0 books.\n▱▱▱▱▱▱▱▱▱▱ 0%, 12 books to go")


# Step by step


async def test_one_question_at_a_time(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    sam.shown("""
        What do you want to reach? Tap one, or type it: bench 100 by 1 March
        [Lift a weight] [Reps in a set]
        [Body weight] [Workouts a week]
        [A distance] [Weeks in a row]
        [Calories] [Something else]
        """)
    await sam.taps("Lift a weight")
    sam.shown("Which exercise? Tap one, or type its name.\n[Bench press]")
    await sam.taps("Bench press")
    sam.shown("Bench press: which weight? Type it: 100, or 100 for 5.")
    await sam.says("100")
    sam.shown("""
        By when? Tap one, or type a day: 1 March, in 10 weeks.
        [In 8 weeks] [In 3 months] [No date]
        """)
    await sam.taps("In 8 weeks")
    sam.shown("""
        Bench press 100 kg by 27 Apr
        Milestones: 87.5 kg, 92.5 kg, 95 kg
        [Set it] [Leave it]
        """)
    await sam.taps("Set it")
    assert str((await the_goal(sam)).by_date) == "2026-04-27"
    sam.sees_no("[Set it]")


@pytest.mark.parametrize(
    ("steps", "title"),
    [
        (["Reps in a set", "> pull-ups", "> 10"], "Pull-up, 10 reps in a set"),
        (["Reps in a set", "> pull-ups", "> +20 kg"], "Pull-up +20 kg"),
        (["Reps in a set", "> plank", "> 3:00"], "Plank 3:00"),
        (["Body weight", "> 78,5"], "Body weight 78.5 kg"),
        (["Workouts a week", "3"], "3 workouts a week"),
        (["Workouts a week", "> 6"], "6 workouts a week"),
        (["A distance", "> run", "> 20 km a week"], "Run 20 km a week"),
        (["Weeks in a row", "8"], "8 weeks in a row with a workout"),
        (["Calories", "> 2000 a week"], "2,000 kcal a week"),
        (["Something else", "> Touch my toes", "No figure"], "Touch my toes"),
        (["Something else", "> Read", "> 5 to 12 books"], "Read: 12 books"),
        (["> bench 100"], "Bench press 100 kg"),
        (["> weight 78"], "Body weight 78 kg"),
    ],
)
async def test_every_kind_by_steps(meet: Meet, steps: list[str], title: str) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    for step in [*steps, "No date", "Set it"]:
        await (sam.says(step[2:]) if step.startswith("> ") else sam.taps(step))
    assert sam.last.text.splitlines()[0] == title
    assert (await the_goal(sam)).by_date is None


async def test_a_typo_in_the_exercise_is_asked_back(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.taps("Lift a weight")
    await sam.says("benhc")
    sam.shown("Which of these?\n[Bench press]")
    await sam.says("xyzzy plugh")
    sam.shown("I know no exercise of that name. Type another, please.")
    await sam.says("squat")
    sam.shown("Squat: which weight? Type it: 100, or 100 for 5.")


async def test_other_words_bring_the_question_again(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.says("be happy")
    sam.shown("I read no goal in that. Like: bench 100, weight 78, or 3 a week.")
    await sam.taps("Workouts a week")
    await sam.says("often")
    sam.shown("How many workouts a week?\n[2] [3] [4] [5]")
    await sam.says("99")
    sam.shown("From 1 to 21 workouts a week, please.")
    await sam.taps("3")
    await sam.says("someday")
    sam.shown("""
        By when? Tap one, or type a day: 1 March, in 10 weeks.
        [In 8 weeks] [In 3 months] [No date]
        """)
    await sam.says("1 March 2020")
    sam.shown("A day to come, please, like 1 March or in 8 weeks.")


async def test_nothing_is_set_before_it_is_confirmed(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.says("bench 100")
    await sam.taps("No date")
    await sam.taps("Leave it")
    sam.shown("Nothing is set.")
    assert await goals(sam) == []


async def test_it_goes_on_after_a_restart(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.says("squat 140")
    await sam.restart()
    await sam.taps("No date")
    await sam.restart()
    await sam.taps("Set it")
    assert (await the_goal(sam)).exercise == "squat"


# Beside everything else


async def test_a_set_goes_on_while_a_step_waits(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.taps("Lift a weight")
    await sam.taps("Bench press")
    await sam.says("squat 80x5")
    sam.sees("Squat\n1   80 kg × 5")
    sam.sees("Logged 80 kg × 5. I had asked you something.")
    await sam.says("weight 82.1")
    sam.sees("Weight 82.1 kg.")
    await sam.says("100")
    sam.sees("By when?")


async def test_what_was_meant_for_the_step_gets_there(meet: Meet) -> None:
    sam = await lifter(meet)
    await sam.says("squat 60x5")
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.taps("Lift a weight")
    await sam.taps("Bench press")
    await sam.says("100x5")
    await sam.taps("That was the answer")
    sam.sees("By when?")
    await sam.taps("No date")
    await sam.taps("Set it")
    goal = await the_goal(sam)
    assert (goal.target, goal.reps) == (Decimal(100), 5)
    ((count,),) = await sam.sql(
        "SELECT count(*) FROM workout_set WHERE exercise = 'squat' AND taken_back_at IS NULL"
    )
    assert count == 1


async def test_figures_without_an_exercise_are_the_steps_where_nothing_is_under_way(
    meet: Meet,
) -> None:
    sam = await lifter(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.taps("Lift a weight")
    await sam.taps("Bench press")
    await sam.says("100x5")
    await sam.taps("No date")
    await sam.taps("Set it")
    assert (await the_goal(sam)).reps == 5


async def test_an_old_choice_is_past(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("New goal")
    old = sam.button("Body weight")
    await sam.taps("Workouts a week")
    await sam.presses(old)
    assert sam.notice == "That question is past."


async def test_eight_are_enough(meet: Meet) -> None:
    sam = await agreed(meet)
    for count in range(1, 9):
        await sam.says(f"/goals {count} a week")
    await sam.says("/goals 9 a week")
    sam.shown("That is 8 goals already. Let one go first: /goals")
    assert len(await goals(sam)) == 8
