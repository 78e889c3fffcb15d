"""A typed line that says what was measured: `weight 82.1`, `waist 84 cm`, `slept 7h30`.

The name may stand before the value or behind it; several values go in one line, apart by commas.
Nothing is a measurement that has not named what was measured, by a word or by a unit of its own
(`58 bpm`): a bare figure belongs to whoever asked for one, and other lines to the log of sets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.body.models import Kind
from core.body.values import Impossible, Reading, read_value
from core.training.library import normalise
from core.training.reading.tokens import plain
from core.training.sets import WeightUnit

LONGEST_LINE = 200
MOST_VALUES = 8

# What is called so; two kinds where a side must be named.
_NAMED: dict[tuple[Kind, ...], str] = {
    (Kind.WEIGHT,): "weight,bodyweight,body weight,weigh,weighed,weighed in,weigh in,bw,gewicht,"
    "korpergewicht,wiege,peso,poids",
    (Kind.BODY_FAT,): "fat,bodyfat,body fat,bf,fat percentage,body fat percentage,korperfett,kfa",
    (Kind.WAIST,): "waist,belly,taille,bauch,cintura,tour de taille",
    (Kind.HIPS,): "hips,hip,hufte,cadera,hanches",
    (Kind.CHEST,): "chest,bust,brust,pecho,poitrine",
    (Kind.SHOULDERS,): "shoulders,shoulder,schultern",
    (Kind.NECK,): "neck,hals,cuello",
    (Kind.ARM_LEFT, Kind.ARM_RIGHT): "arm,arms,upper arm,biceps,bicep,oberarm",
    (Kind.THIGH_LEFT, Kind.THIGH_RIGHT): "thigh,thighs,upper leg,oberschenkel,muslo,cuisse",
    (Kind.CALF_LEFT, Kind.CALF_RIGHT): "calf,calves,wade,pantorrilla,mollet",
    (Kind.BLOOD_PRESSURE,): "bp,blood pressure,pressure,blutdruck",
    (Kind.HEART_RATE,): "hr,rhr,pulse,heart rate,heartrate,resting heart rate,resting hr,"
    "resting pulse,puls,ruhepuls",
    (Kind.SLEEP,): "sleep,slept,geschlafen,schlaf,dormi",
    (Kind.HYDRATION,): "water,drank,drunk,hydration,wasser,getrunken,agua",
    (Kind.MOOD,): "mood,stimmung,laune",
}
_KINDS = {name: kinds for kinds, names in _NAMED.items() for name in names.split(",")}
# Units that say by themselves what was measured.
_OWN_UNITS = (("bpm", Kind.HEART_RATE), ("mmhg", Kind.BLOOD_PRESSURE))
_SMALL = frozenset(
    "i my me is was at for of in now the im ich mein meine habe ist war de a about".split()
)
_LEFT = frozenset("left l links linker linke linkes".split())
_RIGHT = frozenset("right r rechts rechter rechte rechtes".split())
_TODAY = frozenset(("today", "this morning", "this evening", "last night", "tonight", "heute"))
_YESTERDAY = frozenset(("yesterday", "gestern", "ayer", "hier"))
_DAY = re.compile(rf"\b({'|'.join(sorted(_TODAY | _YESTERDAY))})\b", re.IGNORECASE)
_PARTS = re.compile(r"[;\n]+|,\s+|\s+(?:and|und|y|et)\s+", re.IGNORECASE)
_FIRST_FIGURE = re.compile(r"(?P<before>[^\d]*)(?P<rest>\d.*)")
_NAMES_SOMETHING = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Measured:
    """One value of a line and the day it was taken on; several kinds where a side is open."""

    kinds: tuple[Kind, ...]
    reading: Reading
    day: date


def read_line(text: str, unit: WeightUnit, today: date) -> tuple[Measured, ...]:
    """Everything that the line says was measured; nothing where it is about anything else.

    Raises `Impossible` where it can only be a measurement, of what no body is like.
    """
    if not _NAMES_SOMETHING.search(text):
        # `80x8`: asked at every line of a workout.
        return ()
    line = plain(text[: LONGEST_LINE + 1]).strip().rstrip(".!")
    if not line or len(text) > LONGEST_LINE or line.endswith("?"):
        return ()
    line, day = _without_day(line, today)
    parts = [part for part in _PARTS.split(line) if part.strip()]
    found = [_read_part(part.strip(), unit, day) for part in parts[: MOST_VALUES + 1]]
    whole = len(found) <= MOST_VALUES and all(one is not None for one in found)
    return tuple(one for one in found if one is not None) if whole else ()


def is_about_the_body(text: str, unit: WeightUnit, today: date) -> bool:
    """Whether the line says what was measured, possible or not."""
    try:
        return bool(read_line(text, unit, today))
    except Impossible:
        return True


def _without_day(line: str, today: date) -> tuple[str, date]:
    found = _DAY.search(line)
    if found is None:
        return line, today
    ago = 1 if found[1].lower() in _YESTERDAY else 0
    rest = line[: found.start()] + " " + line[found.end() :]
    return rest.strip(" ,:"), today - timedelta(days=ago)


def _read_part(part: str, unit: WeightUnit, day: date) -> Measured | None:
    found = _FIRST_FIGURE.fullmatch(part)
    if found is None:
        return None
    kinds = kinds_named(found["before"])
    if kinds:
        return _measured(kinds, found["rest"], unit, day)
    if _words(found["before"]):
        return None
    return _named_behind(found["rest"], unit, day)


def _named_behind(rest: str, unit: WeightUnit, day: date) -> Measured | None:
    """`18% body fat`, `2 l of water`, `58 bpm`."""
    for own, kind in _OWN_UNITS:
        if rest.lower().endswith(own):
            return _measured((kind,), rest, unit, day)
    for space in re.finditer(r"\s+", rest):
        kinds = kinds_named(rest[space.end() :])
        if kinds and (found := _measured(kinds, rest[: space.start()], unit, day)):
            return found
    return None


def _measured(kinds: tuple[Kind, ...], value: str, unit: WeightUnit, day: date) -> Measured | None:
    reading = read_value(value, kinds[0], unit)
    return None if reading is None else Measured(kinds, reading, day)


def kinds_named(words: str) -> tuple[Kind, ...]:
    """`my left thigh` is one kind, `thigh` the two of both sides; none where nobody knows it."""
    said = [word for word in _words(words) if word not in _SMALL]
    sides = {word for word in said if word in _LEFT | _RIGHT}
    kinds = _KINDS.get(" ".join(word for word in said if word not in sides), ())
    if not sides:
        return kinds
    if len(kinds) != 2 or len(sides) != 1:
        return ()
    return kinds[:1] if sides <= _LEFT else kinds[1:]


def _words(text: str) -> list[str]:
    return [word for found in _WORD.findall(text) for word in normalise(found).split()]


_INJURY = re.compile(
    r"(?:injury|injured|injuries|verletzung|lesion|lesión)\s*[:,-]?\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def injury_words(text: str) -> str:
    """What stands behind `injury`: `injury left knee, since squats`; "" where it is none."""
    found = _INJURY.fullmatch(text.strip())
    return "" if found is None or text.strip().endswith("?") else found[1].strip()
