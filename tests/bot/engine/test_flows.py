"""Flows move from step to step, survive releases, and what cannot work is refused at import."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.flow import (
    BadFlow,
    Finished,
    Flow,
    GoTo,
    HandOver,
    Outcome,
    WaitFor,
    Words,
    takes,
)
from bot.engine.inbound import AttachmentKind
from bot.engine.player import Player
from bot.engine.taken import ComeAgain
from bot.engine.turn import Turn
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import Naming, Nothing, conversations
from tests.bot.engine.inbounds import count


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await meet(conversations)


async def stored(player: Player, column: str = "state") -> dict[str, Any] | None:
    value = (await player.sql(f"SELECT {column} FROM conversation"))[0][0]
    # SQLite gives the text that it keeps.
    state: dict[str, Any] | None = json.loads(value) if isinstance(value, str) else value
    return state


async def store(player: Player, **changes: Any) -> None:
    """The state as another version of Werkout wrote it."""
    state = json.dumps((await stored(player) or {}) | changes)
    await player.sql("UPDATE conversation SET state = :state", state=state)


async def test_an_answer_that_does_not_fit_is_asked_for_again(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("x")
    sam.shown("That is too short for a name.")
    await sam.says("Ficus")
    sam.shown("Which color is Ficus?\n[Green] [Red] [Ask the library]")
    assert await stored(sam) == {
        "flow": "plant",
        "version": 2,
        "step": "color",
        "data": {"name": "Ficus", "color": ""},
        "asked": 2,
        "job": None,
    }


async def test_a_button_of_a_past_question_says_so_and_does_nothing(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    past = sam.button("Green")
    await sam.says("/plant")
    await sam.says("Rose")
    await sam.presses(past)
    sam.shown()
    assert sam.notice == "That question is past."
    await sam.taps("Red")
    sam.shown("Rose is red.")
    await sam.taps("Red")
    sam.shown()
    assert sam.notice == "That question is past."


async def test_words_that_the_step_does_not_take_go_on_to_others(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.says("blue")
    sam.shown("I heard: blue")
    await sam.taps("Green")
    sam.shown("Ficus is green.")


async def test_a_set_line_is_logged_in_any_flow_but_where_words_are_taken_as_they_are(
    sam: Player,
) -> None:
    await sam.says("/plant")
    await sam.says("bench 80x8")
    sam.shown("Logged.")
    await sam.says("/diary")
    await sam.says("bench 80x8")
    sam.shown("Kept your page.", "Go on where we were?\n[Go on]")


async def test_an_interrupted_flow_is_kept_and_offered_again(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.says("/diary")
    await sam.says("Dear diary")
    sam.shown("Kept your page.", "Go on where we were?\n[Go on]")
    await sam.restart()
    await sam.taps("Go on")
    sam.shown("Which color is Ficus?\n[Green] [Red] [Ask the library]")
    await sam.taps("Green")
    sam.shown("Ficus is green.")
    await sam.taps("Go on")
    sam.shown()
    assert sam.notice == "There is nothing to go on with."


async def test_going_on_with_one_flow_keeps_the_one_that_was_open(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.says("/diary")
    await sam.says("Dear diary")
    await sam.says("/diary")
    await sam.taps("Go on")
    await sam.taps("Green")
    sam.shown("Ficus is green.", "Go on where we were?\n[Go on]")
    await sam.taps("Go on")
    sam.shown("Write your page.")


async def test_only_the_newest_interrupted_flow_is_kept(sam: Player) -> None:
    for command in ("/plant", "/diary", "/plant"):
        await sam.says(command)
    assert (await stored(sam, "interrupted") or {})["flow"] == "diary"
    await sam.says("/plant")
    assert (await stored(sam, "interrupted") or {})["flow"] == "diary", "begun anew, not kept"


async def test_one_flow_hands_over_to_another(sam: Player) -> None:
    await sam.says("/diary")
    await sam.says("plant")
    sam.shown("What is it called?")
    await sam.says("Rose")
    await sam.taps("Red")
    sam.shown("Rose is red.")


async def test_a_picture_and_a_place_can_be_answers(sam: Player) -> None:
    await sam.says("/diary")
    await sam.sends(AttachmentKind.PHOTO, "me")
    sam.shown("Kept your page.")
    await sam.says("/diary")
    await sam.shares(40.4, -3.7)
    sam.shown("Kept your page.")
    await sam.sends(AttachmentKind.PHOTO, "me")
    sam.shown("I cannot listen or look yet. Type it, please: bench 80x8")


# Across releases


async def test_state_of_an_older_version_is_upgraded(sam: Player) -> None:
    """As version 1 wrote it: a step and a field that were called otherwise."""
    await sam.says("/plant")
    await store(sam, version=1, step="title", data={"title": ""})
    await sam.says("Fern")
    sam.shown("Which color is Fern?\n[Green] [Red] [Ask the library]")
    assert (await stored(sam) or {})["version"] == 2


@pytest.mark.parametrize("newer", [{"version": 3}, {"flow": "unknown"}])
async def test_state_of_a_newer_version_is_left_to_whoever_knows_it(
    sam: Player, newer: dict[str, Any]
) -> None:
    await sam.says("/plant")
    await store(sam, **newer)
    before = [await count(sam, table) for table in ("inbox", "outbox")], await stored(sam)
    with pytest.raises(ComeAgain) as come_again:
        await sam.says("Fern")
    assert come_again.value.after == 1
    assert ([await count(sam, table) for table in ("inbox", "outbox")], await stored(sam)) == before
    await store(sam, version=2, flow="plant")
    assert not (await sam.twice()).duplicate
    sam.shown("Which color is Fern?\n[Green] [Red] [Ask the library]")


async def test_commands_work_whatever_holds_the_conversation(sam: Player) -> None:
    await sam.says("/plant")
    await store(sam, version=3)
    await sam.says("/cancel")
    sam.shown("Cancelled.")


# At import


def test_a_step_that_asks_and_never_hears_is_refused() -> None:
    with pytest.raises(BadFlow, match="unpaired steps"):

        class Deaf(Flow):
            name = "deaf"
            first = "one"
            State = Nothing

            def ask_one(self, turn: Turn, state: Nothing) -> None: ...


def test_a_step_that_does_not_say_what_it_takes_is_refused() -> None:
    with pytest.raises(BadFlow, match="does not say what it takes"):

        class Vague(Flow):
            name = "vague"
            first = "one"
            State = Nothing

            def ask_one(self, turn: Turn, state: Nothing) -> None: ...

            def got_one(self, turn: Turn, state: Nothing, given: Words) -> Outcome:
                return Finished()


@pytest.mark.parametrize(("begins", "leads"), [("two", ()), ("one", ("two",))])
def test_a_step_that_leads_nowhere_is_refused(begins: str, leads: tuple[str, ...]) -> None:
    with pytest.raises(BadFlow, match="two"):

        class Lost(Flow):
            name = "lost"
            first = begins
            State = Nothing

            def ask_one(self, turn: Turn, state: Nothing) -> None: ...

            @takes(Words, to=leads)
            def got_one(self, turn: Turn, state: Nothing, given: Words) -> Outcome:
                return Finished()


@dataclass(frozen=True)
class Undeclared:
    """A flow whose only step comes to an outcome that it never declared."""

    outcome: Outcome

    def conversations(self, over_to: tuple[str, ...] = ()) -> Conversations:
        outcome = self.outcome

        class Sly(Flow):
            name = "sly"
            first = "one"
            State = Naming

            def ask_one(self, turn: Turn, state: Naming) -> None:
                turn.say("One?")

            @takes(Words, over_to=over_to)
            def got_one(self, turn: Turn, state: Naming, given: Words) -> Outcome:
                return outcome

        conversation = Conversation("sly", flows=(Sly(),))
        conversation.commands["sly"] = lambda turn, argument: turn.begin("sly")
        return Conversations([conversation, builtin])


@pytest.mark.parametrize("outcome", [GoTo("one"), HandOver("sly"), WaitFor(1)])
async def test_an_outcome_that_was_not_declared_fails_its_turn(
    meet: Meet, outcome: Outcome
) -> None:
    sam = await meet(Undeclared(outcome).conversations())
    await sam.says("/sly")
    with pytest.raises(BadFlow, match=r"sly\.one"):
        await sam.says("yes")


def test_a_flow_that_hands_over_to_nobody_is_refused() -> None:
    with pytest.raises(BadFlow, match="hands over to unknown"):
        Undeclared(Finished()).conversations(over_to=("nobody",))


def test_what_two_conversations_want_to_answer_is_refused() -> None:
    one, two = Conversation("one"), Conversation("two")
    for conversation in (one, two):
        conversation.commands["plant"] = lambda turn, argument: None
    with pytest.raises(BadFlow, match="plant"):
        Conversations([one, two])
    one, two = Conversation("one"), Conversation("two")
    one.otherwise = two.otherwise = lambda turn: None
    with pytest.raises(BadFlow, match="otherwise"):
        Conversations([one, two])
    with pytest.raises(BadFlow, match="twice"):
        two.command("plant")(two.command("plant")(lambda turn, argument: None))
