"""What the demo person wants to reach, and the weighings of eight weeks that lead there."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from bot.conversations.goal_news import morning_after
from bot.engine.store import plan
from core.body.models import Kind
from core.body.queries import add_measurement, latest
from core.database import Database
from core.goals import queries
from core.goals.create import set_goal
from core.goals.models import GoalKind, Spec
from core.goals.reaching import look
from core.people.models import Person
from core.people.queries import person_by_id
from core.training.sets import WeightUnit

WEEKS = 8
SEED = 5_417
WEIGHED_ON = (0, 2, 5)
"""Monday, Wednesday and Saturday, before breakfast."""
FIRST_KG, LOST_A_WEEK_KG = Decimal("81.9"), Decimal("0.42")
WAIST_CM = (Decimal(92), Decimal("90.5"), Decimal(89))


async def load(database: Database, person_id: int, now: datetime) -> None:
    """Write them once; whoever has weighed in or set a goal since is left alone."""
    await database.run(_load, person_id, now)


def _load(db: Connection, person_id: int, now: datetime) -> None:
    person = person_by_id(db, person_id)
    if person is None:
        return
    today = now.astimezone(person.timezone).date()
    if latest(db, person_id, Kind.WEIGHT) is None:
        _add_weighings(db, person, today)
    if not queries.goals_of(db, person_id):
        _add_goals(db, person, today)


def _add_weighings(db: Connection, person: Person, today: date) -> None:
    chance = random.Random(SEED)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS)
    for number in range((today - first).days):
        day = first + timedelta(days=number)
        if day.weekday() not in WEIGHED_ON:
            continue
        at = datetime.combine(day, time(7, 10), tzinfo=person.timezone)
        off = Decimal(chance.randrange(-3, 4)) / 10
        weight = FIRST_KG - LOST_A_WEEK_KG * number / 7 + off
        add_measurement(db, person.id, Kind.WEIGHT, weight.quantize(Decimal("0.1")), at)
    for weeks, waist in zip((8, 4, 1), WAIST_CM, strict=True):
        day = today - timedelta(weeks=weeks)
        at = datetime.combine(day, time(7, 12), tzinfo=person.timezone)
        add_measurement(db, person.id, Kind.WAIST, waist, at)


def _add_goals(db: Connection, person: Person, today: date) -> None:
    begun = today - timedelta(weeks=6)
    bench = Spec(
        GoalKind.LIFT,
        Decimal(90),
        unit=WeightUnit.KG,
        exercise="bench_press",
        reps=5,
        by_date=today + timedelta(weeks=8),
    )
    slim = Spec(
        GoalKind.BODY_WEIGHT, Decimal(75), unit=WeightUnit.KG, by_date=today + timedelta(weeks=10)
    )
    for spec in (slim, bench):
        goal = set_goal(db, person, spec, begun)
        # What was reached on the way since is told to nobody.
        look(db, goal, person, today, datetime.combine(today, time(7), tzinfo=person.timezone))
        if spec.by_date is not None:
            at = morning_after(spec.by_date, person.timezone)
            plan(db, "goal.date", str(goal.id), person.id, at, {})
