"""What delivery tells the metrics."""

from __future__ import annotations

from typing import Protocol


class DeliveryWatcher(Protocol):
    """Counts how messages ended, and what platforms charge for."""

    def sent(self, channel: str, outcome: str) -> None:
        """One message is over: sent, replaced, expired, refused, failed, gone or unknown."""
        ...

    def refused_for_now(self, channel: str) -> None:
        """The platform asked to wait (429)."""
        ...

    def charged(self, channel: str, category: str, *, billed: bool) -> None:
        """The platform said what one message costs, in its own category."""
        ...
