"""The exercises and the words of sets, read once from the TOML files beside this module."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent
AMBIGUOUS = "ambiguous.toml"
WORDS = "words.toml"

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "ru")
MUSCLES = frozenset(
    "chest front_delts side_delts rear_delts triceps biceps forearms lats upper_back traps "
    "lower_back abs obliques glutes quads hamstrings adductors abductors calves hip_flexors "
    "neck cardio".split()
)
EQUIPMENT = frozenset(
    "barbell ez_bar trap_bar dumbbell kettlebell cable machine smith_machine bench rack "
    "pull_up_bar dip_bars rings band ab_wheel box sled landmine plate medicine_ball rope "
    "suspension treadmill bike rower ski_erg elliptical stairs pool none".split()
)
PATTERNS = frozenset(
    "squat hinge lunge horizontal_push vertical_push horizontal_pull vertical_pull elbow_flexion "
    "elbow_extension shoulder_isolation chest_isolation knee_extension knee_flexion "
    "hip_extension hip_abduction hip_adduction calf core carry olympic plyometric cardio neck "
    "grip mobility".split()
)

# Signs are kept, for "bw-20" is assistance and "5'30" a time; "push-up" and "farmer's" are words.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’ʼ`](?=[^\W\d_])")
_HYPHEN = re.compile(r"(?<=\w)[-‐‑‒–—](?=[^\W\d_])")


class Measure(StrEnum):
    """What a set of an exercise is counted in."""

    WEIGHT_REPS = "weight_reps"
    BODYWEIGHT_REPS = "bodyweight_reps"
    TIME = "time"
    DISTANCE_TIME = "distance_time"
    WEIGHT_TIME = "weight_time"
    WEIGHT_DISTANCE = "weight_distance"


class BadLibrary(ValueError):
    """A library file cannot be used; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise; `met` is its metabolic equivalent (Compendium of Physical Activities).

    `aliases` holds the names lifters type, by language; none means any other exercise.
    """

    key: str
    name: str
    measure: Measure
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    equipment: tuple[str, ...]
    pattern: str
    met: float
    aliases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SetWords:
    """The words around the figures of a set: by category, by weekday and by month."""

    categories: Mapping[str, tuple[str, ...]]
    weekdays: Mapping[str, tuple[str, ...]]
    months: Mapping[str, tuple[str, ...]]


def normalise(text: str) -> str:
    """The form names are compared in: no case, accents, hyphens, apostrophes or spare spaces."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        # Folded again: letters of mathematics have a case only once they are decomposed.
        folded = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return " ".join(_HYPHEN.sub(" ", _APOSTROPHE.sub("", folded)).split())


@cache
def load_library() -> Mapping[str, Exercise]:
    """Every exercise by key."""
    return read_exercises(FOLDER)


@cache
def ambiguous_words() -> Mapping[str, tuple[str, ...]]:
    """Words that mean several exercises, with the keys of those, likeliest first."""
    path = FOLDER / AMBIGUOUS
    return _lists(path, _read(path))


@cache
def set_words() -> SetWords:
    """The vocabulary of sets in every language of the library."""
    path = FOLDER / WORDS
    tables = _read(path)
    try:
        weekdays, months = tables.pop("weekdays"), tables.pop("months")
    except KeyError as missing:
        raise BadLibrary(f"{path.name} lacks the table {missing}") from None
    return SetWords(_lists(path, tables), _lists(path, weekdays), _lists(path, months))


def read_exercises(folder: Path) -> Mapping[str, Exercise]:
    """The exercises in a folder's files by key; raises `BadLibrary` where a file is wrong."""
    exercises: dict[str, Exercise] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name in (AMBIGUOUS, WORDS):
            continue
        for key, table in _read(path).items():
            if key in exercises:
                raise BadLibrary(f"{path.name}: [{key}] is in another file already")
            exercises[key] = _exercise(path, key, table)
    return MappingProxyType(exercises)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadLibrary(f"{path.name}: {error}") from error


def _exercise(path: Path, key: str, table: Any) -> Exercise:
    try:
        return Exercise(
            key=key,
            name=str(table["name"]),
            measure=Measure(table["measure"]),
            primary=_known(MUSCLES, _strings(table["primary"])),
            secondary=_known(MUSCLES, _strings(table["secondary"])),
            equipment=_known(EQUIPMENT, _strings(table["equipment"])),
            pattern=_known(PATTERNS, (str(table["pattern"]),))[0],
            met=float(table["met"]),
            aliases=_aliases(table["aliases"]),
        )
    except KeyError as missing:
        raise BadLibrary(f"{path.name}: [{key}] lacks {missing}") from None
    except (AttributeError, TypeError, ValueError) as error:
        raise BadLibrary(f"{path.name}: [{key}]: {error}") from error


def _aliases(table: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    _known(frozenset(LANGUAGES), tuple(table))
    return MappingProxyType({language: _strings(names) for language, names in table.items()})


def _lists(path: Path, table: Any) -> Mapping[str, tuple[str, ...]]:
    try:
        return MappingProxyType({key: _strings(values) for key, values in table.items()})
    except (AttributeError, TypeError) as error:
        raise BadLibrary(f"{path.name}: {error}") from error


def _strings(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"a list of words is wanted, not {values!r}")
    return tuple(values)


def _known(allowed: frozenset[str], values: tuple[str, ...]) -> tuple[str, ...]:
    if strange := [value for value in values if value not in allowed]:
        raise ValueError(f"unknown: {', '.join(strange)}")
    return values
