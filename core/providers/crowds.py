"""How densely providers live around a point: what a search plans its first circle by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from core.prepared import Prepared
from core.providers import globe
from core.providers.index_queries import by_band, by_key, place, room_for, within

COUNTED: Final = 256
"""Enough to know how dense it is."""
SIDEWAYS_METERS: Final = (1_000.0, 50_000.0)
STRIPS: Final = 3
_METERS_A_STRIP: Final = math.radians(1 / globe.BANDS_A_DEGREE) * globe.EARTH_METERS


@dataclass(frozen=True, slots=True)
class Crowd:
    """Rows of the strips around the point, counted up to 256 of them, and the area they lie in."""

    rows: int
    fitting: int
    square_meters: float

    @property
    def cut_off(self) -> bool:
        """Whether there may be more than were counted."""
        return self.rows >= COUNTED


def crowds(
    db: Connection, at: tuple[float, float], specialty: str, kinds: tuple[int, ...], bits: int
) -> list[Crowd]:
    """A narrow and a wide one, in one round trip."""
    latitude, longitude = at
    own = globe.band_of(latitude)
    middle = globe.millionths(longitude)
    values = by_key(specialty, kinds) | by_band(range(own - 1, own + 2)) | {"bits": bits}
    a_degree = math.radians(1) * globe.EARTH_METERS * max(math.cos(math.radians(latitude)), 0.001)
    for number, sideways in enumerate(SIDEWAYS_METERS):
        # What lies across the date line is left out: it is no more than a guess.
        wide = round(sideways / a_degree * globe.MILLION)
        values |= {f"west{number}": middle - wide, f"east{number}": middle + wide}
    counted = sorted(_CROWDS.rows(db, values))
    return [
        Crowd(rows, fitting, STRIPS * _METERS_A_STRIP * 2 * sideways)
        for sideways, (_, rows, fitting) in zip(SIDEWAYS_METERS, counted, strict=True)
    ]


def _crowd(number: int) -> Select[Any]:
    bits = bindparam("bits", type_=BigInteger)
    some = select(place.bits).where(*within(room_for(range(STRIPS)), str(number)))
    rows = some.limit(COUNTED).subquery()
    fits = case((rows.c.bits.bitwise_and(bits) == bits, 1), else_=0)
    fitting = func.coalesce(func.sum(fits), 0)
    return select(literal(number), func.count(), fitting).select_from(rows)


_CROWDS: Final = Prepared(union_all(*map(_crowd, range(len(SIDEWAYS_METERS)))))
