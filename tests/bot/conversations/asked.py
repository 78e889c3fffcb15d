"""A person who is asked: set up by what they type, in a zone of their own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Connection

from bot.engine.player import Player
from core.goals.create import set_goal
from core.goals.models import GoalKind, Spec
from core.people.queries import person_by_id
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed

LONDON = "Europe/London"
"""In March its clocks show UTC, as the players' clock does."""


async def asked(meet: Meet, *lines: str, zone: str = LONDON, language: str = "en") -> Player:
    """Somebody with these check-ins, as `/checkin` takes them, and an empty chat."""
    player = await agreed(meet, zone=zone, language=language)
    for line in lines:
        await player.says(f"/checkin {line}")
    player.chat.bubbles.clear()
    return player


async def asleep(player: Player, **delta: float) -> None:
    """The machine is off for so long, and then does what fell due meanwhile."""
    player.stage.now += timedelta(**delta)
    await player.later(seconds=0)


async def answers(player: Player) -> list[tuple[str, str]]:
    """Each day that was asked for, and what came of it."""
    rows = await player.sql("SELECT day, status FROM check_in_answer ORDER BY day, id")
    return [(str(day), status) for day, status in rows]


async def weights(player: Player) -> list[float]:
    """Every weighing in kilograms, in the order it was taken down."""
    rows = await player.sql("SELECT value FROM measurement WHERE kind = 'weight' ORDER BY id")
    return [value / 1000 for (value,) in rows]


async def own_goal(player: Player, title: str, target: int, unit: str | None) -> None:
    """A goal that only the person can count; without a unit it is done or it is not."""
    goal = Spec(GoalKind.OWN, Decimal(target), unit, title=title, start=Decimal(0))
    await player.db(_set, await player.person_id(), goal, player)


async def weight_goal(player: Player, kilograms: int) -> None:
    """A body weight to reach."""
    goal = Spec(GoalKind.BODY_WEIGHT, Decimal(kilograms), "kg")
    await player.db(_set, await player.person_id(), goal, player)


def _set(db: Connection, person_id: int, goal: Spec, player: Player) -> None:
    person = person_by_id(db, person_id)
    assert person is not None
    set_goal(db, person, goal, player.now.date())
