"""How a stretch of the index is asked for: the part that its SQL statements share."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, SmallInteger, String, bindparam

from core.providers.among import among
from core.providers.index import KINDS
from core.providers.models import provider_place

MOST_NAMED: Final = 32
"""More strips than these are handed over as a list, which takes SQLite longer to begin with."""
place = provider_place.c

_SPECIALTY: Final = place.specialty == bindparam("specialty", type_=String)
_KINDS: Final = place.kind.in_(
    [bindparam(f"kind{number}", type_=SmallInteger) for number in range(len(KINDS))]
)


def by_key(specialty: str, kinds: tuple[int, ...]) -> dict[str, Any]:
    """Parameters: whom to look for. The last type again and again where there are not all."""
    every = (*kinds, *kinds[-1:] * (len(KINDS) - len(kinds)))
    return {"specialty": specialty} | {f"kind{number}": kind for number, kind in enumerate(every)}


def within(room: int | None, which: str = "") -> tuple[ColumnElement[bool], ...]:
    """The rows of some strips between two longitudes; `which` tells stretches of them apart.

    Strips are named one by one, since only then is a stretch of each one piece of the index:
    `room` of them, None for any number.
    """
    return (
        _SPECIALTY,
        _KINDS,
        among(place.band, "bands") if room is None else place.band.in_(_named(room)),
        place.longitude >= bindparam(f"west{which}", type_=Integer),
        place.longitude <= bindparam(f"east{which}", type_=Integer),
    )


def all_round() -> tuple[ColumnElement[bool], ...]:
    """The rows of strips that go all round the earth, from the first to the last."""
    south, north = (bindparam(name, type_=SmallInteger) for name in ("south", "north"))
    return _SPECIALTY, _KINDS, place.band.between(south, north)


def room_for(bands: range) -> int | None:
    """How many strips a statement names for these: a power of two, so that there are few."""
    return 1 << (len(bands) - 1).bit_length() if len(bands) <= MOST_NAMED else None


def by_band(bands: range) -> dict[str, Any]:
    """Parameters: the strips. The last one again and again where there is room for more."""
    room = room_for(bands)
    if room is None:
        return {"bands": bands}
    return {f"band{number}": bands[min(number, len(bands) - 1)] for number in range(room)}


def _named(room: int) -> list[ColumnElement[int]]:
    return [bindparam(f"band{number}", type_=SmallInteger) for number in range(room)]
