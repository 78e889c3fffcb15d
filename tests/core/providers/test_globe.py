"""Whole numbers say the same as the sphere does, and a box holds its circle."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.providers import globe
from tests.core.providers.made import meters, rounding

latitudes = st.floats(-90, 90).map(lambda degrees: round(degrees, 6))
longitudes = st.floats(-180, 180).map(lambda degrees: round(degrees, 6))
points = st.tuples(latitudes, longitudes)


def between(one: tuple[float, float], other: tuple[float, float]) -> int:
    return sum((a - b) ** 2 for a, b in zip(globe.point(*one), globe.point(*other), strict=True))


@given(points, points)
def test_a_distance_is_that_of_the_sphere(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    far = meters(one, other)
    assert globe.meters_of(between(one, other)) == pytest.approx(far, abs=rounding(far))


@given(st.floats(0, 2 * globe.HALF_WAY_ROUND))
def test_squares_fit_the_database_and_lead_back(far: float) -> None:
    square = globe.square_of(far)
    assert 0 <= square < 2**63
    if far < 0.9 * globe.HALF_WAY_ROUND:
        assert globe.meters_of(square) == pytest.approx(far, abs=0.01)


@given(points, st.floats(0, globe.HALF_WAY_ROUND), st.floats(0, math.tau))
def test_a_box_holds_its_circle(middle: tuple[float, float], radius: float, bearing: float) -> None:
    """Whoever stands on the edge of the circle, in any direction, stands in the box."""
    edge = _walked(middle, radius, bearing)
    box = globe.box_around(*middle, radius)
    assert globe.band_of(edge[0]) in box.bands
    longitude = globe.millionths(edge[1])
    at_a_pole = abs(edge[0]) > 89.999_99
    assert at_a_pole or any(west <= longitude <= east for west, east in box.stretches)


def _walked(start: tuple[float, float], far: float, bearing: float) -> tuple[float, float]:
    """Where somebody ends who walks straight on."""
    north, angle = math.radians(start[0]), far / globe.EARTH_METERS
    sine = math.sin(north) * math.cos(angle)
    sine += math.cos(north) * math.sin(angle) * math.cos(bearing)
    latitude = math.asin(max(-1.0, min(1.0, sine)))
    sideways = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(north),
        math.cos(angle) - math.sin(north) * math.sin(latitude),
    )
    longitude = (start[1] + math.degrees(sideways) + 180) % 360 - 180
    return math.degrees(latitude), longitude


@pytest.mark.parametrize(
    ("longitude", "index"), [(180.0, -180_000_000), (-180.0, -180_000_000), (13.4, 13_400_000)]
)
def test_the_date_line_is_one_longitude(longitude: float, index: int) -> None:
    assert globe.millionths(longitude) == index
