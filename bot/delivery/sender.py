"""Sends outgoing messages: each chat in order, chats side by side, again until it worked."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import Connection

from bot.channels.channel import Channel, GiveUp, MediaBytes, PersonGone, TryAgain
from bot.delivery import queries
from bot.delivery.queries import Settled
from bot.engine.outgoing import from_json
from bot.engine.store import Leaving
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.people.queries import mark_gone

LEASE = timedelta(seconds=60)
LOOK_AGAIN_SECONDS = 15
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 300.0
REMEMBERED = 50_000
log = structlog.stdlib.get_logger(__name__)


class DeliveryWatcher(Protocol):
    """Counts how messages ended."""

    def sent(self, channel: str, outcome: str) -> None:
        """One message is over: sent, replaced, expired, refused or gone."""
        ...


class Sender:
    """Holds the messages of each chat in memory, in order, until the platform took them."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        pulled: Mapping[str, Callable[[str], None]],
        clock: Clock,
        watcher: DeliveryWatcher,
        process: str,
    ) -> None:
        """`pulled` channels fetch their messages themselves and are only woken, by key."""
        self.database = database
        self.channels = channels
        self.pulled = pulled
        self.clock = clock
        self.watcher = watcher
        self.process = process
        self._chats: dict[int, deque[Leaving]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._settled: list[Settled] = []
        self._settling: asyncio.Task[None] | None = None
        self._shown: OrderedDict[tuple[int, str], str] = OrderedDict()
        self._stopping = asyncio.Event()

    def offer(self, leaving: list[Leaving]) -> None:
        """Send these in order, behind whatever still waits in the same chat."""
        for one in leaving:
            wake = self.pulled.get(one.channel)
            if wake is not None:
                wake(one.key)
            elif one.channel in self.channels and not self._stopping.is_set():
                self._queue(one)

    def _queue(self, one: Leaving) -> None:
        chat = self._chats.get(one.identity_id)
        if chat is not None:
            chat.append(one)
            return
        self._chats[one.identity_id] = deque([one])
        self._start(self._empty(one.identity_id))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def run(self) -> None:
        """Take up what was left behind, at the start and then now and again, until stopped."""
        first = True
        while not self._stopping.is_set():
            try:
                await self._take_up(first)
                first = False
            except DatabaseAway:
                log.warning("outbox not read: the database is away")
            try:
                await asyncio.wait_for(self._stopping.wait(), LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue

    async def _take_up(self, first: bool) -> None:
        held = [one.id for chat in self._chats.values() for one in chat]
        until = self.clock() + LEASE
        if held:
            await self.database.run(queries.renew, held, self.process, until)
        everything = first and self.database.is_sqlite
        rows = await self.database.run(
            queries.left_behind,
            list(self.channels),
            self.clock(),
            self.process,
            all_leases=everything,
        )
        known = set(held)
        self.offer([row for row in rows if row.id not in known])

    async def stop(self) -> None:
        """Let what is being sent finish; the rest stays in the outbox."""
        self._stopping.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)
        while self._settled or self._settling is not None:
            await self._settle_now()

    # One chat

    async def _empty(self, identity_id: int) -> None:
        chat = self._chats[identity_id]
        waited = 0.0
        while chat and not self._stopping.is_set():
            one = chat[0]
            if self._worthless(one, chat):
                chat.popleft()
                continue
            try:
                await self._send(one)
                waited = 0.0
                chat.popleft()
            except TryAgain as later:
                waited = await self._wait(later, waited)
            except GiveUp as refusal:
                log.error("message refused", channel=one.channel, row=one.id, why=str(refusal))
                self._end(one, "refused")
                chat.popleft()
            except PersonGone:
                await self._gone(one, chat)
        del self._chats[identity_id]

    def _worthless(self, one: Leaving, chat: deque[Leaving]) -> bool:
        if one.expires_at is not None and one.expires_at <= self.clock():
            self._end(one, "expired")
            return True
        newer = next((later for later in list(chat)[1:] if _replaces(later, one)), None)
        if newer is None:
            return False
        if one.body.get("fresh"):
            newer.body["fresh"] = True
        self._end(one, "replaced")
        return True

    async def _send(self, one: Leaving) -> None:
        outgoing = from_json(one.body)
        shown = await self._message_shown(one)
        delivered = await self.channels[one.channel].deliver(
            one.key, outgoing, shown, self._load_media
        )
        if one.name is not None and delivered.message is not None:
            self._remember(one.identity_id, one.name, delivered.message)
        media = one.body.get("media")
        self._end(one, "sent", Settled(one, delivered.message, delivered.file, media))

    async def _wait(self, later: TryAgain, waited: float) -> float:
        backoff = min(max(waited * 2, FIRST_WAIT_SECONDS), LONGEST_WAIT_SECONDS)
        seconds = later.after if later.after is not None else backoff * random.uniform(0.75, 1.25)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return backoff

    async def _gone(self, one: Leaving, chat: deque[Leaving]) -> None:
        """Nobody is there: what waits for them goes, and the address is marked."""
        for waiting in chat:
            self.watcher.sent(waiting.channel, "gone")
        chat.clear()

        def give_up(db: Connection) -> None:
            mark_gone(db, one.identity_id, self.clock())
            queries.drop_all(db, one.identity_id)

        await self.database.run(give_up)

    async def _message_shown(self, one: Leaving) -> str | None:
        if one.name is None:
            return None
        known = self._shown.get((one.identity_id, one.name))
        if known is not None:
            return known
        return await self.database.run(queries.message_shown, one.identity_id, one.name)

    def _remember(self, identity_id: int, name: str, message: str) -> None:
        self._shown[identity_id, name] = message
        self._shown.move_to_end((identity_id, name))
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def _load_media(self, media_id: int) -> MediaBytes:
        found = await self.database.run(queries.load_media, media_id)
        if found is None:
            raise GiveUp("the file is no longer kept")
        return found

    # What is over

    def _end(self, one: Leaving, outcome: str, settled: Settled | None = None) -> None:
        self.watcher.sent(one.channel, outcome)
        self._settled.append(settled or Settled(one))
        if self._settling is None:
            self._settling = asyncio.ensure_future(self._settle_all())

    async def _settle_all(self) -> None:
        """Many sent messages go out of the outbox in one commit: they need no turn of their own."""
        try:
            while self._settled:
                await self._settle_now()
        finally:
            self._settling = None

    async def _settle_now(self) -> None:
        batch, self._settled = self._settled[: queries.BATCH], self._settled[queries.BATCH :]
        if not batch:
            await asyncio.sleep(0)
            return
        try:
            await self.database.run(queries.settle, batch, self.clock())
        except DatabaseAway:
            self._settled = batch + self._settled
            await asyncio.sleep(FIRST_WAIT_SECONDS)


def _replaces(later: Leaving, one: Leaving) -> bool:
    """A newer version of the same card, or its removal, makes an unsent one needless."""
    return one.name is not None and later.name == one.name and later.body["kind"] != "Say"
