"""One typed value of a known kind: `82,1`, `12st 7`, `33 in`, `120/80`, `7h30`, `2 l`.

A value without a unit is in the person's own: centimeters and kilograms, or inches and pounds.
What no body can be is refused in one sentence; what is only unlikely is `plausible.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from core.body.models import GIRTHS, Kind
from core.errors import Refused
from core.training.reading.tokens import plain
from core.training.sets import WeightUnit

LONGEST_VALUE = 40
INCH_IN_CM = Decimal("2.54")
POUNDS_IN_STONE = 14
OUNCE_IN_ML = Decimal("29.5735")
THOUSANDTH = Decimal("0.001")
# A bare amount of water below this is liters (or, for who counts in pounds, up to it as well),
# anything above milliliters or ounces.
MOST_LITERS = 20
MOST_OUNCES = 400
MOST_HOURS = 24

_NUMBER = r"(\d{1,5}(?:[.,]\d{1,3})?)"
_PATTERNS = {
    "kg": rf"{_NUMBER}\s*(?:kg|kgs|kilos?|kilograms?|kilogramm)",
    "lb": rf"{_NUMBER}\s*(?:lbs?|pounds?|#)",
    "stone": r"(\d{1,2})\s*(?:st|stone)\.?(?:\s*(\d{1,2}(?:[.,]\d)?)\s*(?:lbs?|pounds?)?)?",
    "percent": rf"{_NUMBER}\s*(?:%|percent|per cent|prozent)",
    "cm": rf"{_NUMBER}\s*(?:cm|centimeters?|centimetres?|zentimeter)",
    "mm": rf"{_NUMBER}\s*mm",
    "inch": rf"{_NUMBER}\s*(?:in|ins|inch|inches|\"|'')",
    "pressure": r"(\d{2,3})\s*(?:/|\\|over|\s)\s*(\d{2,3})(?:\s*mm\s*hg)?",
    "beats": r"(\d{2,3})\s*(?:bpm|beats(?: a minute| per minute)?)",
    "hours": r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?|std|stunden?)",
    "clock": r"(\d{1,2})\s*(?::|h|hrs?|hours?|std\.?|stunden?)\s*(\d{1,2})"
    r"\s*(?:h|m|mins?|minutes?|minuten?)?",
    "minutes": r"(\d{1,4})\s*(?:m|mins?|minutes?|minuten?)",
    "liters": rf"{_NUMBER}\s*(?:l|liters?|litres?)",
    "ml": rf"{_NUMBER}\s*(?:ml|milliliters?|millilitres?)",
    "ounces": rf"{_NUMBER}\s*(?:fl\.? ?)?(?:oz|ounces?)",
    "of five": r"([1-5])\s*(?:/|of|out of)\s*5",
    "bare": _NUMBER,
}
_FORMS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """A value in the base unit of its kind; `second` is the diastolic pressure.

    `bare` says that no unit was typed, so that another may have been meant.
    """

    kind: Kind
    value: Decimal
    second: Decimal | None = None
    bare: bool = False


class Impossible(Refused):
    """No body is like that."""


# What any body can be, with the sentence for what it cannot: in base units, both ends included.
_LIMITS: dict[Kind, tuple[int, int, str]] = {
    Kind.WEIGHT: (25, 400, "A body weight, please, like 82.5 kg or 180 lb."),
    Kind.BODY_FAT: (2, 75, "A share of the body from 2 to 75 percent, please, like 18."),
    Kind.HEART_RATE: (25, 220, "Beats a minute from 25 to 220, please, like 58."),
    Kind.SLEEP: (0, 24 * 60, "The hours you slept, please, like 7:30."),
    Kind.HYDRATION: (1, 20_000, "What you drank, please, like 2 l or 500 ml."),
    Kind.MOOD: (1, 5, "A mood from 1 to 5, please."),
    Kind.BLOOD_PRESSURE: (50, 280, "Two figures, please, the higher one first, like 120/80."),
}
_GIRTH_LIMITS: dict[Kind, tuple[int, int]] = {
    Kind.WAIST: (40, 250),
    Kind.HIPS: (50, 250),
    Kind.CHEST: (50, 220),
    Kind.SHOULDERS: (60, 220),
    Kind.NECK: (20, 80),
    Kind.ARM_LEFT: (12, 90),
    Kind.ARM_RIGHT: (12, 90),
    Kind.THIGH_LEFT: (25, 130),
    Kind.THIGH_RIGHT: (25, 130),
    Kind.CALF_LEFT: (15, 80),
    Kind.CALF_RIGHT: (15, 80),
}
A_GIRTH = "From {least} to {most} cm, please, like 84 cm or 33 in."
LEAST_DIASTOLIC = 25


def read_value(text: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    """The value that the words are, None where they are none; raises `Impossible`."""
    words = " ".join(plain(text[:LONGEST_VALUE]).split()).rstrip(".")
    if not words or len(text) > LONGEST_VALUE:
        return None
    found = _READERS[kind](words, kind, unit)
    return None if found is None else _possible(found, unit)


def _possible(found: Reading, unit: WeightUnit) -> Reading:
    """A bare figure that only the other unit makes possible is meant in that: a waist of 33."""
    try:
        check(found)
    except Impossible:
        other = in_other_unit(found, unit)
        if other is None:
            raise
        return other
    return found


def check(reading: Reading) -> None:
    """Raises `Impossible` for what no body can be."""
    kind, value = reading.kind, reading.value
    if kind in _GIRTH_LIMITS:
        least, most = _GIRTH_LIMITS[kind]
        if not least <= value <= most:
            raise Impossible(A_GIRTH, least=least, most=most)
        return
    least, most, sentence = _LIMITS[kind]
    second = reading.second
    pair = second is None or LEAST_DIASTOLIC <= second < value
    if not least <= value <= most or not pair:
        raise Impossible(sentence)


def in_other_unit(reading: Reading, unit: WeightUnit) -> Reading | None:
    """The same bare figure in pounds where kilograms were taken, in inches for centimeters."""
    if not reading.bare:
        return None
    if reading.kind is Kind.WEIGHT:
        other = WeightUnit.LB if unit is WeightUnit.KG else WeightUnit.KG
        value = other.to_kg(unit.from_kg(reading.value))
    elif reading.kind in GIRTHS:
        value = reading.value * INCH_IN_CM if unit is WeightUnit.KG else reading.value / INCH_IN_CM
    else:
        return None
    meant = replace(reading, value=value.quantize(THOUSANDTH))
    try:
        check(meant)
    except Impossible:
        return None
    return meant


Reader = Callable[[str, Kind, WeightUnit], Reading | None]


def _weight(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    if found := _FORMS["stone"].fullmatch(words):
        pounds = int(found[1]) * POUNDS_IN_STONE + _decimal(found[2] or "0")
        return Reading(kind, WeightUnit.LB.to_kg(pounds))
    for named in WeightUnit:
        if (value := _one(named.value, words)) is not None:
            return Reading(kind, named.to_kg(value))
    bare = _one("bare", words)
    return None if bare is None else Reading(kind, unit.to_kg(bare), bare=True)


def _girth(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    for name, size in (("cm", Decimal(1)), ("mm", Decimal("0.1")), ("inch", INCH_IN_CM)):
        if (value := _one(name, words)) is not None:
            return Reading(kind, (value * size).quantize(THOUSANDTH))
    bare = _one("bare", words)
    if bare is None:
        return None
    size = INCH_IN_CM if unit is WeightUnit.LB else Decimal(1)
    return Reading(kind, (bare * size).quantize(THOUSANDTH), bare=True)


def _percent(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    return _plain_or("percent", words, kind)


def _beats(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    return _plain_or("beats", words, kind)


def _mood(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    found = _plain_or("of five", words, kind)
    if found is not None and found.value != int(found.value):
        raise Impossible(_LIMITS[kind][2])
    return found


def _plain_or(name: str, words: str, kind: Kind) -> Reading | None:
    named = _one(name, words)
    value = _one("bare", words) if named is None else named
    return None if value is None else Reading(kind, value, bare=named is None)


def _pressure(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    found = _FORMS["pressure"].fullmatch(words)
    return None if found is None else Reading(kind, Decimal(found[1]), Decimal(found[2]))


def _sleep(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    if found := _FORMS["clock"].fullmatch(words):
        minutes = int(found[2])
        if minutes >= 60:
            raise Impossible(_LIMITS[kind][2])
        return Reading(kind, Decimal(int(found[1]) * 60 + minutes))
    if (value := _one("minutes", words)) is not None:
        return Reading(kind, value)
    named = _one("hours", words)
    hours = _one("bare", words) if named is None else named
    if hours is None:
        return None
    # `450` alone can only be minutes.
    minutes_meant = hours if named is None and hours > MOST_HOURS else hours * 60
    return Reading(kind, Decimal(round(minutes_meant)), bare=named is None)


def _water(words: str, kind: Kind, unit: WeightUnit) -> Reading | None:
    for name, size in (("liters", Decimal(1000)), ("ml", Decimal(1)), ("ounces", OUNCE_IN_ML)):
        if (value := _one(name, words)) is not None:
            return Reading(kind, Decimal(round(value * size)))
    bare = _one("bare", words)
    if bare is None:
        return None
    if bare <= (MOST_LITERS if unit is WeightUnit.KG else 8):
        return Reading(kind, Decimal(round(bare * 1000)), bare=True)
    ounces = unit is WeightUnit.LB and bare <= MOST_OUNCES
    return Reading(kind, Decimal(round(bare * OUNCE_IN_ML if ounces else bare)), bare=True)


_READERS: dict[Kind, Reader] = {
    Kind.WEIGHT: _weight,
    Kind.BODY_FAT: _percent,
    **dict.fromkeys(GIRTHS, _girth),
    Kind.BLOOD_PRESSURE: _pressure,
    Kind.HEART_RATE: _beats,
    Kind.SLEEP: _sleep,
    Kind.HYDRATION: _water,
    Kind.MOOD: _mood,
}


def _one(name: str, words: str) -> Decimal | None:
    found = _FORMS[name].fullmatch(words)
    return None if found is None else _decimal(found[1])


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))
