"""What the browser chat takes out of the outbox, and what it gives back as seen."""

from __future__ import annotations

from typing import Any

from bot.channels.channel import MediaBytes
from bot.channels.web.connection import Waiting
from bot.delivery import queries
from bot.delivery.watching import DeliveryWatcher
from bot.engine.store import Leaving
from core.clock import Clock
from core.database import Database
from core.secrets import Keyring

CHANNEL = "web"


class Pulling:
    """The outbox of one pulled channel, by identity."""

    def __init__(
        self, database: Database, watcher: DeliveryWatcher, clock: Clock, keyring: Keyring
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._watcher = watcher
        self._clock = clock

    async def unseen(self, key: str) -> list[Waiting]:
        """What this identity has not been shown and is still worth reading, oldest first."""
        rows = await self._database.read(queries.waiting_for, self._keyring, CHANNEL, key)
        now = self._clock()
        worth = [row for row in rows if row.expires_at is None or row.expires_at > now]
        return [Waiting(row.id, _body(row), row.at) for row in worth]

    async def seen(self, key: str, rows: list[int]) -> None:
        """These have been shown; they need not be kept."""
        await self._database.run(queries.seen_by, self._keyring, CHANNEL, key, rows)
        for _ in rows:
            self._watcher.sent(CHANNEL, "sent")

    async def media(self, key: str, row: int) -> MediaBytes | None:
        """The picture or file of a row, if it is this identity's."""
        return await self._database.read(queries.media_of_row, CHANNEL, key, row)


def _body(row: Leaving) -> dict[str, Any]:
    """A page that was closed meanwhile forgets its transcript before it shows the receipt."""
    return row.body | {"erase": True} if row.receipt else row.body
