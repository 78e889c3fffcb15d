"""The page of the list as a map, drawn without asking anybody for tiles."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.conversations.drawn import is_being_drawn
from bot.conversations.find_list import COUNTED, current_search, list_title, rows_of
from bot.conversations.find_wording import KILOMETER, MILE, Wording
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.outgoing import Picture
from bot.engine.texts import texts_for
from bot.engine.turn import Turn
from bot.pictures.nearby import MapPicture, Pin, Place, draw_map
from core.people.queries import person_by_id
from core.places import shown_distance
from core.providers.nearby import nearby
from core.providers.queries import providers_by_ids
from core.searches.models import Search, Spot
from core.searches.queries import search_of
from core.towns.around import towns_around

MOST_TOWNS = 12
MOST_RINGS = 3
STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)

mapping = Conversation("finding: the map")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map's picture and its words."""

    picture: MapPicture
    description: str


@mapping.action("find.map")
def ask_for_map(turn: Turn, pressed: Pressed) -> None:
    """Drawing takes longer than a turn may."""
    one = current_search(turn, pressed)
    if one is not None and not is_being_drawn(turn, "find.map"):
        turn.job("find.map", number=one.number, page=pressed.number)


@mapping.works("find.map")
async def draw(tools: JobTools, data: dict[str, Any]) -> dict[str, str] | None:
    """The map and what it shows in words; None where the list has changed meanwhile."""
    found = await tools.database.read(_gather, tools.person_id, data["number"], data["page"])
    if found is None:
        return None
    png = await asyncio.to_thread(draw_map, found.picture)
    return {
        "png": b64encode(png).decode(),
        "title": found.picture.title,
        "description": found.description,
    }


@mapping.when_done("find.map")
def send_map(turn: Turn, data: dict[str, Any], drawn: dict[str, str] | None) -> None:
    """The picture below the list."""
    again = (turn.button(turn.t("Back to the list"), "find.list", data["page"], data["number"]),)
    if drawn is None:
        turn.say(turn.t("The map did not work this time."), again)
        return
    media = turn.media(b64decode(drawn["png"]), "map.png", "image/png")
    turn.send(Picture(media, drawn["title"], drawn["description"]))


def _gather(db: Connection, person_id: int, number: int, page: int) -> Drawn | None:
    one, person = search_of(db, person_id), person_by_id(db, person_id)
    if one is None or person is None or one.number != number or page > len(one.cursors):
        return None
    texts = texts_for(person.language)
    wording = Wording(texts, person)
    rows, _ = rows_of(db, one, page)
    if not rows:
        return None
    pins = tuple(
        Pin(
            texts.number(row.number),
            row.provider.name,
            wording.off(one.spot, row.provider),
            row.provider.latitude,
            row.provider.longitude,
        )
        for row in rows
    )
    here = (one.spot.latitude, one.spot.longitude)
    farthest = max(shown_distance(here, (pin.latitude, pin.longitude)) for pin in pins)
    picture = MapPicture(
        title=list_title(db, wording, one),
        here=here,
        here_label=texts.t("You"),
        pins=pins,
        others=_others(db, one, {row.provider.id for row in rows}),
        rings=_rings(wording, farthest),
        towns=_towns(db, one.spot, farthest),
    )
    listed = texts.items(f"{pin.number} {pin.name}, {pin.distance}" for pin in pins)
    return Drawn(picture, texts.t("A map: {people}.", people=listed))


def _others(db: Connection, one: Search, shown: set[int]) -> tuple[tuple[float, float], ...]:
    """Who else was found, as far as the first screens go."""
    found = nearby(
        db,
        one.spot.latitude,
        one.spot.longitude,
        one.filters,
        radius_meters=one.radius_meters,
        limit=COUNTED,
    ).found
    ids = [near.provider_id for near in found if near.provider_id not in shown]
    return tuple((who.latitude, who.longitude) for who in providers_by_ids(db, ids).values())


def _rings(wording: Wording, farthest: float) -> tuple[tuple[float, str], ...]:
    """The largest round distances that all are within reach of the picture."""
    unit = MILE if wording.miles else KILOMETER
    meters = [step * unit for step in STEPS if step * unit <= farthest * 1.2]
    largest = meters[-MOST_RINGS:] or [STEPS[0] * unit]
    return tuple((one, wording.distance(one)) for one in largest)


def _towns(db: Connection, spot: Spot, farthest: float) -> tuple[Place, ...]:
    around = towns_around(db, spot.latitude, spot.longitude, farthest * 1.5, MOST_TOWNS)
    return tuple(Place(one.name, one.latitude, one.longitude) for one in around)
