"""Stops asking a service that keeps failing, and lets one try through now and then."""

from __future__ import annotations

from collections.abc import Callable

FAILURES_TO_OPEN = 4
OPEN_SECONDS = 60.0


class Breaker:
    """Counts failures in a row; kept per process, as each finds out for itself.

    Closed, everything goes through. After `failures` in a row it is open for `open_seconds`, and
    nothing does. Then one try goes through, and decides.
    """

    def __init__(
        self,
        seconds: Callable[[], float],
        *,
        failures: int = FAILURES_TO_OPEN,
        open_seconds: float = OPEN_SECONDS,
    ) -> None:
        self._seconds = seconds
        self._most = failures
        self._open_seconds = open_seconds
        self._failures = 0
        self._until = 0.0
        self._trying = False

    def wait(self) -> float:
        """Take leave to ask: 0 where it is given, else the seconds until it may be.

        Whoever got leave says afterwards how it went: `went_well`, `failed` or `never_mind`.
        """
        if self._failures < self._most:
            return 0.0
        left = self._until - self._seconds()
        if left > 0:
            return left
        if self._trying:
            # Somebody's try is under way; nobody knows how long it takes.
            return 1.0
        self._trying = True
        return 0.0

    def went_well(self) -> None:
        """The service answered."""
        self._failures = 0
        self._trying = False

    def failed(self) -> None:
        """The service did not answer."""
        self._failures += 1
        self._trying = False
        self._until = self._seconds() + self._open_seconds

    def never_mind(self) -> None:
        """The try ended before anything could be told of the service."""
        self._trying = False
