"""General advice with its source, out of the file beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.training.library import normalise

_FILE = Path(__file__).with_suffix(".toml")
MOST_STATEMENTS = 5
LONGEST_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Statement:
    """What is true of most people, who found it, and which questions it answers by itself."""

    topics: frozenset[str]
    words: str
    source: str
    answers: re.Pattern[str] | None = None


@cache
def statements() -> tuple[Statement, ...]:
    """Everything there is, in the file's order."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8")).values()
    return tuple(
        Statement(frozenset(one["topics"]), one["words"], one["source"], _pattern(one))
        for one in tables
    )


def _pattern(one: Mapping[str, Any]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{one['answers']})\b") if "answers" in one else None


@cache
def topics() -> tuple[str, ...]:
    """What there is advice on."""
    return tuple(sorted({topic for one in statements() for topic in one.topics}))


def advice_on(wanted: Iterable[str]) -> tuple[Statement, ...]:
    """The statements that most of these topics meet in, at most a handful."""
    asked = frozenset(wanted)
    found = [one for one in statements() if one.topics & asked]
    return tuple(sorted(found, key=lambda one: -len(one.topics & asked))[:MOST_STATEMENTS])


def answer_to(question: str) -> Statement | None:
    """The statement that a general question is answered by; None where its words ask for none."""
    words = normalise(question[:LONGEST_QUESTION])
    answers = (one for one in statements() if one.answers and one.answers.search(words))
    return next(answers, None)
