"""Which calls somebody still waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class UnderWay:
    """Counts calls as they begin, and remembers those that have not ended; on one event loop."""

    def __init__(self) -> None:
        self.begun = 0
        self._now: set[int] = set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """One call, as long as the block lasts."""
        self.begun += 1
        number = self.begun
        self._now.add(number)
        try:
            yield
        finally:
            self._now.discard(number)

    def ended(self, begun: int) -> bool:
        """Whether the first `begun` calls have all ended."""
        return all(number > begun for number in self._now)
