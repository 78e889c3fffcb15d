"""Which messages are never tried again: those behind them in their chat are wanted, too."""

from __future__ import annotations

from typing import Final

import structlog

from bot.channels.channel import GiveUp, NoMarketing
from bot.delivery.dead_letters import impersonal
from bot.delivery.ended import Settled
from bot.engine.store import Leaving

MOST_SURPRISES: Final = 3
log = structlog.stdlib.get_logger(__name__)


def given_up(one: Leaving, answer: Exception) -> Settled | None:
    """How the message ends with this answer; None where it was a surprise and may pass."""
    if isinstance(answer, GiveUp):
        why = impersonal(str(answer))
        log.error("message refused", channel=one.channel, row=one.id, why=why)
        unwanted = isinstance(answer, NoMarketing)
        return Settled(one, outcome="refused", why=why, no_marketing=unwanted)
    log.error("message failed", channel=one.channel, row=one.id, exc_info=answer)
    if one.attempts + 1 < MOST_SURPRISES:
        return None
    return Settled(one, outcome="failed", why=type(answer).__name__)
