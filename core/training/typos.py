"""Names within a few slips of the finger of what was typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
_DIGIT = re.compile(r"\d")


def slips_allowed(length: int) -> int:
    """How many letters may be wrong: none under four, one to seven, two to twelve, then three."""
    if length < SHORTEST:
        return 0
    return 1 if length < 8 else 2 if length < 13 else 3


class Spellings:
    """Names without spaces, by length, so that only those near in length are compared."""

    def __init__(self, exact: Mapping[str, tuple[str, ...]]) -> None:
        names: dict[str, tuple[str, ...]] = {}
        spelt: defaultdict[str, list[list[str]]] = defaultdict(list)
        for name, keys in exact.items():
            solid = name.replace(" ", "")
            names[solid] = tuple(dict.fromkeys(names.get(solid, ()) + keys))
            spelt[solid].append(name.split())
        self._names = names
        self._spelt = dict(spelt)
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for name in names:
            if len(name) >= SHORTEST and not _DIGIT.search(name):
                by_length[len(name)].append(name)
        self._by_length = dict(by_length)

    def near(self, words: str) -> tuple[int, tuple[str, ...]] | None:
        """The fewest slips to any name and the exercises at that distance, None if too many."""
        typed = words.replace(" ", "")
        allowed = slips_allowed(len(typed))
        best = allowed
        found: dict[str, None] = {}
        for length in range(len(typed) - allowed, len(typed) + allowed + 1):
            for name, distance, _ in process.extract(
                typed,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=best,
                limit=16,
            ):
                if distance > slips_allowed(length) or not self._is_slip(words, name, distance):
                    continue
                if distance < best:
                    best, found = int(distance), {}
                if distance == best:
                    found.update(dict.fromkeys(self._names[name]))
        return (best, tuple(found)) if found and best else None

    def _is_slip(self, words: str, name: str, distance: float) -> bool:
        """Whether one would slip from the name to what was typed.

        In a word of four letters only by turning two round or leaving one out ("like" is no
        "hike"), in no word under four ("squat max" is no "squat box"), and only once where spaces
        went wrong too ("beim Bankdrücken" is no "Brettbankdrücken").
        """
        typed = words.replace(" ", "")
        if len(typed) == len(name) == SHORTEST and sorted(typed) != sorted(name):
            return False
        apart = words.split()
        spellings = [spelt for spelt in self._spelt[name] if len(spelt) == len(apart)]
        if not spellings:
            return distance <= 1
        return any(
            all(
                OSA.distance(one, other) <= slips_allowed(len(one))
                for one, other in zip(apart, spelt, strict=True)
            )
            for spelt in spellings
        )
