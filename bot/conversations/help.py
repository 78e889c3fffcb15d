"""What can be said here, and what happens to words nobody understood."""

from __future__ import annotations

from bot.conversations import consent
from bot.engine import steps
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.training import queries

help_ = Conversation("help")

COMMANDS: dict[str, str] = {
    "workout": N_("Start or open a workout"),
    "find": N_("Trainers near you"),
    "coach": N_("Ask about your training"),
    "log": N_("What you have done, to look at or correct"),
    "progress": N_("Strength, volume, muscles, how often, records"),
    "goals": N_("What you want to reach"),
    "checkin": N_("What I ask you, and when"),
    "settings": N_("Units, rest, plates, time zone"),
    "link": N_("Go on on another channel"),
    "privacy": N_("What is kept about you"),
    "export": N_("Everything of yours as a file"),
    "delete": N_("Erase everything of yours"),
    "help": N_("How it works"),
    "cancel": N_("Leave what I am asking"),
}
"""What works now, in the order it is shown in menus."""


@help_.command("help")
def help_command(turn: Turn, argument: str) -> None:
    """One screen: what to type, and where the rest is."""
    rest = (
        turn.t("Edit your message and the set follows. The card does the rest by taps.")
        if turn.manners.edits
        else turn.t("Edit your message and the set follows. [More] shows the whole workout.")
    )
    turn.say(
        turn.t(
            "Type what you did, whenever you did it:\n"
            "bench 80x8\n"
            "squat 5x5 100\n"
            "pull-ups 8, 8, 7\n"
            "plank 1:30 · run 5k 25:30\n"
            "same · +2.5 · again 7\n"
            "yesterday deadlift 140x5 @8\n"
            "superset curl and dips\n"
            "\n"
            "{rest}\n"
            "/workout  /find  /coach  /log  /progress  /goals  /checkin  /settings  "
            "/link  /privacy  /export  /delete  /cancel",
            rest=rest,
        ),
        (
            turn.button(turn.t("Log a workout"), "onboarding.log"),
            turn.button(turn.t("Settings"), "settings.show"),
        ),
    )
    consent.remind(turn)


@help_.action("help.show")
def show(turn: Turn, pressed: Pressed) -> None:
    """The same by a tap."""
    help_command(turn, "")


@help_.command("cancel")
def cancel(turn: Turn, argument: str) -> None:
    """Leave the question; where none is open, the workout itself may be meant."""
    if turn.open is not None:
        turn.close_flow()
        turn.say(turn.t("Left."))
        if turn.interrupted:
            turn.say(turn.t("Go on where we were?"), (turn.button(turn.t("Go on"), steps.RESUME),))
        return
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None:
        turn.say(turn.t("There is nothing to cancel."))
        return
    turn.say(
        turn.t("Your workout is still open."),
        (
            turn.button(turn.t("Cancel workout"), "workout.cancel", workout.id, workout.revision),
            turn.button(turn.t("Show it"), "workout.open"),
        ),
    )


def not_understood(turn: Turn) -> None:
    """One sentence with two examples, and the way to more."""
    if turn.person.consent_asked_at is None:
        consent.ask(turn, turn.t("Hi. I keep your training log. Type a set: bench 80x8"))
        return
    turn.say(
        turn.t("I did not get that. I understand sets: bench 80x8, or plank 60s"),
        (turn.button(turn.t("Help"), "help.show"),),
    )
