"""What may be a minute old and a street away: which filters make sense here, who is the nearest.

Both look at many rows, and people who search in one town ask the same. Whom a search finds is
never taken from here.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from sqlalchemy import Connection

from core.cache import Cache
from core.providers.around import Available, available_filters, nearest_beyond
from core.providers.models import Provider, ProviderType
from core.providers.nearby import Filters
from core.providers.queries import provider_by_id

KEPT_SECONDS: Final = 60.0
DECIMALS: Final = 2
"""Of degrees: places within a kilometre or so of each other are one."""


def filters_around(
    db: Connection, cache: Cache, latitude: float, longitude: float, radius_meters: float
) -> Available:
    """What providers around here could be filtered by."""
    key = f"filters:{_place(latitude, longitude)}:{radius_meters:.0f}"
    kept = cache.get(key)
    if kept is not None:
        return _available(kept)
    found = available_filters(db, latitude, longitude, radius_meters)
    cache.put(key, _as_json(found), KEPT_SECONDS)
    return found


def nearest_anywhere(
    db: Connection, cache: Cache, latitude: float, longitude: float, filters: Filters
) -> Provider | None:
    """Whoever fits and is the nearest, however far off; None where nobody was found."""
    wanted = ":".join(str(value) for value in dataclasses.astuple(filters))
    key = f"nearest:{_place(latitude, longitude)}:{wanted}"
    kept = cache.get(key)
    if kept == 0:
        return None
    who = None if kept is None else provider_by_id(db, kept)
    if who is None:
        near = nearest_beyond(db, latitude, longitude, filters)
        who = provider_by_id(db, near.provider_id) if near else None
        cache.put(key, who.id if who else 0, KEPT_SECONDS)
    return who


def _place(latitude: float, longitude: float) -> str:
    return f"{latitude:.{DECIMALS}f}:{longitude:.{DECIMALS}f}"


def _as_json(found: Available) -> dict[str, Any]:
    kinds = {kind.value: count for kind, count in found.kinds.items()}
    bands = {str(band): count for band, count in found.price_bands.items()}
    return dataclasses.asdict(found) | {"kinds": kinds, "price_bands": bands}


def _available(kept: dict[str, Any]) -> Available:
    kinds = {ProviderType(kind): count for kind, count in kept["kinds"].items()}
    bands = {int(band): count for band, count in kept["price_bands"].items()}
    return Available(**kept | {"kinds": kinds, "price_bands": bands})
