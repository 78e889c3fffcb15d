"""Sends outgoing messages: each chat in order, chats side by side, again until it worked."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import random
from bisect import insort
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Protocol

import structlog

from bot.channels.channel import Channel, Delivered, GiveUp, MediaBytes, PersonGone, TryAgain
from bot.delivery import queries
from bot.delivery.queries import Settled
from bot.delivery.settling import Settling
from bot.engine.outgoing import Outgoing, Remove, from_json
from bot.engine.store import LEASE, Leaving
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.secrets import Keyring

MOST_SURPRISES = 3
REMEMBERED = 50_000
log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the sender waits, in seconds."""

    # Before it tries again what the platform did not take; twice as long each time.
    first: float = 1.0
    longest: float = 300.0
    # A third of a lease, so that it is renewed twice before it runs out.
    look_again: float = 10.0
    # What follows another process's message is looked for this soon.
    behind: float = 0.5
    stop: float = 10.0


DEFAULT_PACE = Pace()


class DeliveryWatcher(Protocol):
    """Counts how messages ended."""

    def sent(self, channel: str, outcome: str) -> None:
        """One message is over: sent, replaced, expired, refused, failed or gone."""
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
        keyring: Keyring,
        pace: Pace = DEFAULT_PACE,
    ) -> None:
        """`pulled` channels fetch their messages themselves and are only woken, by key."""
        self.database = database
        self.channels = channels
        self.pulled = pulled
        self.clock = clock
        self.watcher = watcher
        self.process = process
        self.keyring = keyring
        self.pace = pace
        # Whoever holds the older messages sends these as well, once it is told.
        self.on_behind: Callable[[], None] = lambda: None
        self._chats: dict[int, list[Leaving]] = {}
        # Every row from its offer until its end is committed: none of them is taken up twice.
        self._held: set[int] = set()
        # Rows of `_held` that are no longer ours to send, or no longer there.
        self._lost: set[int] = set()
        self._shown: OrderedDict[tuple[int, str], str | None] = OrderedDict()
        self._settling = Settling(database, clock, self._settled, pace.first)
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._behind = asyncio.Event()
        self._looking = asyncio.Lock()
        # On SQLite older messages may wait that no turn can see; until they are taken up, newer
        # ones wait here.
        self._early: list[Leaving] | None = [] if database.is_sqlite else None

    def offer(self, leaving: list[Leaving], *, behind: bool = False) -> None:
        """Send these, in order, behind whatever still waits in the same chat.

        `behind` where another process holds older ones: these are taken up once those have left.
        """
        for one in leaving:
            if one.receipt:
                self._forget_everything_of(one.identity_id)
            wake = self.pulled.get(one.channel)
            if wake is not None:
                wake(one.key)
            elif behind:
                self._behind.set()
                self.on_behind()
            elif one.channel in self.channels and not self._stopping.is_set():
                self._queue(one)

    def look(self) -> None:
        """There may be messages that nobody sends: another process says so."""
        self._behind.set()

    def _queue(self, one: Leaving) -> None:
        if self._early is not None:
            self._early.append(one)
            return
        if one.id in self._held:
            return
        self._held.add(one.id)
        chat = self._chats.get(one.identity_id)
        if chat is None:
            self._chats[one.identity_id] = [one]
            self._start(self._empty(one.identity_id))
        else:
            # Two turns that commit in one order may be heard of in the other.
            insort(chat, one, lo=1, key=attrgetter("id"))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # What was left behind

    async def run(self) -> None:
        """Take up what was left behind, at the start and then now and again, until stopped."""
        while not self._stopping.is_set():
            try:
                async with self._looking:
                    await self._take_up()
            except DatabaseAway:
                log.warning("outbox not read: the database is away")
            await self._rest()

    async def _rest(self) -> None:
        self._behind.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._behind.wait(), self.pace.look_again)
            await self._pause(self.pace.behind)

    async def _take_up(self) -> None:
        if not self.channels or self._stopping.is_set():
            return
        now = self.clock()
        lease = (self.process, now + LEASE)
        await self._renew(lease)
        first, full = self._early is not None, True
        found: list[Leaving] = []
        while full:
            channels = list(self.channels)
            rows = await self.database.run(
                queries.left_behind, self.keyring, channels, now, lease, alone=first
            )
            full = len(rows) == queries.BATCH
            found += rows
        if first:
            found += self._early or []
            self._early = None
        for one in found:
            self._queue(one)

    async def _renew(self, lease: tuple[str, datetime]) -> None:
        if not self._held:
            return
        held = set(self._held)
        kept = await self.database.run(queries.renew, held, lease)
        # What was settled meanwhile is not held any more.
        self._lost |= (held - kept) & self._held

    async def stop(self) -> None:
        """Let what is being sent finish; the rest stays in the outbox, for anybody to send."""
        self._stopping.set()
        self._behind.set()
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=self.pace.stop)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        await self._settling.finish(self.pace.stop)
        # A look that is under way would take up again what is released here.
        async with self._looking:
            with contextlib.suppress(DatabaseAway):
                await self.database.run(queries.release, self.process)

    # One chat

    async def _empty(self, identity_id: int) -> None:
        chat = self._chats[identity_id]
        waited = 0.0
        try:
            while chat and not self._stopping.is_set():
                waited = await self._next(chat, waited)
        finally:
            self._held.difference_update(one.id for one in chat)
            del self._chats[identity_id]

    async def _next(self, chat: list[Leaving], waited: float) -> float:
        """Deal with the oldest message; returns how long it has been waited for by now."""
        one = chat[0]
        outgoing = _understood(one)
        if outgoing is None:
            # It stays in the outbox, for the version that wrote it.
            log.error("message of another version left alone", row=one.id)
            self._held.discard(one.id)
        if outgoing is None or self._worthless(chat):
            del chat[0]
            return 0.0
        try:
            await self._send(one, outgoing)
        except TryAgain as later:
            return await self._wait(later.after, waited)
        except DatabaseAway:
            return await self._wait(None, waited)
        except GiveUp as refusal:
            log.error("message refused", channel=one.channel, row=one.id, why=str(refusal))
            self._end(one, "refused")
        except PersonGone:
            self._gone(chat)
            return 0.0
        except Exception as error:  # noqa: BLE001 - a channel's mistake must not silence the chat
            return await self._surprised(chat, error, waited)
        del chat[0]
        return 0.0

    def _worthless(self, chat: list[Leaving]) -> bool:
        """Whether the oldest message need not be sent at all."""
        one = chat[0]
        if one.id in self._lost:
            self._lost.discard(one.id)
            self._held.discard(one.id)
            return True
        if one.expires_at is not None and one.expires_at <= self.clock():
            self._end(one, "expired")
            return True
        newer = next((place for place in range(1, len(chat)) if _replaces(chat[place], one)), None)
        if newer is None:
            return False
        if one.body.get("fresh") and chat[newer].body["kind"] == "Card":
            body = chat[newer].body | {"fresh": True}
            chat[newer] = dataclasses.replace(chat[newer], body=body)
        self._end(one, "replaced")
        return True

    async def _send(self, one: Leaving, outgoing: Outgoing) -> None:
        shown = await self._message_shown(one)
        channel = self.channels[one.channel]
        delivered = await channel.deliver(one.key, outgoing, shown, self._load_media)
        self._delivered(one, outgoing, delivered)

    def _delivered(self, one: Leaving, outgoing: Outgoing, delivered: Delivered) -> None:
        hidden = isinstance(outgoing, Remove)
        if one.name is not None and (hidden or delivered.message is not None):
            self._remember(one.identity_id, one.name, None if hidden else delivered.message)
        media = one.body.get("media")
        self._end(one, "sent", Settled(one, delivered.message, delivered.file, media, hidden))

    async def _wait(self, after: float | None, waited: float) -> float:
        backoff = min(max(waited * 2, self.pace.first), self.pace.longest)
        await self._pause(after if after is not None else backoff * random.uniform(0.75, 1.25))
        return backoff

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _surprised(self, chat: list[Leaving], error: Exception, waited: float) -> float:
        """Try again, but not for ever: the messages behind it are wanted too."""
        one = dataclasses.replace(chat[0], attempts=chat[0].attempts + 1)
        kind = type(error).__name__
        log.error("message failed", channel=one.channel, row=one.id, error=kind, exc_info=error)
        if one.attempts >= MOST_SURPRISES:
            self._end(one, "failed")
            del chat[0]
            return 0.0
        chat[0] = one
        return await self._wait(None, waited)

    def _gone(self, chat: list[Leaving]) -> None:
        """Nobody is there: what waits for them goes, and the address is marked."""
        for waiting in chat:
            self._end(waiting, "gone", Settled(waiting, gone=True))
        chat.clear()

    async def _message_shown(self, one: Leaving) -> str | None:
        if one.name is None:
            return None
        known = (one.identity_id, one.name)
        if known in self._shown:
            return self._shown[known]
        return await self.database.read(queries.message_shown, *known)

    def _remember(self, identity_id: int, name: str, message: str | None) -> None:
        self._shown[identity_id, name] = message
        self._shown.move_to_end((identity_id, name))
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def _load_media(self, media_id: int) -> MediaBytes:
        found = await self.database.read(queries.load_media, media_id)
        if found is None:
            raise GiveUp("the file is no longer kept")
        return found

    # What is over

    def _end(self, one: Leaving, outcome: str, settled: Settled | None = None) -> None:
        self.watcher.sent(one.channel, outcome)
        self._settling.end(settled or Settled(one))

    def _settled(self, settled: list[Settled]) -> None:
        ids = {one.leaving.id for one in settled}
        self._held -= ids
        self._lost -= ids
        if not self.database.is_sqlite:
            # From here on another process may change what is shown.
            for one in settled:
                self._forget(one)

    def _forget(self, one: Settled) -> None:
        if one.leaving.name is not None:
            shown = (one.leaving.identity_id, one.leaving.name)
            if self._shown.get(shown) == one.message:
                self._shown.pop(shown, None)

    def _forget_everything_of(self, identity_id: int) -> None:
        """They are erased: what still waits for them is not sent, and no message is remembered."""
        self._lost.update(one.id for one in self._chats.get(identity_id, ()))
        if self._early is not None:
            self._early = [one for one in self._early if one.identity_id != identity_id]
        for known in [known for known in self._shown if known[0] == identity_id]:
            del self._shown[known]


def _understood(one: Leaving) -> Outgoing | None:
    try:
        return from_json(one.body)
    except (KeyError, TypeError):
        return None


def _replaces(later: Leaving, one: Leaving) -> bool:
    """A newer version of the same card, or its removal, makes an unsent one needless."""
    return one.name is not None and later.name == one.name and later.body["kind"] != "Say"
