"""Lines that are not clear: asked about once, never guessed, never stuck."""

from __future__ import annotations

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.test_live_workout import sets


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(all_conversations())
    await player.says("/start")
    await player.taps("Fine, go on")
    return player


async def test_far_too_much_of_the_exercise_under_way_is_asked_about(sam: Player) -> None:
    await sam.says("bench 80x8")
    await sam.says("800x8")
    sam.sees("800 kg × 8 is far above your best, 80 kg. Did you mean 80 kg × 8?")
    await sam.taps("80 kg × 8")
    assert await sets(sam) == [("bench_press", 80, 8)] * 2


async def test_pounds_in_one_exercise_are_not_far_too_much(sam: Player) -> None:
    await sam.says("deadlift 100x5")
    person = await sam.person_id()
    await sam.sql(
        "INSERT INTO exercise_preference (person_id, exercise, unit)"
        " VALUES (:me, 'deadlift', 'lb')",
        me=person,
    )
    await sam.says("deadlift 315x1")
    assert (await sets(sam))[-1] == ("deadlift", 142.882, 1)


@pytest.mark.parametrize("typed", ["5x5", "press 5x5", "zerglop 5x5"])
@pytest.mark.parametrize("before", ["", "bench 80x8"])
async def test_two_doubts_are_two_questions(sam: Player, typed: str, before: str) -> None:
    if before:
        await sam.says(before)
    await sam.says(typed)
    await sam.taps("5 sets of")
    if (typed, before) != ("5x5", "bench 80x8"):
        assert not [one for one in await sets(sam) if one[2] == 5]
        await sam.taps("Other")
        await sam.says("squat")
    assert [one[2] for one in await sets(sam)][-5:] == [5] * 5
    exercises = {name for name, _, reps in await sets(sam) if reps == 5}
    assert exercises == {"bench_press" if (typed, before) == ("5x5", "bench 80x8") else "squat"}


async def test_an_old_question_is_answered_for_its_own_day(sam: Player) -> None:
    await sam.says("blorgle press 80x8")
    new = sam.button("New: “blorgle press”")
    await sam.later(days=1)
    await sam.says("bench 80x8")
    await sam.presses(new)
    sam.sees_no("1440 min")
    found = await sam.sql("SELECT status, completed_at = started_at FROM workout ORDER BY id")
    assert found == [("in_progress", None), ("completed", True)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("bench 8000x8", "“bench 8000x8”: no such set can be."),
        ("bench 80x0", "“bench 80x0”: no such set can be."),
    ],
)
async def test_figures_that_cannot_be_are_told_so(sam: Player, typed: str, said: str) -> None:
    await sam.says(typed)
    sam.sees(said)
    assert await sets(sam) == []
    assert await sam.sql("SELECT state FROM conversation") in ([(None,)], [("null",)])


async def test_a_run_is_asked_about_in_miles_for_who_reads_them(meet: Meet) -> None:
    sam = await agreed(meet, language="en-US")
    await sam.says("zerglop 3 miles 25:30")
    sam.sees("Which “zerglop” was 3 mi in 25:30?")
