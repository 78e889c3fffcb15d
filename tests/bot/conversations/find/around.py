"""Providers around a place where nobody else is, for dialogues of finding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert

from bot.engine.player import Player
from core.providers.models import Contacts, Profile, ProviderType
from core.providers.queries import add_provider
from core.towns.geocoder import GeocoderAway, Place
from core.towns.models import town, town_name
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed

HERE = (47.9950, 7.8500)
"""In the middle of Freiburg."""
ELSEWHERE = (-48.5, -70.0)
"""In Patagonia, far from everybody."""
METERS_NORTH = 1 / 111_195
"""Degrees of latitude that are a meter."""


def at(meters: float, here: tuple[float, float] = HERE) -> tuple[float, float]:
    """The point so many meters north."""
    return here[0] + meters * METERS_NORTH, here[1]


async def comes(player: Player, name: str, meters: float = 400, **said: Any) -> int:
    """Somebody new, so many meters north of `HERE` (or of `here`); returns their id."""
    latitude, longitude = at(meters, said.pop("here", HERE))
    owner = said.pop("person_id", None)
    values: dict[str, Any] = {
        "kind": ProviderType.TRAINER,
        "specialties": ("strength", "mobility"),
        "languages": ("es", "en"),
        "price": Decimal(40),
        "currency": "EUR",
        "verified": False,
    }
    profile = Profile(name, latitude=latitude, longitude=longitude, **(values | said))
    return await player.db(
        add_provider, player.stage.keyring, profile, player.now, source="test", person_id=owner
    )


async def ana(player: Player, **said: Any) -> int:
    """Ana Ruiz, as the design shows her."""
    contacts = Contacts("+491713920002", "+491713920002", "ana@example.org")
    values: dict[str, Any] = {
        "verified": True,
        "bio": "Stronger back, looser hips.",
        "contacts": contacts,
        "profiles": {"instagram": "https://www.instagram.com/example"},
    }
    return await comes(player, "Ana Ruiz", **(values | said))


TOWNS = (
    # id, name, country, region code, region, latitude, longitude, population, zone, other names
    (1, "Freiburg", "DE", "01", "Baden-Württemberg", 47.9959, 7.85222, 215_966, "Europe/Berlin",
     "freiburg im breisgau"),
    (2, "Cologne", "DE", "07", "North Rhine-Westphalia", 50.93333, 6.95, 963_395, "Europe/Berlin",
     "koln;koeln"),
    (3, "Springfield", "US", "MO", "Missouri", 37.21533, -93.29824, 166_810, "America/Chicago", ""),
    (5, "Same", "TZ", "09", "Kilimanjaro", -4.06667, 37.73333, 17_455, "Africa/Dar_es_Salaam", ""),
    (4, "Springfield", "US", "MA", "Massachusetts", 42.10148, -72.58981, 153_606,
     "America/New_York", ""),
)  # fmt: skip


async def towns(player: Player) -> None:
    """A gazetteer of five towns, two of them of one name, one of a name that means something."""
    await player.db(_add_towns)


def _add_towns(db: Connection) -> None:
    for row in TOWNS:
        *values, names = row
        columns = (column.name for column in town.columns)
        db.execute(insert(town), dict(zip(columns, values, strict=True)))
        for name in [str(row[1]).lower(), *filter(None, names.split(";"))]:
            found = {"name": name, "backwards": name[::-1], "letters": len(name)}
            kept = {"town_id": row[0], "own": True, "population": row[7]}
            db.execute(insert(town_name), found | kept)


class Map:
    """A geocoder that knows what it is told; `away` stops it."""

    def __init__(self, **places: tuple[float, float]) -> None:
        self.places = places
        self.away = False
        self.asked: list[str] = []

    async def find(self, typed: str, language: str) -> Place | None:
        """See `core.towns.geocoder.Geocoder`."""
        self.asked.append(typed)
        if self.away:
            raise GeocoderAway
        point = self.places.get(typed)
        return None if point is None else Place(f"{typed}, Germany", *point)


async def lists(meet: Meet, *names: str, **options: Any) -> Player:
    """Somebody who looks at a list of these, each a hundred meters farther than the one before."""
    sam = await agreed(meet, zone="Europe/Berlin", **options)
    for place, name in enumerate(names):
        await comes(sam, name, 100 * (place + 1))
    await sam.shares(*HERE)
    await sam.jobs()
    return sam
