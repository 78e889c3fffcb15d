"""How fast a business may send: to one person, and from one number altogether."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tests.standins.graph.refusal import Refusal

PAIR_SECONDS: Final = 6.0
PAIR_BURST: Final = 45
PER_SECOND: Final = 80


@dataclass(slots=True)
class PairRate:
    """One message to a person in six seconds; up to 45 at once are borrowed from the future."""

    clock: Callable[[], float]
    burst: int = PAIR_BURST
    seconds: float = PAIR_SECONDS
    refused: int = 0
    _paid_until: dict[str, float] = field(default_factory=dict)

    def spend(self, person: str) -> None:
        """Counts one message; raises 131056 where too many are borrowed already."""
        now = self.clock()
        paid = max(self._paid_until.get(person, now), now)
        if paid - now > (self.burst - 1) * self.seconds:
            self.refused += 1
            raise Refusal(131056, "Too many messages to the same phone number in a short time.")
        self._paid_until[person] = paid + self.seconds

    def exhaust(self, person: str) -> None:
        """Nothing more for this person for an hour."""
        self._paid_until[person] = self.clock() + (self.burst - 1) * self.seconds + 3600

    def forgive(self, person: str) -> None:
        """Nothing is borrowed any more."""
        self._paid_until.pop(person, None)


@dataclass(slots=True)
class Throughput:
    """Messages of a second, both ways, of one number of the business."""

    clock: Callable[[], float]
    per_second: int = PER_SECOND
    refused: int = 0
    _lately: deque[float] = field(default_factory=deque)

    def came(self) -> None:
        """Counts one that a person sent."""
        self._forget()
        self._lately.append(self.clock())

    def spend(self) -> None:
        """Counts one of ours; raises 130429 beyond the limit."""
        self._forget()
        if len(self._lately) >= self.per_second:
            self.refused += 1
            raise Refusal(130429, "Cloud API message throughput has been reached.")
        self._lately.append(self.clock())

    def _forget(self) -> None:
        while self._lately and self._lately[0] <= self.clock() - 1.0:
            self._lately.popleft()
