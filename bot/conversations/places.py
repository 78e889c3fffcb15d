"""Where a typed place is: a point, a town of the gazetteer, or something to ask a geocoder.

A conversation calls `place_typed` with what was typed. Where that says `ask_geocoder`, it starts
the job and waits: `turn.job(GEOCODE, words=words)`; `geocoded(result)` reads what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.engine.conversation import Conversation, JobTools
from bot.engine.turn import Turn
from core.places import coordinates
from core.towns.finding import find_town
from core.towns.geocoder import GeocoderAway, Place
from core.towns.models import Town

GEOCODE = "place.geocode"
AWAY = {"away": True}
"""What the job returns where the geocoder does not answer."""

places = Conversation("places")


@dataclass(frozen=True, slots=True)
class Found:
    """What typed words mean; where all is empty, nobody knows such a place.

    `place` where it is sure, and `town` with it where it is a town; else `choices` to offer, at
    most five; else whether a geocoder may know more, or the towns are still being read in.
    """

    place: Place | None = None
    town: Town | None = None
    choices: tuple[Town, ...] = ()
    ask_geocoder: bool = False
    filling: bool = False


@dataclass(frozen=True, slots=True)
class Geocoded:
    """What a geocoder said; `away` where it did not answer and may be asked later."""

    place: Place | None = None
    away: bool = False


def place_typed(turn: Turn, words: str, near: tuple[float, float] | None = None) -> Found:
    """The place by what was typed; choices are nearest to `near` first, else largest first."""
    point = coordinates(words)
    if point is not None:
        return Found(Place(words.strip(), *point))
    found = find_town(turn.db, words, near=near)
    if found.town is not None:
        return Found(place_of(found.town), found.town)
    if found.choices:
        return Found(choices=found.choices)
    return Found(ask_geocoder=turn.services.geocoder is not None)


def place_of(town: Town) -> Place:
    """The middle of a town."""
    return Place(town.name, town.latitude, town.longitude)


def geocoded(result: dict[str, Any] | None) -> Geocoded:
    """What came of the job; one that broke is as good as a geocoder that does not answer."""
    if result is None or "away" in result:
        return Geocoded(away=result is not None)
    return Geocoded(Place(result["name"], result["latitude"], result["longitude"]))


@places.works(GEOCODE)
async def geocode(tools: JobTools, data: dict[str, Any]) -> dict[str, Any] | None:
    """`{name, latitude, longitude}`, None where there is no such place, or `AWAY`."""
    geocoder = tools.services.geocoder
    if geocoder is None:
        return AWAY
    try:
        found = await geocoder.find(data["words"], tools.language)
    except GeocoderAway:
        return AWAY
    if found is None:
        return None
    return {"name": found.name, "latitude": found.latitude, "longitude": found.longitude}
