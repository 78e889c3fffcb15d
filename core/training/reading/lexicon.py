"""What the words around the figures mean, in every language at once.

Languages are not kept apart: people mix them in one line, and the few words that mean two things
("с" is seconds after a number and "with" before one) are told apart by where they stand.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from core.training.library import normalise, set_words

_SPEECH = Path(__file__).parent / "speech.toml"

Meanings = frozenset[str]
UNKNOWN: Meanings = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Meanings by normalised word, and phrases by their first word, longest first."""

    words: Mapping[str, Meanings]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Meanings], ...]]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]


@cache
def lexicon() -> Lexicon:
    """The library's words of sets and this package's own, in one index."""
    meanings = _meanings()
    phrases: defaultdict[str, list[tuple[tuple[str, ...], Meanings]]] = defaultdict(list)
    for said, kinds in meanings.items():
        words = tuple(said.split())
        if len(words) > 1:
            phrases[words[0]].append((words, frozenset(kinds)))
    return Lexicon(
        words={said: frozenset(kinds) for said, kinds in meanings.items() if " " not in said},
        phrases={
            first: tuple(sorted(several, key=lambda phrase: -len(phrase[0])))
            for first, several in phrases.items()
        },
        weekdays=_numbered(set_words().weekdays, 0),
        months=_numbered(set_words().months, 1),
    )


def _meanings() -> dict[str, set[str]]:
    own = tomllib.loads(_SPEECH.read_text(encoding="utf-8"))
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for table in (set_words().categories, own):
        for kind, words in table.items():
            for word in words:
                meanings[normalise(word)].add(kind)
    for table in (set_words().weekdays, set_words().months):
        for words in table.values():
            for word in words:
                meanings[normalise(word)].add("calendar")
    return meanings


def _numbered(table: Mapping[str, tuple[str, ...]], first: int) -> Mapping[str, int]:
    return MappingProxyType(
        {
            normalise(word): number
            for number, words in enumerate(table.values(), first)
            for word in words
        }
    )
