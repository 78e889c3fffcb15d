"""What is kept of GeoNames, and what is not."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, distinct, func, select

from core.people.zones import is_zone
from core.towns.models import area_name, town, town_name
from core.towns.queries import areas_called
from core.towns.source import name_rows

LEAST_TOWNS = 34_000


def names(name: str, *others: str) -> dict[str, bool]:
    """The names, and whether each is the town's own."""
    return {row[0]: row[2] for row in name_rows(1, name, list(others), 1000)}


@pytest.mark.parametrize(
    ("name", "other", "kept"),
    [
        ("Köln", "Cologne", {"cologne"}),
        ("Munich", "München", {"munchen", "muenchen"}),
        # What it begins with is how people call it
        ("New York City", "NYC", {"nyc"}),
        ("San Francisco", "SF", {"sf"}),
        # The code of an airport
        ("Guaymas", "GYM", set()),
        ("San Francisco", "SFO", set()),
        # The sounds of another script
        ("Köln", "ke long", set()),
        ("Cincinnati", "cincinatti", {"cincinatti"}),
        # Where it lies is not its name
        ("London", "لندن، انتاریو", {"لندن"}),
        ("Azariya", "Bethanie (Lazare)", {"bethanie"}),
        ("Tsu", "津", {"津"}),
        ("Paris", "", set()),
        ("Paris", "x" * 100, set()),
    ],
)
def test_which_other_names_are_kept(name: str, other: str, kept: set[str]) -> None:
    assert set(names(name, other)) - set(names(name)) == kept


def test_how_it_is_called_at_home_is_its_own() -> None:
    assert names("Odesa", "Odessa", "Khadzhibei") == {
        "odesa": True,
        # A letter more is the same name.
        "odessa": True,
        "khadzhibei": False,
    }


def test_all_towns_are_there(towns: Connection) -> None:
    assert (towns.scalar(select(func.count(town.c.id))) or 0) > LEAST_TOWNS
    assert towns.scalar(select(func.count(distinct(town_name.c.town_id)))) == towns.scalar(
        select(func.count(town.c.id))
    )


def test_every_town_has_a_zone_that_is_one(towns: Connection) -> None:
    zones = towns.execute(select(town.c.zone).distinct()).scalars().all()
    assert [zone for zone in zones if not is_zone(zone)] == []


def test_every_region_in_use_has_one_name(towns: Connection) -> None:
    """A code that GeoNames has given anew would otherwise name another region."""
    columns = (town.c.country, town.c.region)
    rows = select(*columns, func.count(distinct(town.c.region_code))).where(town.c.region != "")
    twice = [row for row in towns.execute(rows.group_by(*columns)) if row[2] > 1]
    assert twice == []


@pytest.mark.parametrize(
    ("largest", "region"),
    [
        ("Munich", "Bavaria"),
        ("Naples", "Campania"),
        ("Toronto", "Ontario"),
        ("Perth", "Western Australia"),
        ("Osaka", "Osaka"),
        ("Guangzhou", "Guangdong"),
        ("Bengaluru", "Karnataka"),
        ("Recife", "Pernambuco"),
        ("Monterrey", "Nuevo León"),
        ("Vladivostok", "Primorsky Krai"),
        ("Kraków", "Lesser Poland"),
        ("Durban", "KwaZulu-Natal"),
        ("Christchurch", "Canterbury"),
        ("Chicago", "Illinois"),
    ],
)
def test_regions_are_where_they_are(towns: Connection, largest: str, region: str) -> None:
    rows = select(town.c.region).where(town.c.name == largest)
    first = rows.order_by(town.c.population.desc()).limit(1)
    assert towns.scalar(first) == region


@pytest.mark.parametrize(
    ("called", "country", "code"),
    [
        ("germany", "DE", ""),
        ("deutschland", "DE", ""),
        ("alemania", "DE", ""),
        ("германия", "DE", ""),
        ("ドイツ", "DE", ""),
        ("de", "DE", ""),
        ("uk", "GB", ""),
        ("usa", "US", ""),
        ("england", "GB", "ENG"),
        ("il", "US", "IL"),
        ("bayern", "DE", "02"),
        ("nsw", "AU", "02"),
    ],
)
def test_countries_and_regions_in_many_words(
    towns: Connection, called: str, country: str, code: str
) -> None:
    found = areas_called(towns, [called])[called]
    assert (country, code) in {(area.country, area.region_code) for area in found}


def test_a_country_in_a_language_that_hardly_anybody_types_is_no_town(towns: Connection) -> None:
    count = towns.scalar(select(func.count()).select_from(area_name)) or 0
    assert 5_000 < count < 20_000
    assert areas_called(towns, ["poole"]) == {}
