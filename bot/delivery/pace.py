"""How patient the sender is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the sender waits, in seconds."""

    # Before it tries again what the platform did not take; twice as long each time.
    first: float = 1.0
    longest: float = 300.0
    # Where nobody gets an answer one of them tries at least this often.
    probe: float = 5.0
    # What a dead process left, and signals that were lost, are looked for this often.
    look_again: float = 2.0
    # What follows another process's message is looked for this soon.
    behind: float = 0.5
    # Between two looks that something calls for.
    breath: float = 0.02
    # At a stop: for a look that is under way, and for what is being sent.
    last_look: float = 2.0
    stop: float = 10.0
