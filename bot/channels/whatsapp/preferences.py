"""What somebody wants of us on WhatsApp, by its own settings."""

from __future__ import annotations

from bot.channels.whatsapp.limits import CHANNEL
from bot.channels.whatsapp.understand import Preferred
from core.database import Database
from core.people.addresses import set_marketing
from core.secrets import Keyring


class Preferences:
    """Nobody is told anything, and nobody new is made of one."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def keep(self, preferred: Preferred) -> None:
        """Told again, it changes nothing; raises `DatabaseAway`."""
        await self._database.run(
            lambda db: set_marketing(
                db,
                self._keyring,
                CHANNEL,
                preferred.names,
                preferred.at,
                wanted=preferred.wanted,
            )
        )
