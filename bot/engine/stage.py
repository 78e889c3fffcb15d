"""Where players act: one engine over a real database, a clock set by hand, and their chats.

Stands in for the processes around the engine: it delivers what the outbox holds, fires what falls
due and does jobs, each in order and at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select, text

from bot.channels.channel import MediaBytes
from bot.delivery import queries as delivery
from bot.delivery.ended import Settled, settle
from bot.engine.conversation import Conversations, JobTools
from bot.engine.engine import Engine, Result
from bot.engine.inbound import Address, Blocked, Due, Inbound, JobDone
from bot.engine.manners import PLAIN, Manners
from bot.engine.outgoing import Outgoing, Remove, Say, from_json
from bot.engine.phone import Phone, Platform, parts_of
from bot.engine.screen import Screen
from bot.engine.services import NONE, Services
from bot.engine.store import Leaving
from bot.engine.tables import due, job
from bot.engine.taken import Taken
from bot.engine.turn import Turn
from core.database import Database
from core.people import addresses
from core.people import queries as people
from core.secrets import Keyring

BEGINNING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""A Monday evening."""
ENDLESS = 1000
KEY = "the key of all players"
Meant = tuple[int, Outgoing]
"""What a turn says to an identity, before it is made one message of."""


class Stage:
    """Everything that several players share.

    Where a channel has a `Platform`, its phones show what it makes of each message, which is one
    a turn; the screens show, as on every channel, what was meant.
    """

    def __init__(
        self,
        database_url: str,
        conversations: Conversations,
        at: datetime,
        services: Services = NONE,
        open_database: Callable[[str], Database] = Database,
        platforms: Mapping[str, Platform] = MappingProxyType({}),
    ) -> None:
        self.conversations = conversations
        self.services = services
        # What jobs showed of their answers before they were finished.
        self.drafts: list[str] = []
        self.now = at
        self.keyring = Keyring([KEY])
        self.platforms = platforms
        self.chats: dict[Address, Screen] = {}
        self.phones: dict[Address, Phone] = {}
        # Set while somebody looks for a button: what comes of that is on the phone alone.
        self.aside = False
        self.blocked: set[Address] = set()
        self.ever_shown: dict[Address, list[str]] = defaultdict(list)
        # (channel, flow, outcome) of every turn, as the metrics would count them.
        self.turns: list[tuple[str, str, str]] = []
        # What turns and jobs raised; the test sees it at once unless it set `surprises`.
        self.raised: list[Exception] = []
        self.surprises = False
        self.erased: list[Address] = []
        self._url = database_url
        self._open_database = open_database
        self._order = 0
        self.offered: list[int] = []
        self._meant: dict[int, list[Outgoing]] = {}
        self._taken_away: list[Meant] = []
        self._met: dict[str, Address] = {}
        self._open()

    def _open(self) -> None:
        self.database = self._open_database(self._url)
        self.engine = _Telling(
            self.database,
            self.conversations,
            self.keyring,
            lambda: self.now,
            self,
            self,
            "stage",
            self.services,
            {channel: platform.manners for channel, platform in self.platforms.items()},
        )
        self.engine.on_meant = self._note
        self.engine.on_surprise = self.raised.append
        self.engine.on_erased = self.erased.extend

    def chat(self, address: Address) -> Screen:
        """The screen of whoever is met there."""
        return self.chats.setdefault(address, Screen())

    def somebody(self, channel: str) -> Address:
        """Where somebody new is met, by a name as the platform gives them."""
        number = 1001 + len(self.chats)
        return Address(channel, f"DE.{number}" if channel in self.platforms else str(number))

    def phone(self, address: Address, language: str) -> Phone | None:
        """What they hold in their hands, where their platform has forms of its own."""
        platform = self.platforms.get(address.channel)
        if platform is not None and address not in self.phones:
            self.phones[address] = Phone(platform, address, language)
        return self.phones.get(address)

    def manners(self, channel: str) -> Manners:
        """What the channel lets us do."""
        platform = self.platforms.get(channel)
        return platform.manners if platform else PLAIN

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
        phone = self.phones.get(inbound.sender)
        if phone is not None and not isinstance(inbound.content, Blocked):
            phone.hears(self.now)
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
        shown = [await self._show(row) for row in rows]
        if shown:
            await self.database.run(settle, shown, self.now)
        await self._take_away()
        if self.raised and not self.surprises:
            first = self.raised[0]
            self.raised.clear()
            raise first

    async def _show(self, row: Leaving) -> Settled:
        address = await self._address(row)
        if address in self.blocked:
            return Settled(row, gone=True)
        outgoing = from_json(row.body)
        parts = parts_of(outgoing)
        files = {one: await self._media(one) for part in parts if (one := _medium(part))}
        said = self._meant.pop(row.id, list(parts))
        bubbles = [] if self.aside else self._on_screen(address, said, files)
        phone = self.phones.get(address)
        if phone is not None:
            phone.gets(bubbles, outgoing, files, self.now)
        first = next(iter(files), None)
        file = f"file-{first}" if first is not None else None
        message = self.chat(address).as_one(bubbles)
        return Settled(row, message, file, first, hidden=isinstance(outgoing, Remove))

    def _on_screen(
        self, address: Address, said: list[Outgoing], files: Mapping[int, MediaBytes]
    ) -> list[str]:
        """Shows what was meant; the ids of the messages that do."""
        chat, bubbles = self.chat(address), []
        for one in said:
            bubble = chat.show(one, files.get(_medium(one) or 0))
            bubbles += [bubble] if bubble is not None else []
            self._remember(address, one)
        return bubbles

    def _note(self, turn: Turn, leaving: list[Leaving]) -> None:
        """What goes as one message is seen apart, and what is taken away is gone, on a screen."""
        for to in dict.fromkeys(said.to for said in turn.said):
            if to.channel not in self.platforms:
                continue
            # What a press is answered on the spot elsewhere is no message of the dialogue.
            noticed = Say(turn.notice or "")
            meant = [one.outgoing for one in turn.said if one.to == to and one.outgoing != noticed]
            row = next((one.id for one in leaving if one.identity_id == to.id), None)
            if row is not None:
                self._meant[row] = meant
            else:
                self._taken_away += [(to.id, one) for one in meant]

    async def _take_away(self) -> None:
        for whose, outgoing in self._taken_away:
            found = await self.database.run(people.identity_by_id, whose)
            if found is not None:
                self._on_screen(await self._named(found.channel, found.key), [outgoing], {})
        self._taken_away.clear()

    async def _address(self, row: Leaving) -> Address:
        return await self._named(row.channel, row.key)

    async def _named(self, channel: str, key: str) -> Address:
        """Where our own name of somebody leads to: the platform's name of them."""
        if channel not in self.platforms:
            return Address(channel, key)
        _, colon, told = key.partition(":")
        if colon:
            return Address(channel, told)
        if key not in self._met:
            found = await self.database.run(addresses.reachable, self.keyring, channel, key)
            if found is None:
                raise AssertionError(f"the platform has no name for {key}")
            self._met[key] = Address(channel, found.names[0].value)
        return self._met[key]

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
        found = await self.database.run(addresses.identity_named, self.keyring, str(address))
        if found is None:
            raise AssertionError(f"nobody has been met at {address}")
        return found.person_id


class _Telling(Engine):
    """Tells what each turn meant to say."""

    on_meant: Callable[[Turn, list[Leaving]], None]

    def _play(self, turn: Turn, handle: Callable[[], None]) -> Result:
        result = super()._play(turn, handle)
        if turn.erased is None:
            self.on_meant(turn, result.leaving)
        return result


def _medium(outgoing: Outgoing) -> int | None:
    return getattr(outgoing, "media", None)


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
