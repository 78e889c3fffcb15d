"""The first contact: agreement first, then the first thing somebody wants to do."""

from __future__ import annotations

from bot.conversations import consent, link
from bot.conversations.find_share import PREFIX, open_shared
from bot.conversations.first_unit import offer_the_other_unit
from bot.conversations.time_zone import take_zone_from_channel
from bot.conversations.workout_taps import offer_exercises
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.people import queries as people
from core.training import queries

onboarding = Conversation("onboarding")


def take_note(turn: Turn) -> None:
    """What every contact tells, whatever it is about."""
    consent.count_days(turn)
    take_zone_from_channel(turn)


onboarding.take_note = take_note


@onboarding.command("start")
def start(turn: Turn, argument: str) -> None:
    """Hello; who has agreed already is asked what to do first. A link opens what it leads to."""
    if argument.startswith(PREFIX):
        open_shared(turn, argument)
        return
    if argument.startswith(link.PREFIX):
        link.open_link(turn, argument)
        return
    if turn.person.consented_at is not None:
        what_first(turn)
        return
    name = turn.inbound.name or turn.person.name
    hello = (
        turn.t(
            "Hi {name}. I keep your training log, find trainers near you and coach you.", name=name
        )
        if name
        else ""
    )
    consent.ask(
        turn, hello or turn.t("Hi. I keep your training log, find trainers near you and coach you.")
    )


@onboarding.action("consent.give")
def give(turn: Turn, pressed: Pressed) -> None:
    """Keep the agreement with its time and the words that were read."""
    if turn.person.consented_at is not None:
        turn.toast(turn.t("You have agreed already."))
        return
    turn.change_person(consented_at=turn.now)
    wording = consent.wording_of(turn)
    people.add_consent(turn.db, turn.person.id, "data", wording, turn.now)
    turn.unplan("consent.missing", turn.person.id)
    turn.send(Remove(consent.MESSAGE))
    what_first(turn)
    offer_the_other_unit(turn)


def what_first(turn: Turn) -> None:
    """What works from the first minute on."""
    if queries.open_workout(turn.db, turn.person.id) is not None:
        turn.say(
            turn.t("Good. Your workout goes on."),
            (turn.button(turn.t("Show it"), "workout.open"),),
        )
        return
    turn.say(
        turn.t("What first? You can also just type what you lifted: bench 80x8"),
        (
            turn.button(turn.t("Log a workout"), "onboarding.log"),
            turn.button(turn.t("Find a trainer"), "find.start"),
            turn.button(turn.t("How it works"), "help.show"),
        ),
    )


@onboarding.action("onboarding.log")
def log_a_workout(turn: Turn, pressed: Pressed) -> None:
    """Straight to the exercises."""
    offer_exercises(turn, queries.open_workout(turn.db, turn.person.id))
