"""The garden's conversations, with words that link two persons and part them again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.engine import merging
from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.turn import Turn
from core.goals.models import goal
from core.people import queries as people
from core.people.merging import undoable
from tests.bot.engine.conversations import garden

joining = Conversation("joining")


@joining.command("join")
def join(turn: Turn, argument: str) -> None:
    """Be one with whoever is met under that key."""
    channel, _, key = argument.rpartition(":")
    other = people.identity_by_address(turn.db, channel or "telegram", key)
    if other is None:
        turn.say("Nobody is met there.")
        return
    turn.say("Joining.")
    merging.merge(turn, other.person_id)
    turn.say(f"Now you are {turn.person.name}.")


@joining.command("part")
def part(turn: Turn, argument: str) -> None:
    """Be two again."""
    newest = undoable(turn.db, turn.person.id, turn.now)
    if newest is None:
        turn.say("Nothing to part.")
        return
    merging.undo(turn, newest.id)
    turn.say(f"Again you are {turn.person.name}.")


@joining.command("wake")
def wake(turn: Turn, argument: str) -> None:
    """Plan something that names the person."""
    turn.plan("alarm", turn.person.id, turn.now + timedelta(hours=1))


@joining.when_due("alarm")
def alarm(turn: Turn, object_: str, data: dict[str, Any]) -> None:
    """Say whom it woke."""
    turn.say(f"Good morning, {turn.person.name}.")


@joining.command("aim")
def aim(turn: Turn, argument: str) -> None:
    """Plan something about a goal."""
    turn.plan("aim", argument, turn.now + timedelta(hours=1))


@joining.when_due("aim", of=goal)
def aimed(turn: Turn, object_: str, data: dict[str, Any]) -> None:
    """Say whose goal it is."""
    turn.say(f"{turn.person.name} aims at {object_}.")


@joining.command("me")
def me(turn: Turn, argument: str) -> None:
    """Who is met here."""
    turn.say(f"{turn.person.name} at {turn.identity.key}")


@joining.command("forget")
def forget(turn: Turn, argument: str) -> None:
    """Keep nothing of the person."""
    turn.erase("Gone.")


conversations = Conversations([garden, joining, builtin])
