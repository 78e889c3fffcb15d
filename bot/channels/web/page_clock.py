"""When something was typed, by a clock we do not trust.

The rule: a page says at hello what its clock shows. The difference to ours is added to every
time it gives on that connection, so a clock that is an hour ahead still keeps the distance
between two sets typed offline. What then lies ahead of us counts as received now, what lies
more than thirty days back as thirty days old, and a time that cannot be read as received now.
Messages that end up at one instant keep the page's own order, which is its counter.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

OLDEST = timedelta(days=30)


class PageClock:
    """One connection's clock; until `set` is called it is taken to be right."""

    def __init__(self) -> None:
        self._offset = timedelta(0)

    def set(self, shown: str, received: datetime) -> None:
        """Learn how far the page's clock is from ours."""
        moment = _read(shown)
        self._offset = received - moment if moment else timedelta(0)

    def moment(self, typed: str, received: datetime) -> datetime:
        """The time of a message in UTC, never after `received`."""
        moment = _read(typed)
        if moment is None:
            return received
        try:
            corrected = moment + self._offset
        except OverflowError:
            return received
        return max(received - OLDEST, min(corrected, received))


def _read(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
