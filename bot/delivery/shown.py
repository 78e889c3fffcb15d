"""Which of the platform's messages shows a logical one, as far as this process knows it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from bot.delivery import queries
from bot.delivery.ended import Settled
from bot.engine.store import Leaving
from core.database import Database

REMEMBERED: Final = 50_000


class Shown:
    """Remembers what was sent until it can be found in the database, or longer: on SQLite, where
    nobody else changes what is shown."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[tuple[int, str], str | None] = OrderedDict()

    async def find(self, one: Leaving) -> str | None:
        """The message that this one changes, replaces or removes."""
        if one.name is None:
            return None
        known = (one.identity_id, one.name)
        if known in self._known:
            return self._known[known]
        return await self._database.read(queries.message_shown, *known)

    def remember(self, one: Leaving, message: str | None) -> None:
        """From now on `message` shows it, and all that is in it, or none does."""
        for name in one.names:
            known = (one.identity_id, name)
            self._known[known] = message
            self._known.move_to_end(known)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def settled(self, settled: list[Settled]) -> None:
        """From here on another process may change what is shown."""
        if self._database.is_sqlite:
            return
        for one in settled:
            for name in one.leaving.names:
                known = (one.leaving.identity_id, name)
                if self._known.get(known) == one.message:
                    self._known.pop(known, None)

    def forget(self, identity_id: int) -> None:
        """They are erased."""
        for known in [known for known in self._known if known[0] == identity_id]:
            del self._known[known]
