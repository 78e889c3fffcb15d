"""Questions that the bot starts: who may answer them, and what they leave alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.player import Player
from bot.engine.turn import Turn
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import Diary, Plant

scales = Conversation("scales", flows=(Diary(), Plant()))


@scales.command("weigh")
def weigh(turn: Turn, argument: str) -> None:
    turn.plan("scales", argument, turn.now + timedelta(hours=1))


@scales.command("diary")
def diary(turn: Turn, argument: str) -> None:
    turn.begin(Diary.name)


@scales.when_due("scales")
def ask(turn: Turn, object_: str, data: dict[str, Any]) -> None:
    turn.question(
        "scales", object_, f"How heavy is {object_}?", until=turn.now + timedelta(hours=2)
    )


@scales.answers("scales")
def weighed(turn: Turn, object_: str, text: str) -> bool:
    if not text.isdigit():
        return False
    turn.close_question("scales", object_)
    turn.say(f"{object_}: {text}")
    return True


def not_understood(turn: Turn) -> None:
    turn.say("What?")


scales.otherwise = not_understood
conversations = Conversations((builtin, scales))


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(conversations)
    await player.says("/weigh Sam")
    await player.later(hours=1)
    player.shown("How heavy is Sam?")
    return player


async def test_words_answer_where_nobody_else_takes_them(sam: Player) -> None:
    await sam.says("82")
    sam.shown("Sam: 82")


async def test_an_answered_question_is_closed(sam: Player) -> None:
    await sam.says("82")
    await sam.says("83")
    sam.shown("What?")


async def test_words_that_are_no_answer_leave_the_question_open(sam: Player) -> None:
    await sam.says("nice day")
    sam.shown("What?")
    await sam.says("82")
    sam.shown("Sam: 82")


async def test_the_step_that_was_asked_goes_before(sam: Player) -> None:
    await sam.says("/diary")
    await sam.says("82")
    sam.sees_no("Sam: 82")


async def test_a_reply_goes_before_the_step(sam: Player) -> None:
    question = sam.last
    await sam.says("/diary")
    await sam.replies(question, "82")
    sam.shown("Sam: 82")


async def test_of_two_open_questions_the_newest_is_meant_and_a_reply_names_the_other(
    sam: Player,
) -> None:
    about_sam = sam.last
    await sam.says("/weigh Ana")
    await sam.later(hours=1)
    await sam.replies(about_sam, "82")
    sam.shown("Sam: 82")
    await sam.says("60")
    sam.shown("Ana: 60")


async def test_after_its_time_words_answer_it_no_more(sam: Player) -> None:
    question = sam.last
    await sam.later(hours=2)
    await sam.says("82")
    sam.shown("What?")
    await sam.replies(question, "82")
    sam.shown("What?")


async def test_an_answer_sent_in_time_may_come_late(sam: Player) -> None:
    in_time = sam.now + timedelta(hours=1)
    await sam.later(hours=3)
    await sam.says("82", sent=in_time)
    sam.shown("Sam: 82")


async def test_the_same_question_asked_again_is_one(sam: Player) -> None:
    await sam.says("/weigh Sam")
    await sam.later(hours=1)
    await sam.says("82")
    assert await sam.sql("SELECT count(*) FROM question") == [(0,)]


async def test_somebody_else_answers_nothing(sam: Player) -> None:
    ana = sam.beside("Ana")
    await ana.says("82")
    ana.shown("What?")


async def test_a_kind_that_nobody_answers_is_refused(meet: Meet) -> None:
    careless = Conversation("careless")

    @careless.command("ask")
    def ask_carelessly(turn: Turn, argument: str) -> None:
        turn.question("nobody", 1, "Well?", until=turn.now)

    sam = await meet(Conversations((builtin, careless)))
    with pytest.raises(LookupError, match="nobody takes the answer"):
        await sam.says("/ask")
