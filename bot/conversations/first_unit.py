"""Kilograms or pounds: told with the first weight somebody types without saying which."""

from __future__ import annotations

from dataclasses import replace

from bot.conversations.workout_card import show_card
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Remove, Say
from bot.engine.turn import Turn
from core.training import queries
from core.training.log import correct, effort_of
from core.training.models import LoggedSet
from core.training.sets import WeightUnit

MESSAGE = "unit"
first_unit = Conversation("first unit")


def offer_of_the_other_unit(turn: Turn) -> Say | None:
    """One tap puts the first workout into the other unit; agreeing to what is kept comes first."""
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None or turn.person.consented_at is None:
        return None
    sets = queries.sets_of(turn.db, workout.id)
    weighed = any(one.weight_unit is turn.person.unit for one in sets)
    if not weighed or not queries.has_only(turn.db, turn.person.id, len(sets)):
        return None
    other = _other(turn.person.unit)
    use = turn.button(turn.t("Use {unit}", unit=other.value), "unit.other", other.value)
    text = turn.t("I took {unit} for your weights.", unit=turn.person.unit.value)
    return Say(text, ((use, turn.button(turn.t("Fine"), "unit.fine")),), MESSAGE)


def offer_the_other_unit(turn: Turn) -> None:
    """The same, said where a workout has begun before the person agreed."""
    offer = offer_of_the_other_unit(turn)
    if offer is not None:
        turn.send(offer)


def _other(unit: WeightUnit) -> WeightUnit:
    return WeightUnit.LB if unit is WeightUnit.KG else WeightUnit.KG


@first_unit.action("unit.fine")
def fine(turn: Turn, pressed: Pressed) -> None:
    """It was right."""
    turn.send(Remove(MESSAGE))


@first_unit.action("unit.other")
def use_the_other(turn: Turn, pressed: Pressed) -> None:
    """The figures stay, the unit they were meant in is put right."""
    turn.send(Remove(MESSAGE))
    meant = WeightUnit(pressed.object)
    if turn.person.unit is meant:
        return
    wrong = turn.person.unit
    turn.change_person(unit=meant)
    workout = queries.open_workout(turn.db, turn.person.id)
    sets = [] if workout is None else queries.sets_of(turn.db, workout.id)
    # Pressed long after, it is the unit from now on: what was logged since was meant as it stands.
    is_first = queries.has_only(turn.db, turn.person.id, len(sets))
    for one in sets:
        if is_first and one.weight_unit is wrong:
            _put_into(turn, one, meant)
    if workout is not None:
        show_card(turn, workout, catalogue_of(turn), fresh=False)


def _put_into(turn: Turn, one: LoggedSet, meant: WeightUnit) -> None:
    correct(turn.db, replace(one, weight_unit=meant), replace(effort_of(one), unit=meant))
