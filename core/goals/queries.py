"""All SQL about goals, their milestones and the values typed for one's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from core.goals.models import (
    Direction,
    Goal,
    GoalKind,
    GoalStatus,
    Milestone,
    Span,
    goal,
    goal_value,
    milestone,
)
from core.prepared import Prepared

_SHOWN = (milestone.c.id, milestone.c.goal_id, milestone.c.value, milestone.c.reached_at)


def goal_from(row: Sequence[Any]) -> Goal:
    """A row of `goal`, in the order of its columns."""
    values = list(row)
    values[2], values[3] = GoalKind(row[2]), Span(row[3])
    values[4], values[13] = Direction(row[4]), GoalStatus(row[13])
    return Goal(*values)


def add_goal(db: Connection, new: Goal) -> Goal:
    """Keep a goal; its number is given now."""
    values = {column.name: getattr(new, column.name) for column in goal.c if column.name != "id"}
    return goal_from(db.execute(insert(goal).values(**values).returning(*goal.c)).one())


def change_goal(db: Connection, goal_id: int, **values: Any) -> None:
    """Write the named columns of one goal."""
    db.execute(update(goal).where(goal.c.id == goal_id).values(**values))


def delete_goal(db: Connection, goal_id: int) -> None:
    """The goal with its milestones and values."""
    db.execute(delete(goal).where(goal.c.id == goal_id))


def goal_by_id(db: Connection, person_id: int, goal_id: int) -> Goal | None:
    """One of this person's goals, whatever its state."""
    mine = select(goal).where(goal.c.person_id == person_id, goal.c.id == goal_id)
    row = db.execute(mine).first()
    return None if row is None else goal_from(row)


def goals_of(db: Connection, person_id: int) -> list[Goal]:
    """Every goal, the oldest first."""
    mine = select(goal).where(goal.c.person_id == person_id).order_by(goal.c.id)
    return [goal_from(row) for row in db.execute(mine)]


def active_goals(db: Connection, person_id: int) -> list[Goal]:
    """What the person works on now, the oldest first."""
    mine = select(goal).where(goal.c.person_id == person_id, goal.c.status == GoalStatus.ACTIVE)
    return [goal_from(row) for row in db.execute(mine.order_by(goal.c.id))]


_ON_EXERCISE = Prepared(
    select(goal).where(
        goal.c.person_id == bindparam("whose"),
        goal.c.status == GoalStatus.ACTIVE,
        goal.c.exercise == bindparam("what"),
    )
)


def active_goals_on(db: Connection, person_id: int, exercise: str) -> list[Goal]:
    """What the person works on in this exercise: asked in the turn of a set."""
    rows = _ON_EXERCISE.rows(db, {"whose": person_id, "what": exercise})
    return [goal_from(row) for row in rows]


# Milestones


def milestones_of(db: Connection, goal_id: int) -> list[Milestone]:
    """The milestones of a goal by value."""
    mine = select(*_SHOWN).where(milestone.c.goal_id == goal_id).order_by(milestone.c.value)
    return [Milestone(*row) for row in db.execute(mine)]


def add_milestones(db: Connection, one: Goal, values: Iterable[Decimal]) -> None:
    """More values on the way; none of them is there yet."""
    rows = [{"goal_id": one.id, "person_id": one.person_id, "value": value} for value in values]
    if rows:
        db.execute(insert(milestone), rows)


def mark_milestone(db: Connection, milestone_id: int, at: datetime | None) -> None:
    """It was reached at that instant; None where it is not reached after all."""
    db.execute(update(milestone).where(milestone.c.id == milestone_id).values(reached_at=at))


def delete_milestones(db: Connection, goal_id: int, milestone_id: int | None = None) -> None:
    """One milestone of a goal, or all."""
    theirs = delete(milestone).where(milestone.c.goal_id == goal_id)
    if milestone_id is not None:
        theirs = theirs.where(milestone.c.id == milestone_id)
    db.execute(theirs)


# Values of one's own goals


def add_value(db: Connection, one: Goal, value: Decimal, at: datetime) -> int:
    """A typed value; returns its number."""
    values = {"goal_id": one.id, "person_id": one.person_id, "value": value, "at": at}
    added = insert(goal_value).values(**values).returning(goal_value.c.id)
    return int(db.execute(added).scalar_one())


def delete_value(db: Connection, goal_id: int, value_id: int) -> bool:
    """Take a typed value back; False where it is gone already."""
    mine = delete(goal_value).where(goal_value.c.goal_id == goal_id, goal_value.c.id == value_id)
    return db.execute(mine).rowcount > 0


def value_by_id(db: Connection, goal_id: int, value_id: int) -> Decimal | None:
    """One typed value of a goal; None where it was taken back."""
    mine = select(goal_value.c.value).where(
        goal_value.c.goal_id == goal_id, goal_value.c.id == value_id
    )
    found: Decimal | None = db.execute(mine).scalar()
    return found


def values_of(db: Connection, goal_id: int) -> list[tuple[datetime, Decimal]]:
    """The typed values of a goal, oldest first."""
    mine = select(goal_value.c.at, goal_value.c.value).where(goal_value.c.goal_id == goal_id)
    rows = db.execute(mine.order_by(goal_value.c.at, goal_value.c.id))
    return [(at, value) for at, value in rows]
