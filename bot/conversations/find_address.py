"""Postcodes and addresses: looked up beside the turn, where somebody can be asked."""

from __future__ import annotations

from typing import Any

from bot.conversations.find_list import begin_search
from bot.engine.conversation import Conversation, JobTools
from bot.engine.turn import Turn
from core.searches.models import PLACE_CHARACTERS, Spot
from core.towns.geocoder import GeocoderAway

LONGEST_ADDRESS = 200
LONGEST_SHOWN = 60

addresses = Conversation("finding: addresses")


def look_up(turn: Turn, words: str) -> int:
    """Have the place looked up; returns the job's id."""
    turn.say(turn.t("Looking it up."))
    return turn.job("find.address", typed=words[:LONGEST_ADDRESS])


@addresses.works("find.address", waits=True)
async def ask_geocoder(tools: JobTools, data: dict[str, Any]) -> dict[str, Any]:
    """The place as JSON, nothing where there is none; `away` where nobody could be asked."""
    geocoder = tools.services.geocoder
    if geocoder is None:
        return {"away": True}
    try:
        place = await geocoder.find(data["typed"], tools.language)
    except GeocoderAway:
        return {"away": True}
    if place is None:
        return {}
    return {"name": place.name, "latitude": place.latitude, "longitude": place.longitude}


@addresses.when_done("find.address")
def address_found(turn: Turn, data: dict[str, Any], found: dict[str, Any] | None) -> None:
    """What `/find …` asked for, or an answer that came after the question was left."""
    spot = spot_found(found)
    if spot is None:
        turn.say(not_found(turn, found, short(data["typed"])))
    else:
        begin_search(turn, spot)


def spot_found(found: dict[str, Any] | None) -> Spot | None:
    """The place of an answer, where it holds one."""
    if not found or found.get("away"):
        return None
    # A geocoder names a place from the house to the country: its beginning tells it apart.
    name = found["name"].partition(",")[0][:PLACE_CHARACTERS]
    return Spot(found["latitude"], found["longitude"], name or None)


def not_found(turn: Turn, found: dict[str, Any] | None, typed: str) -> str:
    """Why there is no place, and what works all the same."""
    if found is None or found.get("away"):
        return turn.t(
            "Addresses and postcodes cannot be looked up just now. "
            "A town works, and so does your location."
        )
    return turn.t(
        "I found no place “{typed}”. A town works, with its country where there are several. "
        "So does your location.",
        typed=typed,
    )


def short(text: str) -> str:
    """What was typed, as far as it can be said again."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"
