"""The target of a goal as it is typed, once it is known what the goal is about."""

from __future__ import annotations

import re
from decimal import Decimal

from core.body.models import Kind
from core.body.values import read_value
from core.errors import Refused
from core.goals.models import METERS_IN, GoalKind, Span, Spec
from core.training.library import Measure
from core.training.reading.tokens import plain
from core.training.sets import WeightUnit

MOST_KG, MOST_REPS = 1000, 1000
MOST_SECONDS = 24 * 3600
MOST_METERS = 10_000_000
MOST_WORKOUTS = 21
LEAST_WEEKS, MOST_WEEKS = 2, 520
MOST_KCAL = 2_000_000
LONGEST_UNIT = 16
MOST_OWN = 1_000_000_000
# A bare distance from here on is meters, below it kilometers or miles.
LEAST_METERS = 100
A_WEEK = r"(?:(?:a|per|each|every|/|pro|die|por|par|la)\s*(?:week|wk|woche|semana|semaine)|weekly)"
IN_ALL = r"(?:in all|in total|total|altogether|overall|insgesamt)"

NUMBER = r"(\d{1,7}(?:[.,]\d{1,3})?)"
_SPAN = re.compile(rf"(?P<figure>.*?)\s*(?:(?P<week>{A_WEEK})|(?P<all>{IN_ALL}))")
_PLAIN = re.compile(NUMBER)
_WEIGHT = re.compile(
    rf"\+?{NUMBER}\s*(?:(kg|kgs|kilos?)|(lbs?|pounds?))?"
    r"(?:\s*(?:[x*]|for)\s*(\d{1,3})(?:\s*reps?)?)?"
)
_REPS_FIRST = re.compile(rf"(\d{{1,3}})\s*(?:reps?|x)?\s*(?:at|@|with|mit)\s*{NUMBER}\s*(kg|lbs?)?")
_REPS = re.compile(r"(\d{1,4})\s*(?:reps?|times|x|wdh|wiederholungen)?(?:\s*in (?:a|one) set)?")
_DISTANCE = re.compile(rf"{NUMBER}\s*(?:(km|k|kilomet(?:er|re)s?)|(mi|miles?)|(m|met(?:er|re)s?))?")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
_TIME = re.compile(
    rf"{NUMBER}\s*(?:(s|secs?|seconds?|sekunden?)|(m|mins?|minutes?|minuten?)|(h|hours?))?"
)
_OWN = re.compile(
    rf"(?:(?P<from>{NUMBER[1:-1]})\s*(?:→|->|to|bis)\s*)?{NUMBER}\s*(?P<unit>[^\d].*)?"
)


class Unreachable(Refused):
    """A target that nobody reaches, or that nothing leads to."""


def decimal(digits: str) -> Decimal:
    """`82,5` and `82.5`."""
    return Decimal(digits.replace(",", "."))


def tidy(text: str) -> str:
    """As the patterns here want it: plain signs, lower case, single spaces."""
    return " ".join(plain(text).lower().split()).rstrip(".!")


def body_weight(typed: str, unit: WeightUnit) -> Spec | None:
    """`78`, `172 lb`, `12st 4`; raises `Impossible` for what nobody weighs."""
    found = read_value(typed, Kind.WEIGHT, unit)
    if found is None:
        return None
    named = WeightUnit.LB if re.search(r"lb|pound|st", typed.lower()) else None
    named = WeightUnit.KG if "k" in typed.lower() else named
    return Spec(GoalKind.BODY_WEIGHT, found.value, unit=named or unit)


def workouts_a_week(typed: str) -> Spec | None:
    """`3`, from 1 to 21."""
    count = _whole(typed)
    if count is None:
        return None
    if not 1 <= count <= MOST_WORKOUTS:
        raise Unreachable("From 1 to {most} workouts a week, please.", most=MOST_WORKOUTS)
    return Spec(GoalKind.FREQUENCY, Decimal(count), span=Span.WEEK)


def weeks_in_a_row(typed: str) -> Spec | None:
    """`8`, from 2 weeks to ten years of them."""
    count = _whole(typed)
    if count is None:
        return None
    if not LEAST_WEEKS <= count <= MOST_WEEKS:
        text = "From {least} to {most} weeks in a row, please."
        raise Unreachable(text, least=LEAST_WEEKS, most=MOST_WEEKS)
    return Spec(GoalKind.STREAK, Decimal(count))


def calories(typed: str, span: Span | None = None) -> Spec | None:
    """`2000 a week`, `20000`; by the week where it says so or `span` does, else in all."""
    words = tidy(typed)
    if (found := _SPAN.fullmatch(words)) is not None:
        words, span = found["figure"], Span.WEEK if found["week"] else Span.ALL
    count = _whole(re.sub(r"\s*(?:kcal|cals?|calories|kilocalories|kalorien)$", "", words))
    if count is None:
        return None
    if not 10 <= count <= MOST_KCAL:
        raise Unreachable("At least 10 kcal and not millions, please.")
    return Spec(GoalKind.CALORIES, Decimal(count), unit="kcal", span=span or Span.ALL)


def _whole(typed: str) -> int | None:
    found = _PLAIN.fullmatch(re.sub(r"(?<=\d)[.,\s](?=\d{3}$)", "", tidy(typed)))
    value = None if found is None else decimal(found[1])
    return None if value is None or value != int(value) else int(value)


