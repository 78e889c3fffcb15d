"""The one place where time comes from; `core` itself is always told what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
