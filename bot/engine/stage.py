"""Where players act: one engine over a real database, a clock set by hand, and their chats.

Stands in for the processes around the engine: it delivers what the outbox holds, fires what falls
due and does jobs, each in order and at once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from bot.channels.channel import MediaBytes
from bot.delivery import queries as delivery
from bot.delivery.ended import Settled, settle
from bot.engine.conversation import Conversations, JobTools
from bot.engine.engine import Engine
from bot.engine.inbound import Address, Due, Inbound, JobDone
from bot.engine.outgoing import Outgoing, Remove, from_json
from bot.engine.screen import Screen
from bot.engine.services import NONE, Services
from bot.engine.store import Leaving
from bot.engine.tables import due, job
from bot.engine.taken import Taken
from core.database import Database
from core.people import queries as people
from core.secrets import Keyring

BEGINNING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""A Monday evening."""
ENDLESS = 1000
KEY = "the key of all players"


class Stage:
    """Everything that several players share."""

    def __init__(
        self,
        database_url: str,
        conversations: Conversations,
        at: datetime,
        services: Services = NONE,
    ) -> None:
        self.conversations = conversations
        self.services = services
        # What jobs showed of their answers before they were finished.
        self.drafts: list[str] = []
        self.now = at
        self.keyring = Keyring([KEY])
        self.chats: dict[Address, Screen] = {}
        self.blocked: set[Address] = set()
        self.ever_shown: dict[Address, list[str]] = defaultdict(list)
        # (channel, flow, outcome) of every turn, as the metrics would count them.
        self.turns: list[tuple[str, str, str]] = []
        # What turns and jobs raised; the test sees it at once unless it set `surprises`.
        self.raised: list[Exception] = []
        self.surprises = False
        self.erased: list[Address] = []
        self._url = database_url
        self._order = 0
        self.offered: list[int] = []
        self._open()

    def _open(self) -> None:
        self.database = Database(self._url)
        self.engine = Engine(
            self.database,
            self.conversations,
            self.keyring,
            lambda: self.now,
            self,
            self,
            "stage",
            self.services,
        )
        self.engine.on_surprise = self.raised.append
        self.engine.on_erased = self.erased.extend

    def chat(self, address: Address) -> Screen:
        """The screen of whoever is met there."""
        return self.chats.setdefault(address, Screen())

    def next_order(self) -> int:
        """The platform's count of updates."""
        self._order += 1
        return self._order

    # What the engine tells

    def offer(self, leaving: list[Leaving], *, behind: bool = False) -> None:
        """Note what may leave; it is delivered as it stands in the database."""
        self.offered.extend(one.id for one in leaving)

    def turn(self, channel: str, flow: str, seconds: float, outcome: str) -> None:
        """Note how a turn ended."""
        self.turns.append((channel, flow, outcome))

    # What happens

    async def take(self, inbound: Inbound) -> Taken:
        """One inbound and everything that it brings about at once."""
        taken = await self.engine.take(inbound)
        if taken.notice:
            self.ever_shown[inbound.sender].append(taken.notice)
        await self.settle()
        return taken

    async def later(self, delta: timedelta) -> None:
        """Move the clock, stopping at whatever falls due on the way."""
        until = self.now + delta
        for _ in range(ENDLESS):
            item = await self.database.run(_next_due, until)
            if item is None:
                self.now = until
                return
            person_id, at, version, fallen = item
            self.now = max(self.now, at)
            await self.engine.fire(person_id, fallen, version)
            await self.settle()
        raise AssertionError(f"{ENDLESS} items fell due before {until}")

    async def jobs(self) -> None:
        """Do every job that waits, also those that come of it."""
        for _ in range(ENDLESS):
            waiting = await self.database.run(_next_job)
            if waiting is None:
                return
            job_id, kind, person_id, data = waiting
            done = await self._work(job_id, kind, person_id, data)
            await self.engine.job_done(person_id, kind, data, done)
            await self.settle()
        raise AssertionError(f"{ENDLESS} jobs and no end")

    async def _work(self, job_id: int, kind: str, person_id: int, data: dict[str, Any]) -> JobDone:
        person = await self.database.run(people.person_by_id, person_id)
        language = person.language if person else ""
        tools = JobTools(
            self.database, person_id, language, self.keyring, self.services, self._draft
        )
        try:
            result = await self.conversations.jobs[kind](tools, data)
        except Exception as error:  # noqa: BLE001 - a job may fail in any way
            self.raised.append(error)
            return JobDone(job_id, None, type(error).__name__)
        return JobDone(job_id, result)

    async def _draft(self, text: str) -> None:
        self.drafts.append(text)

    async def settle(self) -> None:
        """Show what was committed, and raise what a turn raised."""
        rows = await self.database.run(delivery.unsent, self.keyring)
        missed = {row.id for row in rows} - set(self.offered)
        if missed:
            raise AssertionError(f"committed, and never offered to the sender: rows {missed}")
        self.offered.clear()
        for row in rows:
            await self._show(row)
        if self.raised and not self.surprises:
            first = self.raised[0]
            self.raised.clear()
            raise first

    async def _show(self, row: Leaving) -> None:
        address = Address(row.channel, row.key)
        if address in self.blocked:
            gone = Settled(row, gone=True)
            await self.database.run(settle, [gone], self.now)
            return
        outgoing = from_json(row.body)
        media_id = row.body.get("media")
        media = await self._media(media_id) if media_id is not None else None
        message = self.chat(address).show(outgoing, media)
        self._remember(address, outgoing)
        file = f"file-{media_id}" if media_id is not None else None
        settled = Settled(row, message, file, media_id, hidden=isinstance(outgoing, Remove))
        await self.database.run(settle, [settled], self.now)

    async def _media(self, media_id: int) -> MediaBytes:
        found = await self.database.run(delivery.load_media, media_id)
        if found is None or not (found.data or found.platform_file):
            raise AssertionError(f"nothing is kept of media {media_id}")
        return found

    def _remember(self, address: Address, outgoing: Outgoing) -> None:
        rows = getattr(outgoing, "buttons", ())
        labels = [button.label for row in rows for button in row]
        self.ever_shown[address] += [*_words(outgoing), *labels]

    # The machine

    async def restart(self) -> None:
        """Nothing is left of the process but what it wrote down."""
        self.database.close()
        self._open()
        await self.settle()

    async def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    async def sql(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of any statement."""

        def ask(db: Connection) -> list[tuple[Any, ...]]:
            result = db.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

        return await self.database.run(ask)

    async def person_id(self, address: Address) -> int:
        """Which row the person met there is."""
        found = await self.database.run(people.identity_by_address, address.channel, address.key)
        if found is None:
            raise AssertionError(f"nobody has been met at {address}")
        return found.person_id


def _words(outgoing: Outgoing) -> list[str]:
    """Everything in a message that somebody reads or hears."""
    fields = ("text", "title", "caption", "description", "label", "address")
    words = [getattr(outgoing, field, "") for field in fields]
    return [text for text in (*words, *getattr(outgoing, "lines", ())) if text]


def _next_due(db: Connection, until: datetime) -> tuple[int, datetime, int, Due] | None:
    first = select(due).where(due.c.due_at <= until)
    order = (due.c.due_at, due.c.kind, due.c.object)
    row = db.execute(first.order_by(*order).limit(1)).first()
    if row is None:
        return None
    item = Due(row.kind, row.object, row.data, row.due_at)
    return row.person_id, row.due_at, row.version, item


def _next_job(db: Connection) -> tuple[int, str, int, dict[str, Any]] | None:
    row = db.execute(select(job).order_by(job.c.id).limit(1)).first()
    return None if row is None else (row.id, row.kind, row.person_id, row.data)
