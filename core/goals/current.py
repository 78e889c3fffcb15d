"""How far a goal is: its current value out of the log wherever the log can know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from core.achievements.streaks import streak_of
from core.body import queries as body
from core.body.models import Kind
from core.goals import figures, queries
from core.goals.figures import Figure
from core.goals.models import Direction, Goal, GoalKind, Span
from core.goals.weeks import A_WEEK, week_begins
from core.people.models import Person
from core.people.queries import person_by_id
from core.training.exercises import Catalogue
from core.training.queries import own_exercises
from core.training.workouts import day_bounds

STILL_COUNTS = timedelta(weeks=12)
"""What was lifted, run or weighed so long before a goal was set is where it starts from."""


@dataclass(frozen=True, slots=True)
class Value:
    """Where a goal stands, in its base unit; None where nothing is known.

    `best` is the nearest to the target that it ever was since the goal was set: a body weight may
    have gone back since. `at` is when the value was lifted, run, measured or typed, where it is
    one value and no sum.
    """

    value: Decimal | None
    best: Decimal | None
    at: datetime | None = None


NOTHING = Value(None, None)


def current(db: Connection, goal: Goal, today: date) -> Value:
    """Where the goal stands on that day of the person's calendar."""
    person = person_by_id(db, goal.person_id)
    return NOTHING if person is None else value_of(db, goal, person, today)


def value_of(db: Connection, goal: Goal, person: Person, today: date) -> Value:
    """The same, where the person is at hand."""
    if goal.kind is GoalKind.STREAK:
        weeks = Decimal(weeks_in_a_row(db, person, today))
        return Value(weeks, weeks)
    if goal.span is Span.WEEK:
        first = week_begins(today, person.language)
        return _sum(_parts(db, goal, person, first, first + A_WEEK))
    if goal.span is Span.ALL and goal.kind is GoalKind.DISTANCE:
        start, _ = day_bounds(goal.begun_on, person.timezone)
        _, end = day_bounds(today, person.timezone)
        meters = figures.meters_in(db, goal, start, end)
        return Value(meters, meters)
    if goal.span is Span.ALL:
        return _sum(_parts(db, goal, person, goal.begun_on, today + timedelta(days=1)))
    _, end = day_bounds(today, person.timezone)
    points = [one for one in single_values(db, goal, person) if one.at < end]
    return _single(goal, person, points)


def single_values(db: Connection, goal: Goal, person: Person) -> list[Figure]:
    """The values of a goal that is reached in one go, oldest first: weighings, bests, typed."""
    since, _ = day_bounds(goal.begun_on - STILL_COUNTS, person.timezone)
    if goal.kind is GoalKind.BODY_WEIGHT:
        found = body.values_since(db, person.id, Kind.WEIGHT, since)
        return [Figure(one.at, one.value) for one in found]
    if goal.kind is GoalKind.OWN:
        return [Figure(at, value) for at, value in queries.values_of(db, goal.id)]
    return figures.bests_by_workout(db, goal, since)


def _single(goal: Goal, person: Person, points: list[Figure]) -> Value:
    if not points:
        known = person.body_weight_kg if goal.kind is GoalKind.BODY_WEIGHT else goal.start_value
        return Value(known, known)
    nearest = max if goal.direction is Direction.UP else min
    begun, _ = day_bounds(goal.begun_on, person.timezone)
    if goal.kind in (GoalKind.BODY_WEIGHT, GoalKind.OWN):
        newest = points[-1]
        since = [one.value for one in points if one.at >= begun] or [newest.value]
        return Value(newest.value, nearest(since), newest.at)
    best = nearest(points, key=lambda one: one.value)
    return Value(best.value, best.value, best.at)


def _sum(parts: list[Figure] | None) -> Value:
    if parts is None:
        return NOTHING
    total = sum((one.value for one in parts), Decimal(0))
    return Value(total, total)


def _parts(
    db: Connection, goal: Goal, person: Person, first: date, until: date
) -> list[Figure] | None:
    """What adds up to the goal from the day `first` to before `until`; None where unknown."""
    start, _ = day_bounds(first, person.timezone)
    end, _ = day_bounds(until, person.timezone)
    if goal.kind is GoalKind.FREQUENCY:
        return figures.workouts_begun(db, person.id, start, end)
    if goal.kind is GoalKind.DISTANCE:
        return figures.meters_by_set(db, goal, start, end)
    if person.body_weight_kg is None:
        return None
    catalogue = Catalogue(own_exercises(db, person.id))
    weight = person.body_weight_kg
    return figures.calories_by_workout(db, person.id, start, end, catalogue, weight)


def summed_values(
    db: Connection, goal: Goal, person: Person, today: date, since: date | None = None
) -> list[Figure]:
    """What has added up since that day, or since the goal was set, part by part, oldest first."""
    first = max(since or goal.begun_on, goal.begun_on)
    return _parts(db, goal, person, first, today + timedelta(days=1)) or []


def full_weeks(
    db: Connection, goal: Goal, person: Person, today: date
) -> list[tuple[date, Decimal]]:
    """The figure of each whole week since the goal was set, by its first day; not this week's."""
    first = week_begins(goal.begun_on, person.language)
    if first < goal.begun_on:
        first += A_WEEK
    this_week = week_begins(today, person.language)
    count = max((this_week - first) // A_WEEK, 0)
    weeks = {first + A_WEEK * number: Decimal(0) for number in range(count)}
    # Read at once: after years it would be hundreds of statements.
    parts = _parts(db, goal, person, first, this_week) if weeks else None
    for one in parts or ():
        week = week_begins(one.at.astimezone(person.timezone).date(), person.language)
        if week in weeks:
            weeks[week] += one.value
    return list(weeks.items())


def weeks_in_a_row(db: Connection, person: Person, today: date) -> int:
    """How many weeks in a row have a workout, up to this one, or to the last while this is on."""
    return streak_of(db, person, today).weeks
