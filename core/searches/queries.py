"""All SQL about searches."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core.providers.nearby import Cursor, Filters
from core.searches.models import Awaited, Search, Spot, awaited, filters_from, search

_SEARCH = (
    search.c.number,
    search.c.latitude,
    search.c.longitude,
    search.c.place,
    search.c.radius_meters,
    search.c.searched_at,
    search.c.specialty,
    search.c.kind,
    search.c.language,
    search.c.verified,
    search.c.price_band,
    search.c.cursors,
    search.c.shows,
    search.c.live_message,
    search.c.moved_latitude,
    search.c.moved_longitude,
)
_AWAITED = (
    awaited.c.latitude,
    awaited.c.longitude,
    awaited.c.place,
    awaited.c.radius_meters,
    awaited.c.since,
    awaited.c.specialty,
    awaited.c.kind,
    awaited.c.language,
    awaited.c.verified,
    awaited.c.price_band,
)


def search_of(db: Connection, person_id: int) -> Search | None:
    """The person's last search."""
    row = db.execute(select(*_SEARCH).where(search.c.person_id == person_id)).first()
    if row is None:
        return None
    number, latitude, longitude, place, radius, at, *rest = row
    *filters, cursors, shows, live, north, east = rest
    return Search(
        person_id,
        number,
        Spot(latitude, longitude, place),
        radius,
        at,
        filters_from(*filters),
        tuple(Cursor(*one) for one in cursors),
        shows,
        live,
        None if north is None else Spot(north, east),
    )


def keep_search(db: Connection, one: Search) -> None:
    """Keep this search in the place of the one before."""
    values = {
        "number": one.number,
        "radius_meters": one.radius_meters,
        "cursors": [list(cursor) for cursor in one.cursors],
        "shows": one.shows,
        "live_message": one.live_message,
        "moved_latitude": one.moved.latitude if one.moved else None,
        "moved_longitude": one.moved.longitude if one.moved else None,
        "searched_at": one.searched_at,
        **_columns(one.spot, one.filters),
    }
    mine = update(search).where(search.c.person_id == one.person_id)
    if not db.execute(mine.values(**values)).rowcount:
        db.execute(insert(search), {"person_id": one.person_id, **values})


def awaited_by(db: Connection, person_id: int) -> Awaited | None:
    """For whom the person waits."""
    row = db.execute(select(*_AWAITED).where(awaited.c.person_id == person_id)).first()
    if row is None:
        return None
    latitude, longitude, place, radius, since, *filters = row
    spot = Spot(latitude, longitude, place)
    return Awaited(person_id, spot, radius, since, filters_from(*filters))


def wait_for(db: Connection, one: Search, at: datetime) -> None:
    """Wait for whoever fits this search, and for nobody else any more."""
    stop_waiting(db, one.person_id)
    values = {"person_id": one.person_id, "radius_meters": one.radius_meters, "since": at}
    db.execute(insert(awaited), values | _columns(one.spot, one.filters))


def stop_waiting(db: Connection, person_id: int) -> bool:
    """The person waits for nobody any more; False where they did not anyway."""
    return bool(db.execute(delete(awaited).where(awaited.c.person_id == person_id)).rowcount)


def _columns(spot: Spot, filters: Filters) -> dict[str, Any]:
    return {
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "place": spot.name,
        **{field.name: getattr(filters, field.name) for field in dataclasses.fields(filters)},
    }
