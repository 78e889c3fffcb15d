"""A person's phone where a platform has forms of its own: what really arrives, and can be tapped.

A `Screen` holds what is meant, the same on every channel; here is what a platform makes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.channels.channel import MediaBytes
from bot.engine.inbound import Address
from bot.engine.manners import Manners
from bot.engine.outgoing import Outgoing, Template, Together, template_of
from core.people.models import KnownBy

Media = Mapping[int, MediaBytes]
Request = dict[str, Any]
ALONE = ("image", "document", "location")
"""What goes before a message that has no room for it: a picture above a list, a second file."""


class Platform(Protocol):
    """What one platform makes of messages; it refuses, by raising, what it would not take."""

    manners: Manners

    def names(self, address: Address) -> tuple[KnownBy, ...]:
        """Everything that it calls whoever is met there."""
        ...

    def requests(
        self, to: Address, outgoing: Outgoing | Template, media: Media, language: str
    ) -> list[Request]:
        """The calls that show a message."""
        ...

    def presses(self, request: Request) -> dict[str, str]:
        """What can be tapped under it: the label of each button by what it carries."""
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message on the phone, and the bubbles of the screen that it shows."""

    bubbles: frozenset[str]
    presses: dict[str, str]
    template: bool = False


@dataclass(slots=True)
class _Waiting:
    bubbles: frozenset[str]
    outgoing: Outgoing
    media: Media


@dataclass(slots=True)
class Phone:
    """What arrived, oldest first, and what waits until the person writes again."""

    platform: Platform
    address: Address
    language: str
    heard_at: datetime | None = None
    messages: list[Arrived] = field(default_factory=list)
    # Every request in order, for whoever compares them.
    requests: list[Request] = field(default_factory=list)
    _waiting: list[_Waiting] = field(default_factory=list)

    def hears(self, now: datetime) -> None:
        """The person does something: what waited for it arrives first."""
        self.heard_at = now
        for one in self._waiting:
            self._arrive(one.bubbles, one.outgoing, one.media)
        self._waiting.clear()

    def gets(
        self, bubbles: Collection[str], outgoing: Outgoing, media: Media, now: datetime
    ) -> None:
        """A message is sent: it arrives, or its template does, or it waits."""
        shows, window = frozenset(bubbles), self.platform.manners.window
        if window is None or (self.heard_at is not None and now - self.heard_at < window):
            self._arrive(shows, outgoing, media)
        elif (template := template_of(outgoing)) is not None:
            self._arrive(shows, template, media)
        else:
            self._waiting.append(_Waiting(shows, outgoing, media))

    def newest(self, data: str) -> Arrived | None:
        """The newest message with this button."""
        having = (one for one in reversed(self.messages) if data in one.presses)
        return next(having, None)

    def showing(self, bubble: str) -> Arrived | None:
        """The newest message that shows this bubble of the screen."""
        showing = (one for one in reversed(self.messages) if bubble in one.bubbles)
        return next(showing, None)

    def _arrive(self, bubbles: frozenset[str], said: Outgoing | Template, media: Media) -> None:
        made = self.platform.requests(self.address, said, media, self.language)
        if any(one["type"] not in ALONE for one in made[:-1]):
            raise AssertionError(f"more than one message where one would do: {made}")
        self.requests += made
        presses: dict[str, str] = {}
        for request in made:
            presses |= self.platform.presses(request)
        self.messages.append(Arrived(bubbles, presses, isinstance(said, Template)))


def parts_of(outgoing: Outgoing) -> tuple[Outgoing, ...]:
    """Each thing that is said with it."""
    return outgoing.parts if isinstance(outgoing, Together) else (outgoing,)
