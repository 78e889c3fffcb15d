"""All SQL about towns."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from core.towns.models import Area, Named, Town, area_name, town, town_name

THE_ONE = 1
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


def region_codes(db: Connection, ids: Collection[int]) -> dict[int, Area]:
    """Where each of the towns lies."""
    rows = db.execute(
        select(town.c.id, town.c.country, town.c.region_code).where(town.c.id.in_(ids))
    )
    return {row.id: Area(row.country, row.region_code) for row in rows}


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
    lengths = (len(typed) - 1, len(typed), len(typed) + 1)
    found: set[str] = set()
    for column, start in (
        (town_name.c.name, typed[:half]),
        (town_name.c.backwards, typed[: half - 1 : -1]),
    ):
        for letters in lengths:
            rows = select(town_name.c.name if column is town_name.c.name else column).where(
                town_name.c.letters == letters, column >= start, column < start + LAST_LETTER
            )
            names = db.execute(rows.distinct()).scalars()
            found.update(names if column is town_name.c.name else (one[::-1] for one in names))
    return sorted(found)


def areas_called(db: Connection, names: Collection[str]) -> dict[str, set[Area]]:
    """Countries and regions by these names."""
    found: dict[str, set[Area]] = {}
    rows = select(area_name).where(area_name.c.name.in_(names))
    for name, country, region_code in db.execute(rows):
        found.setdefault(name, set()).add(Area(country, region_code))
    return found
