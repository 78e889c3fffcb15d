"""General advice with its source, out of the file beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")
MOST_STATEMENTS = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """What is true of most people, and who found it."""

    topics: frozenset[str]
    words: str
    source: str


@cache
def statements() -> tuple[Statement, ...]:
    """Everything there is, in the file's order."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8")).values()
    return tuple(Statement(frozenset(one["topics"]), one["words"], one["source"]) for one in tables)


@cache
def topics() -> tuple[str, ...]:
    """What there is advice on."""
    return tuple(sorted({topic for one in statements() for topic in one.topics}))


def advice_on(wanted: Iterable[str]) -> tuple[Statement, ...]:
    """The statements that most of these topics meet in, at most a handful."""
    asked = frozenset(wanted)
    found = [one for one in statements() if one.topics & asked]
    return tuple(sorted(found, key=lambda one: -len(one.topics & asked))[:MOST_STATEMENTS])
