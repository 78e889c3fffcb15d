"""Everything the stand-in remembers about one business, and what it goes by."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import aiohttp

from tests.standins.graph.clock import Clock
from tests.standins.graph.fate import Fate
from tests.standins.graph.hook import Hook
from tests.standins.graph.limits import PairRate, Throughput
from tests.standins.graph.media import Media
from tests.standins.graph.refusal import Json
from tests.standins.graph.templates import Templates

if TYPE_CHECKING:
    from tests.standins.graph.customer import Customer

PHONE: Final = "106540352242922"
ACCOUNT: Final = "102290129340398"
APP: Final = "634974688087057"
NUMBER: Final = "15550783881"
WINDOW_SECONDS: Final = 24 * 3600.0


@dataclass(slots=True)
class State:
    """One app, its account, its number, and whom it talks with."""

    token: str
    app_secret: str
    verify_token: str
    changed: Callable[[], None]
    phone: str = PHONE
    account: str = ACCOUNT
    app: str = APP
    number: str = NUMBER
    clock: Clock = field(default_factory=Clock)
    templates: Templates = field(default_factory=Templates)
    people: list[Customer] = field(default_factory=list)
    hook: Hook = field(init=False)
    media: Media = field(init=False)
    pair: PairRate = field(init=False)
    throughput: Throughput = field(init=False)
    # What becomes of the next messages, and of all others.
    fates: deque[Fate] = field(default_factory=deque)
    fate: Fate = field(default_factory=Fate)
    # Whether a closed window is refused in the answer, and not by a later status.
    refuses_closed: bool = False
    subscribed: bool = True
    quality: str = "GREEN"
    can_send: str = "AVAILABLE"
    scopes: tuple[str, ...] = ("whatsapp_business_management", "whatsapp_business_messaging")
    # The commands and openers of an empty chat.
    automation: Json = field(default_factory=dict)
    # Requests that a business must not make, in words.
    violations: list[str] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        metadata = {"display_phone_number": self.number, "phone_number_id": self.phone}
        self.hook = Hook(self.app_secret, self.account, metadata, self.changed)
        self.media = Media(self.clock)
        self.pair = PairRate(self.clock)
        self.throughput = Throughput(self.clock)

    def by_number(self, number: str) -> Customer | None:
        """Whoever has this number now."""
        plain = number.lstrip("+")
        return next((one for one in self.people if one.wa_id == plain), None)

    def by_user_id(self, user_id: str) -> Customer | None:
        """Whoever this id means now."""
        return next((one for one in self.people if one.user_id == user_id), None)
