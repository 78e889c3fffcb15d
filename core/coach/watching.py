"""What the coach lets be counted: how it answers, never whom or what."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Source(StrEnum):
    """Where an answer came from."""

    MODEL = "model"
    RULES = "rules"
    SAFETY = "safety"
    SCOPE = "scope"


class CoachWatcher(Protocol):
    """Counts for the metrics."""

    def coached(self, source: Source) -> None:
        """A question is answered."""
        ...

    def model_failed(self, why: str) -> None:
        """The model was asked and gave no answer that could be used."""
        ...

    def model_used(self, tokens: int) -> None:
        """An answer of the model cost this much."""
        ...

    def held_back(self, sentences: int) -> None:
        """Sentences of the model were not sent, as nothing backs their figures."""
        ...


class Unwatched:
    """Where nobody counts."""

    def coached(self, source: Source) -> None:
        """See `CoachWatcher`."""

    def model_failed(self, why: str) -> None:
        """See `CoachWatcher`."""

    def model_used(self, tokens: int) -> None:
        """See `CoachWatcher`."""

    def held_back(self, sentences: int) -> None:
        """See `CoachWatcher`."""


UNWATCHED = Unwatched()
