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
    Label,
    Select,
    String,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from core.prepared import Prepared
from core.providers.globe import box_around, square_of
from core.providers.index_queries import all_round, by_band, by_key, place, room_for, within
from core.providers.models import provider

_COUNT: Final = -1
"""Stands where the others have a distance."""
_ROWS: Final = bindparam("rows", type_=Integer)


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


def look(db: Connection, wanted: Wanted, meters: float, most_rows: int) -> Looked:
    """Who fits within the circle, the nearest first, at most `wanted.limit` of them.

    Where the box has more than `most_rows`, one more than those are counted, and what was found is
    out of some of them.
    """
    box = box_around(wanted.latitude, wanted.longitude, meters)
    values = _values(wanted, square_of(meters))
    if box.all_round:
        values |= {"south": box.bands[0], "north": box.bands[-1]}
    else:
        values |= by_band(box.bands)
    # One more tells that the look ended before the box did.
    values["rows"] = most_rows + 1
    statement = _statement(box.all_round, room_for(box.bands), wanted.language is not None)
    looks = [
        _read(statement.rows(db, values | {"west": west, "east": east}))
        for west, east in box.stretches
    ]
    merged = heapq.merge(*(one.found for one in looks))
    return Looked(sum(one.rows for one in looks), tuple(merged)[: wanted.limit])


def _read(rows: Sequence[tuple[Any, ...]]) -> Looked:
    """Behind each other as they are: the count stands before every distance."""
    (_, count), *found = sorted(rows)
    return Looked(count, tuple(found))


def _values(wanted: Wanted, square: int) -> dict[str, Any]:
    x, y, z = wanted.point
    return by_key(wanted.specialty, wanted.kinds) | {
        "x": x,
        "y": y,
        "z": z,
        "square": square,
        "bits": wanted.bits,
        "after_square": wanted.after[0],
        "after_id": wanted.after[1],
        "most": wanted.limit,
        "language": f"%;{wanted.language};%",
    }


@cache
def _statement(round_the_earth: bool, room: int | None, by_language: bool) -> Prepared:
    """Counts the rows of the box beside finding the nearest in it, both in one round trip."""
    rows = all_round() if round_the_earth else within(room)
    some = select(literal(1)).where(*rows).limit(_ROWS).subquery("some")
    counted = select(literal(_COUNT, BigInteger), func.count()).select_from(some)
    found = _nearest(rows, by_language).subquery("found")
    return Prepared(union_all(counted, select(found.c.square, found.c.provider_id)))


def _nearest(rows: tuple[ColumnElement[bool], ...], by_language: bool) -> Select[Any]:
    fit = _fitting(rows, by_language).subquery("fit").c
    after = bindparam("after_square", type_=BigInteger)
    later = fit.provider_id > bindparam("after_id", type_=BigInteger)
    nearest = select(fit.square, fit.provider_id).where(
        fit.square <= bindparam("square", type_=BigInteger),
        or_(fit.square > after, and_(fit.square == after, later)),
    )
    return nearest.order_by(fit.square, fit.provider_id).limit(bindparam("most", type_=Integer))


def _fitting(rows: tuple[ColumnElement[bool], ...], by_language: bool) -> Select[Any]:
    """Who passes the filters, and how far off they are.

    The limit on what has passed already keeps SQLite from working the distance out three times,
    and for rows that do not pass.
    """
    row = select(place.provider_id, place.bits, place.x, place.y, place.z).where(*rows)
    seen = row.limit(_ROWS).subquery("seen").c
    bits = bindparam("bits", type_=BigInteger)
    passes = [seen.bits.bitwise_and(bits) == bits]
    if by_language:
        passes.append(_speaks(seen.provider_id))
    return select(seen.provider_id, _square(seen)).where(*passes).limit(_ROWS)


def _square(seen: ReadOnlyColumnCollection[str, Any]) -> Label[int]:
    # 64 bits before they are multiplied.
    x, y, z = (seen[name] - bindparam(name, type_=BigInteger) for name in "xyz")
    square: Label[int] = (x * x + y * y + z * z).label("square")
    return square


def _speaks(provider_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Where the language has no bit of its own, whoever has the shared one is asked."""
    spoken = provider.c.languages.cast(String).like(bindparam("language", type_=String))
    return select(literal(1)).where(provider.c.id == provider_id, spoken).exists()
