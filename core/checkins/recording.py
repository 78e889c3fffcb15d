"""Keeps an answer where its value belongs: among measurements, a goal's values, or beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.body import queries as body
from core.body.models import Kind, Measurement
from core.checkins import queries
from core.checkins.models import Answer, AnswerStatus, CheckIn, Topic
from core.goals import queries as goals
from core.training.workouts import day_bounds

SOURCE = "check-in"
SEVERAL_A_DAY = (Kind.HYDRATION, Kind.MOOD)
"""What one value of the day does not say yet."""


@dataclass(frozen=True, slots=True)
class Value:
    """An answer: a value in the base unit of what is asked, `second` the diastolic pressure.

    1 and 0 are yes and no.
    """

    value: Decimal
    second: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A value and when it was measured or said."""

    value: Value
    at: datetime


def record(
    db: Connection, one: CheckIn, answer: Answer, value: Value, at: datetime, now: datetime
) -> None:
    """Keep the answer; `at` is when it holds, `now` when it was given."""
    values: dict[str, object] = {"status": AnswerStatus.ANSWERED, "answered_at": now}
    if one.topic is Topic.BODY and one.kind is not None:
        kept = body.add_measurement(
            db, one.person_id, one.kind, value.value, at, second=value.second, source=SOURCE
        )
        values["measurement_id"] = kept.id
    elif one.topic is Topic.GOAL and one.goal_id is not None:
        goal = goals.goal_by_id(db, one.person_id, one.goal_id)
        if goal is not None:
            values["goal_value_id"] = goals.add_value(db, goal, value.value, at)
    else:
        values["value"] = value.value
    queries.change_answer(db, answer.id, **values)


def take_back(db: Connection, one: CheckIn, answer: Answer) -> None:
    """As if it had not been answered."""
    if answer.measurement_id is not None:
        found = body.measurement_by_id(db, one.person_id, answer.measurement_id)
        if found is not None:
            body.delete_measurement(db, found)
    if answer.goal_value_id is not None and one.goal_id is not None:
        goals.delete_value(db, one.goal_id, answer.goal_value_id)
    queries.change_answer(
        db,
        answer.id,
        status=AnswerStatus.ASKED,
        answered_at=None,
        value=None,
        measurement_id=None,
        goal_value_id=None,
    )


def value_of(db: Connection, one: CheckIn, answer: Answer) -> Value | None:
    """What was answered; None where it was not, or has been deleted since."""
    if answer.measurement_id is not None:
        found = body.measurement_by_id(db, one.person_id, answer.measurement_id)
        return None if found is None else Value(found.value, found.second)
    if answer.goal_value_id is not None and one.goal_id is not None:
        kept = goals.value_by_id(db, one.goal_id, answer.goal_value_id)
        return None if kept is None else Value(kept)
    return None if answer.value is None else Value(answer.value)


def last_known(db: Connection, one: CheckIn) -> Known | None:
    """The newest value, wherever it was typed."""
    if one.topic is Topic.BODY and one.kind is not None:
        found = body.latest(db, one.person_id, one.kind)
        return None if found is None else Known(Value(found.value, found.second), found.at)
    if one.topic is Topic.GOAL and one.goal_id is not None:
        values = goals.values_of(db, one.goal_id)
        return Known(Value(values[-1][1]), values[-1][0]) if values else None
    answer = queries.newest_answered(db, one.id)
    if answer is None or answer.value is None or answer.answered_at is None:
        return None
    return Known(Value(answer.value), answer.answered_at)


def take_measured(db: Connection, one: CheckIn, answer: Answer, zone: ZoneInfo) -> bool:
    """Whether the day has its value already, typed without being asked: it is the answer."""
    if one.topic is not Topic.BODY or one.kind is None or one.kind in SEVERAL_A_DAY:
        return False
    values = body.values_between(db, one.person_id, one.kind, *day_bounds(answer.day, zone))
    if values:
        answer_with(db, answer, values[-1])
    return bool(values)


def answer_with(db: Connection, answer: Answer, measured: Measurement) -> None:
    """A value that was measured without being asked is the answer."""
    queries.change_answer(
        db,
        answer.id,
        status=AnswerStatus.ANSWERED,
        answered_at=measured.at,
        measurement_id=measured.id,
    )
