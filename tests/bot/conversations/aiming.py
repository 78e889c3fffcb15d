"""Who aims at something, and what tests look up of it."""

from __future__ import annotations

from bot.engine.player import Player
from core.goals import queries
from core.goals.models import Goal
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.past import did
from tests.core.training.people import lift


async def goals(player: Player) -> list[Goal]:
    """Every goal, the oldest first."""
    return await player.db(queries.goals_of, await player.person_id())


async def the_goal(player: Player) -> Goal:
    """The only one."""
    (only,) = await goals(player)
    return only


async def lifter(meet: Meet, kilograms: str = "84") -> Player:
    """Sam benched this a week ago."""
    sam = await agreed(meet, zone="Europe/Berlin")
    await did(sam, {"bench_press": [lift(kilograms, 1)]}, days_ago=7)
    sam.chat.bubbles.clear()
    return sam
