"""The stand-in's clock, which a test can move on."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(slots=True)
class Clock:
    """Seconds since the epoch; a stopped one is moved by `ahead` alone."""

    ahead: float = 0.0
    stopped_at: float | None = None

    def __call__(self) -> float:
        """The moment it is."""
        return (time.time() if self.stopped_at is None else self.stopped_at) + self.ahead

    def stop(self) -> None:
        """From now on only `ahead` moves it."""
        self.stopped_at = time.time()
