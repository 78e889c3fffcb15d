"""Distances, prices and names of things as people read them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.conversations.find_wording import KINDS, SPECIALTIES, Wording, in_miles
from bot.engine.texts import texts_for
from core.people.models import Person
from core.providers import specialties
from core.providers.models import ProviderType
from core.providers.nearby import Filters
from core.training.sets import WeightUnit

SAM = Person(
    1, "sam", "Sam", "en", WeightUnit.KG, None, 120, True, None, None, None, None, None, None,
    datetime(2026, 3, 2, tzinfo=UTC),
)  # fmt: skip


def wording(language: str, unit: WeightUnit = WeightUnit.KG) -> Wording:
    return Wording(texts_for(language), dataclasses.replace(SAM, language=language, unit=unit))


@pytest.mark.parametrize(
    ("meters", "kilometers", "miles"),
    [
        (0, "50 m", "under 0.1 mi"),
        (74, "50 m", "under 0.1 mi"),
        (76, "100 m", "under 0.1 mi"),
        (420, "400 m", "0.3 mi"),
        (974, "950 m", "0.6 mi"),
        (976, "1 km", "0.6 mi"),
        (2340, "2.3 km", "1.5 mi"),
        (9949, "9.9 km", "6.2 mi"),
        (9951, "10 km", "6.2 mi"),
        (112_400, "112 km", "70 mi"),
        (13_052_600, "13,053 km", "8,111 mi"),
    ],
)
def test_a_distance_is_as_exact_as_one_wants_to_know(
    meters: float, kilometers: str, miles: str
) -> None:
    assert wording("en").distance(meters) == kilometers
    assert wording("en-US").distance(meters) == miles


@pytest.mark.parametrize(
    ("language", "unit", "expected"),
    [
        ("en", WeightUnit.KG, False),
        ("en", WeightUnit.LB, True),
        ("en-US", WeightUnit.KG, True),
        ("en-GB", WeightUnit.KG, True),
        ("en-CA", WeightUnit.KG, False),
        ("cy-GB", WeightUnit.KG, True),
        ("de-DE", WeightUnit.KG, False),
        ("x-pseudo", WeightUnit.KG, False),
        ("tlh-Klingon-and-more", WeightUnit.KG, False),
    ],
)
def test_miles_are_read_where_roads_are_measured_so(
    language: str, unit: WeightUnit, expected: bool
) -> None:
    assert in_miles(dataclasses.replace(SAM, language=language, unit=unit)) is expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "€12.50"), ("de", "12,50\N{NO-BREAK SPACE}€"), ("nl", "€\N{NO-BREAK SPACE}12,50")],
)
def test_an_amount_is_written_as_the_language_does(language: str, expected: str) -> None:
    assert wording(language).money(Decimal("12.5"), "EUR") == expected


def test_a_round_amount_has_no_zeros_behind_it() -> None:
    assert wording("en").money(Decimal("40.000"), "EUR") == "€40"
    assert wording("de").money(Decimal(3000), "JPY") == "3.000\N{NO-BREAK SPACE}¥"


def test_a_radius_leaves_nobody_out() -> None:
    metric, imperial = wording("en"), wording("en-US")
    assert [metric.round_radius(one) for one in (10, 1609, 16_093, 16_900, 80_467, 1e7)] == [
        1000, 2000, 16_000, 25_000, 80_000, 80_000,
    ]  # fmt: skip
    assert all(metric.round_radius(round(one)) == one for one in metric.radii)
    assert all(imperial.round_radius(round(one)) == one for one in imperial.radii)


def test_every_usual_specialty_and_type_has_a_name() -> None:
    assert set(SPECIALTIES) == set(specialties.SPECIALTIES)
    assert set(KINDS) == set(ProviderType)
    assert wording("en").specialty("pole_dance") == "pole dance"


def test_filters_are_named_in_one_order() -> None:
    filters = Filters("yoga", ProviderType.GYM, "es", True, 2)
    assert wording("en").filters(filters, "CHF") == [
        ("specialty", "yoga"),
        ("kind", "Gym"),
        ("language", "Spanish"),
        ("price_band", "up to CHF90"),
        ("verified", "verified"),
    ]


@pytest.mark.parametrize(
    ("kind", "one", "many"),
    [
        (None, "1 trainer", "2 trainers"),
        (ProviderType.COACH, "1 coach", "2 coaches"),
        (ProviderType.GROUP_LEADER, "1 group", "2 groups"),
        (ProviderType.GYM, "1 gym", "2 gyms"),
        (ProviderType.STUDIO, "1 studio", "2 studios"),
    ],
)
def test_people_are_counted_by_what_they_are(
    kind: ProviderType | None, one: str, many: str
) -> None:
    assert (wording("en").count(kind, 1), wording("en").count(kind, 2)) == (one, many)
