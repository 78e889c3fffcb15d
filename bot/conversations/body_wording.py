"""What was measured, in words and in the person's units."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from bot.conversations.set_wording import in_unit
from bot.engine.texts import N_, Texts
from bot.engine.turn import Turn
from core.body import queries
from core.body.models import GIRTHS, Kind, Measurement
from core.body.values import INCH_IN_CM, OUNCE_IN_ML
from core.training.sets import WeightUnit

NAMES: dict[Kind, str] = {
    Kind.WEIGHT: N_("Weight"),
    Kind.BODY_FAT: N_("Body fat"),
    Kind.WAIST: N_("Waist"),
    Kind.HIPS: N_("Hips"),
    Kind.CHEST: N_("Chest"),
    Kind.SHOULDERS: N_("Shoulders"),
    Kind.NECK: N_("Neck"),
    Kind.ARM_LEFT: N_("Left arm"),
    Kind.ARM_RIGHT: N_("Right arm"),
    Kind.THIGH_LEFT: N_("Left thigh"),
    Kind.THIGH_RIGHT: N_("Right thigh"),
    Kind.CALF_LEFT: N_("Left calf"),
    Kind.CALF_RIGHT: N_("Right calf"),
    Kind.BLOOD_PRESSURE: N_("Blood pressure"),
    Kind.HEART_RATE: N_("Resting heart rate"),
    Kind.SLEEP: N_("Sleep"),
    Kind.HYDRATION: N_("Water"),
    Kind.MOOD: N_("Mood"),
}
_EXAMPLES: dict[Kind, tuple[str, str]] = {
    Kind.WEIGHT: ("82.5", "181"),
    Kind.BODY_FAT: ("18", "18"),
    **dict.fromkeys(GIRTHS, ("84", "33")),
    Kind.BLOOD_PRESSURE: ("120/80", "120/80"),
    Kind.HEART_RATE: ("58", "58"),
    Kind.SLEEP: ("7:30", "7:30"),
    Kind.HYDRATION: ("2", "64"),
    Kind.MOOD: ("4", "4"),
}
COMPARED_AFTER = timedelta(days=13)
COMPARED_WITHIN = timedelta(days=60)
"""What is measured often moves from day to day: two weeks say more than the last value."""


def name_of(texts: Texts, kind: Kind) -> str:
    """`Left thigh`."""
    return texts.t(NAMES[kind])


def value_words(
    texts: Texts, unit: WeightUnit, kind: Kind, value: Decimal, second: Decimal | None = None
) -> str:
    """`82.1 kg`, `33 in`, `18%`, `120/80`, `58 bpm`, `7 h 30 min`, `2 l`, `4 of 5`."""
    match kind:
        case Kind.WEIGHT:
            return in_unit(texts, value, unit)
        case Kind.BODY_FAT:
            return f"{texts.number(value, 1)}%"
        case Kind.BLOOD_PRESSURE:
            return f"{texts.number(value, 0)}/{texts.number(second or Decimal(0), 0)}"
        case Kind.HEART_RATE:
            return texts.t("{count} bpm", count=texts.number(value, 0))
        case Kind.SLEEP:
            return _hours(texts, int(value))
        case Kind.HYDRATION:
            return _drunk(texts, unit, value)
        case Kind.MOOD:
            return texts.t("{value} of 5", value=texts.number(value, 0))
        case _:
            return _length(texts, unit, value)


def _hours(texts: Texts, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not rest:
        return texts.t("{hours} h", hours=hours)
    return texts.t("{hours} h {minutes} min", hours=hours, minutes=rest)


def _drunk(texts: Texts, unit: WeightUnit, milliliters: Decimal) -> str:
    if unit is WeightUnit.LB:
        return f"{texts.number(milliliters / OUNCE_IN_ML, 0)} fl oz"
    if milliliters < 1000:
        return f"{texts.number(milliliters, 0)} ml"
    return f"{texts.number(milliliters / 1000, 2)} l"


def _length(texts: Texts, unit: WeightUnit, centimeters: Decimal) -> str:
    if unit is WeightUnit.LB:
        return f"{texts.number(centimeters / INCH_IN_CM, 1)} in"
    return f"{texts.number(centimeters, 1)} cm"


def words_of(turn: Turn, one: Measurement) -> str:
    """The value alone: `82.1 kg`."""
    return value_words(turn.texts, turn.person.unit, one.kind, one.value, one.second)


def example(turn: Turn, kind: Kind) -> str:
    """What could be typed, in the person's own unit."""
    metric, imperial = _EXAMPLES[kind]
    typed = metric if turn.person.unit is WeightUnit.KG else imperial
    return typed.replace(".", turn.texts.number(Decimal("0.1"), 1)[1])


def change_words(turn: Turn, one: Measurement) -> str:
    """`Down 0.6 kg since 16 Feb.`; nothing where there is nothing to compare with, or no change."""
    before = _compared_with(turn, one)
    if before is None or one.second is not None or before.kind is Kind.MOOD:
        return ""
    then = before.at.astimezone(turn.person.timezone).date()
    if then == one.at.astimezone(turn.person.timezone).date():
        return ""
    by = one.value - before.value
    size = value_words(turn.texts, turn.person.unit, one.kind, abs(by))
    day = turn.texts.day(then, turn.today)
    if by == 0:
        return turn.t("As {day}.", day=day)
    if by < 0:
        return turn.t("Down {by} since {day}.", by=size, day=day)
    return turn.t("Up {by} since {day}.", by=size, day=day)


def _compared_with(turn: Turn, one: Measurement) -> Measurement | None:
    """The newest value two weeks before, else the oldest of the days since."""
    start = one.at - COMPARED_WITHIN
    before = queries.values_between(turn.db, turn.person.id, one.kind, start, one.at)
    old = [each for each in before if one.at - each.at >= COMPARED_AFTER]
    return old[-1] if old else next(iter(before), None)
