"""The exercise library and the words of logging, read once from the TOML files beside this module."""

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

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "ru")

_FOLDER = Path(__file__).parent
_AMBIGUOUS = _FOLDER / "ambiguous.toml"
_WORDS = _FOLDER / "words.toml"

# Signs are kept: "bw-20" is assistance and 5'30 a time, while "push-up" and "farmer's" are words.
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
    """A library file says something that cannot be used; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise; `met` is its metabolic equivalent (Compendium of Physical Activities), aliases go by language."""

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
    """The words around the numbers of a set: by category, by weekday and by month ("monday", "january")."""

    categories: Mapping[str, tuple[str, ...]]
    weekdays: Mapping[str, tuple[str, ...]]
    months: Mapping[str, tuple[str, ...]]


def normalise(text: str) -> str:
    """The form in which names are compared: no case, accents, hyphens, apostrophes or spare spaces."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_HYPHEN.sub(" ", _APOSTROPHE.sub("", folded)).split())


@cache
def load_library() -> Mapping[str, Exercise]:
    """Every exercise by key; raises `BadLibrary` where a file is wrong."""
    library: dict[str, Exercise] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        if path in (_AMBIGUOUS, _WORDS):
            continue
        for key, table in _read(path).items():
            if key in library:
                raise BadLibrary(f"{path.name}: [{key}] is already in another file")
            library[key] = _exercise(path, key, table)
    return MappingProxyType(library)


@cache
def ambiguous_words() -> Mapping[str, tuple[str, ...]]:
    """Words that mean several exercises, with the keys of those, likeliest first."""
    return _lists(_AMBIGUOUS, _read(_AMBIGUOUS))


@cache
def set_words() -> SetWords:
    """The vocabulary of sets in every language of the library."""
    tables = _read(_WORDS)
    try:
        weekdays, months = tables.pop("weekdays"), tables.pop("months")
    except KeyError as missing:
        raise BadLibrary(f"{_WORDS.name}: no table {missing}") from None
    return SetWords(_lists(_WORDS, tables), _lists(_WORDS, weekdays), _lists(_WORDS, months))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadLibrary(f"{path.name}: {error}") from error


def _exercise(path: Path, key: str, table: Any) -> Exercise:
    try:
        aliases = table["aliases"]
        if strange := aliases.keys() - set(LANGUAGES):
            raise ValueError(f"unknown language {', '.join(sorted(strange))}")
        return Exercise(
            key=key,
            name=str(table["name"]),
            measure=Measure(table["measure"]),
            primary=_strings(table["primary"]),
            secondary=_strings(table["secondary"]),
            equipment=_strings(table["equipment"]),
            pattern=str(table["pattern"]),
            met=float(table["met"]),
            aliases=MappingProxyType({language: _strings(names) for language, names in aliases.items()}),
        )
    except KeyError as missing:
        raise BadLibrary(f"{path.name}: [{key}] lacks {missing}") from None
    except (AttributeError, TypeError, ValueError) as error:
        raise BadLibrary(f"{path.name}: [{key}]: {error}") from error


def _lists(path: Path, table: Any) -> Mapping[str, tuple[str, ...]]:
    try:
        return MappingProxyType({key: _strings(values) for key, values in table.items()})
    except (AttributeError, TypeError) as error:
        raise BadLibrary(f"{path.name}: {error}") from error


def _strings(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"a list of words is wanted, not {values!r}")
    return tuple(values)
