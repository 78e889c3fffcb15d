"""Somebody with a row in every table that can name a person, and all tables as they stand."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from core.achievements.models import achievement
from core.body.injuries import add_injury
from core.body.models import Kind
from core.body.queries import add_measurement
from core.checkins.models import check_in, check_in_answer, time_off, weekly_review
from core.coach.models import coach_choice, coach_exchange, coach_proposal, coach_use
from core.database import metadata
from core.goals.models import goal, goal_value, milestone
from core.people.models import Person, link_code, link_guess, message_cost
from core.people.queries import add_consent, identities_of
from core.providers.models import followed_provider, provider, saved_provider
from core.searches.models import awaited, search
from core.secrets import Keyring
from core.training import queries, workouts
from core.training.library import Measure
from core.training.models import exercise_preference
from tests.core.training.people import NOON, Trains, lift

KEYRING = Keyring(["a key"])
DAY = NOON.date()
SHARED = {"provider": 7001}
Rows = dict[str, list[dict[str, Any]]]
DERIVED = ("best", "best_coverage", "merger", "merger_row")
"""Worked out of others, or the journal itself."""


def plant(db: Connection, person: Person, number: int) -> Trains:
    """A row of theirs in each table; some are alike for every person, the rest has `number`."""
    _plant_providers(db, person, number)
    trains = _plant_training(db, person, number)
    goal_id = _plant_goal(db, person, number)
    _plant_body(db, person, number)
    _plant_check_ins(db, person, number, goal_id)
    for key in ("first", f"count_{number}"):
        put(db, achievement, person, key=key, earned_at=NOON, told_at=NOON)
    _plant_coach(db, person, number)
    _plant_search(db, person, number)
    _plant_person(db, person, number)
    return trains


def put(db: Connection, table: Table, person: Person, **values: Any) -> int:
    """A row of the person's."""
    key = db.execute(insert(table).values(person_id=person.id, **values)).inserted_primary_key
    assert key is not None
    return int(key[0]) if isinstance(key[0], int) else 0


def _plant_training(db: Connection, person: Person, number: int) -> Trains:
    trains = Trains(db, person, NOON + timedelta(hours=number), order=100 * number)
    own = queries.add_exercise(db, person.id, f"Sled {number}", Measure.WEIGHT_REPS, NOON)
    both = queries.add_exercise(db, person.id, "Yoke", Measure.WEIGHT_REPS, NOON)
    trains.logs("bench_press", lift(str(60 + number), 8), lift(str(60 + number), 8))
    trains.logs(both.key, lift(str(90 + number), 3))
    done = trains.logs(own.key, lift("40", 5))
    queries.take_back(db, [done.sets[0].id], NOON)
    workouts.finish(db, done.workout, trains.at)
    put(db, exercise_preference, person, exercise="bench_press", rest_seconds=60 + number)
    put(db, exercise_preference, person, exercise=own.key, unit="lb")
    put(db, exercise_preference, person, exercise=both.key, rest_seconds=200 + number)
    return trains


def _plant_goal(db: Connection, person: Person, number: int) -> int:
    values = {"span": "once", "direction": "up", "begun_on": DAY, "status": "active"}
    put(
        db, goal, person, kind="lift", exercise="bench_press", reps=1, target=Decimal(100), **values
    )
    own = put(db, goal, person, kind="own", title="Read", target=Decimal(number), **values)
    put(db, milestone, person, goal_id=own, value=Decimal(1))
    put(db, goal_value, person, goal_id=own, value=Decimal(number), at=NOON)
    return own


def _plant_body(db: Connection, person: Person, number: int) -> None:
    at = NOON + timedelta(minutes=number)
    add_measurement(db, person.id, Kind.WEIGHT, Decimal(80 + number), at)
    add_measurement(db, person.id, Kind.SLEEP, Decimal(400 + number), at)
    add_injury(db, KEYRING, person, f"knee {number}", DAY)


