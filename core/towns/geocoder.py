"""What is asked of a geocoder: where an address or a postcode is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees (WGS 84) and what it is called."""

    name: str
    latitude: float
    longitude: float


class GeocoderAway(Exception):
    """The geocoder did not answer, or not sensibly; the same may be asked later."""


class Geocoder(Protocol):
    """Finds places by what people type."""

    async def find(self, typed: str, language: str) -> Place | None:
        """The likeliest place, None where there is none; raises `GeocoderAway`."""
        ...
