"""A geocoder that keeps what it was told, so that nobody is asked twice for one address."""

from __future__ import annotations

from core.clock import Clock
from core.database import Database
from core.secrets import Keyring
from core.towns import queries
from core.towns.geocoder import Geocoder, Place

PURPOSE = "geocoded"


class RememberingGeocoder:
    """Asks the database first; what is not found is remembered too."""

    def __init__(
        self, geocoder: Geocoder, database: Database, keyring: Keyring, clock: Clock
    ) -> None:
        self._geocoder = geocoder
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def find(self, typed: str, language: str) -> Place | None:
        """See `Geocoder`; raises `DatabaseAway` besides."""
        # A keyed hash: what people type may be where they live, and nobody is named beside it.
        query = self._keyring.tag(PURPOSE, f"{language} {' '.join(typed.casefold().split())}")
        known = await self._database.read(queries.remembered, query)
        if known is not None:
            return known.place
        place = await self._geocoder.find(typed, language)
        await self._database.run_lightly(queries.remember, query, place, self._clock())
        return place
