"""What is outside of Werkout, where it is configured: everything works without any of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.links import Links
from core.cache import Cache, NoCache
from core.coach.model import LanguageModel
from core.coach.watching import UNWATCHED, CoachWatcher
from core.towns.geocoder import Geocoder


@dataclass(frozen=True, slots=True)
class Services:
    """`admins` are identities as `telegram:123`, who may switch features on and off.

    `coach` counts how the coach answers, `links` are the ways into a chat with the bot, `cache`
    keeps what is heavy to find.
    """

    model: LanguageModel | None = None
    geocoder: Geocoder | None = None
    admins: frozenset[str] = frozenset()
    coach: CoachWatcher = UNWATCHED
    links: Links = field(default_factory=Links)
    cache: Cache = field(default_factory=NoCache)


NONE = Services()
