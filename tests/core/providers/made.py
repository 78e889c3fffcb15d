"""Providers to look for, and the long way to say who of them is near."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from core.providers.models import Profile, ProviderType
from core.providers.nearby import Filters, Near, nearby
from core.providers.prices import price_bands
from core.providers.queries import add_provider
from core.secrets import Keyring

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEYS = Keyring(["the keys of the tests"])
EARTH_METERS = 6_371_008.8
# Where rounding, poles, the date line and neighbours at one point would show.
TRICKY = ((90.0, 0.0), (-90.0, 77.0), (89.999, -120.0), (0.0, 180.0), (0.0, -180.0), (52.52, 13.4))


def profile(latitude: float = 52.52, longitude: float = 13.4, **more: Any) -> Profile:
    """Somebody at this place."""
    return Profile(
        **{"name": "Mia", "kind": ProviderType.TRAINER}
        | {"latitude": latitude, "longitude": longitude}
        | more
    )


def add(db: Connection, latitude: float = 52.52, longitude: float = 13.4, **more: Any) -> int:
    """Put somebody at this place into the database; returns the id."""
    return add_provider(db, KEYS, profile(latitude, longitude, **more), NOW, source="test")


def point(chance: random.Random) -> tuple[float, float]:
    """Anywhere, and rather often where it is tricky."""
    if chance.random() < 0.3:
        latitude, longitude = chance.choice(TRICKY)
        return latitude, longitude
    if chance.random() < 0.3:
        # A town across the date line.
        return round(chance.gauss(-16.8, 0.2), 6), round(
            (chance.gauss(180, 0.3) + 180) % 360 - 180, 6
        )
    latitude = math.degrees(math.asin(chance.uniform(-1, 1)))
    return round(latitude, 6), round(chance.uniform(-180, 180), 6)


def anybody(chance: random.Random) -> Profile:
    """Somebody of whom every filter may or may not be true."""
    latitude, longitude = point(chance)
    return profile(
        latitude,
        longitude,
        kind=chance.choice(list(ProviderType)),
        specialties=tuple(chance.sample(["yoga", "strength", "boxing"], chance.randint(0, 2))),
        languages=tuple(chance.sample(["en", "de", "xh", "zu"], chance.randint(0, 2))),
        verified=chance.random() < 0.4,
        price=chance.choice([None, Decimal(20), Decimal(50), Decimal(500)]),
        currency="EUR",
    )


def crowd(db: Connection, chance: random.Random, count: int) -> dict[int, Profile]:
    """So many of them, by id."""
    people = [anybody(chance) for _ in range(count)]
    return {add_provider(db, KEYS, one, NOW, source="test"): one for one in people}


def meters(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The haversine formula."""
    (south, west), (north, east) = (map(math.radians, each) for each in (one, other))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_METERS * math.asin(min(1.0, math.sqrt(half)))


def rounding(far: float) -> float:
    """Meters that a distance may be off: on the other side of the earth chords hardly grow."""
    return 0.03 + min(0.03 / max(math.cos(far / EARTH_METERS / 2), 1e-9), 600.0)


def fits(one: Profile, filters: Filters) -> bool:
    """What the filters mean."""
    return (
        filters.specialty in (None, *one.specialties)
        and filters.kind in (None, one.kind)
        and filters.language in (None, *one.languages)
        and one.verified >= filters.verified
        and filters.price_band in (None, *price_bands(one.price, one.currency))
    )


def everyone(
    db: Connection, at: tuple[float, float], filters: Filters, radius: float, limit: int = 7
) -> list[Near]:
    """All pages of a search."""
    found: list[Near] = []
    cursor = None
    while True:
        page = nearby(db, *at, filters, radius_meters=radius, after=cursor, limit=limit)
        assert page.whole
        found += page.found
        cursor = page.cursor
        if cursor is None:
            return found
        assert len(page.found) == limit


def assert_nearest(
    found: list[Near],
    people: Mapping[int, Profile],
    at: tuple[float, float],
    filters: Filters,
    radius: float,
) -> None:
    """What was found is what looking at everybody finds, to the few millimeters of rounding."""
    far = {id_: meters(at, (one.latitude, one.longitude)) for id_, one in people.items()}
    wanted = {id_ for id_, one in people.items() if fits(one, filters)}
    ids = [one.provider_id for one in found]
    assert len(set(ids)) == len(ids)
    assert {id_ for id_ in wanted if far[id_] < radius - rounding(far[id_])} <= set(ids)
    assert set(ids) <= {id_ for id_ in wanted if far[id_] <= radius + rounding(far[id_])}
    for one in found:
        assert abs(one.meters - far[one.provider_id]) < rounding(one.meters)
    for one, other in pairwise(found):
        assert one.meters <= other.meters
        same = _place(people[one.provider_id]) == _place(people[other.provider_id])
        assert not same or one.provider_id < other.provider_id


def _place(one: Profile) -> tuple[float, float]:
    return one.latitude, one.longitude
