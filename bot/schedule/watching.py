"""What the schedule tells the metrics."""

from __future__ import annotations

from typing import Protocol


class ScheduleWatcher(Protocol):
    """Counts what happened by itself."""

    def fell_due(self, kind: str, late: float, outcome: str) -> None:
        """An item that fell due `late` seconds ago is done, postponed or dropped."""
        ...

    def worked(self, kind: str, seconds: float, outcome: str) -> None:
        """A job was tried: done, failed or given up."""
        ...


class ForgettingWatcher(Protocol):
    """Counts what has served its time."""

    def forgot(self, what: str, rows: int) -> None:
        """Rows that had served their time are gone."""
        ...

    def sent(self, channel: str, outcome: str) -> None:
        """A message is over: expired, or unknown where nobody says what became of it."""
        ...
