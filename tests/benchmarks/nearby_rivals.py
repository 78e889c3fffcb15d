"""What the nearby search is measured against: R*Tree, and no more than fetching the same rows."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from core.prepared import Prepared
from core.providers import globe
from core.providers.index import ANY_SPECIALTY, KINDS, kind_number
from core.providers.index_queries import all_round, by_band, by_key, place, room_for, within
from core.providers.nearby import Filters

FIRST_METERS = 2_000.0
Point = tuple[float, float]


@cache
def _bare(round_the_earth: bool, room: int | None) -> Prepared:
    rows = all_round() if round_the_earth else within(room)
    return Prepared(select(place.provider_id, place.x, place.y, place.z, place.bits).where(*rows))


def bare(db: Connection, at: Point, filters: Filters, meters: float) -> int:
    """Fetch the index's rows of the one box that was needed; returns how many they are.

    Whoever calls knows the radius, which a search has to find out first; nothing is counted,
    filtered, measured or put in order.
    """
    box = globe.box_around(*at, meters)
    kinds = KINDS if filters.kind is None else (filters.kind,)
    values = by_key(filters.specialty or ANY_SPECIALTY, tuple(map(kind_number, kinds)))
    values |= {"south": box.bands[0], "north": box.bands[-1]} | by_band(box.bands)
    statement = _bare(box.all_round, room_for(box.bands))
    return sum(
        len(statement.rows(db, values | {"west": west, "east": east}))
        for west, east in box.stretches
    )


def make_rtree(db: Connection) -> None:
    """SQLite's own spatial index over the providers that are there."""
    db.exec_driver_sql("CREATE VIRTUAL TABLE area USING rtree(id, west, east, south, north)")
    db.exec_driver_sql(
        "INSERT INTO area SELECT id, longitude, longitude, latitude, latitude FROM provider"
    )


def rtree(
    db: Connection, at: Point, filters: Filters, radius: float, limit: int
) -> list[tuple[float, int]]:
    """The nearest by R*Tree as it is usually done: boxes twice as wide each time, filters by join.

    Fewer than `limit` where no more are within the radius; (meters, id).
    """
    meters = min(FIRST_METERS, radius)
    while True:
        found = [one for one in _in_box(db, at, filters, meters) if one[0] <= meters]
        if len(found) >= limit or meters >= radius:
            return sorted(found)[:limit]
        meters = min(meters * 2, radius)


def _in_box(db: Connection, at: Point, filters: Filters, meters: float) -> list[tuple[float, int]]:
    box = globe.box_around(*at, meters)
    asked, values = _asked(filters)
    sql = (
        "SELECT area.id, latitude, longitude FROM area JOIN provider ON provider.id = area.id"
        f" WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?{asked}"
    )
    south, north = (edge / globe.BANDS_A_DEGREE for edge in (box.bands.start, box.bands.stop))
    driver: Any = db.connection.driver_connection
    rows: list[tuple[int, float, float]] = []
    for west, east in box.stretches:
        edges = (south, north, west / globe.MILLION, east / globe.MILLION)
        rows += driver.execute(sql, (*edges, *values)).fetchall()
    return [(_haversine(at, (latitude, longitude)), id_) for id_, latitude, longitude in rows]


def _asked(filters: Filters) -> tuple[str, tuple[Any, ...]]:
    asked = {
        " AND kind = ?": filters.kind and filters.kind.value,
        " AND specialties LIKE ?": filters.specialty and f"%;{filters.specialty};%",
        " AND languages LIKE ?": filters.language and f"%;{filters.language};%",
    }
    given = {sql: value for sql, value in asked.items() if value is not None}
    return "".join(given), tuple(given.values())


def _haversine(one: Point, other: Point) -> float:
    (south, west), (north, east) = (map(math.radians, each) for each in (one, other))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * globe.EARTH_METERS * math.asin(min(1.0, math.sqrt(half)))
