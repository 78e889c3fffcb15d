"""Who is near: exact, the nearest first, from a plain table on either database.

The index is searched in boxes that widen until enough are certain to be the nearest. Whatever a
search filters by stands in the index's rows, so that a rare filter is as quick as a common one,
until so many rows have been looked at that it stops and says how far it has looked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Connection

from core.providers import globe
from core.providers.bits import LANGUAGES, VERIFIED, language_bit, price_bit
from core.providers.box_queries import Looked, Wanted, look
from core.providers.index import ANY_SPECIALTY, KINDS, kind_number
from core.providers.models import ProviderType

FIRST_METERS: Final = 2_000.0
"""The first box: what a walk is, and in a city often all that is needed."""
_WIDEST_STEP: Final = 8.0
_LEAST_STEP: Final = 1.4
_NARROW_ENOUGH: Final = 1.1
"""Between a radius that was looked through and one with too many rows, nothing is left to try."""


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
    search = _Search(min(radius_meters, globe.HALF_WAY_ROUND), limit)
    wanted = _wanted(latitude, longitude, filters, after, limit)
    radius: float | None = search.first(after)
    while radius is not None:
        search.learn(radius, look(db, wanted, radius))
        radius = search.next()
    return search.page()


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


class _Search:
    """How far has been looked, and how far to look next."""

    def __init__(self, farthest: float, limit: int) -> None:
        self._farthest = farthest
        self._limit = limit
        self._sure = 0.0
        self._too_wide = math.inf
        self._best = Looked(0, ())

    def first(self, after: Cursor | None) -> float:
        """Where a page begins: at a walk's distance, or some way behind the page before."""
        begun = 0.0 if after is None else globe.meters_of(after.square) * _LEAST_STEP
        return min(max(begun, FIRST_METERS), self._farthest)

    def learn(self, radius: float, looked: Looked) -> None:
        """What a look within this radius has shown."""
        if looked.too_many:
            self._too_wide = radius
        else:
            self._sure = radius
        if not looked.too_many or not self._sure:
            self._best = looked

    def next(self) -> float | None:
        """The radius to look within now; None where it is enough, or where no more can be done."""
        if self._enough or self._sure >= self._farthest:
            return None
        if not self._sure:
            return self._too_wide / _WIDEST_STEP if self._too_wide > 1 else None
        if self._too_wide / self._sure < _NARROW_ENOUGH:
            return None
        between = math.sqrt(self._sure * self._too_wide)
        return min(self._sure * self._step(), between, self._farthest)

    @property
    def _enough(self) -> bool:
        return len(self._best.found) > self._limit

    def _step(self) -> float:
        """As much wider as it takes where people live as densely as within this radius."""
        if not self._best.found:
            return _WIDEST_STEP
        step = 1.2 * math.sqrt((self._limit + 1) / len(self._best.found))
        return min(max(step, _LEAST_STEP), _WIDEST_STEP)

    def page(self) -> Page:
        """What was found."""
        found = self._best.found
        shown = found[: self._limit]
        whole = self._enough or self._sure >= self._farthest
        return Page(
            tuple(Near(one, globe.meters_of(square)) for square, one in shown),
            Cursor(*shown[-1]) if self._enough else None,
            whole,
            self._sure,
        )
