"""How much of a model one person may use in a day, and how long what was said is kept."""

from __future__ import annotations

from datetime import timedelta

from core.coach.models import Use

MOST_ANSWERS = 30
MOST_TOKENS = 200_000
KEPT = timedelta(hours=24)
"""Questions and answers, so that the next question may refer to them."""
MOST_EXCHANGES = 3
LONGEST_KEPT = 500
"""Letters of each question and answer."""


def is_used_up(use: Use) -> bool:
    """Whether the rules answer for the rest of the day."""
    return use.answers >= MOST_ANSWERS or use.tokens >= MOST_TOKENS
