"""Tables of the last search and of the wait for somebody to come, and the values they become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
)

from core.columns import Id, UtcDateTime
from core.database import metadata
from core.providers.models import SPECIALTY_CHARACTERS, ProviderType
from core.providers.nearby import Cursor, Filters

PLACE_CHARACTERS: Final = 128
ANYBODY: Final = Filters()
WAITS_FOR: Final = timedelta(days=90)
"""Who has not come by then is not looked for any more."""

# One a person: a new search takes the place of the one before, so that one point is kept of them.
search = Table(
    "search",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    # Counts the person's searches, so that a list knows whether it still is the newest.
    Column("number", Integer, nullable=False),
    # What the place is called; None where a point was shared.
    Column("place", String(PLACE_CHARACTERS)),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("radius_meters", Double, nullable=False),
    Column("specialty", String(SPECIALTY_CHARACTERS)),
    Column("kind", String(16)),
    Column("language", String(8)),
    Column("verified", Boolean, nullable=False),
    Column("price_band", SmallInteger),
    # Behind whom each page after the first begins, as far as pages have been shown.
    Column("cursors", JSON, nullable=False),
    # What the card shows: a page of the list, or something that was opened from it.
    Column("shows", String(64), nullable=False),
    # The live location that moves this search, by the platform's id of its message, and where it
    # has moved since; the list stands by the point above until it is begun anew.
    Column("live_message", String(64)),
    Column("moved_latitude", Double),
    Column("moved_longitude", Double),
    Column("searched_at", UtcDateTime, nullable=False),
)

# Who wants to be told when somebody comes where nobody was; told once or let go after `WAITS_FOR`.
awaited = Table(
    "awaited",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("place", String(PLACE_CHARACTERS)),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("radius_meters", Double, nullable=False),
    Column("specialty", String(SPECIALTY_CHARACTERS)),
    Column("kind", String(16)),
    Column("language", String(8)),
    Column("verified", Boolean, nullable=False),
    Column("price_band", SmallInteger),
    Column("since", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody looks: degrees WGS 84, and what it is called where it has a name."""

    latitude: float
    longitude: float
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """A person's last search, and what its card shows."""

    person_id: int
    number: int
    spot: Spot
    radius_meters: float
    searched_at: datetime
    filters: Filters = ANYBODY
    cursors: tuple[Cursor, ...] = ()
    shows: str = ""
    live_message: str | None = None
    moved: Spot | None = None

    @property
    def latest(self) -> Spot:
        """Where the person was last."""
        return self.moved or self.spot


@dataclass(frozen=True, slots=True)
class Awaited:
    """For whom a person waits since when: anybody who fits, within the radius of the spot."""

    person_id: int
    spot: Spot
    radius_meters: float
    since: datetime
    filters: Filters = ANYBODY


def filters_from(
    specialty: str | None,
    kind: str | None,
    language: str | None,
    verified: bool,
    price_band: int | None,
) -> Filters:
    """Filters out of their five columns, in the columns' order."""
    type_ = None if kind is None else ProviderType(kind)
    return Filters(specialty, type_, language, verified, price_band)
