"""A goal in words: what it is about, how far it is, and its values in the unit it was set in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.numbers import format_percent

from bot.engine.texts import Texts
from core.goals.models import METERS_IN, Direction, Goal, GoalKind, Milestone, Span
from core.training.exercises import Catalogue
from core.training.sets import WeightUnit

BAR = 10


def title_of(texts: Texts, goal: Goal, catalogue: Catalogue) -> str:
    """`Bench press 100 kg × 5`, `Run 20 km a week`, `3 workouts a week`."""
    value = value_words(texts, goal, goal.target)
    name = catalogue.name(goal.exercise) if goal.exercise else ""
    match goal.kind:
        case GoalKind.BODY_WEIGHT:
            return texts.t("Body weight {value}", value=value)
        case GoalKind.LIFT:
            return _lift(texts, goal, name, value, catalogue)
        case GoalKind.ONE_REP_MAX:
            return texts.t("{exercise}, estimated 1RM {value}", exercise=name, value=value)
        case GoalKind.REPS:
            return texts.t("{exercise}, {value} in a set", exercise=name, value=value)
        case GoalKind.TIME:
            return texts.t("{exercise} {value}", exercise=name, value=value)
        case GoalKind.STREAK:
            count = int(goal.target)
            return texts.tn(
                "{count} week in a row with a workout",
                "{count} weeks in a row with a workout",
                count,
            )
        case GoalKind.OWN:
            return _own(texts, goal, value)
        case _:
            return _counted(texts, goal, name, value)


def _lift(texts: Texts, goal: Goal, name: str, value: str, catalogue: Catalogue) -> str:
    if goal.exercise and catalogue.adds_weight(goal.exercise):
        value = f"+{value}"
    if (goal.reps or 1) > 1:
        value = f"{value} × {goal.reps}"
    return texts.t("{exercise} {value}", exercise=name, value=value)


def _own(texts: Texts, goal: Goal, value: str) -> str:
    title = goal.title or ""
    if goal.yes_or_no or value.lower() in title.lower():
        return title
    return texts.t("{title}: {value}", title=title, value=value)


def _counted(texts: Texts, goal: Goal, name: str, value: str) -> str:
    """What adds up, by the week or in all; a distance may also be one go."""
    if name:
        value = texts.t("{exercise} {value}", exercise=name, value=value)
    match goal.span:
        case Span.WEEK:
            return texts.t("{value} a week", value=value)
        case Span.ALL:
            return texts.t("{value} in all", value=value)
        case Span.ONCE:
            return value


def value_words(texts: Texts, goal: Goal, value: Decimal) -> str:
    """A value of the goal with its unit: `92.5 kg`, `12 reps`, `3:00`, `7.5 km`, `4 books`."""
    match goal.kind:
        case GoalKind.BODY_WEIGHT | GoalKind.LIFT | GoalKind.ONE_REP_MAX:
            unit = WeightUnit(goal.unit or WeightUnit.KG)
            return f"{texts.number(unit.from_kg(value), 1)} {unit.value}"
        case GoalKind.REPS:
            return texts.tn("{count} rep", "{count} reps", int(value))
        case GoalKind.TIME:
            return texts.duration(int(value))
        case GoalKind.DISTANCE:
            return f"{texts.number(value / METERS_IN[goal.unit or 'm'], 1)} {goal.unit}"
        case GoalKind.CALORIES:
            return texts.t("{count} kcal", count=texts.number(value, 0))
        case GoalKind.FREQUENCY:
            return _workouts(texts, value)
        case GoalKind.STREAK:
            return texts.tn("{count} week", "{count} weeks", int(value))
        case GoalKind.OWN:
            return f"{texts.number(value)} {goal.unit or ''}".strip()


def _workouts(texts: Texts, value: Decimal) -> str:
    if value == int(value):
        return texts.tn("{count} workout", "{count} workouts", int(value))
    return texts.t("{count} workouts on average", count=texts.number(value, 1))


def bar(share: Decimal) -> str:
    """`▰▰▰▰▰▱▱▱▱▱`: full only when all of the way is behind."""
    full = int(share * BAR)
    return "▰" * full + "▱" * (BAR - full)


def percent(texts: Texts, share: Decimal) -> str:
    """50%, 50 %: a share is never rounded up to the whole."""
    return str(format_percent(int(share * 100) / 100, locale=texts.locale))


def milestone_words(texts: Texts, goal: Goal, marks: list[Milestone]) -> str:
    """`Milestones: 87.5 kg ✓, 92.5 kg, 96 kg`, in the order in which they are reached."""
    parts = []
    for one in marks if goal.direction is Direction.UP else reversed(marks):
        value = value_words(texts, goal, one.value)
        parts.append(f"{value} ✓" if one.reached_at else value)
    return texts.t("Milestones: {values}", values=", ".join(parts))


def by_words(texts: Texts, day: date, today: date) -> str:
    """`1 Mar`, with the year where it is another."""
    return texts.date(day, year=day.year != today.year)
