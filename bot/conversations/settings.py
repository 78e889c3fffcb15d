"""What a person has set, on one card that changes in place, with one button each.

A tap says what it sets, so that tapped twice it sets the same.
"""

from __future__ import annotations

from decimal import Decimal

from bot.conversations import consent
from bot.conversations.settings_card import (
    PLATES_CARD,
    plates_at_hand,
    show_plates,
    show_settings,
)
from bot.conversations.settings_questions import SettingsQuestion
from bot.conversations.settings_reminders import remind_at
from bot.conversations.time_zone import ask_zone
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.training.plates import USUAL_PLATES
from core.training.sets import WeightUnit

settings = Conversation("settings", flows=(SettingsQuestion(),))


@settings.command("settings")
def settings_command(turn: Turn, argument: str) -> None:
    """The card, below what was last said."""
    show_settings(turn, fresh=True)
    consent.remind(turn)


@settings.action("settings.show")
def show(turn: Turn, pressed: Pressed) -> None:
    """The same by a tap."""
    settings_command(turn, "")


@settings.action("settings.unit")
def change_unit(turn: Turn, pressed: Pressed) -> None:
    """Kilograms or pounds; plates are other plates then, so those are the usual ones again."""
    if pressed.object in tuple(WeightUnit) and pressed.object != turn.person.unit:
        turn.change_person(unit=WeightUnit(pressed.object), plates=None)
    show_settings(turn, fresh=False)


@settings.action("settings.alerts")
def change_alerts(turn: Turn, pressed: Pressed) -> None:
    """Whether a rest that is over is told."""
    turn.change_person(rest_alerts=pressed.object == "1")
    show_settings(turn, fresh=False)


@settings.action("settings.rest")
def ask_rest(turn: Turn, pressed: Pressed) -> None:
    """How long to rest where an exercise has no rest of its own."""
    turn.begin(SettingsQuestion.name, "rest")


@settings.action("settings.bar")
def ask_bar(turn: Turn, pressed: Pressed) -> None:
    """What the empty bar weighs."""
    turn.begin(SettingsQuestion.name, "bar")


@settings.action("workout.calories")
def ask_for_calories(turn: Turn, pressed: Pressed) -> None:
    """The body weight that a workout's calories lack; its summary then has them."""
    turn.begin(SettingsQuestion.name, "body_weight", workout=pressed.number)


@settings.action("settings.body_weight")
def ask_body_weight(turn: Turn, pressed: Pressed) -> None:
    """For calories, and for nothing else."""
    turn.begin(SettingsQuestion.name, "body_weight")


@settings.action("settings.exercise")
def ask_exercise(turn: Turn, pressed: Pressed) -> None:
    """An exercise whose plates are in the other unit."""
    turn.begin(SettingsQuestion.name, "exercise")


@settings.action("settings.reminders")
def change_reminders(turn: Turn, pressed: Pressed) -> None:
    """Which of their channels reminders go to."""
    remind_at(turn, pressed.number)
    show_settings(turn, fresh=False)


@settings.action("settings.zone")
def ask_time_zone(turn: Turn, pressed: Pressed) -> None:
    """By the clock, a city or a location."""
    ask_zone(turn)


@settings.action("settings.plates")
def open_plates(turn: Turn, pressed: Pressed) -> None:
    """The plates as toggles, below the card."""
    show_plates(turn, fresh=True)


@settings.action("settings.plate")
def toggle_plate(turn: Turn, pressed: Pressed) -> None:
    """Take a plate in or out; the last one stays, or nothing could be loaded."""
    unit, _, rest = pressed.object.partition(".")
    change, _, weight = rest.partition(".")
    known = {str(plate): plate for plate in USUAL_PLATES[turn.person.unit]}
    if unit != turn.person.unit or weight not in known:
        turn.toast(turn.t("Those are plates of another unit."))
        return
    here = _changed(plates_at_hand(turn.person), known[weight], is_here=change == "+")
    if not here:
        turn.toast(turn.t("One plate at the least."))
        return
    turn.change_person(plates=tuple(str(plate) for plate in here))
    show_plates(turn, fresh=False)


def _changed(here: tuple[Decimal, ...], plate: Decimal, *, is_here: bool) -> tuple[Decimal, ...]:
    others = {one for one in here if one != plate}
    return tuple(sorted(others | {plate} if is_here else others, reverse=True))


@settings.action("settings.plates_done")
def plates_done(turn: Turn, pressed: Pressed) -> None:
    """Back to the card."""
    turn.send(Remove(PLATES_CARD))
    show_settings(turn, fresh=False)
