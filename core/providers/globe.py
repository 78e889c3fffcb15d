"""The earth as a globe of whole numbers: who is nearer is then exact, at the poles as anywhere.

A point is (x, y, z) on a sphere of radius 2³⁰, about 6 mm a step. The square of the straight line
between two of them (their chord) grows with the distance along the ground, fits 64 bits, and is
three multiplications in SQL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

RADIUS: Final = 1 << 30
EARTH_METERS: Final = 6_371_008.8
"""Mean radius (IUGG)."""
HALF_WAY_ROUND: Final = math.pi * EARTH_METERS
"""Nothing on earth is farther away than this many meters."""
BANDS_A_DEGREE: Final = 10
"""A strip of the index is 11 km wide from south to north."""
MILLION: Final = 1_000_000
_ALL_ROUND: Final = ((-180 * MILLION, 180 * MILLION),)
# Rounded points lie up to a step outside of the globe.
_FARTHEST: Final = (2 * RADIUS + 4) ** 2
_SLACK_METERS: Final = 1.0
"""What a box is wider than the circle in it, so that rounding loses nobody."""


@dataclass(frozen=True, slots=True)
class Box:
    """Strips and stretches of longitude (in millionths, both ends included) around a circle."""

    bands: range
    stretches: tuple[tuple[int, int], ...]

    @property
    def all_round(self) -> bool:
        """Whether each strip is in it as a whole."""
        return self.stretches == _ALL_ROUND


def point(latitude: float, longitude: float) -> tuple[int, int, int]:
    """The point on the globe of these degrees."""
    north, east = math.radians(latitude), math.radians(longitude)
    level = math.cos(north) * RADIUS
    return (
        round(level * math.cos(east)),
        round(level * math.sin(east)),
        round(math.sin(north) * RADIUS),
    )


def band_of(latitude: float) -> int:
    """Which strip the latitude lies in."""
    return math.floor(latitude * BANDS_A_DEGREE)


def millionths(longitude: float) -> int:
    """Degrees of longitude as the index has them; 180° east is 180° west."""
    return (round(longitude * MILLION) + 180 * MILLION) % (360 * MILLION) - 180 * MILLION


def square_of(meters: float) -> int:
    """The squared chord between points this far apart along the ground."""
    if meters >= HALF_WAY_ROUND:
        return _FARTHEST
    chord = 2 * RADIUS * math.sin(meters / EARTH_METERS / 2)
    return int(chord * chord)


def meters_of(square: int) -> float:
    """How far apart along the ground points are whose squared chord is this."""
    return 2 * EARTH_METERS * math.asin(min(1.0, math.sqrt(square) / (2 * RADIUS)))


def box_around(latitude: float, longitude: float, meters: float) -> Box:
    """Where in the index every point lies that is within so many meters of this one."""
    reach = math.degrees((meters + _SLACK_METERS) / EARTH_METERS)
    south, north = max(latitude - reach, -90.0), min(latitude + reach, 90.0)
    bands = range(band_of(south), band_of(north) + 1)
    if latitude - reach <= -90 or latitude + reach >= 90:
        # A pole is within the circle, and with it every longitude.
        return Box(bands, _ALL_ROUND)
    sideways = math.sin(math.radians(reach)) / math.cos(math.radians(latitude))
    wide = math.ceil(math.degrees(math.asin(sideways)) * MILLION) + 1
    middle = millionths(longitude)
    return Box(bands, _stretches(middle - wide, middle + wide))


def _stretches(west: int, east: int) -> tuple[tuple[int, int], ...]:
    """Two of them where the date line is between."""
    line = 180 * MILLION
    if west < -line:
        return ((west + 2 * line, line), (-line, east))
    if east >= line:
        return ((west, line), (-line, east - 2 * line))
    return ((west, east),)
