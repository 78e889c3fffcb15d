"""Coordinates as people type them."""

import pytest

from core.places import coordinates, shown_distance


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("52.52, 13.40", (52.52, 13.4)),
        ("52.52,13.40", (52.52, 13.4)),
        ("52.52 13.40", (52.52, 13.4)),
        ("52,52 13,40", (52.52, 13.4)),
        ("52,52; 13,40", (52.52, 13.4)),
        (" -33.9; 18.4 ", (-33.9, 18.4)),
        ("−33.9, +18.4", (-33.9, 18.4)),
        ("52.52° 13.40°", (52.52, 13.4)),
    ],
)
def test_a_pair_of_degrees_is_a_point(typed: str, point: tuple[float, float]) -> None:
    assert coordinates(typed) == point


@pytest.mark.parametrize(
    "typed", ["", "14.30", "80, 8", "80 8", "91.0, 4.0", "4.0, 181.0", "80.5,8,8", "a, b", "1.5x8"]
)
def test_what_is_no_point_is_none(typed: str) -> None:
    assert coordinates(typed) is None


@pytest.mark.parametrize(
    ("one", "other", "meters"),
    [
        # A degree of the equator and half a meridian of WGS 84.
        ((0.0, 179.5), (0.0, -179.5), 111_319.49),
        ((90.0, 0.0), (-90.0, 50.0), 20_003_931.46),
        ((52.52, 13.4), (52.52, 13.4), 0.0),
    ],
)
def test_people_are_told_the_distance_on_the_ellipsoid(
    one: tuple[float, float], other: tuple[float, float], meters: float
) -> None:
    assert shown_distance(one, other) == pytest.approx(meters, abs=0.01)
