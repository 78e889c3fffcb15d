"""One person on WhatsApp, how they are written to, and what was asked of Meta for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.channel import Delivered, LoadMedia, MediaBytes
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.engine.outgoing import Outgoing
from core.people.addresses import Reachable
from core.people.models import KeyKind, KnownBy
from tests.bot.channels.whatsapp.bodies import Json
from tests.standins.caller import png
from tests.standins.graph import GraphStandin

NUMBER, USER = "491701234567", "DE.1701234567Ann"
KEY = "0123456789abcdef01234567"
WA_ID, USER_ID = KnownBy(KeyKind.WA_ID, NUMBER), KnownBy(KeyKind.USER_ID, USER)
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


class Book:
    """How people are written to; one person is in it."""

    def __init__(self) -> None:
        self.known: dict[str, Reachable] = {KEY: Reachable((USER_ID, WA_ID), NOW, None)}

    async def __call__(self, key: str) -> Reachable | None:
        return self.known.get(key)

    def change(self, **values: Any) -> None:
        """Something else is known of the person."""
        self.known[KEY] = replace(self.known[KEY], **values)


class Now:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def media(**kept: MediaBytes) -> LoadMedia:
    """Media 5 and 6, or those that are named."""
    stored = {"m5": MediaBytes(png(), "week.png", "image/png"),
              "m6": MediaBytes(png(3), "map.png", "image/png")} | kept  # fmt: skip

    async def load(media_id: int) -> MediaBytes:
        return stored[f"m{media_id}"]

    return load


pictures = media()


def bodies(graph: GraphStandin) -> list[Json]:
    """Every message that was asked for and taken, without whom to."""
    calls = [dict(call.body) for call in graph.called("messages") if call.status == 200]
    for body in calls:
        assert body.pop("messaging_product") == "whatsapp"
        assert body.pop("recipient_type") == "individual"
        assert body.pop("recipient", USER) == USER
    return calls


async def says(channel: WhatsAppChannel, outgoing: Outgoing, key: str = KEY) -> Delivered:
    return await channel.deliver(key, outgoing, None, pictures)
