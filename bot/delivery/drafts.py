"""Shows an answer while it is being written: best effort, never in the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

import structlog

from bot.channels.channel import GiveUp, PersonGone, TryAgain
from core.database import Database, DatabaseAway
from core.people import queries as people
from core.people.models import Identity

SECONDS_BETWEEN = 0.7
"""A draft more often than this is skipped: the next one holds its words as well."""
SEND_SECONDS = 5.0
log = structlog.stdlib.get_logger(__name__)


class DraftChannel(Protocol):
    """A channel that can show what is not finished."""

    async def draft(self, key: str, draft: int, text: str) -> None:
        """Show `text` in place of the earlier text of this draft.

        Raises `TryAgain`, `GiveUp` or `PersonGone`, and nothing else.
        """
        ...


class Drafts:
    """Finds out where a draft goes; one `Drafting` is one answer."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, DraftChannel],
        seconds: Callable[[], float],
    ) -> None:
        self.database = database
        self.channels = channels
        self.seconds = seconds

    def of(self, identity_id: int, draft: int) -> Drafting:
        """The draft of one answer to whoever is met there; `draft` is not 0."""
        return Drafting(self, identity_id, draft)


class Drafting:
    """One answer while it is being written."""

    def __init__(self, drafts: Drafts, identity_id: int, draft: int) -> None:
        self._drafts = drafts
        self._identity_id = identity_id
        self._draft = draft
        self._to: Identity | None = None
        self._next = 0.0

    async def __call__(self, text: str) -> None:
        """Show the whole text as far as it goes; whatever goes wrong, the answer comes anyway."""
        if not text.strip() or self._drafts.seconds() < self._next:
            return
        self._next = self._drafts.seconds() + SECONDS_BETWEEN
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._show(text)
        except TryAgain as later:
            self._next = self._drafts.seconds() + (later.after or SEND_SECONDS)
        except (GiveUp, PersonGone, DatabaseAway, TimeoutError) as why:
            log.info("draft not shown", why=type(why).__name__)
            self._next = float("inf")

    async def _show(self, text: str) -> None:
        if self._to is None:
            read = self._drafts.database.read
            self._to = await read(people.identity_by_id, self._identity_id)
        channel = None if self._to is None else self._drafts.channels.get(self._to.channel)
        if self._to is None or channel is None:
            self._next = float("inf")
        else:
            await channel.draft(self._to.key, self._draft, text)
