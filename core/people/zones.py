"""Time zones of people: by the time it is for them, by the name of a city, by a point."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.dates import get_timezone_location
from babel.languages import get_official_languages

from core.training.library import normalise

DAY_MINUTES = 24 * 60
CLOCKS_DIFFER_MINUTES = 10
"""Watches are off by minutes, zones by a quarter of an hour at the least."""
AWAKE_HOURS = range(6, 24)
_CITIES = Path(__file__).parent / "zones.toml"
# Names of the tz database that are no cities: fixed offsets, old names of whole countries.
_NO_CITY = re.compile(
    r"(?:Etc|US|Canada|Mexico|Brazil|Chile|posix|right|SystemV)/|[^/]+$", re.ASCII
)
_TIME = re.compile(
    r"(\d{1,2})\s*[:.h]\s*(\d{2})\s*(?:uhr|h)?\s*([ap])?\.?\s*(?:m\.?)?", re.IGNORECASE
)
_FOUR_DIGITS = re.compile(r"(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class City:
    """A zone by its best-known city; `land` is the ISO 3166 code of the country."""

    zone: str
    land: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day as typed: minutes after midnight, both halves of the day where it may be."""

    minutes: tuple[int, ...]


def is_zone(name: str | None) -> bool:
    """Whether the tz database of this machine knows the zone."""
    try:
        ZoneInfo(name or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def clock_time(text: str) -> ClockTime | None:
    """The time in `14:30`, `2:30 pm`, `14h30` or `1430`; None where it is none.

    `2:30` alone may be either half of the day; `02:30` and `0:30` are the night.
    """
    words = text.strip().lower()
    found = _TIME.fullmatch(words) or _FOUR_DIGITS.fullmatch(words)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    half = found[3] if found.re is _TIME else None
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        return ClockTime(((hour % 12 + (12 if half == "p" else 0)) * 60 + minute,))
    either = 1 <= hour <= 12 and not found[1].startswith("0") and found.re is _TIME
    hours = (hour, (hour + 12) % 24) if either else (hour,)
    return ClockTime(tuple(one * 60 + minute for one in hours))


def zones_with_time(typed: ClockTime, at: datetime, language: str) -> list[str]:
    """The zones of well-known cities whose clocks show this time at that instant.

    First where the language is at home, then what is likelier in the daytime, then the nearest.
    """
    found: list[tuple[tuple[Any, ...], str]] = []
    for place, city in enumerate(cities()):
        local = at.astimezone(ZoneInfo(city.zone))
        shown = local.hour * 60 + local.minute
        off = min(_apart(shown, minutes) for minutes in typed.minutes)
        if off <= CLOCKS_DIFFER_MINUTES:
            order = (foreignness(city.land, language), local.hour not in AWAKE_HOURS, off, place)
            found.append((order, city.zone))
    return [zone for _, zone in sorted(found)]


def _apart(one: int, other: int) -> int:
    """Minutes between two times of day, across midnight where that is shorter."""
    apart = abs(one - other)
    return min(apart, DAY_MINUTES - apart)


def foreignness(land: str, language: str) -> int:
    """0 where the language tag names the country, 1 where it is spoken there, else 2."""
    spoken, _, rest = language.replace("_", "-").partition("-")
    if land in rest.upper().split("-"):
        return 0
    official = get_official_languages(land, de_facto=True)
    return 1 if spoken.lower() in official else 2


def zone_named(words: str, locale: Locale) -> str | None:
    """The zone of a city by its name, in English or in the person's language, or by its own."""
    whole = words.strip().replace(" ", "_").lower()
    return _whole_names().get(whole) or _names(str(locale)).get(_plain(words))


def city_name(zone: str, locale: Locale) -> str:
    """The city that a zone is named for, in the language where it has a word for it."""
    name = get_timezone_location(zone, locale=locale, return_city=True)
    # Some languages mark where their long names may be broken.
    return name.rpartition("/")[2].replace("\xad", "")


def same_clock(one: str, other: str, at: datetime) -> bool:
    """Whether two zones show the same time now and all through the coming year."""
    if one == other:
        return True
    first, second = ZoneInfo(one), ZoneInfo(other)
    moments = [at + timedelta(days=15 * step) for step in range(25)]
    return all(
        moment.astimezone(first).utcoffset() == moment.astimezone(second).utcoffset()
        for moment in moments
    )


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of a point on land or near it; None at sea. Slow at first: some 40 MB are read."""
    zone = _finder().timezone_at_land(lat=latitude, lng=longitude)
    return zone if is_zone(zone) else None


@cache
def cities() -> tuple[City, ...]:
    """Well-known cities, in the order of the file."""
    tables = tomllib.loads(_CITIES.read_text(encoding="utf-8"))
    return tuple(City(zone, table["land"], tuple(table["also"])) for zone, table in tables.items())


@cache
def _finder() -> Any:
    # Its data are only read where somebody shares a location.
    from timezonefinder import TimezoneFinder

    return TimezoneFinder()


@cache
def _whole_names() -> Mapping[str, str]:
    """The database's own names, of what has a place on the map."""
    return {zone.lower(): zone for zone in available_timezones() if not _NO_CITY.match(zone)}


@lru_cache(maxsize=16)
def _names(locale: str) -> Mapping[str, str]:
    """Zones by the plain name of a city; what the well-known list says counts most."""
    own, names = Locale.parse(locale), {}
    for zone in sorted(available_timezones()):
        if not _NO_CITY.match(zone):
            names[_plain(zone.rpartition("/")[2])] = zone
            names[_plain(city_name(zone, own))] = zone
    for city in cities():
        known = (city.zone.rpartition("/")[2], city_name(city.zone, own), *city.also)
        names.update((_plain(name), city.zone) for name in known)
    return names


def _plain(name: str) -> str:
    return normalise(name.replace("_", " "))
