"""What the log has made of a goal: milestones and targets reached, weeks kept, dates gone by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from core.goals import queries, status
from core.goals.create import EITHER_WAY, start_from
from core.goals.current import Value, full_weeks, value_of
from core.goals.models import Goal, GoalStatus, Milestone, Span
from core.goals.progress import reaches
from core.goals.weeks import week_begins
from core.people.models import Person

STANDS_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class News:
    """What is new about a goal and has been told nobody yet.

    `milestone` is the farthest of those reached at once; `week` says that this week's figure is
    reached, which completes nothing.
    """

    goal: Goal
    value: Value
    milestone: Milestone | None = None
    completed: bool = False
    week: bool = False


def look(db: Connection, goal: Goal, person: Person, today: date, at: datetime) -> News | None:
    """Write down what an active goal has reached by now; None where there is nothing new."""
    value = value_of(db, goal, person, today)
    if goal.start_value is None and value.value is not None:
        return _first_value(db, goal, value, at)
    if goal.span is Span.WEEK:
        return _week(db, goal, person, value, today)
    if reaches(goal, value.best, goal.target):
        _mark(db, goal, value, at)
        return News(status.complete(db, goal, at), value, completed=True)
    reached = _mark(db, goal, value, at)
    return News(goal, value, reached[-1]) if reached else None


def _first_value(db: Connection, goal: Goal, value: Value, at: datetime) -> News | None:
    """The first time of something never done before: it is the start, if not the target."""
    beyond = value.best is not None and value.best >= goal.target
    if beyond and goal.kind not in EITHER_WAY:
        return News(status.complete(db, goal, at), value, completed=True)
    start_from(db, goal, value.value)
    return None


def _week(db: Connection, goal: Goal, person: Person, value: Value, today: date) -> News | None:
    week = week_begins(today, person.language)
    if goal.week_told == week or not reaches(goal, value.value, goal.target):
        return None
    queries.change_goal(db, goal.id, week_told=week)
    return News(replace(goal, week_told=week), value, week=True)


def _mark(db: Connection, goal: Goal, value: Value, at: datetime) -> list[Milestone]:
    """Mark the milestones reached since they were last looked at, in the order of the way."""
    marks = queries.milestones_of(db, goal.id)
    new = [one for one in marks if not one.reached_at and reaches(goal, value.best, one.value)]
    for one in new:
        queries.mark_milestone(db, one.id, at)
    return sorted(new, key=lambda one: abs(one.value - goal.target), reverse=True)


def look_again(db: Connection, goal: Goal, person: Person, today: date, at: datetime) -> bool:
    """Take back what rested on a set or a value that is gone; whether there was any of it.

    What was reached longer ago than `STANDS_AFTER` stands: by then sums and streaks have moved on.
    """
    value = value_of(db, goal, person, today)
    undone = [
        one
        for one in queries.milestones_of(db, goal.id)
        if _is_fresh(one.reached_at, at) and not reaches(goal, value.best, one.value)
    ]
    for one in undone:
        queries.mark_milestone(db, one.id, None)
    return (
        _look_at_week(db, goal, person, value, today)
        or _reopen(db, goal, value, at)
        or bool(undone)
    )


def _look_at_week(db: Connection, goal: Goal, person: Person, value: Value, today: date) -> bool:
    told = goal.week_told == week_begins(today, person.language)
    if not told or reaches(goal, value.value, goal.target):
        return False
    queries.change_goal(db, goal.id, week_told=None)
    return True


def _reopen(db: Connection, goal: Goal, value: Value, at: datetime) -> bool:
    over = goal.status is GoalStatus.COMPLETED and _is_fresh(goal.completed_at, at)
    if not over or goal.span is Span.WEEK or reaches(goal, value.best, goal.target):
        return False
    status.reopen(db, goal, goal.by_date)
    return True


def _is_fresh(reached_at: datetime | None, at: datetime) -> bool:
    return reached_at is not None and at - reached_at <= STANDS_AFTER


def settle(db: Connection, goal: Goal, person: Person, today: date, at: datetime) -> News | None:
    """A goal whose date has gone by: completed where it was reached after all, else failed.

    What is counted by the week is reached where its whole weeks came to the target on average.
    None where the date is still to come.
    """
    if goal.by_date is None or today <= goal.by_date or goal.status is not GoalStatus.ACTIVE:
        return None
    value = value_of(db, goal, person, today)
    if goal.span is Span.WEEK:
        value = average_week(db, goal, person, today)
    if reaches(goal, value.best, goal.target):
        return News(status.complete(db, goal, at), value, completed=True)
    return News(status.fail(db, goal), value)


def average_week(db: Connection, goal: Goal, person: Person, today: date) -> Value:
    """What a whole week since the goal was set came to on average."""
    weeks = [value for _, value in full_weeks(db, goal, person, today)]
    if not weeks:
        return value_of(db, goal, person, today)
    average = (sum(weeks, Decimal(0)) / len(weeks)).quantize(Decimal("0.001"))
    return Value(average, average)
