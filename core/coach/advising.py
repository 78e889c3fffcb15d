"""Which rule answers which question."""

from __future__ import annotations

from core.coach.advice import Advice
from core.coach.asking import Question
from core.coach.history import History


def advise(history: History, question: Question) -> Advice:
    """The answer from the log alone; `Kind.WORKOUT` where a workout for today is wanted."""
    raise NotImplementedError
