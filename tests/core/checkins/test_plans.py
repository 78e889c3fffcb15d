"""When a question is put, put again, and closed; pauses and what was asked before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from core.body.models import Kind
from core.checkins import plans, queries
from core.checkins.models import UNTIL_I_SAY, Answer, AnswerStatus, CheckIn, Topic, WeeklyReview
from core.checkins.schedule import EVERY_DAY, end_of_day
from core.people.queries import change_person, person_by_id
from tests.core.training.people import NOON, Trains

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 2)


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def eight(sam: Trains) -> CheckIn:
    return queries.add_check_in(
        sam.db, sam.person.id, Topic.BODY, time(8), EVERY_DAY, NOON, kind=Kind.WEIGHT
    )


def next_day(sam: Trains, one: CheckIn, now: datetime) -> date | None:
    person = person_by_id(sam.db, sam.person.id)
    assert person is not None
    run = plans.next_question(sam.db, one, person, now)
    return None if run is None else run.day


def due_now(sam: Trains, one: CheckIn, now: datetime) -> date | None:
    run = plans.question_now(sam.db, one, sam.person, now)
    return None if run is None else run.day


def test_without_a_zone_nothing_is_asked(sam: Trains, eight: CheckIn) -> None:
    change_person(sam.db, sam.person.id, zone=None)
    assert next_day(sam, eight, NOON) is None


def test_the_next_morning(sam: Trains, eight: CheckIn) -> None:
    assert next_day(sam, eight, berlin(2, 7, 59)) == TODAY
    assert next_day(sam, eight, berlin(2, 8)) == TODAY + timedelta(days=1)


def test_a_day_that_was_asked_about_is_over(sam: Trains, eight: CheckIn) -> None:
    queries.add_answer(sam.db, eight, TODAY, NOON, AnswerStatus.ASKED)
    assert next_day(sam, eight, berlin(2, 5)) == TODAY + timedelta(days=1)


def test_a_pause_of_its_own_and_time_off(sam: Trains, eight: CheckIn) -> None:
    paused = replace(eight, paused_until=date(2026, 3, 6))
    assert next_day(sam, paused, NOON) == date(2026, 3, 6)
    queries.add_time_off(sam.db, sam.person.id, TODAY, date(2026, 3, 9))
    assert next_day(sam, paused, NOON) == date(2026, 3, 9)
    assert next_day(sam, replace(eight, paused_until=UNTIL_I_SAY), NOON) is None
    over = replace(eight, paused_until=TODAY)
    assert plans.rests_until(sam.db, over, date(2026, 3, 9)) is None


def test_it_is_asked_today_or_not_at_all(sam: Trains, eight: CheckIn) -> None:
    assert due_now(sam, eight, berlin(2, 8)) == TODAY
    assert due_now(sam, eight, berlin(2, 7, 59)) is None
    # A machine that woke up later.
    assert due_now(sam, eight, berlin(2, 21, 59)) == TODAY
    assert due_now(sam, eight, berlin(2, 22)) is None
    assert due_now(sam, eight, berlin(3, 3)) is None


def test_who_chose_the_night_is_asked_at_night(sam: Trains, eight: CheckIn) -> None:
    late = replace(eight, at=time(23, 30))
    assert due_now(sam, late, berlin(2, 23, 31)) == TODAY
    early = replace(eight, at=time(4))
    assert due_now(sam, early, berlin(2, 4, 30)) == TODAY
    assert due_now(sam, early, berlin(2, 5, 30)) is None


def test_a_pause_holds_what_is_due(sam: Trains, eight: CheckIn) -> None:
    queries.add_time_off(sam.db, sam.person.id, TODAY, TODAY + timedelta(days=1))
    assert due_now(sam, eight, berlin(2, 8)) is None
    assert due_now(sam, eight, berlin(3, 8)) == TODAY + timedelta(days=1)


def answer_of(asked_at: datetime, day: date = TODAY) -> Answer:
    status = AnswerStatus.ASKED
    return Answer(1, 1, 1, day, status, None, None, None, asked_at.astimezone(UTC), False, None)


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        ((8, 0), (10, 0)),
        ((19, 59), (21, 59)),
        ((4, 0), (7, 0)),
        ((0, 30), (7, 0)),
        ((20, 0), None),
        ((23, 30), None),
    ],
)
def test_once_more_in_the_daytime_of_the_same_day(
    asked: tuple[int, int], again: tuple[int, int] | None
) -> None:
    found = plans.ask_again_at(answer_of(berlin(2, *asked)), BERLIN)
    assert found == (None if again is None else berlin(2, *again))


moments = st.integers(0, 60 * 24 * 365).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
zones = st.sampled_from(
    ["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Kolkata"]
).map(ZoneInfo)


@given(moments, zones)
def test_again_lies_between_asking_and_the_end(asked: datetime, zone: ZoneInfo) -> None:
    day = asked.astimezone(zone).date()
    answer = answer_of(asked, day)
    again, closes = plans.ask_again_at(answer, zone), plans.closes_at(answer, zone)
    assert closes >= asked + plans.AGAIN_AFTER
    assert closes >= end_of_day(day, zone)
    if again is not None:
        assert asked + plans.AGAIN_AFTER <= again < end_of_day(day, zone)
        assert plans.is_daytime(again, zone)


@given(moments, zones)
def test_the_next_daytime_is_now_or_the_next_morning(now: datetime, zone: ZoneInfo) -> None:
    found = plans.next_daytime(now, zone)
    assert plans.is_daytime(found, zone)
    assert (found == now) is plans.is_daytime(now, zone)
    assert now <= found < now + timedelta(hours=10)


def test_answered_in_a_row() -> None:
    def one(day: int, status: AnswerStatus) -> Answer:
        answered = NOON if status is AnswerStatus.ANSWERED else None
        asked = answer_of(NOON, date(2026, 3, day))
        return replace(asked, status=status, answered_at=answered)

    yes, no, asked = AnswerStatus.ANSWERED, AnswerStatus.SKIPPED, AnswerStatus.ASKED
    in_a_row = plans.answered_in_a_row
    assert in_a_row([], TODAY) == 0
    assert in_a_row([one(1, yes), one(2, yes)], TODAY) == 2
    assert in_a_row([one(1, yes), one(2, asked)], TODAY) == 1
    assert in_a_row([one(1, asked), one(2, yes)], TODAY) == 1
    assert in_a_row([one(1, yes), one(2, no)], TODAY) == 0


def test_the_review_rests_with_everything_else(db: Connection, sam: Trains) -> None:
    assert plans.next_review(db, sam.person, NOON) is None
    queries.keep_review(db, WeeklyReview(sam.person.id, 7, time(19)))
    found = plans.next_review(db, sam.person, NOON)
    assert found is not None
    assert found.moment == berlin(8, 19)
    queries.add_time_off(db, sam.person.id, TODAY, date(2026, 3, 9))
    found = plans.next_review(db, sam.person, NOON)
    assert found is not None
    assert found.day == date(2026, 3, 15)


def test_time_off_that_ends_early(db: Connection, sam: Trains) -> None:
    queries.add_time_off(db, sam.person.id, TODAY - timedelta(days=3), UNTIL_I_SAY)
    off = queries.time_off_on(db, sam.person.id, TODAY)
    assert off is not None
    queries.end_time_off(db, off, TODAY)
    assert queries.time_off_on(db, sam.person.id, TODAY) is None
    assert len(queries.times_off(db, sam.person.id)) == 1


def test_time_off_that_ends_on_its_first_day_never_was(db: Connection, sam: Trains) -> None:
    queries.add_time_off(db, sam.person.id, TODAY, UNTIL_I_SAY)
    off = queries.time_off_on(db, sam.person.id, TODAY)
    assert off is not None
    queries.end_time_off(db, off, TODAY)
    assert queries.times_off(db, sam.person.id) == []
