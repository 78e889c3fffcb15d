"""What a process is for: all of it on one machine, or one part among many processes."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The command that a process was started with."""

    RUN = "run"
    SERVE = "serve"
    WORK = "work"

    @property
    def serves(self) -> bool:
        """Whether people reach it: webhooks, polling, the browser chat."""
        return self is not Role.WORK

    @property
    def works(self) -> bool:
        """Whether it sees to what happens by itself: due items, jobs, what the bot begins."""
        return self is not Role.SERVE
