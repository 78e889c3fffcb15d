"""What looking back costs a turn for somebody who has trained for years.

One person, six exercises, 36,000 sets in eight years; everything is one turn through the engine on
SQLite. What a job does outside the turn is not in these figures.
"""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

import migrations
from bot.conversations import all_conversations
from bot.engine import buttons
from bot.engine.buttons import Pressed
from bot.engine.engine import Engine
from bot.engine.inbound import Address, Command, Content, Inbound, Press, Text
from bot.engine.store import begin_conversation
from core.database import Database
from core.people import queries as people
from core.secrets import Keyring
from core.training import queries
from core.training.log import measures
from core.training.models import Status, workout, workout_set
from core.training.sets import Effort, WeightUnit
from tests.benchmarks.one_turn import Nobody
from tests.benchmarks.tables import figure, table

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
WORKOUTS = 1_200
SETS = 5
# Where the log begins and how much the person gains in eight years, in kilograms.
EXERCISES = {
    "bench_press": (60, 45),
    "squat": (80, 70),
    "deadlift": (90, 90),
    "overhead_press": (35, 30),
    "barbell_row": (50, 45),
    "pull_up": (0, 30),
}
TYPED = ("bench", "squat", "deadlift", "overhead press", "barbell row", "pull ups")

HEAD = """One person, {sets} sets of six exercises in eight years, each turn through the engine on
SQLite. Milliseconds of CPU, the least of {rounds} rounds. With the first set of each exercise its
bests are worked out, once."""
FIRST = "first set of an exercise in a workout"
FIRST_EVER = "first set of an exercise since the upgrade"


async def run(folder: Path, rounds: int) -> str:
    """Measure; returns what to print."""
    file = folder / "long.db"
    _prepare(file)
    lifter = _Lifter(file)
    took: dict[str, list[float]] = {}
    try:
        # The first turn of a process also reads the library of exercises.
        await lifter.does(Text("plank 60s"))
        for _ in range(rounds):
            for name, milliseconds in (await lifter.trains()).items():
                name = name if took or name != FIRST else FIRST_EVER
                took.setdefault(name, []).append(milliseconds)
    finally:
        lifter.database.close()
    rows = [(name, figure(min(each), 1)) for name, each in took.items()]
    sets = figure(WORKOUTS * SETS * len(EXERCISES))
    return "\n\n".join([HEAD.format(sets=sets, rounds=rounds), table(("", "ms"), rows)])


class _Lifter:
    """Somebody who says and presses, and waits for what comes of it."""

    def __init__(self, file: Path) -> None:
        self.now = NOW
        self.number = 0
        self.keyring = Keyring(["key"])
        self.database = Database(f"sqlite:///{file}")
        nobody = Nobody()
        self.engine = Engine(
            self.database,
            all_conversations(),
            self.keyring,
            lambda: self.now,
            nobody,
            nobody,
            "benchmark",
        )

    async def trains(self) -> dict[str, float]:
        """A day's workout and a look back, in milliseconds each."""
        self.now += timedelta(days=2)
        firsts, others = [], []
        for name in TYPED:
            firsts.append(await self.does(Text(f"{name} {'' if name == 'pull ups' else '50x'}5")))
            others += [await self.does(Text(f"{name} {weight}x5")) for weight in (55, 60, 65, 70)]
        done = await self.database.run(lambda db: queries.open_workout(db, 1))
        if done is None:
            raise LookupError("nothing was logged")
        data = buttons.write(
            self.keyring, 1, Pressed("workout.finish", str(done.id), done.revision)
        )
        return {
            FIRST: max(firsts),
            "another set of it": statistics.median(others),
            "Finish, 30 sets": await self.does(Press(data)),
            "/progress": await self.does(Command("progress")),
            "/progress bench": await self.does(Command("progress", "bench")),
            "/workout": await self.does(Command("workout")),
        }

    async def does(self, content: Content) -> float:
        """One turn; how many milliseconds it took."""
        self.number += 1
        self.now += timedelta(minutes=2)
        inbound = Inbound(
            f"telegram:7:{self.number}", Address("telegram", "1"), self.now, self.number, content
        )
        used = time.process_time()
        await self.engine.take(inbound)
        return (time.process_time() - used) * 1000


def _prepare(file: Path) -> None:
    url = f"sqlite:///{file}"
    migrations.upgrade(url)
    database = Database(url)
    try:
        database.transact(_person)
        for number in range(WORKOUTS):
            database.transact(_workout, number)
        database.transact(lambda db: db.execute(text("ANALYZE")))
    finally:
        database.close()


def _person(db: Connection) -> None:
    begun = NOW - timedelta(days=8 * 365)
    somebody, met = people.add_person(db, "telegram", "1", "Ann", "en", begun)
    begin_conversation(db, somebody.id, met.id)
    people.change_person(db, somebody.id, consent_asked_at=begun, consented_at=begun)


def _workout(db: Connection, number: int) -> None:
    at = NOW - timedelta(days=8 * 365) * (1 - number / WORKOUTS) - timedelta(hours=1)
    over = at + timedelta(minutes=90)
    values = {
        "person_id": 1,
        "status": Status.COMPLETED,
        "started_at": at,
        "completed_at": over,
        "active_at": over,
        "paused_seconds": 0,
        "revision": 0,
        "source": "chat",
    }
    key = db.execute(insert(workout), values).inserted_primary_key
    if key is not None:
        db.execute(insert(workout_set), _sets(key[0], number, at))


def _sets(workout_id: int, number: int, at: datetime) -> list[dict[str, Any]]:
    rows = []
    for exercise, (start, gain) in EXERCISES.items():
        for place in range(SETS):
            at += timedelta(minutes=3)
            # Up and down within a month, up over the years.
            weight = Decimal(start + gain * number // WORKOUTS + (number % 12) - 2 * place)
            effort = Effort(max(weight, Decimal(1)), reps=5 + (number + place) % 4)
            rows.append(
                {
                    **measures(effort, WeightUnit.KG),
                    "workout_id": workout_id,
                    "person_id": 1,
                    "exercise": exercise,
                    "logged_at": at,
                    "created_at": at,
                    "inbound_order": number,
                    "place": place,
                    "line": 0,
                }
            )
    return rows
