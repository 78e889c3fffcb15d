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
    SmallInteger,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from core.prepared import Prepared
from core.providers.among import among
from core.providers.globe import box_around, square_of
from core.providers.models import provider, provider_place

MOST_ROWS: Final = 10_000
"""Rows after which a look goes no further: some 5 ms."""
COUNTED_ROWS: Final = 256
CROWD_METERS: Final = (1_000.0, 4_000.0, 16_000.0, 64_000.0, 256_000.0)
_place = provider_place.c
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

    @property
    def too_many(self) -> bool:
        """Whether the look ended before the box did."""
        return self.rows > MOST_ROWS


@dataclass(frozen=True, slots=True)
class Crowd:
    """The rows of a box around a circle, counted up to 256 of them."""

    meters: float
    rows: int
    fitting: int
    rows_in_circle: float

    @property
    def cut_off(self) -> bool:
        """Whether there are more than were counted."""
        return self.rows >= COUNTED_ROWS


def look(db: Connection, wanted: Wanted, meters: float) -> Looked:
    """Who fits within the circle, the nearest first, at most `wanted.limit` of them."""
    box = box_around(wanted.latitude, wanted.longitude, meters)
    values = _values(wanted, square_of(meters))
    values |= {"bands": list(box.bands), "south": box.bands[0], "north": box.bands[-1]}
    statement = _statement(box.all_round, wanted.language is not None)
    looks = [
        _read(statement.rows(db, values | {"west": west, "east": east}))
        for west, east in box.stretches
    ]
    merged = heapq.merge(*(one.found for one in looks))
    return Looked(sum(one.rows for one in looks), tuple(merged)[: wanted.limit])


def _read(rows: Sequence[tuple[Any, ...]]) -> Looked:
    """The first column repeats the count; a row without the others stands where nobody fits."""
    return Looked(rows[0][0], tuple((row[1], row[2]) for row in rows if row[1] is not None))


def _values(wanted: Wanted, square: int) -> dict[str, Any]:
    x, y, z = wanted.point
    return {
        "specialty": wanted.specialty,
        "kinds": list(wanted.kinds),
        "x": x,
        "y": y,
        "z": z,
        "square": square,
        "bits": wanted.bits,
        "after_square": wanted.after[0],
        "after_id": wanted.after[1],
        "most": wanted.limit,
        # One more tells that the look ended before the box did.
        "rows": MOST_ROWS + 1,
        "language": f"%;{wanted.language};%",
    }


def crowds(db: Connection, wanted: Wanted) -> list[Crowd]:
    """How densely the rows lie around the point, near and far: all in one round trip."""
    values = {"specialty": wanted.specialty, "kinds": list(wanted.kinds), "bits": wanted.bits}
    boxes = [box_around(wanted.latitude, wanted.longitude, meters) for meters in CROWD_METERS]
    for place, box in enumerate(boxes):
        # At the date line the wider of its two sides stands for both.
        west, east = max(box.stretches, key=lambda stretch: stretch[1] - stretch[0])
        values |= {f"bands{place}": list(box.bands), f"west{place}": west, f"east{place}": east}
    counted = sorted(_CROWDS.rows(db, values))
    return [
        Crowd(meters, rows, fitting, rows * box.share_of_circle(meters))
        for meters, box, (_, rows, fitting) in zip(CROWD_METERS, boxes, counted, strict=True)
    ]


def _crowd(place: int) -> Select[Any]:
    bits = bindparam("bits", type_=BigInteger)
    some = select(_place.bits).where(*_within(str(place))).limit(COUNTED_ROWS).subquery()
    fits = case((some.c.bits.bitwise_and(bits) == bits, 1), else_=0)
    return select(literal(place), func.count(), func.coalesce(func.sum(fits), 0)).select_from(some)


def _within(which: str = "") -> tuple[ColumnElement[bool], ...]:
    """The rows of a box by their key, of the parameters that end so."""
    return (
        _place.specialty == bindparam("specialty", type_=String),
        among(_place.kind, "kinds"),
        among(_place.band, f"bands{which}"),
        _place.longitude >= bindparam(f"west{which}", type_=Integer),
        _place.longitude <= bindparam(f"east{which}", type_=Integer),
    )


_CROWDS: Final = Prepared(union_all(*(_crowd(place) for place in range(len(CROWD_METERS)))))


@cache
def _statement(all_round: bool, by_language: bool) -> Prepared:
    """Counts the rows of the box beside finding the nearest in it, both in one round trip.

    Strips are named one by one, since only then is a stretch of each one piece of the index; from
    the first to the last where they go all round the earth.
    """
    within = _all_round() if all_round else _within()
    some = select(literal(1)).where(*within).limit(_ROWS).subquery("some")
    counted = select(func.count().label("rows")).select_from(some).subquery("counted")
    found = _nearest(within, by_language).subquery("found")
    both = counted.outerjoin(found, true())
    return Prepared(
        select(counted.c.rows, found.c.square, found.c.provider_id)
        .select_from(both)
        .order_by(found.c.square, found.c.provider_id)
    )


def _all_round() -> tuple[ColumnElement[bool], ...]:
    south, north = (bindparam(name, type_=SmallInteger) for name in ("south", "north"))
    specialty = _place.specialty == bindparam("specialty", type_=String)
    return specialty, among(_place.kind, "kinds"), _place.band.between(south, north)


def _nearest(within: tuple[ColumnElement[bool], ...], by_language: bool) -> Select[Any]:
    fit = _fitting(within, by_language).subquery("fit").c
    after = bindparam("after_square", type_=BigInteger)
    later = fit.provider_id > bindparam("after_id", type_=BigInteger)
    nearest = select(fit.square, fit.provider_id).where(
        fit.square <= bindparam("square", type_=BigInteger),
        or_(fit.square > after, and_(fit.square == after, later)),
    )
    return nearest.order_by(fit.square, fit.provider_id).limit(bindparam("most", type_=Integer))


def _fitting(within: tuple[ColumnElement[bool], ...], by_language: bool) -> Select[Any]:
    """Who passes the filters, and how far off they are.

    The limit on what has passed already keeps SQLite from working the distance out three times,
    and for rows that do not pass.
    """
    row = select(_place.provider_id, _place.bits, _place.x, _place.y, _place.z).where(*within)
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
