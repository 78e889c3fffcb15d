"""Names within a few slips of the finger of what was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4


def slips_allowed(length: int) -> int:
    """How many letters may be wrong: none under four, one to seven, two to twelve, then three."""
    if length < SHORTEST:
        return 0
    return 1 if length < 8 else 2 if length < 13 else 3


class Spellings:
    """Names without spaces, by length, so that only those near in length are compared."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        self._names = names
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for name in names:
            if len(name) >= SHORTEST and not any(char.isdigit() for char in name):
                by_length[len(name)].append(name)
        self._by_length = dict(by_length)

    def near(self, typed: str) -> tuple[int, tuple[str, ...]] | None:
        """The fewest slips to any name and the exercises at that distance, None if too many."""
        allowed = slips_allowed(len(typed))
        best = allowed
        found: dict[str, None] = {}
        for length in range(len(typed) - allowed, len(typed) + allowed + 1):
            for name, distance, _ in process.extract(
                typed,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=best,
                limit=8,
            ):
                # A four-letter name that two letters differ from is another word.
                if distance > slips_allowed(length):
                    continue
                if distance < best:
                    best, found = int(distance), {}
                if distance == best:
                    found.update(dict.fromkeys(self._names[name]))
        return (best, tuple(found)) if found and best else None
