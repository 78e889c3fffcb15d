"""Cuts an answer that is still coming into whole sentences and lines.

What is cut is let out only once it is checked, so a cut too late costs a moment and one too early
a wrong verdict: where it is not sure, it waits.
"""

from __future__ import annotations

import re

from core.training.library import normalise
from core.training.reading.lexicon import lexicon

LONGEST = 600
"""Letters that nobody waits longer for: without an end it is cut here."""
# Dots that end no sentence; what stands before the dot, in small letters.
_SHORT = frozenset(
    "e.g i.e eg ie approx ca vs no nr st dr mr mrs max min sec etc incl fig resp reps rep lb lbs "
    "z.b d.h bzw usw ggf wdh std p.ej ej aprox p.ex env es p.es ad т.е т.д".split()
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]|\n+")


class Sentences:
    """Takes pieces of text of any size and gives whole sentences, each with its line's end."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that are whole now."""
        self._rest += piece
        found = []
        while (cut := self._cut()) is not None:
            found.append(self._rest[:cut])
            self._rest = self._rest[cut:]
        return [one for one in found if one.strip()]

    def end(self) -> list[str]:
        """What is left once nothing more comes."""
        found = self.feed("\n")
        rest, self._rest = self._rest, ""
        return [*found, rest] if rest.strip() else found

    def _cut(self) -> int | None:
        for match in _END.finditer(self._rest):
            if "\n" in match.group() or _ends(self._rest[: match.start()], match.group()):
                return match.end()
            if self._rest[match.start()] == "." and self._is_waiting(match):
                return None
            if self._rest[match.start()] == "." and not self._goes_on(match):
                return match.end()
        return LONGEST if len(self._rest) > LONGEST else None

    def _is_waiting(self, match: re.Match[str]) -> bool:
        """Whether only the next word tells `am 2. März` from `at 80. Then`."""
        return _NUMBER_BEFORE.search(self._rest[: match.start()]) is not None and (
            _NEXT_WORD.match(self._rest[match.end() :]) is None
        )

    def _goes_on(self, match: re.Match[str]) -> bool:
        """Whether the sentence goes on behind this dot."""
        before = self._rest[: match.start()]
        if _NUMBER_BEFORE.search(before) is None:
            return True
        word = _NEXT_WORD.match(self._rest[match.end() :])
        is_month = word is not None and normalise(word[1]) in lexicon().months
        return is_month or _MARKER.fullmatch(before) is not None


_NUMBER_BEFORE = re.compile(r"(?<![\d.,])\d{1,3}$")
_NEXT_WORD = re.compile(r"\s+(\S+?)\W*(?=\s)")
_MARKER = re.compile(r"\s*\d{1,2}")
_LAST_WORD = re.compile(r"[^\s(„“\"']+$")


def _ends(before: str, end: str) -> bool:
    """Whether this is the end whatever follows."""
    if not end.startswith(".") or end.startswith(".."):
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    return not (word[0].casefold() in _SHORT or word[0].isdigit() or len(word[0]) == 1)
