"""What goes to the coach in the middle of something else, and what waits for it."""

from __future__ import annotations

from bot.conversations import all_conversations
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.coached import asks, trained


async def agrees(sam: Player) -> None:
    await sam.says("/start")
    await sam.taps("Fine, go on")


async def test_pain_is_answered_before_the_step_that_waits_for_words(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await agrees(sam)
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.says("my chest hurts when I run")
    sam.sees("Chest pain, a racing heart or no breath needs a doctor")
    await sam.says("3 a week")
    sam.sees_no("I did not get that.")
    assert "3" in sam.last.text


async def test_a_question_in_the_middle_of_a_goal_goes_to_the_coach_and_the_goal_waits(
    meet: Meet,
) -> None:
    sam = await meet(all_conversations())
    await agrees(sam)
    await sam.says("bench 80x8")
    await sam.says("/goals")
    await sam.taps("New goal")
    await sam.says("how should I progress my bench?")
    await sam.jobs()
    sam.sees("Worked out from your log, without AI.")
    await sam.says("bench 100")
    sam.sees("By when")


async def test_a_note_may_speak_of_pain(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await agrees(sam)
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    await sam.taps("Note")
    await sam.says("my chest hurts when I run")
    sam.sees_no("needs a doctor")


async def test_what_hurts_is_read_at_the_end_of_a_long_question_too(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/coach " + "what should I train today? " * 60 + "my chest hurts when I run")
    sam.sees("needs a doctor before the next session")


async def test_a_general_question_is_answered_with_its_source(meet: Meet) -> None:
    sam = await trained(meet)
    answer = await asks(sam, "how long should I rest between sets?")
    assert answer.startswith("Rest 2 to 3 minutes between heavy sets")
    assert "\nSource: ACSM 2009, Med Sci Sports Exerc 41(3)\n" in answer
    assert "1.6 grams" in await asks(sam, "how much protein should I eat?")
