"""Zones by a clock, a city and a point."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from core.people import zones
from core.people.zones import ClockTime, clock_time, zone_named, zones_with_time

WINTER = datetime(2026, 1, 15, 18, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 18, 0, tzinfo=UTC)
ENGLISH = Locale("en", "GB")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("14:30", (870,)),
        ("2:30 pm", (870,)),
        ("2.30PM", (870,)),
        ("2:30 p.m.", (870,)),
        ("1430", (870,)),
        ("14h30", (870,)),
        ("14:30 Uhr", (870,)),
        ("2:30", (150, 870)),
        ("02:30", (150,)),
        ("0:15", (15,)),
        ("12:15", (735, 15)),
        ("12:15 am", (15,)),
        ("12:15 pm", (735,)),
        (" 23:59 ", (1439,)),
        ("٢:٣٠ pm", (870,)),
    ],
)
def test_a_clock_is_read(typed: str, minutes: tuple[int, ...]) -> None:
    assert clock_time(typed) == ClockTime(minutes)


@pytest.mark.parametrize(
    "typed", ["", "14", "2 pm", "25:00", "14:60", "13:30 pm", "80x8", "Berlin", "14:30:10", "99999"]
)
def test_what_is_no_clock_is_none(typed: str) -> None:
    assert clock_time(typed) is None


def test_the_language_comes_first_then_the_nearest_clock() -> None:
    assert zones_with_time(ClockTime((19 * 60,)), WINTER, "de")[:3] == [
        "Europe/Berlin",
        "Europe/Brussels",
        "Europe/Vienna",
    ]
    assert zones_with_time(ClockTime((13 * 60,)), WINTER, "en-CA")[0] == "America/Toronto"
    assert zones_with_time(ClockTime((13 * 60 + 4,)), WINTER, "en-US")[0] == "America/New_York"


def test_the_clocks_of_that_day_count() -> None:
    noon_in_london = ClockTime((18 * 60,))
    assert "Europe/London" in zones_with_time(noon_in_london, WINTER, "en")
    assert "Europe/London" not in zones_with_time(noon_in_london, SUMMER, "en")


def test_either_half_of_the_day_may_be_meant() -> None:
    found = zones_with_time(ClockTime((7 * 60, 19 * 60)), WINTER, "de")
    assert found[0] == "Europe/Berlin"
    assert "Pacific/Pago_Pago" in found


def test_midnight_is_near_to_the_minute_before_it() -> None:
    at = datetime(2026, 1, 15, 23, 59, tzinfo=UTC)
    assert "Europe/London" in zones_with_time(ClockTime((1,)), at, "en")


@given(st.sampled_from(zones.cities()), st.integers(0, 365 * 24 * 60))
def test_whoever_types_what_their_clock_shows_finds_their_zone(
    city: zones.City, minutes: int
) -> None:
    at = WINTER + timedelta(minutes=minutes)
    local = at.astimezone(ZoneInfo(city.zone))
    typed = clock_time(f"{local.hour:02}:{local.minute:02}")
    assert typed is not None
    assert city.zone in zones_with_time(typed, at, "en")


@pytest.mark.parametrize(
    ("words", "language", "zone"),
    [
        ("Berlin", "en", "Europe/Berlin"),
        ("são paulo", "pt", "America/Sao_Paulo"),
        ("Sao Paulo", "en", "America/Sao_Paulo"),
        ("Москва", "ru", "Europe/Moscow"),
        ("Wien", "de", "Europe/Vienna"),
        ("köln", "en", "Europe/Berlin"),
        ("Ho Chi Minh", "en", "Asia/Ho_Chi_Minh"),
        ("europe/paris", "en", "Europe/Paris"),
    ],
)
def test_a_city_has_a_zone(words: str, language: str, zone: str) -> None:
    assert zone_named(words, Locale(language)) == zone


@pytest.mark.parametrize("words", ["", "Atlantis", "GMT+1", "/", "../etc/passwd", "Etc/../x", "é"])
def test_what_is_no_city_has_none(words: str) -> None:
    assert zone_named(words, ENGLISH) is None


def test_every_zone_of_the_list_is_one_and_has_a_name() -> None:
    known = available_timezones()
    for city in zones.cities():
        assert city.zone in known
        assert zones.city_name(city.zone, ENGLISH).strip()
        assert zone_named(zones.city_name(city.zone, ENGLISH), ENGLISH) == city.zone


@pytest.mark.parametrize(
    "name", [None, "", "Nowhere", "../passwd", "/etc/passwd", "a\x00b", "é" * 9]
)
def test_a_stranger_can_name_no_zone(name: str | None) -> None:
    assert not zones.is_zone(name)


def test_clocks_are_the_same_all_year_or_not() -> None:
    assert zones.same_clock("Europe/Berlin", "Europe/Vienna", WINTER)
    assert not zones.same_clock("Europe/Lisbon", "Africa/Abidjan", WINTER)


@pytest.mark.parametrize(
    ("point", "zone"),
    [
        ((52.52, 13.40), "Europe/Berlin"),
        ((-33.87, 151.21), "Australia/Sydney"),
        ((0.0, -30.0), None),
        ((41.38, 2.20), "Europe/Madrid"),
    ],
)
def test_a_point_on_land_has_a_zone(point: tuple[float, float], zone: str | None) -> None:
    assert zones.zone_at(*point) == zone
