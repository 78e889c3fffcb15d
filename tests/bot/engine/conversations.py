"""A small conversation that uses every part of the engine, for the engine's own tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bot.engine.builtin import builtin
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, Conversations, JobTools
from bot.engine.flow import (
    Chosen,
    Finished,
    Flow,
    GoTo,
    HandOver,
    Outcome,
    Ready,
    Stay,
    WaitFor,
    Words,
    takes,
)
from bot.engine.inbound import Attachment, Location
from bot.engine.outgoing import Card, Remove
from bot.engine.turn import Turn
from core.errors import Refused


@dataclass
class Naming:
    """What is known so far."""

    name: str = ""
    color: str = ""


class Plant(Flow):
    """Asks for a plant's name and color, looks up how often it wants water, and keeps it."""

    name = "plant"
    version = 2
    first = "name"
    State = Naming

    def ask_name(self, turn: Turn, state: Naming) -> None:
        turn.say(turn.t("What is it called?"))

    @takes(Words, to=("color",))
    def got_name(self, turn: Turn, state: Naming, given: Words) -> Outcome:
        if len(given.text) < 2:
            return Stay(turn.t("That is too short for a name."))
        state.name = given.text
        return GoTo("color")

    def ask_color(self, turn: Turn, state: Naming) -> None:
        buttons = (
            turn.choice(turn.t("Green"), "green"),
            turn.choice(turn.t("Red"), "red"),
            turn.choice(turn.t("Ask the library"), "look"),
        )
        turn.say(turn.t("Which color is {name}?", name=state.name), buttons)

    @takes(Chosen, Ready, to=())
    def got_color(self, turn: Turn, state: Naming, given: Chosen | Ready) -> Outcome:
        if isinstance(given, Chosen) and given.value == "look":
            turn.say(turn.t("Looking it up."))
            return WaitFor(turn.job("look_up", name=state.name))
        if isinstance(given, Ready):
            if given.result is None:
                return Stay(turn.t("The library is closed. You choose."))
            state.color = given.result["color"]
        else:
            state.color = given.value
        turn.say(turn.t("{name} is {color}.", name=state.name, color=state.color))
        return Finished()

    def upgrade(self, version: int, step: str, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Version 1 called the name a title, and asked for it in a step of that name."""
        return {"title": "name"}.get(step, step), {"name": data.get("title", "")}


@dataclass
class Nothing:
    """Nothing to keep."""


class Diary(Flow):
    """Takes words as they are, or a picture, or a place."""

    name = "diary"
    first = "page"
    State = Nothing

    def ask_page(self, turn: Turn, state: Nothing) -> None:
        turn.say(turn.t("Write your page."))

    @takes(Words, Attachment, Location, over_to=("plant",), as_they_are=True)
    def got_page(self, turn: Turn, state: Nothing, given: Words | Attachment | Location) -> Outcome:
        if isinstance(given, Words) and given.text == "plant":
            return HandOver("plant", {"name": "Fern"})
        turn.say(turn.t("Kept your page."))
        return Finished()


garden = Conversation("garden", flows=(Plant(), Diary()))


@garden.command("plant")
def plant(turn: Turn, argument: str) -> None:
    """Begin with the first question."""
    turn.begin("plant")


@garden.command("diary")
def diary(turn: Turn, argument: str) -> None:
    """Begin a page."""
    turn.begin("diary")


@garden.command("cancel")
def cancel(turn: Turn, argument: str) -> None:
    """Ask nothing more."""
    turn.close_flow()
    turn.say(turn.t("Cancelled."))


@garden.command("count")
def count(turn: Turn, argument: str) -> None:
    """A card with a button that counts."""
    _show_card(turn, 0, 0, fresh=True)


@garden.action("more")
def more(turn: Turn, pressed: Pressed) -> None:
    """Count one further, once for each revision of the card."""
    if not turn.first_press("count", pressed.revision):
        turn.toast(turn.t("Counted already."))
        return
    _show_card(turn, pressed.number + 1, pressed.revision + 1)


@garden.command("stop")
def stop(turn: Turn, argument: str) -> None:
    """Take the card away."""
    turn.send(Remove("card:count"))


@garden.command("boil")
def boil(turn: Turn, argument: str) -> None:
    """Fall due in so many minutes."""
    turn.plan("egg", "pan", turn.now + timedelta(minutes=int(argument)), minutes=int(argument))
    turn.say(turn.t("Boiling."))


@garden.when_due("egg")
def egg_done(turn: Turn, object_: str, data: dict[str, Any]) -> None:
    """Say that it is done."""
    turn.say(turn.t("Egg done after {minutes} minutes.", minutes=data["minutes"]))


@garden.command("rename")
def rename(turn: Turn, argument: str) -> None:
    """Write first, find out then that it cannot be."""
    turn.change_person(name=argument)
    if argument == "nobody":
        raise Refused("Nobody is called {name}.", name=argument)
    turn.say(turn.t("You are {name}.", name=argument))


@garden.command("fail")
def fail(turn: Turn, argument: str) -> None:
    """Write first, then stumble as long as the person is called so."""
    turn.db.execute(
        text("INSERT INTO pressed VALUES ('fail', 1, :person, '2026-01-01')"),
        {"person": turn.person.id},
    )
    turn.say(turn.t("Never sent."))
    if turn.person.name == "Clumsy":
        raise ZeroDivisionError("secret words")
    turn.say(turn.t("That worked."))


@garden.command("erase")
def erase(turn: Turn, argument: str) -> None:
    """Keep nothing of the person."""
    turn.say(turn.t("Never sent."))
    turn.erase(turn.t("You are erased."))


@garden.command("research")
def research(turn: Turn, argument: str) -> None:
    """A job that no step waits for."""
    turn.job("look_up", name=argument)
    turn.say(turn.t("Looking it up."))


@garden.works("look_up")
async def look_up(tools: JobTools, data: dict[str, Any]) -> dict[str, str]:
    """Find a plant's color."""
    if data["name"] == "Unknown":
        raise LookupError("no such plant")
    return {"color": "blue"}


@garden.when_done("look_up")
def looked_up(turn: Turn, data: dict[str, Any], result: Any) -> None:
    """Say what was found, where no step waits for it."""
    if result is None:
        turn.say(turn.t("Nothing was found."))
    else:
        turn.say(turn.t("By the way: {name} is {color}.", name=data["name"], color=result["color"]))


def _set_line(turn: Turn, words: str) -> bool:
    if words != "bench 80x8":
        return False
    turn.say(turn.t("Logged."))
    return True


def _otherwise(turn: Turn) -> None:
    content = turn.inbound.content
    turn.say(turn.t("I heard: {words}", words=getattr(content, "text", "?")))


def _show_card(turn: Turn, number: int, revision: int, *, fresh: bool = False) -> None:
    button = turn.button(turn.t("More"), "more", number, revision)
    title = turn.t("Counted to {number}", number=number)
    turn.send(Card("card:count", title, (), ((button,),), fresh=fresh))


garden.set_line = _set_line
garden.edited = lambda turn, words: turn.say(turn.t("Now it says: {words}", words=words))
garden.otherwise = _otherwise
conversations = Conversations([garden, builtin])
