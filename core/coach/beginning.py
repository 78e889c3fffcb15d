"""What to say while the log says too little."""

from __future__ import annotations

from datetime import timedelta

from core.coach.advice import Advice, Confidence, Kind, Reason, ReasonKind
from core.coach.history import History

FEW_WORKOUTS = 3
FACTS_SHOWN = 3


def start(history: History, exercise: str | None = None) -> Advice | None:
    """Where to begin, until a few workouts are logged, or two with the exercise asked about."""
    bouts = history.of.get(exercise, ()) if exercise is not None else history.bouts
    few = len(bouts) < 2 if exercise is not None else history.workouts < FEW_WORKOUTS
    if not few:
        return None
    shown = [bout.best() for bout in bouts[-FACTS_SHOWN:]]
    reason = Reason(
        ReasonKind.WORKOUTS_SO_FAR,
        tuple(shown),
        exercise,
        count=len({bout.workout_id for bout in bouts}),
    )
    until = history.today + timedelta(days=14)
    return Advice(Kind.START, Confidence.LOW, until, (reason,), exercise=exercise)
