"""Somebody who may use every conversation, for dialogues that cross from one to another."""

from __future__ import annotations

from bot.conversations import all_conversations
from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE, SOURCE_LANGUAGE
from tests.bot.conftest import Meet

conversations = all_conversations()


async def agreed(
    meet: Meet, *, language: str = SOURCE_LANGUAGE, channel: str | None = None, zone: str = ""
) -> Player:
    """Somebody who has agreed to what is kept, with an empty chat."""
    player = await meet(conversations, language=language, channel=channel)
    await player.says("/start")
    await player.taps("[Fine, go on]" if language == PSEUDO_LANGUAGE else "Fine, go on")
    if zone:
        await player.sql("UPDATE person SET zone = :zone", zone=zone)
    player.chat.bubbles.clear()
    return player
