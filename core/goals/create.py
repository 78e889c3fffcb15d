"""How a goal begins: where it starts from, which way it goes, and the milestones on the way."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection

from core.errors import Refused
from core.goals import queries
from core.goals.current import value_of
from core.goals.models import Direction, Goal, GoalKind, Span, Spec
from core.people.models import Person
from core.training.sets import WeightUnit

MOST_GOALS = 20
FROM_NOTHING = (GoalKind.CALORIES, GoalKind.FREQUENCY, GoalKind.STREAK)
_MILE = Decimal("1609.344")


class TooManyGoals(Refused):
    """Nobody works on so many at once."""

    text = "That is {count} goals already. Let one go first: /goals"


def set_goal(db: Connection, person: Person, spec: Spec, today: date) -> Goal:
    """A new goal out of what was asked for, with milestones by quarters; `TooManyGoals`."""
    if len(queries.active_goals(db, person.id)) >= MOST_GOALS:
        raise TooManyGoals(count=MOST_GOALS)
    goal = queries.add_goal(
        db,
        person.id,
        kind=spec.kind,
        span=spec.span,
        direction=Direction.UP,
        target=spec.target,
        unit=spec.unit,
        exercise=spec.exercise,
        reps=spec.reps,
        title=spec.title,
        start_value=spec.start,
        begun_on=today,
        by_date=spec.by_date,
    )
    return start_from(db, goal, starting_value(db, goal, person, spec, today))


def starting_value(
    db: Connection, goal: Goal, person: Person, spec: Spec, today: date
) -> Decimal | None:
    """Where the goal starts: nothing for what is counted up, else what the log last knew."""
    if spec.start is not None:
        return spec.start
    counted_up = goal.span is not Span.ONCE or goal.kind in (*FROM_NOTHING, GoalKind.OWN)
    return Decimal(0) if counted_up else value_of(db, goal, person, today).value


def start_from(db: Connection, goal: Goal, start: Decimal | None) -> Goal:
    """Begin at this value: it says which way the goal goes, and where its milestones are."""
    direction = Direction.UP
    if start is not None and start > goal.target:
        direction = Direction.DOWN
    queries.change_goal(db, goal.id, start_value=start, direction=direction)
    queries.delete_milestones(db, goal.id)
    if start is not None and goal.span is not Span.WEEK:
        queries.add_milestones(db, goal, quarters(goal, start))
    return queries.goal_by_id(db, goal.person_id, goal.id) or goal


def quarters(goal: Goal, start: Decimal) -> list[Decimal]:
    """The values a quarter, half and three quarters of the way, rounded as people say them."""
    step = _sensible_step(goal, abs(goal.target - start) / 4)
    low, high = sorted((start, goal.target))
    found = []
    for quarter in (1, 2, 3):
        raw = start + (goal.target - start) * quarter / 4
        value = _rounded(raw, step)
        if low < value < high and value not in found:
            found.append(value)
    return found


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    times = (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return (times * step).quantize(Decimal("0.001"))


def _sensible_step(goal: Goal, quarter: Decimal) -> Decimal:
    """The widest step that people count in and that a quarter of the way still holds."""
    unit = _base_of(goal)
    steps = [Decimal(step) * unit for step in _steps(goal)]
    return next((step for step in steps if step <= quarter), steps[-1])


def _steps(goal: Goal) -> tuple[str, ...]:
    """In units of the goal: plates for a lift, half a kilogram of the body."""
    match goal.kind:
        case GoalKind.LIFT | GoalKind.ONE_REP_MAX:
            return ("5", "2.5") if goal.unit == WeightUnit.LB else ("2.5", "1.25", "0.5")
        case GoalKind.BODY_WEIGHT:
            return ("1", "0.5", "0.1")
        case GoalKind.REPS | GoalKind.STREAK | GoalKind.FREQUENCY:
            return ("1",)
        case GoalKind.CALORIES:
            return ("1000", "500", "100", "10")
        case GoalKind.DISTANCE:
            return ("100", "50", "10", "5", "1", "0.5", "0.1")
        case GoalKind.OWN:
            return ("1000", "100", "10", "5", "1", "0.5", "0.1", "0.01")


def _base_of(goal: Goal) -> Decimal:
    """How many base units one unit of the goal is."""
    match goal.unit:
        case "lb":
            return WeightUnit.LB.to_kg(Decimal(1))
        case "mi":
            return _MILE
        case "km":
            return Decimal(1000)
        case _:
            return Decimal(1)
