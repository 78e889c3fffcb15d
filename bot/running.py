"""One serving process from its start to its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bot.backups.hourly import HourlyBackups
from bot.channels.web.channel import WebChannel
from bot.delivery.sender import Sender
from bot.engine.engine import Engine
from bot.engine.inbound import Address
from bot.heart import Heart
from bot.metrics import Metrics
from bot.neighbours import Neighbours
from bot.on_telegram import OnTelegram, TelegramRefuses
from bot.on_whatsapp import OnWhatsApp
from bot.presence import Presence
from bot.pulling import CHANNEL as WEB
from bot.schedule.clockwork import Clockwork
from bot.schedule.periodic import Periodic
from bot.schedule.towns import TownLoader
from bot.schedule.workers import Workers
from bot.server.server import Server
from core.database import Database, DatabaseAway

LOG_ATTEMPTS = 120
LOG_PAUSE_SECONDS = 0.25
BEGIN_AGAIN_SECONDS = 1.0
LAST_SECONDS = 5.0
log = structlog.stdlib.get_logger(__name__)


class Runs(Protocol):
    """A loop that goes on until it is stopped."""

    async def run(self) -> None:
        """Go on."""
        ...

    async def stop(self) -> None:
        """Take up nothing new, and let go of what is in hand."""
        ...


@dataclass(frozen=True, slots=True)
class Schedule:
    """What happens by itself, where the process sees to that."""

    clockwork: Clockwork
    workers: Workers
    periodic: Periodic
    towns: TownLoader
    # None in a demo.
    backups: HourlyBackups | None

    @property
    def loops(self) -> tuple[Runs, ...]:
        """All of it."""
        always = (self.clockwork, self.workers, self.periodic, self.towns)
        return always if self.backups is None else (*always, self.backups)


class App:
    """The parts of a process that serves; `build` in `bot.app` makes and wires them."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        sender: Sender,
        server: Server,
        schedule: Schedule | None,
        heart: Heart,
        metrics: Metrics,
        telegram: OnTelegram | None,
        whatsapp: OnWhatsApp | None,
        browser: WebChannel | None,
        neighbours: Neighbours,
        closing: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        """`closing` lets go of what nobody here uses any more."""
        self.database = database
        self.engine = engine
        self.sender = sender
        self.server = server
        self.schedule = schedule
        self.heart = heart
        self.presence = Presence(database)
        self.metrics = metrics
        self.telegram = telegram
        self.whatsapp = whatsapp
        self.browser = browser
        self.neighbours = neighbours
        self.closing = closing
        self.stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._refused: TelegramRefuses | None = None
        engine.on_planned = self._planned
        engine.on_erased = self._erased
        neighbours.on_due = self._wake
        self.presence.on_back = self._database_is_back

    async def run(self, started: Callable[[str], None] = lambda address: None) -> None:
        """Serve until a signal or `stopping`; `started` is told the address.

        Raises `CannotListen` and `TelegramRefuses`, each with a sentence.
        """
        self._heed_signals()
        try:
            await self.start()
            started(self.server.address)
            await self.stopping.wait()
        finally:
            await self.stop()
        if self._refused is not None:
            raise self._refused

    async def start(self) -> None:
        """Begin to serve; raises `CannotListen` and `DatabaseAway`."""
        await self.heart.begin()
        await self.server.start()
        log.info("serving", at=self.server.address, process=self.engine.process)
        links = self.engine.services.links
        if self.browser is not None and not links.page:
            links.page = self.server.address
        # A crash between a deletion and the emptying of the log left in it what was deleted.
        self._start(self._empty_log())
        beside: tuple[Runs, ...] = (self.heart, self.presence, self.sender, self.neighbours)
        for loop in (*beside, *self._loops()):
            self._start(self._keep_up(loop))
        if self.telegram is not None:
            self._start(self._be_on_telegram(self.telegram))
        if self.whatsapp is not None:
            self._start(self.whatsapp.run())

    async def stop(self) -> None:
        """Take in nothing more, finish what is in hand, and let go of everything."""
        self.stopping.set()
        log.info("stopping")
        outside = [one for one in (self.telegram, self.whatsapp) if one is not None]
        await asyncio.gather(self.server.stop(), *(one.stop() for one in outside))
        await asyncio.gather(*(loop.stop() for loop in self._loops()))
        await self.sender.stop()
        await self.heart.stop()
        await self.presence.stop()
        await self.neighbours.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_SECONDS)
        await asyncio.gather(*(one.close() for one in outside))
        if (model := self.engine.services.model) is not None:
            await model.close()
        await asyncio.gather(*(close() for close in self.closing))
        await asyncio.to_thread(self.database.close)
        log.info("stopped")

    def _loops(self) -> tuple[Runs, ...]:
        return () if self.schedule is None else self.schedule.loops

    def _heed_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self._signalled)

    def _signalled(self) -> None:
        """The first signal stops calmly; at the second one nothing is waited for.

        Nothing is lost by that: what was promised is in the database.
        """
        if self.stopping.is_set():
            os._exit(1)
        self.stopping.set()

    # What turns set off

    def _planned(self, at: datetime) -> None:
        self._wake(at)
        self.neighbours.planned(at)

    def _wake(self, at: datetime) -> None:
        if self.schedule is not None:
            self.schedule.clockwork.wake(at)
            self.schedule.workers.wake(at)

    def _database_is_back(self) -> None:
        if self.schedule is not None:
            self._wake(self.schedule.clockwork.clock())

    def _erased(self, addresses: Sequence[Address]) -> None:
        for address in addresses:
            if address.channel == WEB:
                self.neighbours.erase(address.key)
        self._start(self._empty_log())

    async def _empty_log(self) -> None:
        """What was deleted is read out of the log no more; whoever reads now is soon done."""
        for _ in range(LOG_ATTEMPTS):
            with contextlib.suppress(DatabaseAway):
                if await self.database.empty_log():
                    return
            await asyncio.sleep(LOG_PAUSE_SECONDS)
        log.error("the log still holds what was deleted", attempts=LOG_ATTEMPTS)

    # What runs beside

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("failed beside the turns", exc_info=error)

    async def _keep_up(self, loop: Runs) -> None:
        """A loop that broke begins again: people wait for what it does."""
        while not self.stopping.is_set():
            try:
                await loop.run()
            except Exception as error:
                log.error("broke and begins again", loop=type(loop).__name__, exc_info=error)
                await asyncio.sleep(BEGIN_AGAIN_SECONDS)
            else:
                return

    async def _be_on_telegram(self, telegram: OnTelegram) -> None:
        try:
            await telegram.run()
        except TelegramRefuses as refused:
            self._refused = refused
            self.stopping.set()
