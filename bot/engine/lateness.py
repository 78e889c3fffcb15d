"""What becomes of an item that happens long after its time: the machine slept, or we were away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.checkins.plans import LATE, next_daytime

if TYPE_CHECKING:
    from bot.engine.inbound import Due
    from bot.engine.turn import Turn

DueHandler = Callable[["Turn", str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class WhenDue:
    """Who takes an item of a kind, and how late it is still worth taking.

    After `lapses_after` nothing comes of it. `by_day` where its hour was not chosen by the
    person: late, it waits for their morning rather than come at night. What `reminds` goes where
    they want their reminders.
    """

    handler: DueHandler
    lapses_after: timedelta | None = None
    by_day: bool = False
    reminds: bool = False

    def happen(self, turn: Turn, item: Due) -> None:
        """Let the item happen in this turn, later, or not at all."""
        late = turn.now - (item.at or turn.now)
        if self.lapses_after is not None and late > self.lapses_after:
            return
        if self.by_day and late > LATE and turn.person.zone is not None:
            daytime = next_daytime(turn.now, turn.person.timezone)
            if daytime > turn.now:
                turn.plan(item.kind, item.object, daytime, **item.data)
                return
        self.handler(turn, item.object, item.data)
