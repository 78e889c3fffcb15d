"""Sends outgoing messages: each chat in order, chats side by side, again until it worked."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import random
import time
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.channels.channel import (
    Channel,
    Closed,
    Delivered,
    GiveUp,
    MediaBytes,
    OutOfReach,
    PersonGone,
    TooMany,
    TryAgain,
)
from bot.delivery import queries, taking
from bot.delivery.chats import Chat, understood
from bot.delivery.confirming import News, Outcomes
from bot.delivery.ended import NO_OUTCOMES, Settled
from bot.delivery.giving_up import given_up
from bot.delivery.holding import Holding, Most
from bot.delivery.pace import Pace
from bot.delivery.settling import Settling
from bot.delivery.shown import Shown
from bot.delivery.statuses import tell
from bot.delivery.watching import DeliveryWatcher
from bot.delivery.way import Way
from bot.engine.outgoing import Outgoing, Remove
from bot.engine.store import Leaving
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.pacing import Limiter
from core.secrets import Keyring

log = structlog.stdlib.get_logger(__name__)


DEFAULT_PACE = Pace()
MOST = Most()


@dataclass(frozen=True, slots=True)
class _Line:
    """One channel: the way to it, and the rows on theirs."""

    way: Way
    holding: Holding


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
        limiter: Limiter,
        pace: Pace = DEFAULT_PACE,
        most: Most = MOST,
        outcomes: Outcomes = NO_OUTCOMES,
    ) -> None:
        """`pulled` channels fetch their messages themselves and are only woken, by key.

        `outcomes` say what the codes of those channels mean that tell later what became of it.
        """
        self.database = database
        self.channels = channels
        self.pulled = pulled
        self.clock = clock
        self.watcher = watcher
        self.process = process
        self.keyring = keyring
        self.limiter = limiter
        self.pace = pace
        self.most = most
        # Whether our leases still count; while they do not, nothing is sent.
        self.well: Callable[[], bool] = lambda: True
        # Something waits behind another process's message, which had better take it up.
        self.on_behind: Callable[[], None] = lambda: None
        self._lines: dict[str, _Line] = {}
        self._chats: dict[int, Chat] = {}
        self._shown = Shown(database)
        self._settling = Settling(database, clock, self._settled, outcomes, pace.first)
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._look = asyncio.Event()
        self._looking = asyncio.Lock()

    def offer(self, leaving: list[Leaving], *, behind: bool = False) -> None:
        """Send these, in order, behind whatever still waits in the same chat.

        `behind` where another process holds older ones, or some were freed: these are taken up
        once those have left.
        """
        for one in leaving:
            if one.receipt:
                for whose in {one.identity_id, *one.erases}:
                    self._forget_everything_of(whose)
            wake = self.pulled.get(one.channel)
            if wake is not None:
                wake(one.key)
            elif not (behind or one.channel not in self.channels or self._stopping.is_set()):
                self._take(one)
        if behind:
            for line in self._lines.values():
                line.holding.freed()
            self.on_behind()
            self.look()
            asyncio.get_running_loop().call_later(self.pace.behind, self.look)

    def _take(self, one: Leaving) -> None:
        holding = self._line(one.channel).holding
        if holding.puts_off(one):
            return
        if holding.takes(one):
            self._queue(one)
        else:
            self.look()

    def look(self) -> None:
        """Something may wait in the outbox."""
        self._look.set()

    def lost(self) -> None:
        """We were thought dead: others may be at what we hold. It is asked for before any of it
        is sent."""
        for line in self._lines.values():
            line.holding.doubtful = True
        self.look()

    def _line(self, channel: str) -> _Line:
        line = self._lines.get(channel)
        if line is None:
            way = Way(self.channels[channel], self.limiter, time.monotonic, self._pause, self.pace)
            holding = Holding(
                self.database, self.keyring, self.clock, self.process, channel, self.most
            )
            line = self._lines[channel] = _Line(way, holding)
        return line

    def _queue(self, one: Leaving) -> None:
        chat = self._chats.get(one.identity_id)
        if chat is not None:
            chat.add(one)
            return
        chat = self._chats[one.identity_id] = Chat(one.identity_id, [one])
        self._start(self._empty(chat, self._line(one.channel)))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # What was left behind

    async def run(self) -> None:
        """Take up what was left behind, at the start and then now and again, until stopped."""
        while not self._stopping.is_set():
            self._look.clear()
            # Where the database is away, that is told of by whoever looks for it.
            with contextlib.suppress(DatabaseAway):
                await self._take_up()
                self._look_if_worth_it()
            await self._rest()

    async def _rest(self) -> None:
        await self._pause(self.pace.breath)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._look.wait(), self.pace.look_again)

    def _look_if_worth_it(self) -> None:
        if any(line.holding.wants_more for line in self._lines.values()):
            self.look()

    async def _take_up(self) -> None:
        async with self._looking:
            for line in [self._line(name) for name in self.channels]:
                if self._stopping.is_set():
                    return
                self._let_go(await line.holding.renew(), line)
                await line.holding.take_up(self._queue)

    def _let_go(self, lost: Collection[int], line: _Line) -> None:
        """Others are at these rows, or nobody; what stood behind them may not leave before."""
        if not lost:
            return
        line.holding.drop(lost)
        for chat in self._chats.values():
            if any(one.id in lost for one in chat.rows):
                chat.abandoned = chat.sending and chat.rows[0].id in lost
                out = {one.id for one in chat.take_out()}
                line.holding.send_back(out - set(lost))

    async def stop(self) -> None:
        """Let what is being sent finish; the rest stays in the outbox, for anybody to send."""
        await self._let_a_look_end()
        self._stopping.set()
        self.look()
        await asyncio.gather(*(line.way.stop() for line in self._lines.values()))
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=self.pace.stop)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        await self._settling.finish(self.pace.stop)
        # A look that is under way would take up again what is released here.
        async with self._looking:
            with contextlib.suppress(DatabaseAway):
                await self.database.run(taking.release, self.process)

    async def _let_a_look_end(self) -> None:
        """What was offered meanwhile waits for it, and is to begin before nothing begins."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.pace.last_look), self._looking:
                await asyncio.sleep(0)

    # One chat

    async def _empty(self, chat: Chat, line: _Line) -> None:
        waited = 0.0
        try:
            while chat.rows and not self._stopping.is_set():
                try:
                    waited = await self._next(chat, line, waited)
                except Exception as error:  # noqa: BLE001 - our own mistake must not, either
                    if chat.rows:
                        waited = await self._not_taken(chat, line, error, waited)
        finally:
            line.holding.drop([one.id for one in chat.rows])
            del self._chats[chat.id]

    async def _next(self, chat: Chat, line: _Line, waited: float) -> float:
        """Deal with the oldest message; returns how long it has been waited for by now."""
        one = chat.rows[0]
        outgoing = understood(one)
        if outgoing is None:
            # It stays in the outbox, for the version that wrote it.
            log.error("message of another version left alone", row=one.id)
            line.holding.leave_alone(one.id)
            del chat.rows[0]
            return 0.0
        if self._worthless(chat):
            return 0.0
        try:
            await line.way.clear(chat, outgoing)
            await self._certain(line)
            # Much may have happened meanwhile.
            if self._stopping.is_set() or not chat.rows or chat.rows[0] is not one:
                return waited
            return 0.0 if self._worthless(chat) else await self._try(chat, line, outgoing, waited)
        finally:
            line.way.passed()

    async def _certain(self, line: _Line) -> None:
        while (line.holding.doubtful or not self.well()) and not self._stopping.is_set():
            await self._pause(self.pace.behind)

    def _worthless(self, chat: Chat) -> bool:
        """Whether the oldest message need not be sent at all; it is gone then."""
        one = chat.rows[0]
        expired = one.expires_at is not None and one.expires_at <= self.clock()
        if not expired and not chat.make_needless():
            return False
        del chat.rows[0]
        self._end(Settled(one, outcome="expired" if expired else "replaced"))
        return True

    async def _try(self, chat: Chat, line: _Line, outgoing: Outgoing, waited: float) -> float:
        one = chat.rows[0]
        chat.sending, chat.abandoned, chat.tried_at = True, False, self.clock()
        try:
            delivered = await self._send(one, outgoing)
        except Exception as answer:  # noqa: BLE001 - a channel's mistake must not silence the chat
            chat.sending = False
            if isinstance(answer, TryAgain | GiveUp | PersonGone):
                line.way.ended(chat, answer)
            return await self._not_taken(chat, line, answer, waited)
        finally:
            chat.sending = False
        line.way.ended(chat, None)
        del chat.rows[0]
        self._delivered(one, outgoing, delivered)
        return 0.0

    async def _send(self, one: Leaving, outgoing: Outgoing) -> Delivered:
        shown = await self._shown.find(one)
        return await self.channels[one.channel].deliver(one.key, outgoing, shown, self._load_media)

    def _delivered(self, one: Leaving, outgoing: Outgoing, delivered: Delivered) -> None:
        hidden = isinstance(outgoing, Remove)
        if hidden or delivered.message is not None:
            self._shown.remember(one, None if hidden else delivered.message)
        pending = delivered.pending and delivered.message is not None
        shown = (delivered.message, delivered.file, one.media)
        besides = delivered.besides
        self._end(Settled(one, *shown, hidden=hidden, pending=pending, besides=besides))

    async def _not_taken(self, chat: Chat, line: _Line, answer: Exception, waited: float) -> float:
        one = chat.rows[0]
        if chat.abandoned:
            del chat.rows[0]
            line.holding.drop([one.id])
            return 0.0
        backoff = min(max(waited * 2, self.pace.first), self.pace.longest)
        wait = backoff * random.uniform(0.75, 1.25)
        match answer:
            case TooMany():
                self.watcher.refused_for_now(one.channel)
                wait = wait if answer.after is None else answer.after
                await line.way.refused(chat, wait)
            case OutOfReach():
                wait = line.way.wait(chat, wait)
            case TryAgain():
                wait = wait if answer.after is None else answer.after
            case DatabaseAway():
                # Nobody is spared by a longer wait, and it is back at once.
                wait = min(wait, self.pace.probe)
            case PersonGone():
                self._gone(chat)
                return 0.0
            case Closed():
                # What is behind it is tried by itself: a template may go.
                self._end(Settled(chat.rows.pop(0), closed_at=chat.tried_at))
                return 0.0
            case _:
                ended = given_up(one, answer)
                if ended is not None:
                    del chat.rows[0]
                    self._end(ended)
                    return 0.0
                chat.rows[0] = dataclasses.replace(one, attempts=one.attempts + 1)
        await self._pause(wait)
        return backoff

    def _gone(self, chat: Chat) -> None:
        """Nobody is there: what waits for them goes, and the address is marked."""
        for waiting in chat.take_out():
            self._end(Settled(waiting, gone=True, outcome="gone"))

    async def _load_media(self, media_id: int) -> MediaBytes:
        found = await self.database.read(queries.load_media, media_id)
        if found is None:
            raise GiveUp("the file is no longer kept")
        return found

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    # What is over

    def _end(self, settled: Settled) -> None:
        if settled.is_over:
            self.watcher.sent(settled.leaving.channel, settled.outcome)
        self._settling.end(settled)

    def _settled(self, settled: list[Settled], news: News) -> None:
        tell(self.watcher, news)
        for line in self._lines.values():
            line.holding.drop([one.leaving.id for one in settled])
        self._shown.settled(settled)
        self._look_if_worth_it()

    def _forget_everything_of(self, identity_id: int) -> None:
        """They are erased: what still waits for them is not sent, and no message is remembered."""
        chat = self._chats.get(identity_id)
        if chat is not None:
            chat.abandoned = True
            for one in chat.take_out():
                self._line(one.channel).holding.drop([one.id])
        for line in self._lines.values():
            line.holding.forget(identity_id)
        self._shown.forget(identity_id)
