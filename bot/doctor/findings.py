"""What the doctor found, one plain sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How bad it is."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what to do about it."""

    mark: Mark
    says: str
    advice: str = ""

    def lines(self) -> list[str]:
        """As it is printed."""
        said = f"{self.mark.value:<6} {self.says}"
        return [said, f"{'':<6} → {self.advice}"] if self.advice else [said]


def good(says: str) -> Finding:
    """As it should be."""
    return Finding(Mark.GOOD, says)


def note(says: str, advice: str = "") -> Finding:
    """Worth knowing; Werkout runs all the same."""
    return Finding(Mark.NOTE, says, advice)


def bad(says: str, advice: str) -> Finding:
    """Werkout cannot run like this, or not well."""
    return Finding(Mark.BAD, says, advice)