def _plant_check_ins(db: Connection, person: Person, number: int, goal_id: int) -> None:
    asked = {"at": time(8), "weekdays": "135", "created_at": NOON}
    put(db, check_in, person, topic="body", kind="weight", **asked)
    habit = put(db, check_in, person, topic="habit", words=f"Stretched {number}?", **asked)
    put(db, check_in, person, topic="goal", goal_id=goal_id, **asked)
    for day in (DAY, DAY + timedelta(days=2)):
        put(
            db,
            check_in_answer,
            person,
            check_in_id=habit,
            day=day,
            status="answered",
            value=Decimal(1),
            asked_at=NOON,
            asked_again=False,
        )
    put(db, time_off, person, first_day=DAY, until=DAY + timedelta(days=number))
    put(db, weekly_review, person, weekday=None if number == 1 else 7, silence_told=False)


def _plant_coach(db: Connection, person: Person, number: int) -> None:
    put(db, coach_choice, person, with_model=number == 1, host="model.example", at=NOON)
    for day in (DAY, DAY + timedelta(days=number)):
        put(db, coach_use, person, day=day, answers=number, tokens=100, told=False)
    put(db, coach_exchange, person, asked=f"Why {number}?", answered="So.", at=NOON)
    until = NOON + timedelta(days=1)
    data = {"goal": number}
    put(db, coach_proposal, person, kind="goal", data=data, made_at=NOON, expires_at=until)


def _plant_providers(db: Connection, person: Person, number: int) -> None:
    for key in (SHARED["provider"], 7001 + number):
        if db.execute(select(provider.c.id).where(provider.c.id == key)).first() is None:
            _add_provider(db, key, person.id if key != SHARED["provider"] else None)
        put(db, saved_provider, person, provider_id=key, saved_at=NOON)
        put(db, followed_provider, person, provider_id=key, wording="Yes", followed_at=NOON)
    past = {"withdrawn_at": NOON, "followed_at": NOON - timedelta(days=1), "wording": "Yes"}
    put(db, followed_provider, person, provider_id=SHARED["provider"], **past)


def _add_provider(db: Connection, key: int, person_id: int | None) -> None:
    said = {"kind": "trainer", "name": "Ana", "specialties": ("yoga",), "languages": ("en",)}
    moments = {"created_at": NOON, "updated_at": NOON}
    where = {"latitude": 52.5, "longitude": 13.4, "verified": False, "profiles": {}}
    own = {"id": key, "code": f"code{key}", "source": "chat", "person_id": person_id}
    db.execute(insert(provider).values(**own, **said, **moments, **where))


def _plant_search(db: Connection, person: Person, number: int) -> None:
    where = {"latitude": 52.5 + number, "longitude": 13.4, "radius_meters": 5e3, "verified": False}
    put(db, search, person, number=number, cursors=[], shows="list:0", searched_at=NOON, **where)
    put(db, awaited, person, since=NOON, **where)


def _plant_person(db: Connection, person: Person, number: int) -> None:
    add_consent(db, person.id, "keep", f"wording {number}", NOON)
    put(db, link_guess, person, at=NOON)
    for channel in ("whatsapp", f"channel{number}"):
        cost = {"messages": number, "billed": number, "category": "utility"}
        put(db, message_cost, person, day=date(2026, 3, 2), channel=channel, **cost)
    (way,) = identities_of(db, person.id)
    put(db, link_code, person, identity_id=way.id, hash=f"hash{number}", expires_at=NOON)


def snapshot(db: Connection, *but: str) -> Rows:
    """Every row of every table that a merger may touch, but what is derived and sealed."""
    found: Rows = {}
    for table in metadata.sorted_tables:
        if table.name in (*DERIVED, *but) or table.name.startswith(("town", "area")):
            continue
        columns = [column for column in table.c if column.name != "sealed"]
        rows = db.execute(select(*columns).order_by(*table.primary_key.columns))
        found[table.name] = [dict(row._mapping) for row in rows]
    return found


def differences(before: Rows, after: Rows) -> list[str]:
    """The rows of each table that are not the same, so that a test shows them alone."""
    return [
        f"{name}: {row}" + (" came" if row in after[name] else " went")
        for name in before
        for row in [*before[name], *after[name]]
        if (row in before[name]) != (row in after[name])
    ]
