"""One person on two channels: a code from the one, typed on the other."""

from __future__ import annotations

import re

from bot.engine.player import Player
from bot.engine.texts import SOURCE_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed

_CODE = re.compile(r"/link (\w{3}-\w{3})")


async def code_of(player: Player) -> str:
    """The code that `/link` shows."""
    await player.says("/link")
    shown = "\n".join(bubble.text for bubble in player.changes)
    found = _CODE.search(shown)
    if found is None:
        raise AssertionError(f"there is no code in\n{shown}")
    return found[1]


async def join(player: Player, other: Player) -> None:
    """Link the second channel, a newcomer's, with the first."""
    await other.says(f"/link {await code_of(player)}")
    other.sees("share one log now")


async def trained(meet: Meet, *, language: str = SOURCE_LANGUAGE) -> Player:
    """Somebody with one workout behind them, and an empty chat."""
    player = await agreed(meet, language=language, zone="Europe/London")
    await trains(player)
    player.chat.bubbles.clear()
    return player


async def trains(player: Player) -> None:
    """A workout of one set, from its beginning to its end."""
    await player.says("bench 80x8")
    await player.taps("[Finish]" if player.language != SOURCE_LANGUAGE else "Finish")


async def people_there_are(player: Player) -> int:
    """Persons who are no pointers."""
    rows = await player.sql("SELECT count(*) FROM person WHERE merged_into IS NULL")
    return int(rows[0][0])
