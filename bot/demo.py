"""The people of the demo: somebody with eight weeks of training behind them, in a town."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from bot import demo_checkins, demo_goals, demo_town
from bot.conversations.consent import DAYS_TO_AGREE, WORDING
from bot.engine.store import begin_conversation
from core.database import Database
from core.people import queries as people
from core.people.models import LEAST_AGE, identity, person
from core.secrets import Keyring
from core.training import queries, workouts
from core.training.exercises import Catalogue
from core.training.log import Source, log_efforts
from core.training.sets import Effort, WeightUnit

DEMO_KEY = "demo"
"""The browser identity of the demo person; no page's random id is this short."""
RANDOM_ID = "demo-person"
NAME = "Sam"
ZONE = "Europe/Berlin"
WEEKS = 8
SEED = 20_261
REST = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Planned:
    """An exercise of the demo person's week: where it began, and what it gained a week."""

    exercise: str
    sets: int
    reps: int
    kg: Decimal | None
    gain_kg: Decimal = Decimal(0)
    seconds: int | None = None


_PUSH = (
    Planned("bench_press", 4, 8, Decimal("67.5"), Decimal("1.25")),
    Planned("overhead_press", 3, 8, Decimal(40), Decimal("0.625")),
    Planned("dip", 3, 9, None),
    Planned("lateral_raise", 3, 14, Decimal(9), Decimal("0.25")),
)
_PULL = (
    Planned("deadlift", 3, 5, Decimal(115), Decimal("2.5")),
    Planned("barbell_row", 3, 8, Decimal(60), Decimal("1.25")),
    Planned("pull_up", 3, 6, None),
    Planned("barbell_curl", 3, 10, Decimal(27), Decimal("0.5")),
)
_LEGS = (
    Planned("squat", 4, 6, Decimal(87), Decimal("2.5")),
    Planned("romanian_deadlift", 3, 9, Decimal(75), Decimal("1.25")),
    Planned("leg_press", 3, 12, Decimal(130), Decimal("2.5")),
    Planned("plank", 3, 0, None, seconds=60),
)
# Weekday (Monday is 0), the hour it begins, and what is done.
_WEEK = ((0, 18, _PUSH), (2, 18, _PULL), (4, 17, _LEGS))


async def load(database: Database, keyring: Keyring, now: datetime) -> None:
    """Write the demo person and their town once; a load that was cut off is begun anew."""
    person_id = await database.run(_there)
    if person_id is None:
        person_id = await _load_person(database, now)
    await demo_goals.load(database, person_id, now)
    await demo_checkins.load(database, person_id, now)
    await demo_town.load(database, keyring, person_id, now)


async def _load_person(database: Database, now: datetime) -> int:
    chance = random.Random(SEED)
    person_id = await database.run(_add_person, now)
    for begun, planned, week in _sessions(now):
        # One workout a transaction: a running bot answers in between.
        await database.run(_add_workout, person_id, begun, planned, week, chance)
    await database.run(_add_identity, person_id, now)
    return person_id


def _there(db: Connection) -> int | None:
    """The demo person, where all of them is there."""
    found = people.identity_by_address(db, "web", DEMO_KEY)
    return None if found is None else found.person_id


def _add_person(db: Connection, now: datetime) -> int:
    db.execute(delete(person).where(person.c.random_id == RANDOM_ID))
    values = {
        "random_id": RANDOM_ID,
        "name": NAME,
        "language": "en",
        "unit": WeightUnit.KG,
        "zone": ZONE,
        "rest_seconds": 120,
        "rest_alerts": True,
        "body_weight_kg": Decimal("78.4"),
        "consent_asked_at": now - timedelta(weeks=WEEKS),
        "consented_at": now - timedelta(weeks=WEEKS),
        "created_at": now - timedelta(weeks=WEEKS),
    }
    db.execute(insert(person), values)
    mine = select(person.c.id).where(person.c.random_id == RANDOM_ID)
    person_id = int(db.execute(mine).scalar_one())
    wording = WORDING.format(days=DAYS_TO_AGREE, age=LEAST_AGE)
    people.add_consent(db, person_id, "data", wording, now - timedelta(weeks=WEEKS))
    return person_id


def _add_identity(db: Connection, person_id: int, now: datetime) -> None:
    values = {"person_id": person_id, "channel": "web", "key": DEMO_KEY, "created_at": now}
    db.execute(insert(identity), values)
    found = people.identity_by_address(db, "web", DEMO_KEY)
    if found is not None:
        begin_conversation(db, person_id, found.id)


def _sessions(now: datetime) -> list[tuple[datetime, tuple[Planned, ...], int]]:
    """When each workout began, what it held, and in which week; all before today."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    midnight = workouts.day_bounds(today, ZoneInfo(ZONE))[0]
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS)
    found: list[tuple[datetime, tuple[Planned, ...], int]] = []
    for week in range(WEEKS + 1):
        for weekday, hour, planned in _WEEK:
            day = monday + timedelta(weeks=week, days=weekday)
            begun = datetime.combine(day, time(hour, 7), tzinfo=ZoneInfo(ZONE))
            if begun < midnight and (week, weekday) != (3, 2):
                # In the fourth week one workout was missed, as happens.
                found.append((begun, planned, week))
    return found


def _add_workout(
    db: Connection,
    person_id: int,
    begun: datetime,
    planned: tuple[Planned, ...],
    week: int,
    chance: random.Random,
) -> None:
    somebody = people.person_by_id(db, person_id)
    if somebody is None:
        raise LookupError("the demo person is gone")
    at, order = begun, 0
    for one in planned:
        for number in range(one.sets):
            at += REST + timedelta(seconds=chance.randrange(-40, 60))
            order += 1
            log_efforts(
                db,
                somebody,
                Catalogue({}),
                one.exercise,
                (_effort(one, week, number, chance),),
                Source(at=at, order=order, now=at),
            )
    under_way = queries.open_workout(db, person_id)
    if under_way is not None:
        done = workouts.finish(db, under_way, at + timedelta(minutes=2))
        queries.change_workout(db, done.id, rating=chance.choice((3, 4, 4, 5)))


def _effort(one: Planned, week: int, number: int, chance: random.Random) -> Effort:
    tired = max(number - 1, 0)
    if one.seconds is not None:
        seconds = one.seconds + 4 * week - 5 * tired + chance.randrange(-3, 4)
        return Effort(seconds=seconds)
    reps = max(one.reps - tired + chance.choice((-1, 0, 0, 1)), 3)
    if one.kg is None:
        return Effort(reps=reps + week // 3)
    step = Decimal("2.5") if one.kg >= 40 else Decimal(1)
    kg = ((one.kg + one.gain_kg * week) / step).quantize(Decimal(1)) * step
    return Effort(weight=kg, unit=WeightUnit.KG, reps=reps)
