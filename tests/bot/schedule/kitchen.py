"""A kitchen with a kettle that boils when due and an oven whose cakes are jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations, JobTools
from bot.engine.engine import Engine
from bot.engine.inbound import Address, Command, Inbound
from bot.engine.store import Leaving
from bot.engine.tables import due, job, outbox, process
from bot.engine.turn import Turn
from core.clock import system_clock
from core.database import Database
from core.secrets import Keyring

PATIENCE = 20.0
COOK = Address("telegram", "7")
Bake = Callable[[JobTools, dict[str, Any]], Awaitable[Any]]


class Clock:
    """Set by hand, or the system's as long as nobody set it."""

    def __init__(self) -> None:
        self.set_to: datetime | None = None

    def __call__(self) -> datetime:
        return self.set_to or system_clock()

    def stop(self, at: datetime = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)) -> None:
        """Time stands still."""
        self.set_to = at

    def pass_(self, **time: float) -> None:
        """Time moves on by so much."""
        self.set_to = self() + timedelta(**time)


class Kitchen:
    """One engine with its schedule's tables, and notes of all that happened."""

    def __init__(self, database_url: str, process: str = "kitchen") -> None:
        self.clock = Clock()
        self.database = Database(database_url)
        # What the next boilings raise, one each.
        self.troubles: list[Exception] = []
        self.boiled: list[tuple[str, dict[str, Any]]] = []
        self.came_out: list[Any] = []
        self.bake: Bake = _bread
        # Until it is set, whoever was ordered from takes their time.
        self.may_deliver = asyncio.Event()
        self.notes: list[tuple[str, str]] = []
        self.lateness: list[float] = []
        self.forgotten: dict[str, int] = {}
        self._changed = asyncio.Event()
        self.engine = Engine(
            self.database,
            Conversations((builtin, self._conversation())),
            Keyring(["the key of the kitchen"]),
            self.clock,
            self,
            self,
            process,
        )

    def _conversation(self) -> Conversation:
        kitchen = Conversation("kitchen")

        @kitchen.command("boil")
        def boil(turn: Turn, argument: str) -> None:
            what, _, seconds = argument.partition(" ")
            at = turn.now + timedelta(seconds=float(seconds or 0))
            turn.plan("kettle", what, at, cups=2)

        @kitchen.command("bake")
        def bake(turn: Turn, argument: str) -> None:
            turn.job("oven", cake=argument)

        @kitchen.command("order")
        def order(turn: Turn, argument: str) -> None:
            turn.job("delivery", pizza=argument)

        @kitchen.works("delivery", waits=True)
        async def wait(tools: JobTools, data: dict[str, Any]) -> Any:
            await self.may_deliver.wait()
            return data

        @kitchen.when_due("kettle")
        def boiled(turn: Turn, object_: str, data: dict[str, Any]) -> None:
            if self.troubles:
                raise self.troubles.pop(0)
            turn.say("It boils.")
            self.boiled.append((object_, data))

        @kitchen.works("oven")
        async def work(tools: JobTools, data: dict[str, Any]) -> Any:
            return await self.bake(tools, data)

        @kitchen.when_done("oven")
        def done(turn: Turn, data: dict[str, Any], result: Any) -> None:
            if self.troubles:
                raise self.troubles.pop(0)
            turn.say("It is done." if result else "It burnt.")
            self.came_out.append(result)

        return kitchen

    # What people do

    async def says(self, command: str, argument: str, who: Address = COOK) -> None:
        """Somebody types a command."""
        number = f"{command}:{argument}:{who.key}"
        content = Command(command, argument)
        await self.engine.take(Inbound(f"telegram:1:{number}", who, self.clock(), 0, content))

    async def plan(self, what: str, seconds: float = 0) -> None:
        """Have the kettle boil then."""
        await self.says("boil", f"{what} {seconds}")

    # What it is told

    def offer(self, leaving: list[Leaving], *, behind: bool = False) -> None:
        """Nothing is sent."""

    def turn(self, channel: str, flow: str, seconds: float, outcome: str) -> None:
        """Nothing is counted."""

    def fell_due(self, kind: str, late: float, outcome: str) -> None:
        """A due item is over."""
        self.lateness.append(late)
        self._note(kind, outcome)

    def worked(self, kind: str, seconds: float, outcome: str) -> None:
        """An attempt at a job is over."""
        self._note(kind, outcome)

    def forgot(self, what: str, rows: int) -> None:
        """Rows went."""
        self.forgotten[what] = self.forgotten.get(what, 0) + rows

    def sent(self, channel: str, outcome: str) -> None:
        """A message is over."""
        self._note(channel, outcome)

    def _note(self, kind: str, outcome: str) -> None:
        self.notes.append((kind, outcome))
        self._changed.set()

    async def until(self, check: Callable[[], object]) -> None:
        """Wait until the check holds, looking again whenever something is noted."""
        async with asyncio.timeout(PATIENCE):
            while not check():
                self._changed.clear()
                await self._changed.wait()

    # What the database holds

    async def messages(self) -> int:
        """How many messages wait to be sent."""
        return await self.database.run(_count, outbox)

    async def due_items(self) -> int:
        """How many items are to fall due."""
        return await self.database.run(_count, due)

    async def jobs(self) -> int:
        """How many jobs are not done."""
        return await self.database.run(_count, job)


async def _bread(tools: JobTools, data: dict[str, Any]) -> Any:
    return {"cake": data["cake"], "for": tools.language}


def _count(db: Connection, table: Any) -> int:
    return int(db.execute(select(func.count()).select_from(table)).scalar_one())


def fall_silent(db: Connection, process_id: str) -> None:
    """On PostgreSQL: a process has not been heard of for longer than one that lives."""
    long_ago = text("now() - interval '7 seconds'")
    db.execute(update(process).where(process.c.id == process_id).values(beat_at=long_ago))
