"""A platform that takes messages, or does not, as a test tells it; and the outbox before it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from bot.channels.channel import Delivered, LoadMedia, MediaBytes
from bot.delivery.confirming import Outcomes
from bot.delivery.holding import Most
from bot.delivery.pace import Pace
from bot.delivery.sender import MOST, Sender
from bot.engine import store
from bot.engine.outgoing import AskLocation, File, Outgoing, Picture, Remove, Together, to_json
from bot.engine.stage import BEGINNING
from bot.engine.store import LEASE, Leaving
from core.database import Database
from core.pacing import Grant, Limiter, Limits
from core.people import queries as people
from core.people.models import Identity
from core.secrets import Keyring

QUICK = Pace(first=0.002, longest=0.01, probe=0.004, look_again=0.02, behind=0.01, breath=0.002)
LIMITS = Limits("telegram:7", 29.0, 1.0, 3.0)
PATIENCE = 20
KEYS = Keyring(["key"])


@dataclass(frozen=True)
class Sent:
    """What the platform was asked to show, and which of its messages that changes."""

    key: str
    outgoing: Outgoing
    shown: str | None


@dataclass
class Platform:
    """A channel; `answers` are raised one after another, None where it takes the message."""

    name: str = "telegram"
    limits: Limits = LIMITS
    sent: list[Sent] = field(default_factory=list)
    media: list[MediaBytes] = field(default_factory=list)
    answers: deque[Exception | None] = field(default_factory=deque)
    tried: int = 0
    # Whether it says later what became of what it took.
    pending: bool = False
    open: asyncio.Event = field(default_factory=asyncio.Event)
    closed_to: set[str] = field(default_factory=set)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    def is_group(self, key: str) -> bool:
        """As Telegram has it."""
        return key.startswith("-")

    def messages(self, outgoing: Outgoing) -> int:
        """As Telegram counts a question for a location that has buttons."""
        return 2 if isinstance(outgoing, AskLocation) and outgoing.buttons else 1

    async def deliver(
        self, key: str, outgoing: Outgoing, shown: str | None, load_media: LoadMedia
    ) -> Delivered:
        """Take the message, or raise what the test wants raised."""
        self.tried += 1
        self._news.set()
        if key in self.closed_to:
            await self.over.wait()
        await self.open.wait()
        answer = self.answers.popleft() if self.answers else None
        if answer is not None:
            raise answer
        file = await self._load(outgoing, load_media)
        self.sent.append(Sent(key, outgoing, shown))
        self._news.set()
        message = None if isinstance(outgoing, Remove) else str(len(self.sent))
        return Delivered(message, file, pending=self.pending)

    async def _load(self, outgoing: Outgoing, load_media: LoadMedia) -> str | None:
        if isinstance(outgoing, Together):
            files = [await self._load(part, load_media) for part in outgoing.parts]
            return next(filter(None, files), None)
        if not isinstance(outgoing, Picture | File):
            return None
        self.media.append(await load_media(outgoing.media))
        return f"file-{outgoing.media}"

    async def has(self, *, sent: int = 0, tried: int = 0) -> None:
        """Wait until so many were sent, or tried."""
        async with asyncio.timeout(PATIENCE):
            while len(self.sent) < sent or self.tried < tried:
                self._news.clear()
                await self._news.wait()


class FreeLimiter:
    """Grants everything at once, and notes for which chats."""

    def __init__(self) -> None:
        self.granted: list[str] = []
        self.counted: list[str] = []
        self.held: list[float] = []
        self.holds = asyncio.Event()

    async def count(self, channel: str, chat: str) -> None:
        """Note a reply."""
        self.counted.append(chat)

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Grant:
        """Grant a paced message."""
        self.granted.append(chat)
        return Grant(0.0, granted=True)

    async def hold(self, channel: str, seconds: float) -> None:
        """Note that the whole bot was refused."""
        self.held.append(seconds)
        self.holds.set()


class Office:
    """The outbox of one database, and the processes that empty it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.now = BEGINNING
        self.platform = Platform()
        self.woken: list[str] = []
        self.ended: list[tuple[str, str]] = []
        self.refusals = 0
        self.charges: list[tuple[str, bool]] = []
        # What the platform's codes mean.
        self.meaning: dict[int, Exception] = {}
        self.limiter: Limiter = FreeLimiter()
        self.senders: list[Sender] = []
        self.running: list[asyncio.Task[None]] = []
        self._news = asyncio.Event()

    def clock(self) -> datetime:
        """What the clock shows."""
        return self.now

    def sent(self, channel: str, outcome: str) -> None:
        """Note how a message ended."""
        self.ended.append((channel, outcome))
        self._news.set()

    def refused_for_now(self, channel: str) -> None:
        """Note that the platform asked to wait."""
        self.refusals += 1

    def charged(self, channel: str, category: str, *, billed: bool) -> None:
        """Note what a message costs."""
        self.charges.append((category, billed))

    async def has_ended(self, messages: int) -> None:
        """Wait until so many messages are over, however they ended."""
        async with asyncio.timeout(PATIENCE):
            while len(self.ended) < messages:
                self._news.clear()
                await self._news.wait()

    @property
    def outcomes(self) -> list[str]:
        """How messages ended, in order."""
        return [outcome for _, outcome in self.ended]

    @property
    def meanings(self) -> Outcomes:
        """As a channel tells them that says later what became of a message."""
        return {"telegram": lambda code: self.meaning[code]}

    def process(
        self,
        name: str = "one",
        platform: Platform | None = None,
        pace: Pace = QUICK,
        most: Most = MOST,
    ) -> Sender:
        """A sender as a process of this name has it."""
        sender = Sender(
            self.database,
            {"telegram": platform or self.platform},
            {"web": self.woken.append},
            self.clock,
            self,
            name,
            KEYS,
            self.limiter,
            pace,
            most,
            self.meanings,
        )
        self.senders.append(sender)
        return sender

    async def opened(
        self, name: str = "one", platform: Platform | None = None, most: Most = MOST
    ) -> Sender:
        """A process that has begun to serve."""
        sender = self.process(name, platform, most=most)
        self.running.append(asyncio.ensure_future(sender.run()))
        return sender

    async def meet(self, key: str = "1", channel: str = "telegram") -> Identity:
        """Somebody new."""
        return await self.database.run(_meet, channel, key)

    async def write(
        self,
        to: Identity,
        *messages: Outgoing,
        process: str = "one",
        lasts: timedelta | None = None,
        paced: bool = False,
    ) -> list[Leaving]:
        """Messages as a turn of this process leaves them, one turn for all."""
        return await self.database.run(self._write, to, messages, process, lasts, paced=paced)

    def _write(
        self,
        db: Connection,
        to: Identity,
        messages: tuple[Outgoing, ...],
        process: str,
        lasts: timedelta | None,
        *,
        paced: bool,
    ) -> list[Leaving]:
        lease = (process, self.now + LEASE)
        until = None if lasts is None else self.now + lasts
        return [
            store.write_out(db, to, to_json(one), self.now, lease, until, paced=paced)
            for one in messages
        ]

    async def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of any statement."""

        def ask(db: Connection) -> list[tuple[Any, ...]]:
            result = db.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

        return await self.database.run(ask)

    async def waiting(self) -> int:
        """How many messages stand in the outbox."""
        return int((await self.sql("SELECT count(*) FROM outbox"))[0][0])

    async def close(self) -> None:
        """Stop what was begun."""
        self.platform.open.set()
        self.platform.over.set()
        for sender in self.senders:
            await sender.stop()
        await asyncio.gather(*self.running)
        self.database.close()


def _meet(db: Connection, channel: str, key: str) -> Identity:
    person, identity = people.add_person(db, channel, key, "Sam", "en", BEGINNING)
    store.begin_conversation(db, person.id, identity.id)
    return identity
