"""A gazetteer of a few towns, for tests that need no more."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from core.towns.models import area_name, town, town_name
from core.towns.source import name_rows

Row = tuple[int, str, str, str, str, float, float, int, str]
FEW: tuple[Row, ...] = (
    (1, "Freiburg", "DE", "01", "Baden-Württemberg", 48.0, 7.85, 230_000, "Europe/Berlin"),
    (2, "Springfield", "US", "MO", "Missouri", 37.2, -93.3, 170_000, "America/Chicago"),
    (3, "Springfield", "US", "MA", "Massachusetts", 42.1, -72.6, 154_000, "America/New_York"),
)
AREAS = (("germany", "DE", ""), ("massachusetts", "US", "MA"))


def add_few_towns(db: Connection) -> None:
    """As they are loaded."""
    for row in FEW:
        add_town(db, row)
    for name, country, code in AREAS:
        db.execute(insert(area_name), {"name": name, "country": country, "region_code": code})


def add_town(db: Connection, row: Row) -> None:
    """One more, as its columns stand in the table."""
    db.execute(insert(town), dict(zip(town.columns.keys(), row, strict=True)))
    for named in name_rows(row[0], row[1], [], row[7]):
        db.execute(insert(town_name), dict(zip(town_name.columns.keys(), named, strict=True)))
