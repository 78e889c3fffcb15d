"""What a question is about, read without a model: English words, the rest is general."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from core.training.library import normalise
from core.training.vocabulary import Vocabulary


class Topic(StrEnum):
    """What somebody wants to know."""

    RETURN = "return"
    PLATEAU = "plateau"
    BALANCE = "balance"
    LOAD = "load"
    RECOVERY = "recovery"
    WORKOUT = "workout"
    GENERAL = "general"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `exercises` are what the words for one exercise may mean, likeliest first. `equipment` is what
    is at hand, None where nothing was said of it; `minutes` the time there is; `avoid` the
    muscles to leave out.
    """

    topic: Topic
    exercises: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    equipment: frozenset[str] | None = None
    minutes: int | None = None
    avoid: frozenset[str] = frozenset()


LONGEST_QUESTION = 1000
LONGEST_WORKOUT = 180
"""Minutes; nobody trains longer, whatever they type."""

_FILE = Path(__file__).parent / "question_words.toml"
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "couple": 2, "few": 3,
}  # fmt: skip
_NUMBER = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_MINUTES = re.compile(r"\b(\d{1,3}) ?(?:m|min|mins|minutes?)\b")
_HALF_HOUR = re.compile(r"\bhalf (?:an? )?hour\b")
_HOURS = re.compile(rf"\b{_NUMBER} ?(?:h|hrs?|hours?)\b( and a half)?")
# Between what is at hand and the words that say so; `bench` after `my` may be the exercise.
_HAVE = (
    r"only|just|with|have|having|got|own|use|using|a|an|some|pair of|couple of|set of|light|heavy|"
    r"adjustable|\d+ ?(?:kg|lbs?)"
)
_ALSO = rf"{_HAVE}|and|or|plus"
"""After the first tool, another may follow by these alone."""
_LEAVE_OUT = r"(no|not|without|skip|skipping|avoid|avoiding|except|spare)(?: my| the| any)?"
# `back from`, `get back`, `push myself`: no muscles.
_NO_MUSCLES = re.compile(
    r"\bback (?:after|from|in|to|into|at|on|again)\b|\bpush (?:myself|it|harder|through)\b"
    r"|\b(?:come|came|coming|get|getting|go|going|am|im|been|be|now|day) back\b"
)
_SPLIT = re.compile(r"[^\w'+&/]+")


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of the file beside this module."""

    topics: tuple[tuple[Topic, re.Pattern[str]], ...]
    muscles: Mapping[str, tuple[str, ...]]
    any_muscle: re.Pattern[str]
    equipment: tuple[tuple[str, tuple[str, ...]], ...]
    ordinary: frozenset[str]
    bare: re.Pattern[str]
    gym: re.Pattern[str]


@cache
def _words() -> _Words:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    muscles = {word: tuple(keys) for word, keys in tables["muscles"].items()}
    longest_first = "|".join(sorted(muscles, key=len, reverse=True))
    return _Words(
        topics=tuple((Topic(name), _any(words)) for name, words in tables["topics"].items()),
        muscles=muscles,
        any_muscle=re.compile(rf"\b(?:{_LEAVE_OUT} )?({longest_first})\b"),
        equipment=tuple((words, tuple(keys)) for words, keys in tables["equipment"].items()),
        ordinary=frozenset(tables["ordinary"]["words"]),
        bare=_any(tables["places"]["bare"]),
        gym=_any(tables["places"]["gym"]),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def asked(text: str, vocabulary: Vocabulary) -> Question:
    """What the words ask for; general where they cannot be told."""
    words = normalise(text[:LONGEST_QUESTION])[:LONGEST_QUESTION]
    equipment, rest = _equipment(words)
    exercises = _exercises(rest, vocabulary)
    muscles, avoid = _muscles(words)
    minutes = _minutes(words)
    for_a_workout = minutes is not None or (equipment is not None and not exercises)
    return Question(
        topic=Topic.WORKOUT if for_a_workout else _topic(words, named=bool(exercises)),
        exercises=exercises,
        muscles=() if exercises else muscles,
        equipment=equipment,
        minutes=minutes,
        avoid=avoid,
    )


def _topic(words: str, *, named: bool) -> Topic:
    found = (topic for topic, pattern in _words().topics if pattern.search(words))
    return next(found, Topic.PROGRESS if named else Topic.GENERAL)


def _minutes(words: str) -> int | None:
    """`40 min`, `half an hour`, `an hour and a half`."""
    found = 0
    if short := _MINUTES.search(words):
        found = int(short[1])
    elif _HALF_HOUR.search(words):
        found = 30
    elif long := _HOURS.search(words):
        found = _number(long[1]) * 60 + (30 if long[2] else 0)
    return min(found, LONGEST_WORKOUT) or None


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int(word)


def _equipment(words: str) -> tuple[frozenset[str] | None, str]:
    """What is at hand, None where all or nothing is said; and the words without it."""
    if _words().gym.search(words):
        return None, words
    found, rest = _tools(words, _HAVE)
    if found:
        more, rest = _tools(rest, _ALSO)
        return frozenset(found | more), rest
    return (frozenset(), rest) if _words().bare.search(words) else (None, words)


def _tools(words: str, before: str) -> tuple[set[str], str]:
    found: set[str] = set()
    for name, tools in _words().equipment:
        said = re.compile(
            rf"(?:^|\b(?:{before}) )(?:{name})\b(?! (?:press|row|curl|squat|bench))"
            rf"|\b(?:{name})(?= (?:only|workout|and)\b|,|$)"
        )
        if said.search(words):
            found.update(tools)
            words = said.sub("and", words)
    return found, words


def _muscles(words: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Those that are meant, and those to leave out."""
    meant: dict[str, None] = {}
    avoid: set[str] = set()
    for found in _words().any_muscle.finditer(_NO_MUSCLES.sub(" ", words)):
        muscles = _words().muscles[found[2]]
        if found[1]:
            avoid.update(muscles)
        else:
            meant.update(dict.fromkeys(muscles))
    return tuple(meant), frozenset(avoid)


def _exercises(words: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the longest run of words names, else a word with a typo."""
    ordinary = _words().ordinary
    tokens = [token for token in _SPLIT.split(words) if token]
    for length in range(min(vocabulary.longest, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            run = " ".join(tokens[start : start + length])
            if run not in ordinary and (keys := _named(run, vocabulary)):
                return keys
    strange = (token for token in tokens if len(token) > 4 and token not in ordinary)
    misspelt = (vocabulary.match(token) for token in strange)
    return next((match.keys for match in misspelt if match.keys and not match.exact), ())


def _named(run: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The exercises of this name, also in the plural."""
    return vocabulary.exactly(run) or (
        vocabulary.exactly(run.removesuffix("s")) if run.endswith("s") else ()
    )
