"""How fast a platform lets one bot speak, and who says when the next message may leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

LONGEST_DEBT = 10.0
"""Seconds that counted replies can push what is paced away: it gives way, but never starves."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one account of ours keeps to; `account` is the channel and the bot's own id there."""

    account: str
    per_second: float
    chat_seconds: float
    group_seconds: float

    @property
    def slot(self) -> float:
        """Seconds from one message of the whole bot to its next."""
        return 1 / self.per_second

    def apart(self, *, group: bool) -> float:
        """Seconds from one message to a chat to the next one to it."""
        return self.group_seconds if group else self.chat_seconds


@dataclass(frozen=True, slots=True)
class Grant:
    """Where `granted`, the message leaves in `seconds`; otherwise nothing was booked, and one
    asks again after them."""

    seconds: float
    granted: bool


class Limiter(Protocol):
    """Evenly paced slots of each bot (`channel` is `Limits.account`), shared by who shares it.

    A bot has one next free moment, and so has each chat: a slot is the bot's, or now where that
    has passed; it is granted where the chat is free by then. Both move on from the slot, the bot
    by `Limits.slot`, the chat by `Limits.apart`. Nothing is ever saved up for a burst.
    """

    async def count(self, channel: str, chat: str) -> None:
        """A reply leaves now: what is paced gives way to it, `LONGEST_DEBT` at the most.

        Waits for nobody: whoever shares the limiter with others tells them a little later.
        """
        ...

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Grant:
        """A slot for one paced message to the chat."""
        ...

    async def hold(self, channel: str, seconds: float) -> None:
        """The platform refused the whole bot: no slot is granted before so many seconds."""
        ...
