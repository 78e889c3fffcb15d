"""The card that lists what a person has set, and the one of the plates they have at hand."""

from __future__ import annotations

from decimal import Decimal

from bot.conversations.set_wording import in_unit
from bot.conversations.settings_reminders import reminder_lines, reminder_row
from bot.conversations.time_zone import zone_words
from bot.engine.outgoing import Button, Card
from bot.engine.turn import Turn
from core.people.models import Person
from core.training import plates, queries
from core.training.exercises import Catalogue
from core.training.preferences import all_preferences
from core.training.sets import WeightUnit

SETTINGS_CARD = "settings"
PLATES_CARD = "settings:plates"
MOST_EXERCISES = 5
OTHER_UNIT = {WeightUnit.KG: WeightUnit.LB, WeightUnit.LB: WeightUnit.KG}


def show_settings(turn: Turn, *, fresh: bool) -> None:
    """Show the card as things stand now."""
    lines = [
        turn.t("Weights in {unit}", unit=turn.person.unit.value),
        *_exercise_lines(turn),
        _rest_line(turn),
        _zone_line(turn),
        *reminder_lines(turn),
        _bar_line(turn),
        _body_line(turn),
    ]
    rows = tuple(row for row in (*_rows(turn), reminder_row(turn)) if row)
    turn.send(Card(SETTINGS_CARD, turn.t("Settings"), tuple(lines), rows, fresh=fresh))


def _exercise_lines(turn: Turn) -> list[str]:
    """The exercises that are done in the other unit."""
    preferred = all_preferences(turn.db, turn.person.id)
    other = OTHER_UNIT[turn.person.unit]
    keys = [key for key, kept in preferred.items() if kept.unit is other]
    if not keys:
        return []
    catalogue = Catalogue(queries.own_exercises(turn.db, turn.person.id))
    names = [catalogue.name(key) for key in keys[:MOST_EXERCISES]]
    hidden = len(keys) - len(names)
    if hidden:
        names.append(turn.tn("{count} more", "{count} more", hidden))
    listed = turn.texts.items(names)
    return [turn.t("In {unit}: {exercises}", unit=other.value, exercises=listed)]


def _rest_line(turn: Turn) -> str:
    time = turn.texts.duration(turn.person.rest_seconds)
    if turn.person.rest_alerts:
        return turn.t("Rest {time}, with an alert when it is over", time=time)
    return turn.t("Rest {time}, without an alert", time=time)


def _zone_line(turn: Turn) -> str:
    zone = turn.person.zone
    if zone is None:
        return turn.t("Time zone not known yet")
    return turn.t("Time zone {zone}", zone=zone_words(turn, zone))


def _bar_line(turn: Turn) -> str:
    unit = turn.person.unit
    discs = " ".join(turn.texts.number(plate) for plate in plates_at_hand(turn.person))
    bar = turn.texts.number(bar_weight(turn.person), 1)
    return turn.t("Bar {bar} {unit}, plates {plates}", bar=bar, unit=unit.value, plates=discs)


def _body_line(turn: Turn) -> str:
    kilograms = turn.person.body_weight_kg
    if kilograms is None:
        return turn.t("Body weight not known; with it calories are counted")
    return turn.t("Body weight {weight}", weight=in_unit(turn.texts, kilograms, turn.person.unit))


def bar_weight(person: Person) -> Decimal:
    """The bar in the person's unit."""
    if person.bar_kg is None:
        return plates.USUAL_BAR[person.unit]
    return person.unit.from_kg(person.bar_kg)


def plates_at_hand(person: Person) -> tuple[Decimal, ...]:
    """The plates in the person's unit, heaviest first."""
    if not person.plates:
        return plates.USUAL_PLATES[person.unit]
    return tuple(sorted((Decimal(plate) for plate in person.plates), reverse=True))


def _rows(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    other = OTHER_UNIT[turn.person.unit].value
    alerts = turn.t("Alert off") if turn.person.rest_alerts else turn.t("Alert on")
    return (
        (
            turn.button(turn.t("Use {unit}", unit=other), "settings.unit", other),
            turn.button(turn.t("Unit of an exercise"), "settings.exercise"),
        ),
        (
            turn.button(turn.t("Rest"), "settings.rest"),
            turn.button(alerts, "settings.alerts", int(not turn.person.rest_alerts)),
        ),
        (
            turn.button(turn.t("Bar"), "settings.bar"),
            turn.button(turn.t("Plates"), "settings.plates"),
        ),
        (
            turn.button(turn.t("Time zone"), "settings.zone"),
            turn.button(turn.t("Body weight"), "settings.body_weight"),
        ),
    )


def show_plates(turn: Turn, *, fresh: bool) -> None:
    """Each plate that gyms have, ticked where this person has it; a tap changes that."""
    unit = turn.person.unit
    here = plates_at_hand(turn.person)
    buttons = [_plate(turn, plate, plate in here) for plate in plates.USUAL_PLATES[unit]]
    rows = [tuple(buttons[place : place + 4]) for place in range(0, len(buttons), 4)]
    done = (turn.button(turn.t("Done"), "settings.plates_done"),)
    title = turn.t("Plates at hand, in {unit}", unit=unit.value)
    lines = (turn.t("Tap what you have and what you have not."),)
    turn.send(Card(PLATES_CARD, title, lines, (*rows, done), fresh=fresh))


def _plate(turn: Turn, plate: Decimal, here: bool) -> Button:
    weight = turn.texts.number(plate)
    label = f"{weight} ✓" if here else weight
    # The unit stands in the button: after a change of units it must not mean another plate.
    object_ = f"{turn.person.unit.value}.{'-' if here else '+'}.{plate}"
    return turn.button(label, "settings.plate", object_)
