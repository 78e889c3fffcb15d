"""The map: everybody on it, numbers apart, names below, rings and towns where there is room."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.nearby import (
    BOTTOM,
    PIN,
    TOP,
    MapPicture,
    Pin,
    Place,
    _apart,
    draw_map,
    lay_out_map,
)
from bot.pictures.nearby import HERE as HERE_PIXELS
from bot.pictures.style import GROUND, NOW
from tests.bot.pictures.pages import colours, near, opened, outside, overlapping, sizes, words

HERE = (47.995, 7.85)
RINGS = ((250.0, "250 m"), (500.0, "500 m"), (1000.0, "1 km"))


def pin(number: int, north: float, east: float, name: str = "Ana Ruiz") -> Pin:
    """Somebody so many meters away."""
    latitude = HERE[0] + north / 111_195
    longitude = HERE[1] + east / (111_195 * math.cos(math.radians(HERE[0])))
    return Pin(str(number), name, f"{math.hypot(north, east):.0f} m", latitude, longitude)


FIVE = tuple(pin(number, 300 * math.sin(number), 400 * math.cos(number)) for number in range(1, 6))
FREIBURG = MapPicture(
    "9 trainers within 2 km",
    HERE,
    "You",
    FIVE,
    others=((47.991, 7.848), (47.999, 7.86)),
    rings=RINGS,
    towns=(Place("Freiburg", 47.9959, 7.85222),),
)


@pytest.mark.parametrize(
    "picture",
    [
        FREIBURG,
        replace(FREIBURG, title="Más de 50 entrenadores en 8 km de Freiburg im Breisgau"),
        replace(FREIBURG, pins=FIVE[:1]),
        replace(FREIBURG, pins=(pin(1, 0, 0),)),
        replace(FREIBURG, pins=tuple(pin(number, 5, 5) for number in range(1, 6))),
        replace(FREIBURG, pins=tuple(pin(number, 2000, number) for number in range(96, 101))),
        replace(FREIBURG, pins=(pin(1, 2_000_000, -3_000_000),), rings=((1e6, "1,000 km"),)),
        replace(FREIBURG, pins=(replace(FIVE[0], name="Ana " * 60, distance="13,053 km " * 9),)),
        replace(FREIBURG, towns=tuple(Place("Freiburg", 47.995 + n / 999, 7.85) for n in range(9))),
        replace(FREIBURG, rings=(), towns=(), others=()),
    ],
)
def test_everything_written_is_on_the_page_large_enough_and_apart(picture: MapPicture) -> None:
    sheet = lay_out_map(picture)
    assert overlapping(sheet) == []
    assert outside(sheet) == []
    assert min(sizes(sheet)) >= 36
    assert 1080 <= sheet.height <= 1600


def test_it_names_everybody_the_rings_and_the_town() -> None:
    said = words(lay_out_map(FREIBURG))
    assert said.count("Ana Ruiz") == 5
    assert {"9 trainers within 2 km", "You", "Freiburg", "250 m", "5"} <= set(said)
    assert said.count("1") == 2, "on the map and in the list below it"


def test_pins_at_one_place_are_pushed_apart_and_off_the_person() -> None:
    crowd = [(500.0, 500.0)] * 5 + [(540.0, 500.0)]
    pushed = [(500.0, 500.0), *_apart(crowd, (500.0, 500.0))]
    gaps = [math.dist(one, other) for one, other in combinations(pushed, 2)]
    assert min(gaps) >= (PIN + HERE_PIXELS) / 2
    assert _apart([(300.0, 300.0)], (500.0, 500.0)) == [(300.0, 300.0)]


def test_across_the_date_line_and_at_the_pole_everybody_is_on_the_map() -> None:
    fiji = replace(FREIBURG, here=(-16.8, 179.99), pins=(Pin("1", "Ana", "2 km", -16.8, -179.99),))
    pole = replace(FREIBURG, here=(90.0, 0.0), pins=(Pin("1", "Ana", "2 km", 89.98, 120.0),))
    for picture in (fiji, pole):
        sheet = lay_out_map(replace(picture, towns=(), others=(), rings=()))
        assert outside(sheet) == []
        assert words(sheet).count("1") == 2


def test_the_picture_is_a_small_png_on_its_own_ground() -> None:
    page = opened(draw_map(FREIBURG))
    assert page.width == 1080
    assert near(page, 2, 2, GROUND)
    assert colours(page) > 20
    assert len(draw_map(FREIBURG)) < 120_000
    blue = [
        (x, y) for x in range(48, 1032, 8) for y in range(TOP, BOTTOM, 8) if near(page, x, y, NOW)
    ]
    assert len(blue) > 50


def test_nobody_on_the_map_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        draw_map(replace(FREIBURG, pins=()))


@settings(max_examples=30, deadline=None)
@given(
    st.text(max_size=200),
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=5),
)
def test_any_words_and_any_places_can_be_drawn(
    said: str, here: tuple[float, float], places: list[tuple[float, float]]
) -> None:
    pins = tuple(Pin(str(n), said, said, *place) for n, place in enumerate(places, 1))
    towns = tuple(Place(said, *place) for place in places)
    # A letter the font lacks would be a warning, and a warning fails here.
    sheet = lay_out_map(MapPicture(said, here, said, pins, tuple(places), ((1e5, said),), towns))
    assert sheet.png()
    assert outside(sheet) == []
