"""How far to look, who is nearest at all, and which filters make sense."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from core.providers.around import MILE, Available, available_filters, fitting_radius, nearest_beyond
from core.providers.models import ProviderType
from core.providers.nearby import Filters
from tests.core.providers.made import add

HERE = (52.52, 13.4)
A_MILE_IN_DEGREES = 0.01447


def miles_away(db: Connection, miles: float, count: int, **more: object) -> None:
    for _ in range(count):
        add(db, 52.52 + miles * A_MILE_IN_DEGREES, 13.4, **more)


@pytest.mark.parametrize(
    ("lives", "miles"),
    [
        ({}, 50),
        ({3: 5}, 10),
        ({3: 4, 20: 1}, 25),
        ({3: 4, 40: 1}, 50),
        ({3: 4}, 50),
        ({0.5: 49}, 10),
        ({0.5: 50}, 1),
        ({0.5: 20, 1.5: 30}, 2),
        ({4: 60}, 5),
        ({7: 60}, 10),
    ],
)
def test_ten_miles_unless_few_or_many_are_near(
    db: Connection, lives: dict[float, int], miles: float
) -> None:
    for away, count in lives.items():
        miles_away(db, away, count)
    assert fitting_radius(db, *HERE, Filters()) == miles * MILE


def test_the_radius_fits_those_that_are_looked_for(db: Connection) -> None:
    miles_away(db, 0.5, 60)
    miles_away(db, 20, 5, verified=True)
    assert fitting_radius(db, *HERE, Filters(verified=True)) == 25 * MILE


def test_the_nearest_one_anywhere(db: Connection) -> None:
    assert nearest_beyond(db, *HERE, Filters()) is None
    far = add(db, -33.9, 151.2, specialties=("yoga",))
    nearer = add(db, 48.1, 11.6)
    found = nearest_beyond(db, *HERE, Filters())
    assert found is not None
    assert found.provider_id == nearer
    assert found.meters == pytest.approx(507_000, rel=0.01)
    yoga = nearest_beyond(db, *HERE, Filters("yoga"))
    assert yoga is not None
    assert yoga.provider_id == far


def test_filters_with_somebody_behind_them(db: Connection) -> None:
    gym: dict[str, Any] = {"kind": ProviderType.GYM, "currency": "EUR"}
    add(db, languages=("de", "xh"), specialties=("yoga",), verified=True)
    add(db, languages=("de",), specialties=("yoga", "boxing"))
    add(db, **gym, price=Decimal(25))
    add(db, **gym, price=Decimal(80))
    add(db, **gym, price=Decimal(800))
    add(db, price=Decimal(800), currency="XAU")
    add(db, 48.1, 11.6, specialties=("rowing",))
    assert available_filters(db, *HERE, 50_000.0) == Available(
        counted=6,
        specialties={"yoga": 2, "boxing": 1},
        kinds={ProviderType.TRAINER: 3, ProviderType.GYM: 3},
        languages={"de": 2, "xh": 1},
        verified=1,
        price_bands={1: 1, 2: 1, 3: 2},
        currency="EUR",
    )
    assert available_filters(db, 0.0, 0.0, 50_000.0) == Available(0, {}, {}, {}, 0, {}, None)
