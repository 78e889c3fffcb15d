"""What the demo person is asked every morning, eight weeks of answers, and what they earned."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from bot.conversations.checkin_plans import ASK, REVIEW
from bot.engine.store import plan
from core.achievements.queries import keep_earned
from core.achievements.rules import earned
from core.body.models import Kind
from core.body.queries import values_between
from core.checkins import plans, queries, recording
from core.checkins.models import AnswerStatus, CheckIn, Topic, WeeklyReview
from core.checkins.recording import Value
from core.checkins.schedule import EVERY_DAY, run_on
from core.database import Database
from core.people.models import Person
from core.people.queries import person_by_id

WEEKS = 8
SEED = 7_300
AT, REVIEW_AT, SUNDAY = time(7), time(19), 7
ONE_LEFT_OUT_IN = 5
ANSWERED_AFTER = timedelta(minutes=12)


async def load(database: Database, person_id: int, now: datetime) -> None:
    """Write them once; whoever has changed or deleted them since is left alone."""
    await database.run(_load, person_id, now)


def _load(db: Connection, person_id: int, now: datetime) -> None:
    person = person_by_id(db, person_id)
    if person is None or queries.review_of(db, person_id).offered_at is not None:
        return
    begun = now - timedelta(weeks=WEEKS)
    one = queries.add_check_in(db, person_id, Topic.BODY, AT, EVERY_DAY, begun, kind=Kind.WEIGHT)
    _add_answers(db, one, person, now)
    queries.keep_review(db, WeeklyReview(person_id, SUNDAY, REVIEW_AT, offered_at=begun))
    _plan(db, one, person, now)
    keep_earned(db, person_id, earned(db, person, now), now)


def _plan(db: Connection, one: CheckIn, person: Person, now: datetime) -> None:
    asked = plans.next_question(db, one, person, now)
    if asked is not None:
        plan(db, ASK, str(one.id), person.id, asked.moment, {})
    shown = plans.next_review(db, person, now)
    if shown is not None:
        moment = shown.moment
        plan(db, REVIEW, str(person.id), person.id, moment, {"moment": moment.isoformat()})


def _add_answers(db: Connection, one: CheckIn, person: Person, now: datetime) -> None:
    """Every day to yesterday: weighed anyway, else between the weighings beside, else let go."""
    chance = random.Random(SEED)
    today = now.astimezone(person.timezone).date()
    for ago in range(WEEKS * 7, 0, -1):
        day = today - timedelta(days=ago)
        run = run_on(day, AT, person.timezone)
        if run is None:
            continue
        answer = queries.add_answer(db, one, day, run.moment, AnswerStatus.ASKED)
        if recording.take_measured(db, one, answer, person.timezone):
            continue
        weight = _between(db, person, day)
        if weight is not None and chance.randrange(ONE_LEFT_OUT_IN):
            off = Decimal(chance.randrange(-2, 3)) / 10
            value = Value((weight + off).quantize(Decimal("0.1")))
            at = run.moment + ANSWERED_AFTER
            recording.record(db, one, answer, value, at, at)


def _between(db: Connection, person: Person, day: date) -> Decimal | None:
    """The middle of the weighings within three days."""
    noon = datetime.combine(day, time(12), tzinfo=person.timezone)
    near = timedelta(days=3)
    weighed = values_between(db, person.id, Kind.WEIGHT, noon - near, noon + near)
    if not weighed:
        return None
    return sum((each.value for each in weighed), Decimal(0)) / len(weighed)
