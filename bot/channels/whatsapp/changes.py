"""What people change on WhatsApp itself, and what it tells us of it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.channels.whatsapp.limits import CHANNEL
from bot.channels.whatsapp.understand import Preferred, Renamed
from bot.engine import store
from bot.engine.taken import ComeAgain
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.people import addresses
from core.secrets import Keyring


class Changes:
    """Keeps each in a transaction of its own; nobody is told anything, and nobody new is made."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def keep(self, change: Renamed | Preferred) -> None:
        """Once, however often it is told; raises `ComeAgain`."""
        try:
            if isinstance(change, Renamed):
                await self._database.run(self._rename, change)
            else:
                await self._database.run(self._prefer, change)
        except DatabaseAway as away:
            raise ComeAgain(f"the database is away: {away}") from away

    def _rename(self, db: Connection, change: Renamed) -> None:
        now = self._clock()
        # Told again much later, it would take a number back that is somebody else's by then.
        if store.take(db, change.id, now):
            addresses.change_number(db, self._keyring, CHANNEL, change.old, change.new, now)

    def _prefer(self, db: Connection, change: Preferred) -> None:
        addresses.set_marketing(
            db, self._keyring, CHANNEL, change.names, change.at, wanted=change.wanted
        )
