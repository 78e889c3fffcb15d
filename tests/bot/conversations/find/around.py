"""Providers around a place where nobody else is, for dialogues of finding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.engine.player import Player
from core.providers.models import Contacts, Profile, ProviderType
from core.providers.queries import add_provider

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
    values = {
        "verified": True,
        "bio": "Stronger back, looser hips.",
        "contacts": contacts,
        "profiles": {"instagram": "https://www.instagram.com/example"},
    }
    return await comes(player, "Ana Ruiz", **(values | said))
