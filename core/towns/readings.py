"""The ways in which typed words can be read: a name alone, or a name and where it lies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.towns.models import Area
from core.towns.spelling import plain

LONGEST_TYPED = 100
MOST_WORDS = 12
SHORTEST_FIRST_AREA = 4
"""Letters of a country's name where it comes first: `in Mumbai` is not about India."""
_WORDS = Path(__file__).parent / "words.toml"
_NO_NAME = ("@", "://")
_COMMAS = re.compile("[,،、\n]")

Areas = Mapping[str, frozenset[Area]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A town's name, and what it must lie in: some area of each of the sets."""

    name: str
    lies_in: tuple[frozenset[Area], ...] = ()


def words_of(typed: str) -> list[str]:
    """The words to look up; none where nobody would name a town so."""
    if len(typed) > LONGEST_TYPED or any(sign in typed for sign in _NO_NAME):
        return []
    words = plain(typed).split()
    name = " ".join(words)
    is_name = len(name) > 1 and any(char.isalpha() for char in name)
    return words if is_name and len(words) <= MOST_WORDS and name not in _no_places() else []


def spans(words: Sequence[str]) -> set[str]:
    """Every few words in a row, which may name an area."""
    count = len(words)
    return {
        " ".join(words[start:end]) for start in range(count) for end in range(start + 1, count + 1)
    }


def readings(words: Sequence[str], areas: Areas) -> Iterator[Reading]:
    """A name with an area behind it or before it, the longest name first."""
    for end in range(len(words) - 1, 0, -1):
        for lies_in in _areas(words[end:], areas):
            yield Reading(" ".join(words[:end]), lies_in)
    for start in range(1, len(words)):
        first = " ".join(words[:start])
        if first in areas and len(first) >= SHORTEST_FIRST_AREA:
            yield Reading(" ".join(words[start:]), (areas[first],))


def _areas(words: Sequence[str], areas: Areas) -> Iterator[tuple[frozenset[Area], ...]]:
    """The words as areas and nothing else: `illinois usa` are two."""
    if not words:
        yield ()
    for end in range(len(words), 0, -1):
        named = areas.get(" ".join(words[:end]))
        if named is not None:
            for rest in _areas(words[end:], areas):
                yield (named, *rest)


def after_a_preposition(words: Sequence[str]) -> list[str]:
    """`berlin` of `a gym in berlin`; no words where there is nothing of the kind."""
    for start in range(len(words) - 1, 0, -1):
        one, two = " ".join(words[start - 1 : start]), " ".join(words[max(start - 2, 0) : start])
        if one in _before() or two in _before():
            return list(words[start:])
    return []


def without_fillers(words: Sequence[str]) -> list[str]:
    """`kyoto` of `kyoto city`."""
    return [word for word in words if word not in _fillers()]


def parts_of(typed: str) -> list[str]:
    """What comes before the first comma and after the last, where there is one."""
    parts = [plain(part) for part in _COMMAS.split(typed)]
    return [part for part in (parts[0], parts[-1]) if part] if len(parts) > 1 else []


@cache
def _known() -> Mapping[str, list[str]]:
    return tomllib.loads(_WORDS.read_text("utf-8"))


@cache
def _no_places() -> frozenset[str]:
    return frozenset(_known()["no_place"])


@cache
def _before() -> frozenset[str]:
    return frozenset(_known()["before"])


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_known()["filler"])
