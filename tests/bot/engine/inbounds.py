"""What a platform delivers, for tests that deliver it at once, twice or wrong."""

from __future__ import annotations

from bot.engine.inbound import Address, Content, Inbound, Press, Text
from bot.engine.player import Player
from bot.engine.stage import BEGINNING

SAM = Address("telegram", "1001")
ANA = Address("telegram", "1002")


def brings(content: Content, number: int, sender: Address = SAM) -> Inbound:
    """The update of this number."""
    return Inbound(f"telegram:7:{number}", sender, BEGINNING, number, content, name="Sam")


def says(words: str, number: int, sender: Address = SAM) -> Inbound:
    """Somebody types a line."""
    return brings(Text(words), number, sender)


def presses(data: str, number: int, sender: Address = SAM) -> Inbound:
    """Somebody presses a button."""
    return brings(Press(data, "query"), number, sender)


async def count(player: Player, table: str) -> int:
    """How many rows there are."""
    rows = await player.sql(f"SELECT count(*) FROM {table}")
    return int(rows[0][0])
