"""How a goal begins: where it starts from, which way it goes, and the milestones on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection

from core.errors import Refused
from core.goals import queries
from core.goals.current import Value, value_of
from core.goals.models import METERS_IN, OVER, Direction, Goal, GoalKind, GoalStatus, Span, Spec
from core.people.models import Person
from core.training.sets import POUND_IN_KG, WeightUnit

MOST_GOALS = 8
COUNTED_UP = (GoalKind.CALORIES, GoalKind.FREQUENCY, GoalKind.STREAK)
EITHER_WAY = (GoalKind.BODY_WEIGHT, GoalKind.OWN)
"""Where less may be nearer as well as more."""
_BY_PLATES = (GoalKind.LIFT, GoalKind.ONE_REP_MAX)


class TooManyGoals(Refused):
    """Nobody works on so many at once."""

    text = "That is {count} goals already. Let one go first: /goals"


class ReachedAlready(Exception):
    """The log has it already; `value` says what and when."""

    def __init__(self, goal: Goal, value: Value) -> None:
        self.goal = goal
        self.value = value
        super().__init__("a goal that is reached already")


def set_goal(db: Connection, person: Person, spec: Spec, today: date) -> Goal:
    """A new goal out of what was asked for, with milestones by quarters.

    Raises `TooManyGoals`, and `ReachedAlready` where there is nothing left to do.
    """
    under_way = [one for one in queries.goals_of(db, person.id) if one.status not in OVER]
    if len(under_way) >= MOST_GOALS:
        raise TooManyGoals(count=MOST_GOALS)
    asked = as_goal(person, spec, today)
    value = value_of(db, asked, person, today)
    if is_reached(asked, value.value):
        raise ReachedAlready(asked, value)
    goal = queries.add_goal(db, asked)
    return start_from(db, goal, starting_value(asked, spec, value))


def is_reached(asked: Goal, value: Decimal | None) -> bool:
    """Whether the log has it before it is even set."""
    if value is None or asked.span is Span.WEEK:
        return False
    return value == asked.target if asked.kind in EITHER_WAY else value >= asked.target


def as_goal(person: Person, spec: Spec, today: date) -> Goal:
    """What was asked for as the goal it would be, before it is kept."""
    return Goal(
        id=0,
        person_id=person.id,
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
        status=GoalStatus.ACTIVE,
        completed_at=None,
        week_told=None,
    )


def starting_value(asked: Goal, spec: Spec, value: Value) -> Decimal | None:
    """Nothing for what is counted up, what was said for one's own, else what the log last knew."""
    if asked.span is not Span.ONCE or asked.kind in COUNTED_UP:
        return Decimal(0)
    if asked.kind is GoalKind.OWN:
        return spec.start or Decimal(0)
    return value.value


def start_from(db: Connection, goal: Goal, start: Decimal | None) -> Goal:
    """Begin at this value: it says which way the goal goes, and where its milestones are."""
    begun = redirected(replace(goal, start_value=start))
    queries.change_goal(db, goal.id, start_value=start, direction=begun.direction)
    queries.delete_milestones(db, goal.id)
    if start is not None and goal.span is not Span.WEEK:
        queries.add_milestones(db, goal, quarters(goal, start))
    return begun


def redirected(goal: Goal) -> Goal:
    """The goal with the direction that its start and its target give it."""
    start = goal.start_value
    down = goal.kind in EITHER_WAY and start is not None and start > goal.target
    return replace(goal, direction=Direction.DOWN if down else Direction.UP)


def quarters(goal: Goal, start: Decimal) -> list[Decimal]:
    """The values a quarter, half and three quarters of the way, rounded as people say them."""
    if goal.yes_or_no:
        return []
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
    """The widest step that people count in and that tells a quarter of the way from the next."""
    unit = _base_of(goal)
    steps = [Decimal(step) * unit for step in _steps(goal)]
    # Half a plate is no figure; anything else may be halved.
    room = quarter if goal.kind in _BY_PLATES else quarter / 2
    return next((step for step in steps if step <= room), steps[-1])


def _steps(goal: Goal) -> tuple[str, ...]:
    """In units of the goal: plates for a lift, half a kilogram of the body."""
    match goal.kind:
        case GoalKind.LIFT | GoalKind.ONE_REP_MAX:
            return ("5", "2.5") if goal.unit == WeightUnit.LB else ("2.5", "1.25", "0.5")
        case GoalKind.BODY_WEIGHT:
            return ("0.5", "0.1")
        case GoalKind.REPS | GoalKind.STREAK | GoalKind.FREQUENCY:
            return ("1",)
        case GoalKind.TIME:
            return ("600", "300", "60", "30", "15", "5", "1")
        case GoalKind.CALORIES:
            return ("1000", "500", "100", "10")
        case GoalKind.DISTANCE:
            return ("100", "50", "10", "5", "1", "0.5", "0.1")
        case GoalKind.OWN:
            return ("1000", "100", "10", "5", "1", "0.5", "0.1", "0.01")


def _base_of(goal: Goal) -> Decimal:
    """How many base units one unit of the goal is."""
    if goal.unit == WeightUnit.LB:
        return POUND_IN_KG
    return METERS_IN.get(goal.unit or "", Decimal(1))
