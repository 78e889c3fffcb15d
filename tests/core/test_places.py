"""Coordinates as people type them."""

import pytest

from core.places import coordinates


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
