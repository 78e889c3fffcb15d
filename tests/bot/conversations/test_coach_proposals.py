"""What the coach proposes: nothing happens before the tap, and then it happens once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest

from tests.bot.conftest import Meet
from tests.bot.conversations.coached import Gym, agreed, asks, model_gym
from tests.standins.model import Calls, Fails, Says

GOOD_PLAN = {
    "exercises": [
        {"exercise": "squat", "sets": 3, "reps_low": 5, "reps_high": 5, "seconds": None,
         "weight": 100, "unit": "kg", "rest_seconds": 120},
        {"exercise": "plank", "sets": 2, "reps_low": None, "reps_high": None, "seconds": 45,
         "weight": None, "unit": None, "rest_seconds": 60},
    ]
}  # fmt: skip


def changed(**values: Any) -> dict[str, Any]:
    """The good plan with its first exercise changed."""
    first, *others = GOOD_PLAN["exercises"]
    return {"exercises": [{**first, **values}, *others]}


@pytest.fixture
async def gym() -> AsyncIterator[Gym]:
    async with model_gym() as open_gym:
        yield open_gym


async def open_goals(sam: Any) -> int:
    return int((await sam.sql("SELECT count(*) FROM goal"))[0][0])


async def standing_sets(sam: Any) -> int:
    return int((await sam.sql("SELECT count(*) FROM workout_set"))[0][0])


# A workout


async def test_a_planned_workout_starts_in_one_tap(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    gym.server.will(
        Calls(("propose_workout", {"minutes": 40})),
        Says(_json(GOOD_PLAN)),
        Says("Legs had their rest since Wednesday."),
    )
    await sam.says("what should I do today, 40 min?")
    await sam.jobs()
    sam.shown("""
        Legs had their rest since Wednesday.
        1  Squat  3 × 5 · 100 kg  (100×5, Wednesday)
        2  Plank  2 × 0:45
        About 15 minutes.
        [Start] [Change] [Why?]
        """)
    assert await sam.sql("SELECT count(*) FROM workout WHERE status = 'planned'") == [(0,)]
    await sam.taps("Why?")
    sam.sees("Squat: Last done: Squat 100 kg × 5 (Wednesday).")
    await sam.taps("Start")
    sam.sees("Squat · not begun\nPlan:  3 × 5 · 100 kg")
    await sam.says("100x5")
    sam.sees("1   100 kg × 5")


async def test_a_plan_is_started_once(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    gym.server.will(Fails(500), Fails(500))
    await asks(sam, "plan me a workout for today")
    start = sam.last.button("Start")
    assert start is not None
    await sam.presses(start)
    workouts = await sam.sql("SELECT count(*) FROM workout")
    await sam.presses(start)
    assert sam.notice == "That is done already."
    assert await sam.sql("SELECT count(*) FROM workout") == workouts


@pytest.mark.parametrize(
    "bad",
    [
        changed(exercise="flying_carpet"),
        changed(weight=400),
        changed(sets=90),
        changed(reps_low=None, reps_high=None),
        {"exercises": []},
        {"exercises": "squat"},
        {},
    ],
)
async def test_a_bad_plan_may_be_mended_once(meet: Meet, gym: Gym, bad: dict[str, Any]) -> None:
    sam = await agreed(meet, gym)
    gym.server.will(
        Calls(("propose_workout", {})), Says(_json(bad)), Says(_json(GOOD_PLAN)), Says("Here.")
    )
    await asks(sam, "plan me a workout for today")
    sam.sees("1  Squat  3 × 5 · 100 kg")
    mend = gym.server.requests[2]["messages"][-1]["content"]
    assert mend.startswith("Mend this: ")


async def test_after_that_the_rules_plan(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    bad = _json(changed(weight=400))
    gym.server.will(Calls(("propose_workout", {})), Says(bad), Says(bad), Says("Here."))
    await asks(sam, "plan me a workout for today")
    sam.sees("Here.\n")
    sam.sees("[Start] [Change] [Why?]")
    sam.sees_no("400")


async def test_a_plan_may_stand_in_a_fence_or_between_words(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    fenced = f"Sure, here it is:\n```json\n{_json(GOOD_PLAN)}\n```"
    gym.server.will(Calls(("propose_workout", {})), Says(fenced), Says("Here."))
    await asks(sam, "plan me a workout for today")
    sam.sees("1  Squat  3 × 5 · 100 kg")


async def test_who_asks_for_a_workout_gets_one_even_where_the_model_only_talks(
    meet: Meet, gym: Gym
) -> None:
    sam = await agreed(meet, gym)
    gym.server.will_say("Do something for your legs.")
    await asks(sam, "give me a workout for today")
    sam.sees("Do something for your legs.\n")
    sam.sees("[Start] [Change] [Why?]")


# Sets


async def test_sets_are_logged_by_the_tap_and_not_before(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    before = await standing_sets(sam)
    line = "bench press 85x5"
    gym.server.will(Calls(("propose_sets", {"line": line})), Says("Shall I log it?"))
    await sam.says("/coach please log that I benched five reps with 85 kilos")
    await sam.jobs()
    sam.shown("Shall I log it?\nTo log: bench press 85x5\n[Log it]")
    assert await standing_sets(sam) == before
    log = sam.last.button("Log it")
    assert log is not None
    await sam.presses(log)
    sam.sees("1   85 kg × 5")
    assert await standing_sets(sam) == before + 1
    await sam.presses(log)
    assert sam.notice == "That is done already."
    assert await standing_sets(sam) == before + 1


async def test_figures_that_were_not_said_are_not_proposed(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    gym.server.will(
        Calls(("propose_sets", {"line": "bench press 120x5"})), Says("Tell me the weight.")
    )
    answer = await asks(sam, "/coach please log that I benched five reps with 85 kilos")
    assert answer == "Tell me the weight."


# Goals


async def test_a_goal_is_set_by_the_tap(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    gym.server.will(
        Calls(("propose_goal", {"line": "bench press 100 kg by 1 June"})), Says("A good one.")
    )
    await sam.says("/coach I want to bench 100 kg by June")
    await sam.jobs()
    sam.shown("A good one.\nA goal: Bench press 100 kg by 1 Jun\n[Set it]")
    assert await open_goals(sam) == 0
    await sam.taps("Set it")
    assert await open_goals(sam) == 1


async def test_a_proposal_grows_old(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    gym.server.will(Calls(("propose_goal", {"line": "3 workouts a week"})), Says("Fine."))
    await asks(sam, "/coach how many workouts a week for me?")
    await sam.later(hours=13)
    await sam.taps("Set it")
    sam.shown("That was for then. Ask me again.")
    assert await open_goals(sam) == 0


async def test_nobody_elses_proposal(meet: Meet, gym: Gym) -> None:
    sam = await agreed(meet, gym)
    gym.server.will(Calls(("propose_goal", {"line": "3 workouts a week"})), Says("Fine."))
    await asks(sam, "/coach how many workouts a week for me?")
    button = sam.last.button("Set it")
    assert button is not None
    ana = sam.beside("Ana")
    await ana.says("/start")
    await ana.presses(button)
    assert await open_goals(sam) == 0


def _json(plan: dict[str, Any]) -> str:
    return orjson.dumps(plan).decode()
