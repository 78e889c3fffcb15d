"""What may be a minute old is found once a minute, for all who stand about there."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection

from core.providers.around import Available, available_filters
from core.providers.hints import KEPT_SECONDS, filters_around, nearest_anywhere
from core.providers.models import ProviderType
from core.providers.nearby import Filters
from core.providers.queries import hide_provider
from tests.core.providers.made import add

HERE = (52.5163, 13.3777)
AT_THE_CORNER = (52.5171, 13.3761)
IN_THE_SUBURB = (52.53, 13.39)
RADIUS = 20_000.0
NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Shelf:
    """A cache that keeps JSON, as one that is shared does; it may be emptied."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> Any | None:
        """What was put."""
        return orjson.loads(self.kept[key]) if key in self.kept else None

    def put(self, key: str, value: Any, seconds: float) -> None:
        """Keep it until it is emptied."""
        assert seconds == KEPT_SECONDS
        self.kept[key] = orjson.dumps(value)


@pytest.fixture
def shelf() -> Shelf:
    """Nothing is on it."""
    return Shelf()


def test_filters_are_counted_once_for_a_neighbourhood(db: Connection, shelf: Shelf) -> None:
    add(db, *HERE, specialties=("yoga",), kind=ProviderType.GYM, price=Decimal(30), currency="EUR")
    add(db, *HERE, specialties=("yoga", "boxing"), languages=("de",), verified=True)
    counted = filters_around(db, shelf, *HERE, RADIUS)
    assert counted == available_filters(db, *HERE, RADIUS)
    add(db, *HERE, specialties=("pilates",))
    assert filters_around(db, shelf, *AT_THE_CORNER, RADIUS) == counted
    shelf.kept.clear()
    assert filters_around(db, shelf, *AT_THE_CORNER, RADIUS).counted == 3


def test_elsewhere_and_farther_is_counted_anew(db: Connection, shelf: Shelf) -> None:
    add(db, *HERE)
    assert filters_around(db, shelf, *HERE, 10.0).counted == 1
    assert filters_around(db, shelf, *IN_THE_SUBURB, 10.0).counted == 0
    assert filters_around(db, shelf, *IN_THE_SUBURB, RADIUS).counted == 1


def test_where_nobody_is_there_is_nothing_to_filter_by(db: Connection, shelf: Shelf) -> None:
    nothing = Available(0, {}, {}, {}, 0, {}, None)
    assert filters_around(db, shelf, *HERE, RADIUS) == nothing
    assert filters_around(db, shelf, *HERE, RADIUS) == nothing


def test_the_nearest_is_looked_for_once_a_neighbourhood(db: Connection, shelf: Shelf) -> None:
    far = add(db, 48.1, 11.6)
    first = nearest_anywhere(db, shelf, *HERE, Filters())
    assert first is not None
    assert first.id == far
    nearer = add(db, 52.0, 13.0)
    again = nearest_anywhere(db, shelf, *AT_THE_CORNER, Filters())
    assert again is not None
    assert again.id == far
    suburb = nearest_anywhere(db, shelf, *IN_THE_SUBURB, Filters())
    assert suburb is not None
    assert suburb.id == nearer


def test_each_set_of_filters_has_its_own_nearest(db: Connection, shelf: Shelf) -> None:
    add(db, 52.0, 13.0)
    yoga = add(db, 48.1, 11.6, specialties=("yoga",))
    assert nearest_anywhere(db, shelf, *HERE, Filters()) is not None
    found = nearest_anywhere(db, shelf, *HERE, Filters("yoga"))
    assert found is not None
    assert found.id == yoga


def test_that_there_is_nobody_is_remembered_too(db: Connection, shelf: Shelf) -> None:
    assert nearest_anywhere(db, shelf, *HERE, Filters()) is None
    add(db, 48.1, 11.6)
    assert nearest_anywhere(db, shelf, *HERE, Filters()) is None
    shelf.kept.clear()
    assert nearest_anywhere(db, shelf, *HERE, Filters()) is not None


def test_whoever_went_meanwhile_is_not_shown(db: Connection, shelf: Shelf) -> None:
    near, far = add(db, 52.0, 13.0), add(db, 48.1, 11.6)
    assert nearest_anywhere(db, shelf, *HERE, Filters()) is not None
    hide_provider(db, near, NOW)
    found = nearest_anywhere(db, shelf, *HERE, Filters())
    assert found is not None
    assert found.id == far
