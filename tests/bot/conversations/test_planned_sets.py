"""A plan on the live card: what it wants of each exercise, and its first sets by one tap."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.conversations import all_conversations
from bot.conversations.workout_card import show_card
from bot.conversations.workout_taps import catalogue_of
from bot.engine.conversation import Conversation, Conversations
from bot.engine.player import Player
from bot.engine.turn import Turn
from core.coach.plan import Plan, PlannedExercise, estimated_minutes
from core.coach.starting import AlreadyUnderWay, start_plan
from core.training import queries
from core.training.sets import WeightUnit
from tests.bot.conftest import Meet
from tests.bot.conversations.test_live_workout import sets

starter = Conversation("starter")


def planned(
    exercise: str,
    weight: str | None = None,
    reps: tuple[int, int] | None = None,
    seconds: int | None = None,
) -> PlannedExercise:
    """Three sets of an exercise."""
    low, high = reps or (None, None)
    return PlannedExercise(
        exercise=exercise,
        sets=3,
        reps_low=low,
        reps_high=high,
        seconds=seconds,
        weight=None if weight is None else Decimal(weight),
        unit=None if weight is None else WeightUnit.KG,
        rest_seconds=90,
    )


EXERCISES = (
    planned("bench_press", "80", (6, 8)),
    planned("pull_up", reps=(8, 8)),
    planned("plank", seconds=45),
    planned("goblet_squat", reps=(8, 12)),
)


@starter.command("begin")
def begin(turn: Turn, argument: str) -> None:
    """Start the plan; `add` to the workout under way."""
    plan = Plan(EXERCISES, estimated_minutes(EXERCISES))
    into = queries.open_workout(turn.db, turn.person.id) if argument == "add" else None
    try:
        started = start_plan(turn.db, turn.person, plan, turn.inbound.at, into=into)
    except AlreadyUnderWay as refused:
        turn.say(turn.t(refused.text))
    else:
        show_card(turn, started, catalogue_of(turn), fresh=True)


async def somebody(meet: Meet, **options: object) -> Player:
    """Sam, who can start the plan."""
    known = Conversations((*all_conversations().all, starter))
    sam = await meet(known, **options)  # type: ignore[arg-type]
    await sam.says("/start")
    await sam.taps("Fine, go on")
    return sam


CARD = """Bench press · not begun
Plan:  3 × 6–8 · 80 kg
Bar 20 + 25 + 5 a side
Next: Pull-up, Plank, Goblet squat
[Did 80×6] [+2.5] [−2.5] [+1] [−1]
[Next] [Skip] [Cancel workout]
[How I feel today]"""


async def test_the_card_begins_with_what_the_plan_wants(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    sam.shown(CARD)
    assert await sets(sam) == []


async def test_one_tap_logs_the_planned_set_and_the_next_repeats_it(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    await sam.taps("+1")
    sam.sees("1   80 kg × 7")
    sam.sees("Plan:  3 × 6–8 · 80 kg")
    await sam.taps("Again 80×7")
    assert await sets(sam) == [("bench_press", 80, 7)] * 2


async def test_a_plate_more_or_less_than_planned(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    await sam.taps("−2.5")
    assert await sets(sam) == [("bench_press", 77.5, 6)]


async def test_next_comes_to_the_bodys_own_weight_and_to_holds(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    await sam.taps("Next")
    sam.sees("Plan:  3 × 8")
    await sam.taps("Did 8 reps")
    await sam.taps("Next")
    sam.sees("Plan:  3 × 0:45")
    await sam.taps("Did 0:45")
    rows = await sam.sql("SELECT exercise, reps, seconds FROM workout_set ORDER BY id")
    assert [tuple(row) for row in rows] == [("pull_up", 8, None), ("plank", None, 45)]


async def test_weight_can_be_hung_on_where_the_plan_has_none(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    await sam.taps("Next")
    await sam.taps("+2.5")
    assert await sets(sam) == [("pull_up", 2.5, 8)]


async def test_a_weight_that_the_plan_leaves_open_is_typed(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    for _ in range(3):
        await sam.taps("Next")
    sam.sees("Goblet squat")
    sam.sees("Plan:  3 × 8–12")
    sam.sees_no("Did")
    await sam.says("16x10")
    assert await sets(sam) == [("goblet_squat", 16, 10)]


async def test_a_planned_set_counts_once_whatever_is_tapped_twice(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    did = sam.button("Did 80×6")
    await sam.presses(did)
    await sam.presses(did)
    assert sam.notice == "That tap is counted already."
    assert len(await sets(sam)) == 1


async def test_an_older_card_logs_what_its_label_says(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    did = sam.button("Did 80×6")
    await sam.says("squat 100x5")
    await sam.presses(did)
    assert await sets(sam) == [("squat", 100, 5), ("bench_press", 80, 6)]


async def test_a_planned_exercise_that_is_gone_says_so(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    did = sam.button("Did 80×6")
    await sam.sql("DELETE FROM workout_exercise WHERE exercise = 'bench_press'")
    await sam.presses(did)
    assert sam.notice == "That is no longer planned."
    assert await sets(sam) == []


async def test_a_workout_under_way_is_not_replaced(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("squat 100x5")
    await sam.says("/begin")
    sam.sees("A workout is under way already.")
    await sam.says("/begin add")
    sam.sees("Next: Bench press, Pull-up, Plank, Goblet squat")
    assert await sets(sam) == [("squat", 100, 5)]


async def test_last_time_stands_beside_the_plan(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("bench 77.5x8")
    await sam.taps("Finish")
    await sam.later(days=3)
    await sam.says("/begin")
    sam.sees("Plan:  3 × 6–8 · 80 kg")
    sam.sees("Last time,")
    sam.sees("77.5×8")
    await sam.taps("Did 80×6")
    assert (await sets(sam))[-1] == ("bench_press", 80, 6)


@pytest.mark.channels("whatsapp")
async def test_a_line_a_set_says_what_is_next_when_it_is_its_turn(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("/begin")
    await sam.says("bench 80x8")
    assert "Next:" not in said(sam)
    await sam.says("80x8,8")
    assert said(sam).endswith("\nNext: Pull-up, Plank, Goblet squat")


@pytest.mark.channels("whatsapp")
async def test_what_is_lined_up_is_said_to_be(meet: Meet) -> None:
    sam = await somebody(meet)
    await sam.says("bench 80x8")
    await sam.later(seconds=5)
    await sam.says("next squat")
    assert said(sam).endswith("\nNext: Squat")


def said(sam: Player) -> Any:
    """The words of the newest request to WhatsApp."""
    assert sam.phone is not None
    return sam.phone.requests[-1]["interactive"]["body"]["text"]
