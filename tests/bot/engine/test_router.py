"""Who is asked first: the order of decision, where two could answer."""

from __future__ import annotations

import pytest

from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.inbound import AttachmentKind, Contact, Location, Unsupported
from bot.engine.player import Player
from bot.engine.router import LONGEST_TEXT
from bot.engine.turn import Turn
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import Diary, Plant, conversations


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await meet(conversations)


async def test_cancel_works_in_the_middle_of_anything(sam: Player) -> None:
    await sam.says("/diary")
    await sam.says("/cancel")
    sam.shown("Cancelled.")
    await sam.says("hello")
    sam.shown("I heard: hello")


async def test_a_command_goes_before_the_step_that_waits_for_words(sam: Player) -> None:
    await sam.says("/diary")
    await sam.says("/count")
    sam.shown("Counted to 0\n[More]")


async def test_an_unknown_command_is_answered_like_any_words(sam: Player) -> None:
    await sam.says("/nonsense 80x8")
    sam.shown("I heard: ?")


async def test_an_edited_line_goes_to_whoever_reads_lines_and_to_no_step(sam: Player) -> None:
    line = await sam.says("hello")
    await sam.says("/diary")
    await sam.edits(line, "goodbye")
    sam.shown("Now it says: goodbye")
    await sam.says("my page")
    sam.shown("Kept your page.")


async def test_a_button_goes_before_the_step_that_waits_for_words(sam: Player) -> None:
    await sam.says("/count")
    await sam.says("/diary")
    await sam.taps("More")
    sam.shown("Counted to 1\n[More]")


async def test_the_step_is_asked_before_what_a_workout_understands(meet: Meet) -> None:
    heard: list[str] = []
    gym = Conversation("gym", flows=(Diary(), Plant()))

    def words(turn: Turn, text: str) -> bool:
        heard.append(text)
        return text == "same"

    gym.workout_words = words
    gym.commands["diary"] = lambda turn, argument: turn.begin("diary")
    gym.commands["otherwise"] = lambda turn, argument: None
    sam = await meet(Conversations([gym, builtin]))
    await sam.says("/diary")
    await sam.says("same")
    assert heard == []
    await sam.says("same")
    await sam.says("other")
    assert heard == ["same", "other"]


async def test_a_shared_place_goes_to_the_step_and_else_to_whoever_seeks(meet: Meet) -> None:
    places: list[Location] = []
    gym = Conversation("gym", flows=(Diary(), Plant()))
    gym.location = lambda turn, location: places.append(location)
    gym.commands["diary"] = lambda turn, argument: turn.begin("diary")
    sam = await meet(Conversations([gym, builtin]))
    await sam.says("/diary")
    await sam.shares(40.4, -3.7)
    assert places == []
    await sam.shares(1, 2, live=True, title="Gym")
    assert places == [Location(1, 2, live=True, title="Gym")]


async def test_where_nobody_listens_nothing_is_said(meet: Meet) -> None:
    sam = await meet(Conversations([builtin]))
    line = await sam.says("hello")
    await sam.edits(line, "goodbye")
    await sam.shares(1, 2)
    await sam.says("/cancel")
    assert sam.messages == []


async def test_what_cannot_be_read_is_asked_for_in_words(sam: Player) -> None:
    for kind in AttachmentKind:
        await sam.sends(kind)
        sam.shown("I cannot listen or look yet. Type it, please: bench 80x8")
    for content in (Contact("Ana", "+34"), Unsupported("dice")):
        await sam.does(content)
        sam.shown("I cannot listen or look yet. Type it, please: bench 80x8")
    await sam.does(Unsupported("edit"))
    sam.shown("I am not shown what you changed there. Undo the set, and type it anew.")


async def test_an_endless_text_is_cut(meet: Meet) -> None:
    heard: list[str] = []
    gym = Conversation("gym")

    def words(turn: Turn, text: str) -> bool:
        heard.append(text)
        return True

    gym.set_line = words
    sam = await meet(Conversations([gym, builtin]))
    await sam.says("x" * 10_000)
    assert heard == ["x" * LONGEST_TEXT]
