"""What there is around a place: how far to look, who is nearest, which filters make sense."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from core.providers.globe import HALF_WAY_ROUND
from core.providers.models import Provider, ProviderType
from core.providers.nearby import Filters, Near, nearby
from core.providers.prices import price_bands
from core.providers.queries import providers_by_ids

MILE: Final = 1609.344
DEFAULT_RADIUS: Final = 10 * MILE
WIDEST_RADIUS: Final = 50 * MILE
_WIDER: Final = (25 * MILE, WIDEST_RADIUS)
_NARROWER: Final = (1 * MILE, 2 * MILE, 5 * MILE)
FEW: Final = 5
"""Fewer than fill one screen: then it is worth going farther."""
MANY: Final = 50
"""More than anybody reads: then they may as well be near."""
COUNTED: Final = 500
"""The nearest so many are looked at to say which filters make sense."""


@dataclass(frozen=True, slots=True)
class Available:
    """How many providers each filter would leave, the commonest first; nothing stands at zero.

    `price_bands` are cumulative as the filter is; `currency` is the commonest one among them.
    """

    counted: int
    specialties: dict[str, int]
    kinds: dict[ProviderType, int]
    languages: dict[str, int]
    verified: int
    price_bands: dict[int, int]
    currency: str | None


def fitting_radius(db: Connection, latitude: float, longitude: float, filters: Filters) -> float:
    """Meters to look within: ten miles, up to fifty where few are near, less where many are."""
    page = nearby(db, latitude, longitude, filters, radius_meters=WIDEST_RADIUS, limit=MANY)
    meters = [one.meters for one in page.found]

    def within(radius: float) -> int:
        return sum(one <= radius for one in meters)

    for narrower in _NARROWER:
        if within(narrower) >= MANY:
            return narrower
    for radius in (DEFAULT_RADIUS, *_WIDER):
        if within(radius) >= FEW:
            return radius
    return WIDEST_RADIUS


def nearest_beyond(
    db: Connection, latitude: float, longitude: float, filters: Filters
) -> Near | None:
    """The nearest one anywhere; None where there is none, or none in all that can be looked at."""
    page = nearby(db, latitude, longitude, filters, radius_meters=HALF_WAY_ROUND, limit=1)
    return page.found[0] if page.found else None


def available_filters(
    db: Connection, latitude: float, longitude: float, radius_meters: float
) -> Available:
    """What the nearest 500 within the radius could be filtered by."""
    page = nearby(db, latitude, longitude, Filters(), radius_meters=radius_meters, limit=COUNTED)
    return _counted(list(providers_by_ids(db, [one.provider_id for one in page.found]).values()))


def _counted(found: list[Provider]) -> Available:
    specialties = Counter(one for each in found for one in each.specialties)
    languages = Counter(one for each in found for one in each.languages)
    bands = Counter(one for each in found for one in price_bands(each.price, each.currency))
    currencies = Counter(one.currency for one in found if one.currency is not None)
    return Available(
        counted=len(found),
        specialties=dict(specialties.most_common()),
        kinds=dict(Counter(one.kind for one in found).most_common()),
        languages=dict(languages.most_common()),
        verified=sum(one.verified for one in found),
        price_bands=dict(sorted(bands.items())),
        currency=currencies.most_common(1)[0][0] if currencies else None,
    )
