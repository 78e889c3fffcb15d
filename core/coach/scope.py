"""Whether words are about training at all: a coach for that, and for nothing else."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from core.training.library import normalise
from core.training.reading.tokens import plain
from core.training.vocabulary import Vocabulary, spaced

_FILE = Path(__file__).with_suffix(".toml")
_WHOLE_UP_TO = 4
_LEAST_WORDS = 3
_MOST_NAME = 4
LONGEST = 1000
"""Letters that are looked at, plain ones: one sign may stand for eighteen, and a turn waits."""


class Scope(StrEnum):
    """What words are about."""

    TRAINING = "training"
    OFF_TOPIC = "off_topic"
    UNCLEAR = "unclear"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class _Words:
    stems: tuple[str, ...]
    whole: frozenset[str]
    off_topic: re.Pattern[str]
    course: re.Pattern[str]
    asks: frozenset[str]


@cache
def _words() -> _Words:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    known = tables["training"].split()
    return _Words(
        stems=tuple(word for word in known if len(word) > _WHOLE_UP_TO),
        whole=frozenset(word for word in known if len(word) <= _WHOLE_UP_TO),
        off_topic=re.compile("|".join(f"(?:{one})" for one in tables["off_topic"])),
        course=re.compile("|".join(f"(?:{one})" for one in tables["course"])),
        asks=frozenset(tables["asks"].split()),
    )


def scope_of(text: str, vocabulary: Vocabulary) -> Scope:
    """What the words are about.

    Training where something of it is named in a question or in three words; nothing where there
    is too little to tell (`ok`, `asdf`); unclear for a question that names no training.
    """
    form = re.sub(r"[^\w\s]", " ", normalise(plain(text[:LONGEST])[:LONGEST]))
    words = form.split()
    if _words().off_topic.search(" ".join(words)):
        return Scope.OFF_TOPIC
    if _words().course.search(" ".join(words)):
        return Scope.TRAINING
    asks = is_question(text)
    if _names_training(words, vocabulary):
        long_enough = len(words) >= _LEAST_WORDS or (asks and len(words) > 1)
        return Scope.TRAINING if long_enough else Scope.NOTHING
    return Scope.UNCLEAR if asks and len(words) >= _LEAST_WORDS else Scope.NOTHING


def is_question(text: str) -> bool:
    """Whether the words ask: by a question mark, or by how they begin."""
    words = re.sub(r"[^\w\s]", " ", normalise(plain(text[:LONGEST])[:LONGEST])).split()
    return text.rstrip().endswith(("?", "？")) or bool(words and words[0] in _words().asks)


def _names_training(words: list[str], vocabulary: Vocabulary) -> bool:
    known = _words()
    if any(word in known.whole or word.startswith(known.stems) for word in words):
        return True
    return any(
        vocabulary.exactly(spaced(" ".join(words[start : start + count])))
        for count in range(1, _MOST_NAME + 1)
        for start in range(len(words) - count + 1)
    )
