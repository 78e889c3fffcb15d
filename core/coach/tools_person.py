"""What a model may look up about a person beside the log: body weight, goals, how training went.

Blood pressure, girths, body fat, injuries, sleep and mood are a person's health, and what they
call a habit or a goal of their own may be: no tool returns them.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from core.body import queries as body
from core.body.models import Kind, Measurement
from core.checkins import queries as checkins
from core.checkins.models import AnswerStatus, Topic
from core.coach.tools import Arguments, Found, Known, Tools
from core.goals import queries as goals
from core.goals.current import value_of
from core.goals.models import Goal, GoalKind
from core.goals.progress import expected, share

MOST_WEIGHTS = 12
CHECK_IN_DAYS = 28
TENTH = Decimal("0.1")

about_person = Tools()


class Nothing(Arguments):
    """No arguments."""


@about_person.tool(Nothing)
def body_weight(db: Connection, known: Known, given: Nothing) -> Found:
    """Body weight over the last three months, each with its day."""
    person, history = known.person, known.history
    since = history.now - timedelta(weeks=12)
    weights = body.values_since(db, person.id, Kind.WEIGHT, since)
    said: dict[str, Any] = {"weights": [_weighed(known, one) for one in weights[-MOST_WEIGHTS:]]}
    if len(weights) > 1:
        change = person.unit.from_kg(weights[-1].value - weights[0].value)
        said[f"change_{person.unit.value}"] = change.quantize(TENTH)
    return Found(said)


def _weighed(known: Known, one: Measurement) -> dict[str, Any]:
    day = one.at.astimezone(known.person.timezone).date()
    unit = known.person.unit
    weight = unit.from_kg(one.value).quantize(TENTH)
    return {"day": day, "days_ago": known.ago(day), f"weight_{unit.value}": weight}


@about_person.tool(Nothing)
def goals_now(db: Connection, known: Known, given: Nothing) -> Found:
    """The goals the person works on: target, where each stands, how much of the way is done."""
    active = goals.active_goals(db, known.person.id)
    # Goals of their own stay here: the title and what is counted may be about anything.
    told = [one for one in active if one.kind is not GoalKind.OWN]
    return Found({"goals": [_goal(db, known, one) for one in told]})


def _goal(db: Connection, known: Known, goal: Goal) -> dict[str, Any]:
    person, today = known.person, known.history.today
    value = value_of(db, goal, person, today)
    done = share(goal, value.value)
    said: dict[str, Any] = {
        "kind": goal.kind.value,
        "over": goal.span.value,
        "exercise": None if goal.exercise is None else known.name(goal.exercise),
        "times_in_one_set_reps": goal.reps,
        "since_day": goal.begun_on,
        "by_day": goal.by_date,
        "done_percent": None if done is None else (done * 100).quantize(TENTH),
        "expected_day": expected(db, goal, person, today),
        **_valued(known, goal, "target", goal.target),
    }
    if value.value is not None:
        said |= _valued(known, goal, "now", value.value)
    if value.at is not None:
        said["now_day"] = value.at.astimezone(person.timezone).date()
    return {name: one for name, one in said.items() if one is not None}


def _valued(known: Known, goal: Goal, name: str, value: Decimal) -> dict[str, Decimal]:
    """A value of the goal under a name that tells its unit."""
    unit = known.person.unit
    match goal.kind:
        case GoalKind.BODY_WEIGHT | GoalKind.LIFT | GoalKind.ONE_REP_MAX:
            return {f"{name}_{unit.value}": unit.from_kg(value).quantize(TENTH)}
        case GoalKind.REPS:
            return {f"{name}_reps": value}
        case GoalKind.TIME:
            return {f"{name}_seconds": value}
        case GoalKind.DISTANCE:
            return {f"{name}_meters": value}
        case GoalKind.STREAK:
            return {f"{name}_weeks": value}
    return {name: value}


@about_person.tool(Nothing)
def training_check_ins(db: Connection, known: Known, given: Nothing) -> Found:
    """How the person said that training went over the last four weeks, 1 (badly) to 5 (well)."""
    today = known.history.today
    asked = [
        one for one in checkins.check_ins_of(db, known.person.id) if one.topic is Topic.TRAINING
    ]
    mine = {one.id for one in asked}
    first = today - timedelta(days=CHECK_IN_DAYS - 1)
    answers = checkins.answers_between(db, known.person.id, first, today + timedelta(days=1))
    said = [
        {"day": one.day, "days_ago": known.ago(one.day), "of_five": one.value}
        for one in answers
        if one.check_in_id in mine and one.status is AnswerStatus.ANSWERED and one.value is not None
    ]
    return Found({"training_went": said, "is_asked": bool(mine)})
