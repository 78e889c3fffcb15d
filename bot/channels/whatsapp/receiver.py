"""Takes one webhook: understood, and given to whoever it concerns, each person's part in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any, Final, Protocol

import structlog

from bot.channels.giving import Engine, Giving
from bot.channels.whatsapp.limits import CHANNEL
from bot.channels.whatsapp.understand import (
    Happened,
    Heard,
    Preferred,
    understand,
)
from bot.delivery.statuses import Status
from bot.engine.inbound import Deleted, Edited, Renamed
from bot.engine.taken import ComeAgain
from core.clock import Clock
from core.database import DatabaseAway
from core.people.models import KnownBy

# A read mark is a kindness: in a flood of messages it must not take the replies' connections.
MOST_MARKS: Final = 20
LAST_MARKS_SECONDS: Final = 2.0
log = structlog.stdlib.get_logger(__name__)


class Graph(Protocol):
    """Meta's API, of our number."""

    phone_id: str

    async def call(self, path: str, body: dict[str, Any]) -> Any:
        """Post to it."""
        ...


class Statuses(Protocol):
    """Whoever waits to hear what became of our messages."""

    async def take(self, channel: str, statuses: Sequence[Status]) -> None:
        """Keeps them, in one transaction; raises `DatabaseAway`."""
        ...


class Preferences(Protocol):
    """Keeps what people want of us."""

    async def keep(self, preferred: Preferred) -> None:
        """In a transaction of its own; raises `DatabaseAway`."""
        ...


class Receiver:
    """Between the webhooks and the engine."""

    def __init__(
        self,
        graph: Graph,
        engine: Engine,
        statuses: Statuses,
        preferences: Preferences,
        clock: Clock,
    ) -> None:
        """What is told about another number than `graph` is for is not ours."""
        self._phone_id = graph.phone_id
        self._giving = Giving(engine)
        self._statuses = statuses
        self._preferences = preferences
        self._graph = graph
        self._clock = clock
        self._last_order = 0
        self._marks: set[asyncio.Task[None]] = set()

    async def take(self, payload: Any) -> None:
        """Returns once all of it stands committed; raises `ComeAgain` where some of it does not.

        The whole webhook comes again then, and what was done is known by its id.
        """
        news = understand(payload, self._phone_id, self._clock(), self._next_order)
        lines = [self._in_order(line) for line in in_lines(news.happened)]
        if news.statuses:
            lines.append(_or_again(self._statuses.take(CHANNEL, news.statuses)))
        ended = await asyncio.gather(*lines, return_exceptions=True)
        failed = [one for one in ended if one is not None]
        again = [one for one in failed if isinstance(one, ComeAgain)]
        if again:
            log.warning("webhook comes again", lines=len(again), why=str(again[0]))
            raise max(again, key=lambda one: one.after)
        if failed:
            raise failed[0]

    async def close(self) -> None:
        """Lets the marks under way out."""
        if self._marks:
            await asyncio.wait(self._marks, timeout=LAST_MARKS_SECONDS)

    def _next_order(self) -> int:
        """Later ones have larger numbers, also those of one batch and of the next process."""
        now = int(self._clock().timestamp() * 1_000_000)
        self._last_order = max(now, self._last_order + 1)
        return self._last_order

    async def _in_order(self, line: list[Happened]) -> None:
        """What comes behind one that must come again waits for it."""
        for one in line:
            if isinstance(one, Heard):
                await self._give(one)
            else:
                await _or_again(self._preferences.keep(one))

    async def _give(self, heard: Heard) -> None:
        taken = await self._giving.give(heard.inbound)
        if taken is not None and not taken.duplicate:
            self._mark_read(heard)

    # Read marks

    def _mark_read(self, heard: Heard) -> None:
        """Marked as read, and we are typing: until the reply is there, for 25 seconds at most.

        Once the turn stands, so that nothing waits for it, and none is made for what is answered
        already; an edit is no message of its own, and may go unanswered.
        """
        unmarked = isinstance(heard.inbound.content, Edited | Deleted | Renamed)
        if unmarked or len(self._marks) >= MOST_MARKS:
            return
        body = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": heard.wamid,
            "typing_indicator": {"type": "text"},
        }
        task = asyncio.ensure_future(self._try(body))
        self._marks.add(task)
        task.add_done_callback(self._marks.discard)

    async def _try(self, body: dict[str, Any]) -> None:
        try:
            await self._graph.call(f"{self._phone_id}/messages", body)
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody waits for it
            log.info("not marked as read", error=type(error).__name__)


async def _or_again(kept: Awaitable[None]) -> None:
    try:
        await kept
    except DatabaseAway as away:
        raise ComeAgain(f"the database is away: {away}") from away


def in_lines(happened: Sequence[Happened]) -> list[list[Happened]]:
    """What concerns the same person, in order; who is called by two names anywhere is one."""
    known_as: dict[KnownBy, KnownBy] = {}

    def first(name: KnownBy) -> KnownBy:
        while (other := known_as.setdefault(name, name)) != name:
            name = other
        return name

    for one in happened:
        for name in one.names[1:]:
            known_as[first(name)] = first(one.names[0])
    lines: dict[KnownBy, list[Happened]] = {}
    for one in happened:
        lines.setdefault(first(one.names[0]), []).append(one)
    return list(lines.values())
