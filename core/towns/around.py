"""Which towns lie around a point."""

from __future__ import annotations

import math

from sqlalchemy import Connection, select

from core.towns.models import Town, town
from core.towns.queries import TOWN_COLUMNS

METERS_A_DEGREE = 111_195.0
NEAR_METERS = 25_000.0
"""Whoever lives farther from any town than this does not live in one."""


def towns_around(
    db: Connection, latitude: float, longitude: float, meters: float, limit: int
) -> list[Town]:
    """The largest towns in a square of twice `meters` around the point, in degrees WGS 84."""
    high = meters / METERS_A_DEGREE
    wide = high / max(math.cos(math.radians(latitude)), 0.01)
    rows = select(*TOWN_COLUMNS).where(
        town.c.latitude.between(latitude - high, latitude + high),
        town.c.longitude.between(longitude - wide, longitude + wide),
    )
    largest = rows.order_by(town.c.population.desc(), town.c.id).limit(limit)
    return [Town(*row) for row in db.execute(largest)]


def town_at(db: Connection, latitude: float, longitude: float) -> Town | None:
    """The town that a point lies in or beside, as far as one is near."""
    towns = towns_around(db, latitude, longitude, NEAR_METERS, limit=50)
    near = [(_meters(latitude, longitude, one), one) for one in towns]
    within = [(meters, one) for meters, one in near if meters <= NEAR_METERS]
    return min(within, key=lambda pair: pair[0])[1] if within else None


def _meters(latitude: float, longitude: float, one: Town) -> float:
    """Good enough to compare a few kilometers; nobody lives on the date line or at a pole."""
    north = one.latitude - latitude
    east = (one.longitude - longitude) * math.cos(math.radians(latitude))
    return math.hypot(north, east) * METERS_A_DEGREE
