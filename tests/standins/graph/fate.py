"""What becomes of a message that was answered with 200."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fate:
    """The statuses that follow, in this order, each `times` times, `before` the answer itself or
    after it; `held` ones only on command. A `code` makes it fail, and nobody sees the message.
    """

    steps: tuple[str, ...] = ("sent", "delivered")
    code: int | None = None
    times: int = 1
    before: bool = False
    held: bool = False
