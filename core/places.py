"""Points on the earth, as people type them and as far apart as people are told."""

from __future__ import annotations

import re
from functools import lru_cache

# Whole degrees alone are no place: `80, 8` is a set.
_DEGREES = r"([+-]?\d{1,3}[.,]\d+)\s*°?"
_PAIR = re.compile(rf"{_DEGREES}(?:\s*[,;]\s+|\s*[;]\s*|\s+){_DEGREES}", re.ASCII)
_TIGHT_PAIR = re.compile(r"([+-]?\d{1,3}\.\d+)\s*,\s*([+-]?\d{1,3}\.\d+)", re.ASCII)


def coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees out of `52.52, 13.40` or `52,52 13,40`; else None."""
    words = text.strip().replace("−", "-")
    found = _TIGHT_PAIR.fullmatch(words) or _PAIR.fullmatch(words)
    if found is None:
        return None
    latitude, longitude = (float(part.replace(",", ".")) for part in found.groups())
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


@lru_cache(maxsize=4096)
def shown_distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Meters between two points on the ellipsoid (Karney 2013), for what is shown.

    It takes half a millisecond: a search compares distances on a globe (`core.providers.globe`).
    """
    # Here, since only who finds somebody is told how far that is.
    from geopy.distance import geodesic  # type: ignore[import-untyped]

    return float(geodesic(one, other).meters)
