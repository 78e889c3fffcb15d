"""A person with a past: workouts written straight into the log, before the dialogue."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.conversations import all_conversations
from bot.engine.player import Player
from core.people.queries import person_by_id
from core.training import queries, workouts
from core.training.sets import Effort
from tests.bot.conftest import Meet
from tests.core.training.people import Trains

conversations = all_conversations()

Day = dict[str, list[Effort]]


async def agreed(meet: Meet, *, language: str = "en") -> Player:
    """Somebody who has agreed to what is kept, and so is not asked in between."""
    player = await meet(conversations, language=language)
    await player.says("/log")
    await player.sql("UPDATE person SET consented_at = created_at")
    return player


async def did(player: Player, day: Day, *, days_ago: float = 0, notes: str = "") -> int:
    """A finished workout, a set every three minutes; returns its id."""
    return await player.db(_log, await _id(player), player.now, day, days_ago, notes)


async def _id(player: Player) -> int:
    if not player.messages:
        await player.says("/log")
    return await player.person_id()


def _log(
    db: Connection, person_id: int, now: datetime, day: Day, days_ago: float, notes: str
) -> int:
    person = person_by_id(db, person_id)
    assert person is not None
    trains = Trains(db, person, now - timedelta(days=days_ago))
    logged = None
    for exercise, efforts in day.items():
        for effort in efforts:
            logged = trains.logs(exercise, effort)
            trains.later(minutes=3)
    assert logged is not None
    queries.change_workout(db, logged.workout.id, notes=notes or None)
    return workouts.finish(db, logged.workout, trains.at).id
