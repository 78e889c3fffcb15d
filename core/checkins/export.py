"""Check-ins, time off and the weekly review as they are exported."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from core.checkins import queries
from core.checkins.models import Answer, CheckIn
from core.checkins.recording import value_of
from core.goals import queries as goals
from core.people.models import Person
from core.training.export import moment, number


def check_ins_json(db: Connection, person: Person) -> list[dict[str, Any]]:
    """The entries of `check_ins` in `werkout.json`, each with the answers of its days.

    `weekdays` count from 1 for Monday; `paused_until` is the first day that is asked about again,
    9999-12-31 where no day is named. Values are in the base unit of what is measured; 1 and 0 are
    yes and no.
    """
    return [_check_in(db, one, person) for one in queries.check_ins_of(db, person.id)]


def _check_in(db: Connection, one: CheckIn, person: Person) -> dict[str, Any]:
    goal = None if one.goal_id is None else goals.goal_by_id(db, person.id, one.goal_id)
    return {
        "topic": one.topic,
        "kind": one.kind,
        "goal": None if goal is None else goal.title,
        "words": one.words,
        "at": f"{one.at:%H:%M}",
        "weekdays": list(one.weekdays),
        "paused_until": _day(one.paused_until),
        "created_at": moment(one.created_at, person.timezone),
        "answers": [_answer(db, one, each, person) for each in queries.answers_of(db, one.id)],
    }


def _answer(db: Connection, one: CheckIn, answer: Answer, person: Person) -> dict[str, Any]:
    value = value_of(db, one, answer)
    return {
        "day": answer.day.isoformat(),
        "status": answer.status,
        "value": None if value is None else number(value.value),
        "second": None if value is None else number(value.second),
        "asked_at": moment(answer.asked_at, person.timezone),
        "answered_at": moment(answer.answered_at, person.timezone),
    }


def times_off_json(db: Connection, person: Person) -> list[dict[str, Any]]:
    """The entries of `times_off`: from the first day to the day before `until`."""
    return [
        {"first_day": one.first_day.isoformat(), "until": _day(one.until)}
        for one in queries.times_off(db, person.id)
    ]


def weekly_review_json(db: Connection, person: Person) -> dict[str, Any] | None:
    """`weekly_review`: its ISO weekday and time; None where it never comes by itself."""
    review = queries.review_of(db, person.id)
    if review.weekday is None or review.at is None:
        return None
    return {"weekday": review.weekday, "at": f"{review.at:%H:%M}"}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
