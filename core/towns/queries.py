"""All SQL about towns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, func, insert, or_, select

from core.towns.geocoder import Place
from core.towns.models import Area, Named, Town, area_name, geocoded, town, town_name

TOWN_COLUMNS = (
    town.c.id,
    town.c.name,
    town.c.country,
    town.c.region,
    town.c.latitude,
    town.c.longitude,
    town.c.population,
    town.c.zone,
)
_NAMED = (town_name.c.name, town_name.c.town_id, town_name.c.own, town_name.c.population)
LAST_LETTER = "\U0010ffff"


def towns_by_ids(db: Connection, ids: Collection[int]) -> dict[int, Town]:
    """The towns that there are of these."""
    rows = db.execute(select(*TOWN_COLUMNS).where(town.c.id.in_(ids)))
    return {row.id: Town(*row) for row in rows}


def town_by_id(db: Connection, town_id: int) -> Town | None:
    """One town."""
    return towns_by_ids(db, [town_id]).get(town_id)


def areas_of(db: Connection, ids: Collection[int]) -> dict[int, Area]:
    """The region that each of the towns lies in."""
    columns = (town.c.id, town.c.country, town.c.region_code)
    rows = db.execute(select(*columns).where(town.c.id.in_(ids)))
    return {town_id: Area(country, code) for town_id, country, code in rows}


def largest_towns(db: Connection, areas: Collection[Area], limit: int) -> list[Town]:
    """The largest towns that lie in any of the areas."""
    rows = select(*TOWN_COLUMNS).where(_lies_in(areas))
    largest = rows.order_by(town.c.population.desc(), town.c.id).limit(limit)
    return [Town(*row) for row in db.execute(largest)]


def inhabitants(db: Connection, areas: Collection[Area]) -> int:
    """How many people live in the towns of the areas."""
    return db.scalar(select(func.sum(town.c.population)).where(_lies_in(areas))) or 0


def _lies_in(areas: Collection[Area]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(town.c.country == area.country, town.c.region_code == area.region_code)
            if area.region_code
            else town.c.country == area.country
            for area in areas
        )
    )


def called(db: Connection, names: Collection[str]) -> list[Named]:
    """Towns by these very names, largest first."""
    rows = select(*_NAMED).where(town_name.c.name.in_(names))
    return [Named(*row) for row in db.execute(rows.order_by(town_name.c.population.desc()))]


def beginning(db: Connection, start: str, limit: int) -> list[Named]:
    """The largest towns whose names begin so."""
    rows = select(*_NAMED).where(town_name.c.name >= start, town_name.c.name < start + LAST_LETTER)
    return [
        Named(*row) for row in db.execute(rows.order_by(town_name.c.population.desc()).limit(limit))
    ]


def alike(db: Connection, typed: str) -> list[str]:
    """Names of about this length that share its first half or its second."""
    half = len(typed) // 2
    found = _halves(db, town_name.c.name, typed[:half], len(typed))
    backwards = _halves(db, town_name.c.backwards, typed[half:][::-1], len(typed))
    return sorted({*found, *(name[::-1] for name in backwards)})


def _halves(db: Connection, column: Column[Any], start: str, letters: int) -> list[str]:
    rows = select(column).where(
        town_name.c.letters.in_((letters - 1, letters, letters + 1)),
        column >= start,
        column < start + LAST_LETTER,
    )
    return list(db.execute(rows.distinct()).scalars())


def areas_called(db: Connection, names: Collection[str]) -> dict[str, frozenset[Area]]:
    """Countries and regions by these names."""
    found: dict[str, frozenset[Area]] = {}
    rows = select(area_name).where(area_name.c.name.in_(names))
    for name, country, region_code in db.execute(rows):
        found[name] = found.get(name, frozenset()) | {Area(country, region_code)}
    return found


# What a geocoder said


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer that was kept; `place` is None where there is no such place."""

    place: Place | None


def remembered(db: Connection, query: str) -> Remembered | None:
    """The answer to a query, by its hash."""
    columns = (geocoded.c.name, geocoded.c.latitude, geocoded.c.longitude)
    row = db.execute(select(*columns).where(geocoded.c.query == query)).first()
    if row is None:
        return None
    return Remembered(None if row.name is None else Place(*row))


def remember(db: Connection, query: str, place: Place | None, at: datetime) -> None:
    """Keep an answer; a newer one takes the place of an older."""
    name, latitude, longitude = astuple(place) if place else (None, None, None)
    values = {"name": name, "latitude": latitude, "longitude": longitude, "at": at}
    db.execute(delete(geocoded).where(geocoded.c.query == query))
    db.execute(insert(geocoded).values(query=query, **values))
