"""Tables of towns and their names, and the values that their rows become.

Names are compared letter by letter, in the order of their letters' numbers, on both databases: so
a plain B-tree answers for a beginning as well as for a whole name.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Table

from core.columns import Id, UtcDateTime
from core.database import metadata

LONGEST_NAME = 80
Name = String(LONGEST_NAME).with_variant(String(LONGEST_NAME, collation="C"), "postgresql")

town = Table(
    "town",
    metadata,
    # GeoNames' own number, which stays the same from one edition to the next.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(128), nullable=False),
    Column("country", String(2), nullable=False),
    Column("region_code", String(8), nullable=False),
    Column("region", String(64), nullable=False),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("population", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    Index("ix_town_latitude", "latitude"),
)

# All that a search reads, so that it need not look at `town` before it knows what it found. There
# is no foreign key: both are loaded together, and 250,000 rows would be checked for nothing.
town_name = Table(
    "town_name",
    metadata,
    Column("name", Name, primary_key=True),
    Column("town_id", Id, primary_key=True, autoincrement=False),
    # Whether the town is called so at home or in English, rather than somewhere in the world.
    Column("own", Boolean, nullable=False),
    Column("population", Integer, nullable=False),
    # Whoever mistypes one letter leaves either the first half of a name right or the second.
    Column("letters", Integer, nullable=False),
    Column("backwards", Name, nullable=False),
    Index("ix_town_name_letters_name", "letters", "name"),
    Index("ix_town_name_letters_backwards", "letters", "backwards"),
    sqlite_with_rowid=False,
)

# What countries and regions are called, in many languages; `region_code` is "" for a country.
area_name = Table(
    "area_name",
    metadata,
    Column("name", Name, primary_key=True),
    Column("country", String(2), primary_key=True),
    Column("region_code", String(8), primary_key=True),
    sqlite_with_rowid=False,
)

TABLES = (town, town_name, area_name)
"""What is loaded."""

# Which edition of the towns is there, one row: how many parts of it, and when it was whole.
town_edition = Table(
    "town_edition",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("edition", String(64), nullable=False),
    Column("parts", Integer, nullable=False),
    Column("whole_at", UtcDateTime),
)

# What a geocoder said. `query` is a keyed hash: what people type may be where they live.
geocoded = Table(
    "geocoded",
    metadata,
    Column("query", String(16), primary_key=True),
    # All three are null where there is no such place.
    Column("name", String(256)),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_geocoded_at", "at"),
)


@dataclass(frozen=True, slots=True)
class Town:
    """A town; degrees WGS 84, `country` ISO 3166 alpha-2, `zone` IANA, `region` may be ""."""

    id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    zone: str


@dataclass(frozen=True, slots=True)
class Area:
    """A country, or one region of it; `region_code` is "" for the whole country."""

    country: str
    region_code: str


@dataclass(frozen=True, slots=True)
class Named:
    """A town by one of its names; `own` where it is called so at home or in English."""

    name: str
    town_id: int
    own: bool
    population: int
