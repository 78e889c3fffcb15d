"""What a week is made of."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from core.body.models import Kind
from core.body.queries import add_measurement
from core.checkins import queries
from core.checkins.models import AnswerStatus, Topic
from core.checkins.schedule import EVERY_DAY
from core.checkins.week import gather, usual, week_until
from core.goals.create import set_goal
from core.goals.models import GoalKind, Spec
from core.training import queries as training
from core.training import workouts
from core.training.spans import Span
from tests.core.training.people import NOON, Trains, lift, lifter

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
SUNDAY_EVENING = datetime(2026, 3, 8, 19, tzinfo=BERLIN)


def trains(sam: Trains, kilograms: str, at: datetime) -> None:
    sam.at = at
    logged = sam.logs("bench_press", lift(kilograms, 10))
    workouts.finish(sam.db, logged.workout, at + timedelta(minutes=30))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (datetime(2026, 3, 8, 19, tzinfo=BERLIN), MONDAY),
        (datetime(2026, 3, 8, 12, tzinfo=BERLIN), MONDAY),
        (datetime(2026, 3, 8, 11, 59, tzinfo=BERLIN), date(2026, 3, 1)),
        # The person's day, not ours: in Berlin it is Monday already.
        (datetime(2026, 3, 8, 23, 30, tzinfo=ZoneInfo("UTC")), MONDAY),
    ],
)
def test_a_week_ends_today_from_noon_on(at: datetime, first: date) -> None:
    assert week_until(at, BERLIN) == first


def test_asked_for_in_the_morning_it_ends_today_too() -> None:
    early = datetime(2026, 3, 8, 7, tzinfo=BERLIN)
    assert week_until(early, BERLIN, with_today=True) == MONDAY


def test_seven_days_beside_four_weeks(sam: Trains) -> None:
    for weeks, kilograms in ((5, "40"), (4, "50"), (2, "60"), (1, "70")):
        trains(sam, kilograms, noon(MONDAY - timedelta(weeks=weeks)))
    trains(sam, "80", noon(MONDAY))
    trains(sam, "75", noon(MONDAY + timedelta(days=6)))
    trains(sam, "90", noon(MONDAY + timedelta(days=7)))
    week = gather(sam.db, sam.person, MONDAY)
    assert (week.done.workouts, week.done.volume_kg) == (2, Decimal(1550))
    assert [one.volume_kg for one in week.before] == [500, 0, 600, 700]
    assert week.trained == {MONDAY, MONDAY + timedelta(days=6)}
    assert week.records == ("bench_press",)
    assert not week.is_silent


def test_the_days_are_the_persons_own(sam: Trains) -> None:
    trains(sam, "80", datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC")))
    assert gather(sam.db, sam.person, MONDAY).trained == {MONDAY}


def test_what_was_taken_back_and_what_is_somebody_elses_is_not_in_it(
    db: Connection, sam: Trains
) -> None:
    trains(sam, "80", noon(MONDAY))
    ana = Trains(db, lifter(db, "2"))
    trains(ana, "90", noon(MONDAY))
    found = training.completed_between(db, sam.person.id, NOON - timedelta(days=1), SUNDAY_EVENING)
    assert found is not None
    training.take_back(db, [one.id for one in training.sets_of(db, found.id)], NOON)
    week = gather(db, sam.person, MONDAY)
    assert week.is_silent
    assert week.trained == frozenset()


def test_weights_goals_and_check_ins(sam: Trains) -> None:
    for days in (-40, -20, 2):
        at = noon(MONDAY + timedelta(days=days))
        add_measurement(sam.db, sam.person.id, Kind.WEIGHT, Decimal(84 - days), at)
    set_goal(sam.db, sam.person, Spec(GoalKind.BODY_WEIGHT, Decimal(72), "kg"), MONDAY)
    one = queries.add_check_in(sam.db, sam.person.id, Topic.TRAINING, time(20), EVERY_DAY, NOON)
    for days in range(7):
        day = MONDAY + timedelta(days=days)
        answer = queries.add_answer(sam.db, one, day, NOON, AnswerStatus.ASKED)
        if days < 3:
            queries.change_answer(sam.db, answer.id, status=AnswerStatus.ANSWERED)
    week = gather(sam.db, sam.person, MONDAY)
    assert [one.value for one in week.weights] == [104, 82]
    assert [one.goal.kind for one in week.goals] == [GoalKind.BODY_WEIGHT]
    # Sunday's question is still open.
    assert (week.answered, week.asked) == (3, 6)


def test_the_week_of_a_change_of_clocks_is_whole(sam: Trains) -> None:
    monday = date(2026, 3, 23)
    trains(sam, "80", datetime(2026, 3, 23, 0, 5, tzinfo=BERLIN))
    trains(sam, "80", datetime(2026, 3, 29, 23, 25, tzinfo=BERLIN))
    assert gather(sam.db, sam.person, monday).done.workouts == 2


def test_what_is_usual_needs_two_weeks_with_training() -> None:
    idle, busy = Span(0, 0, Decimal(0)), Span(3, 30, Decimal(9000))
    assert usual([idle, idle, idle, busy]) is None
    assert usual([idle, busy, idle, busy]) == (Decimal(3), Decimal(9000))
    assert usual([idle, busy, idle, Span(2, 10, Decimal(4000))]) == (Decimal("2.5"), Decimal(6500))
