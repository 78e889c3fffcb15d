"""What the engine tells a channel about what it was given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """The turn stands committed; `notice` is the short answer that a press shows on the spot.

    `duplicate` where this inbound had been taken before and nothing was done.
    """

    duplicate: bool = False
    notice: str | None = None


class ComeAgain(Exception):
    """Nothing was written and the same inbound must be delivered again, after `after` seconds.

    The database is away, or a newer version of Werkout holds this person's conversation.
    """

    def __init__(self, reason: str, after: int = 5) -> None:
        super().__init__(reason)
        self.after = after
