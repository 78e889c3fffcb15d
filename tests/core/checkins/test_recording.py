"""Where an answer is kept, taken back from, and found again; and how it is exported."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import orjson
import pytest
from sqlalchemy import Connection

from core.achievements.export import achievements_json
from core.achievements.queries import keep_earned
from core.body import queries as body
from core.body.models import Kind
from core.checkins import queries
from core.checkins.export import check_ins_json, times_off_json, weekly_review_json
from core.checkins.models import (
    UNTIL_I_SAY,
    Answer,
    AnswerStatus,
    CheckIn,
    Topic,
    WeeklyReview,
)
from core.checkins.recording import Known, Value, last_known, record, take_back, take_measured
from core.checkins.recording import value_of as answered
from core.checkins.schedule import EVERY_DAY
from core.goals.create import set_goal
from core.goals.models import GoalKind, Spec
from tests.core.training.people import NOON, Trains

TODAY = date(2026, 3, 2)


def check_in(sam: Trains, topic: Topic, **about: object) -> tuple[CheckIn, Answer]:
    one = queries.add_check_in(
        sam.db,
        sam.person.id,
        topic,
        time(8),
        EVERY_DAY,
        NOON,
        **about,  # type: ignore[arg-type]
    )
    return one, queries.add_answer(sam.db, one, TODAY, NOON, AnswerStatus.ASKED)


def kept(sam: Trains, answer: Answer) -> Answer:
    found = queries.answer_by_id(sam.db, sam.person.id, answer.id)
    assert found is not None
    return found


def test_a_weight_is_a_measurement(sam: Trains) -> None:
    one, answer = check_in(sam, Topic.BODY, kind=Kind.WEIGHT)
    record(sam.db, one, answer, Value(Decimal("82.4")), NOON, NOON)
    found = body.latest(sam.db, sam.person.id, Kind.WEIGHT)
    assert found is not None
    assert (found.value, found.source) == (Decimal("82.4"), "check-in")
    assert answered(sam.db, one, kept(sam, answer)) == Value(Decimal("82.4"))
    assert last_known(sam.db, one) == Known(Value(Decimal("82.4")), NOON)
    take_back(sam.db, one, kept(sam, answer))
    assert body.latest(sam.db, sam.person.id, Kind.WEIGHT) is None
    assert kept(sam, answer) == answer


def test_blood_pressure_has_two_values(sam: Trains) -> None:
    one, answer = check_in(sam, Topic.BODY, kind=Kind.BLOOD_PRESSURE)
    record(sam.db, one, answer, Value(Decimal(120), Decimal(80)), NOON, NOON)
    assert answered(sam.db, one, kept(sam, answer)) == Value(Decimal(120), Decimal(80))


def test_a_goals_value_belongs_to_the_goal(sam: Trains) -> None:
    spec = Spec(GoalKind.OWN, Decimal(24), "books", title="Books", start=Decimal(0))
    goal = set_goal(sam.db, sam.person, spec, TODAY)
    one, answer = check_in(sam, Topic.GOAL, goal_id=goal.id)
    assert last_known(sam.db, one) is None
    record(sam.db, one, answer, Value(Decimal(3)), NOON, NOON)
    assert last_known(sam.db, one) == Known(Value(Decimal(3)), NOON)
    assert answered(sam.db, one, kept(sam, answer)) == Value(Decimal(3))
    take_back(sam.db, one, kept(sam, answer))
    assert last_known(sam.db, one) is None


@pytest.mark.parametrize("about", [{"words": "Did I stretch?"}, {}])
def test_anything_else_is_kept_beside_the_question(sam: Trains, about: dict[str, str]) -> None:
    topic = Topic.HABIT if about else Topic.TRAINING
    one, answer = check_in(sam, topic, **about)
    record(sam.db, one, answer, Value(Decimal(1)), NOON, NOON)
    assert last_known(sam.db, one) == Known(Value(Decimal(1)), NOON)
    take_back(sam.db, one, kept(sam, answer))
    assert last_known(sam.db, one) is None


def test_a_deleted_measurement_leaves_an_answer_without_a_value(sam: Trains) -> None:
    one, answer = check_in(sam, Topic.BODY, kind=Kind.WEIGHT)
    record(sam.db, one, answer, Value(Decimal(82)), NOON, NOON)
    found = body.latest(sam.db, sam.person.id, Kind.WEIGHT)
    assert found is not None
    body.delete_measurement(sam.db, found)
    assert answered(sam.db, one, kept(sam, answer)) is None
    take_back(sam.db, one, kept(sam, answer))


@pytest.mark.parametrize(
    ("kind", "hours", "taken"),
    [
        (Kind.WEIGHT, 0, True),
        (Kind.WEIGHT, -11, True),
        # Before midnight in Berlin, and past it.
        (Kind.WEIGHT, -14, False),
        (Kind.WEIGHT, 12, False),
        (Kind.MOOD, 0, False),
        (Kind.HYDRATION, 0, False),
    ],
)
def test_a_value_of_the_day_is_the_answer(sam: Trains, kind: Kind, hours: int, taken: bool) -> None:
    one, answer = check_in(sam, Topic.BODY, kind=kind)
    at = NOON + timedelta(hours=hours)
    body.add_measurement(sam.db, sam.person.id, kind, Decimal(3), at)
    assert take_measured(sam.db, one, answer, sam.person.timezone) is taken
    assert (kept(sam, answer).status is AnswerStatus.ANSWERED) is taken


def test_one_answer_a_day(sam: Trains) -> None:
    one, _ = check_in(sam, Topic.TRAINING)
    with pytest.raises(Exception, match=r"(?i)unique"):
        queries.add_answer(sam.db, one, TODAY, NOON, AnswerStatus.ASKED)
    sam.db.rollback()


def test_everything_is_exported(sam: Trains) -> None:
    one, answer = check_in(sam, Topic.BODY, kind=Kind.WEIGHT)
    record(sam.db, one, answer, Value(Decimal("82.4")), NOON, NOON)
    check_in(sam, Topic.HABIT, words="Did I stretch?")
    queries.change_check_in(sam.db, sam.person.id, one.id, paused_until=UNTIL_I_SAY)
    weight, habit = orjson.loads(orjson.dumps(check_ins_json(sam.db, sam.person)))
    assert weight == {
        "topic": "body",
        "kind": "weight",
        "goal": None,
        "words": None,
        "at": "08:00",
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "paused_until": "9999-12-31",
        "created_at": "2026-03-02T13:00:00+01:00",
        "answers": [
            {
                "day": "2026-03-02",
                "status": "answered",
                "value": 82.4,
                "second": None,
                "asked_at": "2026-03-02T13:00:00+01:00",
                "answered_at": "2026-03-02T13:00:00+01:00",
            }
        ],
    }
    assert (habit["words"], habit["answers"][0]["value"]) == ("Did I stretch?", None)


def test_time_off_the_review_and_what_was_earned_are_exported(db: Connection, sam: Trains) -> None:
    assert weekly_review_json(db, sam.person) is None
    queries.keep_review(db, WeeklyReview(sam.person.id, 7, time(19)))
    assert weekly_review_json(db, sam.person) == {"weekday": 7, "at": "19:00"}
    queries.add_time_off(db, sam.person.id, TODAY, date(2026, 3, 9))
    assert times_off_json(db, sam.person) == [{"first_day": "2026-03-02", "until": "2026-03-09"}]
    later = datetime(2026, 4, 1, tzinfo=UTC)
    keep_earned(db, sam.person.id, {"workouts.10": later, "workouts.1": NOON}, later)
    keep_earned(db, sam.person.id, {"workouts.1": NOON}, later)
    assert [(one["key"], one["earned_at"]) for one in achievements_json(db, sam.person)] == [
        ("workouts.1", "2026-03-02T13:00:00+01:00"),
        ("workouts.10", None),
    ]
