"""What a deletion leaves behind, in words: before it is confirmed and on its receipt."""

from __future__ import annotations

from bot.engine.texts import N_
from bot.engine.turn import Turn

INBOX_DAYS = 8
WHAT_STAYS = N_(
    "What stays: the number of the message that asked, for {days} days, so that it is not taken "
    "for somebody new; a random number with the time, on a list that keeps you deleted when a "
    "backup is restored; backups, until they age out; and for a day at the most where your "
    "receipt goes, encrypted."
)

STAYS_UNASKED = N_(
    "What stays: a random number with the time, on a list that keeps it erased when a backup is "
    "restored; backups, until they age out; and for a day at the most where this message goes, "
    "encrypted."
)


def what_stays(turn: Turn) -> str:
    """Everything that a deletion does not take along."""
    return turn.t(WHAT_STAYS, days=INBOX_DAYS)


def what_stays_unasked(turn: Turn) -> str:
    """The same where nobody asked for it."""
    return turn.t(STAYS_UNASKED)
