"""What a question is about, read without a model: English words, the rest is general."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.training.vocabulary import Vocabulary


class Topic(StrEnum):
    """What somebody wants to know."""

    PROGRESS = "progress"
    PLATEAU = "plateau"
    BALANCE = "balance"
    RECOVERY = "recovery"
    RETURN = "return"
    WORKOUT = "workout"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `equipment` is what is at hand, None where nothing was said of it; `minutes` the time there
    is; `avoid` the muscles to leave out; `days_away` how long they say they were away.
    """

    topic: Topic
    exercise: str | None = None
    muscles: tuple[str, ...] = ()
    equipment: frozenset[str] | None = None
    minutes: int | None = None
    avoid: frozenset[str] = frozenset()
    days_away: int | None = None


def asked(text: str, vocabulary: Vocabulary) -> Question:
    """What the words ask for; the most useful advice of all where they cannot be told."""
    raise NotImplementedError
