"""What is lined up follows the sets where an exercise is put right."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from core.training import queries
from core.training.queries import LinedUp


def exchange(db: Connection, workout_id: int, wrong: str, right: str) -> None:
    """Put `right` where `wrong` stood, unless it has its place; sets that stand keep theirs."""
    known = {one.exercise: one for one in queries.lined_up(db, workout_id)}
    if right not in known:
        last = max((one.position for one in known.values()), default=0)
        place = known.get(wrong) or LinedUp(wrong, last + 1, None, skipped=False)
        queries.line_up(db, workout_id, replace(place, exercise=right, skipped=False))
    leave(db, workout_id, wrong)


def leave(db: Connection, workout_id: int, wrong: str) -> None:
    """An exercise named by a slip is no longer lined up, unless other sets of it stand."""
    if all(one.exercise != wrong for one in queries.sets_of(db, workout_id)):
        queries.leave_line_up(db, workout_id, wrong)
