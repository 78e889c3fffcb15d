"""A goal's states and the moves between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from core.errors import Refused
from core.goals import queries
from core.goals.models import Goal, GoalStatus

_MOVES = {
    GoalStatus.ACTIVE: {GoalStatus.PAUSED, GoalStatus.COMPLETED, GoalStatus.FAILED},
    GoalStatus.PAUSED: {GoalStatus.ACTIVE, GoalStatus.COMPLETED, GoalStatus.FAILED},
    # What the log said turned out to be wrong, or there is another date.
    GoalStatus.COMPLETED: {GoalStatus.ACTIVE},
    GoalStatus.FAILED: {GoalStatus.ACTIVE, GoalStatus.COMPLETED},
}


class IllegalMove(Refused):
    """A goal cannot go from one state to the other."""

    text = "That goal is no longer where this button was made."


def pause(db: Connection, goal: Goal) -> Goal:
    """Put it aside; its date waits for nobody."""
    return _move(db, goal, GoalStatus.PAUSED)


def resume(db: Connection, goal: Goal) -> Goal:
    """Work on it again."""
    return _move(db, goal, GoalStatus.ACTIVE)


def complete(db: Connection, goal: Goal, at: datetime) -> Goal:
    """It is reached."""
    return _move(db, goal, GoalStatus.COMPLETED, completed_at=at)


def fail(db: Connection, goal: Goal) -> Goal:
    """Its date went by before it was reached."""
    return _move(db, goal, GoalStatus.FAILED)


def reopen(db: Connection, goal: Goal, by: date | None) -> Goal:
    """Go on with a goal that was over, to another date or none."""
    return _move(db, goal, GoalStatus.ACTIVE, completed_at=None, by_date=by)


def _move(db: Connection, goal: Goal, to: GoalStatus, **values: Any) -> Goal:
    if to not in _MOVES[goal.status]:
        raise IllegalMove
    queries.change_goal(db, goal.id, status=to, **values)
    return replace(goal, status=to, **values)
