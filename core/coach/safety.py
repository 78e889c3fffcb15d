"""Questions that no coach should answer: pain, illness, an eating disorder, the wish to die.

Phrases decide, so that it is the same every time and needs no model. They are read in English and
in the key words of eight other languages. It would rather send somebody to a doctor for nothing
than miss it, but must leave “chest day” and “leg press hurts my ego” alone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from core.training.library import normalise
from core.training.reading.tokens import plain

_FILE = Path(__file__).with_suffix(".toml")
_UNSAFE = "unsafe"
LONGEST = 1000
"""Letters that are looked at from each end: a turn waits for this."""


class Hazard(StrEnum):
    """What a question is really about, the most urgent first."""

    SELF_HARM = "self_harm"
    CHEST = "chest"
    URGENT = "urgent"
    EATING = "eating"
    PREGNANCY = "pregnancy"
    INJURY = "injury"
    MEDICINE = "medicine"


STOPS_TRAINING = frozenset({Hazard.CHEST, Hazard.URGENT})
"""What pauses a workout under way: these cannot wait for its end."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What says it, once what only sounds like it is taken away."""

    leave_out: re.Pattern[str] | None
    says: re.Pattern[str]

    def are_in(self, clause: str) -> bool:
        """Whether a clause in normal form says it."""
        if self.leave_out is not None:
            clause = self.leave_out.sub(" ", clause)
        return self.says.search(clause) is not None


@cache
def _phrases() -> dict[str, _Phrases]:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    usual = tables.pop("leave_out")
    return {
        name: _Phrases(_any_of(one.get("leave_out", usual)), _said(one["says"]))
        for name, one in tables.items()
    }


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return _said(patterns) if patterns else None


def _said(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns))


def hazard(text: str) -> Hazard | None:
    """What a careful answer is needed for, None where there is nothing of the kind."""
    clauses, phrases = _clauses(text), _phrases()
    return next((one for one in Hazard if any(map(phrases[one].are_in, clauses))), None)


def is_unsafe_advice(text: str) -> bool:
    """Whether an answer advises what no answer may."""
    return any(map(_phrases()[_UNSAFE].are_in, _clauses(text)))


def _clauses(text: str) -> list[str]:
    """The text sentence by sentence, in the form of the phrases."""
    if len(text) > 2 * LONGEST:
        text = f"{text[:LONGEST]}\n{text[-LONGEST:]}"
    sentences = re.split(r"[.!?;\n…]+", plain(text))
    forms = (re.sub(r"[^\w\s,]", " ", normalise(one)) for one in sentences)
    return [_CANNOT.sub(" in pain ", one) for one in forms]


# “I can't squat without pain” must not lose its pain to “without pain”.
_CANNOT = re.compile(r"\b(?:cant|cannot|unable to|hard to)\b.*?\bwithout (?:any )?pain\b")
