"""What the sender asks of a channel that it pushes to, and the errors a channel answers with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.engine.outgoing import Outgoing
from core.pacing import Limits


@dataclass(frozen=True, slots=True)
class MediaBytes:
    """A stored picture or file; `platform_file` is what the channel called it when last sent."""

    data: bytes
    file_name: str
    mime: str
    platform_file: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the platform calls the message now shown, and the file in it."""

    message: str | None = None
    file: str | None = None
    # Whether the platform says later what became of it; until then it is not known to be sent.
    pending: bool = False
    # What else the platform took, and bills, where this went as several.
    besides: tuple[str, ...] = ()


class TryAgain(Exception):
    """The platform may take it later; `after` seconds where it said so."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class TooMany(TryAgain):
    """The platform takes no more for a while, from us or for this chat."""


class OutOfReach(TryAgain):
    """Nobody can be sent anything: no connection, no answer, or the token is refused."""


class Closed(Exception):
    """The platform takes nothing for this person until they write again; the message waits."""


class GiveUp(Exception):
    """The platform will never take this message; `reason` is its own short description."""


class NoMarketing(GiveUp):
    """The person wants no marketing, here at least: from now on they are sent none."""


class PersonGone(Exception):
    """Nothing can reach this address any more (blocked, deactivated, never started)."""


LoadMedia = Callable[[int], Awaitable[MediaBytes]]


class Channel(Protocol):
    """A platform that messages are pushed to, by one bot of ours."""

    name: str
    limits: Limits

    def is_group(self, key: str) -> bool:
        """Whether the address is one of many people, where less may be said."""
        ...

    def messages(self, outgoing: Outgoing) -> int:
        """As how many messages the platform counts it."""
        ...

    async def deliver(
        self, key: str, outgoing: Outgoing, shown: str | None, load_media: LoadMedia
    ) -> Delivered:
        """Show `outgoing` to the person met under `key`; `shown` is the platform's id of the
        message that this one changes, replaces or removes.

        Raises `TryAgain`, `Closed`, `GiveUp` or `PersonGone`, and nothing else.
        """
        ...
