"""Takes in what platforms say of messages that they took before: sent, delivered, read, failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.delivery import confirming
from bot.delivery.confirming import News, Outcomes, Status
from bot.delivery.watching import DeliveryWatcher
from core.clock import Clock
from core.database import Database

__all__ = ["Status", "Statuses", "tell"]
MOST_AT_ONCE: Final = 100
"""So many in one transaction, so that nobody's turn waits long."""


class Statuses:
    """What is said of a message counts once, however often and in whichever order it is said."""

    def __init__(
        self,
        database: Database,
        outcomes: Outcomes,
        clock: Clock,
        watcher: DeliveryWatcher,
        look: Callable[[], None],
    ) -> None:
        """`outcomes` are what codes mean, by channel; `look` is the sender's, for what is to be
        sent again."""
        self._database = database
        self._outcomes = outcomes
        self._clock = clock
        self._watcher = watcher
        self._look = look

    async def take(self, channel: str, statuses: Sequence[Status]) -> None:
        """Write down what they say; raises `DatabaseAway`, and then all must be said again."""
        for start in range(0, len(statuses), MOST_AT_ONCE):
            some = statuses[start : start + MOST_AT_ONCE]
            values = (channel, some, self._clock(), self._outcomes)
            news = await self._database.run(confirming.hear, *values)
            tell(self._watcher, news)
            if news.again:
                self._look()


def tell(watcher: DeliveryWatcher, news: News) -> None:
    """Have counted what was found out."""
    for channel, outcome in news.outcomes:
        watcher.sent(channel, outcome)
    for channel, category, billed in news.charged:
        watcher.charged(channel, category, billed=billed)
