"""What tests look up of measurements."""

from __future__ import annotations

from decimal import Decimal

from bot.engine.player import Player
from core.body import queries
from core.body.models import Kind


async def values(player: Player, kind: Kind) -> list[str]:
    """Every value of a kind, oldest first, as it is kept."""
    found = await player.db(queries.all_measurements, await player.person_id())
    return [f"{one.value.normalize():f}" for one in found if one.kind is kind]


async def weight(player: Player) -> Decimal | None:
    """What exercises of the body's own weight are counted with."""
    ((kept,),) = await player.sql("SELECT body_weight_kg FROM person")
    return None if kept is None else Decimal(kept) / 1000
