"""Who is near: exact, the nearest first, from a plain table on either database.

The index is searched in boxes that widen until enough are certain to be the nearest. Whatever a
search filters by stands in the index's rows, so that a rare filter is as quick as a common one,
until so many rows have been looked at that it stops and says how far it has looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from core.providers import globe
from core.providers.bits import LANGUAGES, VERIFIED, language_bit, price_bit
from core.providers.box_queries import Wanted, look
from core.providers.crowds import crowds
from core.providers.index import ANY_SPECIALTY, KINDS, kind_number
from core.providers.models import ProviderType
from core.providers.widening import Widening


@dataclass(frozen=True, slots=True)
class Filters:
    """What a provider must be; what is None or False does not matter.

    `specialty` is a key, `language` ISO 639, `price_band` counts from 1 and means “up to there”
    (`core.providers.prices`).
    """

    specialty: str | None = None
    kind: ProviderType | None = None
    language: str | None = None
    verified: bool = False
    price_band: int | None = None


class Near(NamedTuple):
    """A provider, and how far off along the ground of a round earth."""

    provider_id: int
    meters: float


class Cursor(NamedTuple):
    """Behind whom the next page begins: squared chord on the globe, and the id. Fits JSON."""

    square: int
    provider_id: int


class Page(NamedTuple):
    """Some of whom was found, the nearest first, ties by id.

    `cursor` leads on where there are more. `whole` is False where the search stopped early: then
    `looked_meters` says how far it has looked, and beyond there may be more.
    """

    found: tuple[Near, ...]
    cursor: Cursor | None
    whole: bool
    looked_meters: float


def nearby(
    db: Connection,
    latitude: float,
    longitude: float,
    filters: Filters,
    *,
    radius_meters: float,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page:
    """The nearest providers that fit, at most `limit` of them, all within the radius.

    Degrees WGS 84. Who has come nearer than the cursor since its page is not shown; nobody who
    stays where they are is shown twice or left out.
    """
    widening = Widening(min(radius_meters, globe.HALF_WAY_ROUND), limit)
    wanted = _wanted(latitude, longitude, filters, after, limit)
    beyond = 0.0 if after is None else globe.meters_of(after.square)
    around = crowds(db, (latitude, longitude), wanted.specialty, wanted.kinds, wanted.bits)
    radius: float | None = widening.first(around, beyond)
    while radius is not None:
        widening.learn(radius, look(db, wanted, radius, widening.rows))
        radius = widening.next()
    shown = widening.found[:limit]
    return Page(
        tuple(Near(one, globe.meters_of(square)) for square, one in shown),
        Cursor(*shown[-1]) if widening.enough else None,
        widening.whole,
        widening.sure_meters,
    )


def _wanted(
    latitude: float, longitude: float, filters: Filters, after: Cursor | None, limit: int
) -> Wanted:
    bits = VERIFIED if filters.verified else 0
    if filters.language is not None:
        bits |= language_bit(filters.language)
    if filters.price_band is not None:
        bits |= price_bit(filters.price_band)
    return Wanted(
        latitude,
        longitude,
        globe.point(latitude, longitude),
        filters.specialty or ANY_SPECIALTY,
        tuple(map(kind_number, KINDS if filters.kind is None else (filters.kind,))),
        bits,
        None if filters.language in (None, *LANGUAGES) else filters.language,
        after or (-1, 0),
        # One more tells whether there is another page.
        limit + 1,
    )
