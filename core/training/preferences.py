"""What a person keeps apart for single exercises."""

from __future__ import annotations

from sqlalchemy import Connection, select

from core.training.models import exercise_preference
from core.training.queries import Preference
from core.training.sets import WeightUnit


def all_preferences(db: Connection, person_id: int) -> dict[str, Preference]:
    """By exercise, in the order of their keys."""
    kept = exercise_preference.c
    mine = select(kept.exercise, kept.unit, kept.rest_seconds).where(kept.person_id == person_id)
    return {
        row[0]: Preference(None if row[1] is None else WeightUnit(row[1]), row[2])
        for row in db.execute(mine.order_by(kept.exercise))
    }