def own(title: str, typed: str) -> Spec | None:
    """`12 books`, `from 0 to 30`, `5 → 12 km`; the words of the figure are its unit."""
    words = re.sub(r"^(?:from|von)\s+", "", " ".join(plain(typed).split()))
    found = _OWN.fullmatch(words)
    if found is None:
        return None
    start = decimal(found["from"]) if found["from"] else None
    target = decimal(found[2])
    unit = (found["unit"] or "").strip()[:LONGEST_UNIT] or None
    if target > MOST_OWN or start == target:
        raise Unreachable("A figure to reach, please, like 12, or 5 to 12.")
    return Spec(GoalKind.OWN, target, unit=unit, title=title, start=start)


def of_exercise(
    key: str, measure: Measure, typed: str, unit: WeightUnit, *, one_rep_max: bool = False
) -> Spec | None:
    """`100`, `140x5`, `+20 kg`, `10 reps`, `3:00`, `10 km`, `20 km a week`, by what it is.

    None where the words are no such target; raises `Unreachable`.
    """
    words = tidy(typed)
    if one_rep_max:
        return _max(key, words, unit)
    match measure:
        case Measure.WEIGHT_REPS:
            return _lift(key, words, unit) or _reps(key, words)
        case Measure.BODYWEIGHT_REPS:
            return _reps(key, words) or _added(key, words, unit)
        case Measure.TIME | Measure.WEIGHT_TIME:
            return _time(key, words)
        case Measure.DISTANCE_TIME:
            return _distance(key, words, unit) or _time(key, words, bare=False)
        case Measure.WEIGHT_DISTANCE:
            return _distance(key, words, unit)


def _max(key: str, words: str, unit: WeightUnit) -> Spec | None:
    found = _WEIGHT.fullmatch(words)
    if found is None or found[4]:
        return None
    return _of_weight(GoalKind.ONE_REP_MAX, key, found[1], _unit(found[2], found[3]), unit, None)


def _lift(key: str, words: str, unit: WeightUnit) -> Spec | None:
    if found := _REPS_FIRST.fullmatch(words):
        named = None if found[3] is None else WeightUnit(found[3].rstrip("s"))
        return _of_weight(GoalKind.LIFT, key, found[2], named, unit, int(found[1]))
    found = _WEIGHT.fullmatch(words)
    if found is None:
        return None
    reps = int(found[4]) if found[4] else 1
    return _of_weight(GoalKind.LIFT, key, found[1], _unit(found[2], found[3]), unit, reps)


def _added(key: str, words: str, unit: WeightUnit) -> Spec | None:
    """Weight added to the body's own: only with a plus or a unit."""
    return _lift(key, words, unit) if re.search(r"\+|kg|kilo|lb|pound", words) else None


def _of_weight(
    kind: GoalKind,
    key: str,
    digits: str,
    named: WeightUnit | None,
    unit: WeightUnit,
    reps: int | None,
) -> Spec:
    meant = named or unit
    kilograms = meant.to_kg(decimal(digits))
    if not 0 < kilograms <= MOST_KG or (reps is not None and not 1 <= reps <= MOST_REPS):
        raise Unreachable("Nobody lifts that. A weight, please, like 100 kg or 140x5.")
    return Spec(kind, kilograms, unit=meant, exercise=key, reps=reps)


def _unit(kilograms: str | None, pounds: str | None) -> WeightUnit | None:
    if kilograms:
        return WeightUnit.KG
    return WeightUnit.LB if pounds else None


def _reps(key: str, words: str) -> Spec | None:
    found = _REPS.fullmatch(words)
    if found is None:
        return None
    if not 1 <= int(found[1]) <= MOST_REPS:
        raise Unreachable("From 1 to {most} reps in a set, please.", most=MOST_REPS)
    return Spec(GoalKind.REPS, Decimal(found[1]), exercise=key)


def _time(key: str, words: str, *, bare: bool = True) -> Spec | None:
    seconds: Decimal | None = None
    if found := _CLOCK.fullmatch(words):
        seconds = Decimal(int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3]))
    elif (found := _TIME.fullmatch(words)) and (bare or found[2] or found[3] or found[4]):
        size = 60 if found[3] else 3600 if found[4] else 1
        seconds = decimal(found[1]) * size
    if seconds is None:
        return None
    if not 1 <= seconds <= MOST_SECONDS:
        raise Unreachable("A time of up to a day, please, like 3:00.")
    return Spec(GoalKind.TIME, Decimal(round(seconds)), exercise=key)


def _distance(key: str, words: str, unit: WeightUnit) -> Spec | None:
    span = Span.ONCE
    if (found := _SPAN.fullmatch(words)) is not None:
        words, span = found["figure"], Span.WEEK if found["week"] else Span.ALL
    found = _DISTANCE.fullmatch(words)
    if found is None:
        return None
    value = decimal(found[1])
    name = "km" if found[2] else "mi" if found[3] else "m" if found[4] else None
    if name is None:
        far = value >= LEAST_METERS and span is Span.ONCE
        name = "m" if far else "mi" if unit is WeightUnit.LB else "km"
    meters = (value * METERS_IN[name]).quantize(Decimal("0.001"))
    if not 1 <= meters <= MOST_METERS:
        raise Unreachable("A distance, please, like 10 km.")
    return Spec(GoalKind.DISTANCE, meters, unit=name, exercise=key, span=span)
