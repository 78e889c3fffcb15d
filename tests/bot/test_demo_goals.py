"""The demo person's goals and weighings: believable, written once, left alone afterwards."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Connection, select

from bot import demo_goals
from bot.engine.tables import due
from core.body import queries as body
from core.body.models import Kind
from core.database import Database
from core.goals import queries
from core.goals.models import GoalStatus
from tests.core.training.people import NOON, Trains, lift, lifter


def _sam(db: Connection) -> int:
    """Eight weeks of bench, as the demo person has them."""
    person = lifter(db, zone="Europe/Berlin")
    sam = Trains(db, person, NOON - timedelta(weeks=8))
    for week in range(8):
        sam.logs("bench_press", lift(str(Decimal("67.5") + Decimal("1.25") * week), 6))
        sam.later(weeks=1)
    return person.id


async def test_they_lead_where_the_demo_person_goes(database_url: str) -> None:
    database = Database(database_url)
    sam = await database.run(_sam)
    for _ in range(2):
        await demo_goals.load(database, sam, NOON)
    slim, bench = await database.run(queries.goals_of, sam)
    assert (slim.status, bench.status) == (GoalStatus.ACTIVE, GoalStatus.ACTIVE)
    for goal in (slim, bench):
        marks = await database.run(queries.milestones_of, goal.id)
        reached = sum(one.reached_at is not None for one in marks)
        assert 0 < reached < len(marks)
    weighed = await database.run(body.values_since, sam, Kind.WEIGHT, NOON - timedelta(weeks=9))
    assert len(weighed) == 24
    assert all(one.at < NOON for one in weighed)
    assert await database.run(_planned) == 2
    database.close()


def _planned(db: Connection) -> int:
    return len(db.execute(select(due).where(due.c.kind == "goal.date")).all())


async def test_what_the_person_did_since_is_theirs(database_url: str) -> None:
    database = Database(database_url)
    sam = await database.run(_sam)
    await database.run(body.add_measurement, sam, Kind.WEIGHT, Decimal(90), NOON)
    await demo_goals.load(database, sam, NOON)
    weighed = await database.run(body.values_since, sam, Kind.WEIGHT, NOON - timedelta(weeks=9))
    assert [one.value for one in weighed] == [90]
    database.close()
