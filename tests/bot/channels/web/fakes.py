"""A bot in memory, as strict as the engine: what it is given once it does once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web

from bot.channels.channel import MediaBytes
from bot.channels.web.channel import WebChannel
from bot.channels.web.connection import Waiting
from bot.channels.web.texts import page_texts
from bot.engine.inbound import Inbound
from bot.engine.outgoing import Outgoing, to_json
from bot.engine.taken import Taken
from core.secrets import Keyring

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
COMMANDS = [
    ("start", "Begin"),
    ("log", "What you have done"),
    ("settings", "Units, rest, language"),
    ("help", "What you can type"),
]


@dataclass
class FakeBot:
    """Takes messages as the engine does and keeps an outbox as the database does."""

    answer: Callable[[Inbound], Taken] = field(default=lambda inbound: Taken())
    taken: list[Inbound] = field(default_factory=list)
    given: int = 0
    failing: list[Exception] = field(default_factory=list)
    marked: list[tuple[str, list[int]]] = field(default_factory=list)
    may_take: asyncio.Event = field(default_factory=asyncio.Event)
    being_taken: asyncio.Event = field(default_factory=asyncio.Event)
    all_seen: asyncio.Event = field(default_factory=asyncio.Event)
    outbox: dict[str, dict[int, Outgoing]] = field(default_factory=lambda: defaultdict(dict))
    files: dict[int, MediaBytes] = field(default_factory=dict)
    rows: int = 0
    wake: Callable[[str], None] = lambda key: None

    def __post_init__(self) -> None:
        self.may_take.set()

    async def take(self, inbound: Inbound) -> Taken:
        self.given += 1
        self.being_taken.set()
        await self.may_take.wait()
        if self.failing:
            raise self.failing.pop(0)
        if any(inbound.id == one.id for one in self.taken):
            return Taken(duplicate=True)
        self.taken.append(inbound)
        return self.answer(inbound)

    def say(self, key: str, *messages: Outgoing) -> list[int]:
        """Write outbox rows and wake the pages."""
        rows = []
        self.all_seen.clear()
        for message in messages:
            self.rows += 1
            self.outbox[key][self.rows] = message
            rows.append(self.rows)
        self.wake(key)
        return rows

    async def waiting(self, key: str) -> list[Waiting]:
        return [Waiting(row, to_json(said)) for row, said in sorted(self.outbox[key].items())]

    async def seen(self, key: str, rows: list[int]) -> None:
        self.marked.append((key, rows))
        for row in rows:
            self.outbox[key].pop(row, None)
        if not self.outbox[key]:
            self.all_seen.set()

    async def media(self, key: str, row: int) -> MediaBytes | None:
        said = self.outbox[key].get(row)
        media = getattr(said, "media", None)
        return self.files.get(media) if media is not None else None


def channel_for(
    bot: FakeBot,
    *,
    demo_key: str | None = None,
    public_url: str | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    keys: tuple[str, ...] = ("k" * 32,),
    installation: str = "",
) -> WebChannel:
    """A channel over the fake bot."""
    channel = WebChannel(
        take=bot.take,
        waiting=bot.waiting,
        seen=bot.seen,
        media=bot.media,
        keyring=Keyring(list(keys)),
        now=now,
        texts=lambda language: page_texts(str),
        commands=lambda language: COMMANDS,
        demo_key=demo_key,
        public_url=public_url,
        installation=installation,
    )
    bot.wake = channel.wake
    return channel


def app_for(channel: WebChannel) -> web.Application:
    """A server of the channel alone."""
    app = web.Application()
    app.add_routes(channel.routes())
    return app
