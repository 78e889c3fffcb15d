"""One look into a box of the index: the SQL of the nearby search."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    SmallInteger,
    String,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
)

from core.prepared import Prepared
from core.providers.globe import box_around, square_of
from core.providers.models import provider, provider_place

MOST_ROWS: Final = 20_000
"""Rows after which a look goes no further: some 10 ms."""
_place = provider_place.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks of each box. `language` is one without a bit of its own."""

    latitude: float
    longitude: float
    point: tuple[int, int, int]
    specialty: str
    kinds: tuple[int, ...]
    bits: int
    language: str | None
    after: tuple[int, int]
    limit: int


@dataclass(frozen=True, slots=True)
class Looked:
    """The rows that were in the box (those of the key alone), and who was found: (square, id)."""

    rows: int
    found: tuple[tuple[int, int], ...]

    @property
    def too_many(self) -> bool:
        """Whether the look ended before the box did."""
        return self.rows > MOST_ROWS


def look(db: Connection, wanted: Wanted, meters: float) -> Looked:
    """Who fits within the circle, the nearest first, at most `wanted.limit` of them."""
    box = box_around(wanted.latitude, wanted.longitude, meters)
    values = _values(wanted, box.bands, square_of(meters))
    statement = _statement(
        len(wanted.kinds), _room_for(len(box.bands)), wanted.language is not None
    )
    looks = [
        _read(statement.rows(db, values | {"west": west, "east": east}))
        for west, east in box.stretches
    ]
    merged = heapq.merge(*(one.found for one in looks))
    return Looked(sum(one.rows for one in looks), tuple(merged)[: wanted.limit])


def _read(rows: Sequence[tuple[Any, ...]]) -> Looked:
    """The first column repeats the count; a row without the others stands where nobody fits."""
    return Looked(rows[0][0], tuple((row[1], row[2]) for row in rows if row[1] is not None))


def _values(wanted: Wanted, bands: range, square: int) -> dict[str, Any]:
    x, y, z = wanted.point
    values = {
        "specialty": wanted.specialty,
        "x": x,
        "y": y,
        "z": z,
        "square": square,
        "bits": wanted.bits,
        "after_square": wanted.after[0],
        "after_id": wanted.after[1],
        "most": wanted.limit,
    }
    values |= {f"kind{place}": kind for place, kind in enumerate(wanted.kinds)}
    # The last strip again and again where there is room for more.
    for place in range(_room_for(len(bands))):
        values[f"band{place}"] = bands[min(place, len(bands) - 1)]
    if wanted.language is not None:
        values["language"] = f"%;{wanted.language};%"
    return values


def _room_for(bands: int) -> int:
    """A power of two, so that few different statements are ever prepared."""
    return 1 << (bands - 1).bit_length()


@cache
def _statement(kinds: int, bands: int, by_language: bool) -> Prepared:
    """Counts the rows of the box beside finding the nearest in it, both in one round trip."""
    within = (
        _place.specialty == bindparam("specialty", type_=String),
        _place.kind.in_([bindparam(f"kind{place}", type_=SmallInteger) for place in range(kinds)]),
        _place.band.in_([bindparam(f"band{place}", type_=SmallInteger) for place in range(bands)]),
        _place.longitude >= bindparam("west", type_=Integer),
        _place.longitude <= bindparam("east", type_=Integer),
    )
    some = select(literal(1)).where(*within).limit(MOST_ROWS + 1).subquery("some")
    counted = select(func.count().label("rows")).select_from(some).subquery("counted")
    found = _nearest(within, by_language).subquery("found")
    both = counted.outerjoin(found, true())
    return Prepared(
        select(counted.c.rows, found.c.square, found.c.provider_id)
        .select_from(both)
        .order_by(found.c.square, found.c.provider_id)
    )


def _nearest(within: tuple[ColumnElement[bool], ...], by_language: bool) -> Select[Any]:
    square = sum(
        ((column - at) * (column - at) for column, at in _axes()), start=literal(0, BigInteger)
    )
    row = select(_place.provider_id, _place.bits, square.label("square")).where(*within)
    seen = row.limit(MOST_ROWS + 1).subquery("seen").c
    after = bindparam("after_square", type_=BigInteger)
    bits = bindparam("bits", type_=BigInteger)
    fits = [
        seen.square <= bindparam("square", type_=BigInteger),
        seen.bits.bitwise_and(bits) == bits,
        or_(
            seen.square > after,
            (seen.square == after) & (seen.provider_id > bindparam("after_id", type_=BigInteger)),
        ),
    ]
    if by_language:
        fits.append(_speaks(seen.provider_id))
    nearest = select(seen.square, seen.provider_id).where(*fits)
    return nearest.order_by(seen.square, seen.provider_id).limit(bindparam("most", type_=Integer))


def _axes() -> list[tuple[ColumnElement[int], ColumnElement[int]]]:
    # 64 bits before they are multiplied.
    return [
        (column, bindparam(name, type_=BigInteger))
        for name, column in (("x", _place.x), ("y", _place.y), ("z", _place.z))
    ]


def _speaks(provider_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Where the language has no bit of its own, whoever has the shared one is asked."""
    spoken = provider.c.languages.cast(String).like(bindparam("language", type_=String))
    return select(literal(1)).where(provider.c.id == provider_id, spoken).exists()
