"""How a receiver gives the engine what came in."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Protocol

import structlog

from bot.engine.inbound import Inbound
from bot.engine.taken import ComeAgain, Taken

# What the engine cannot even note as failed comes again, but does not hold others up for ever.
ATTEMPTS = 3
REMEMBERED = 10_000
log = structlog.stdlib.get_logger(__name__)


class Engine(Protocol):
    """What takes an inbound."""

    async def take(self, inbound: Inbound) -> Taken:
        """Does what it asks for, once; raises `ComeAgain`."""
        ...


class Giving:
    """Gives inbounds to the engine, and gives one up that broke it again and again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._failed: OrderedDict[str, int] = OrderedDict()

    async def give(self, inbound: Inbound) -> Taken | None:
        """What became of it, None where it was passed over; raises `ComeAgain`."""
        try:
            return await self._engine.take(inbound)
        except ComeAgain:
            raise
        except Exception as error:  # noqa: BLE001 - nobody else's may suffer from it
            attempts = self._failed.pop(inbound.id, 0) + 1
            if attempts < ATTEMPTS:
                remember(self._failed, inbound.id, attempts)
                raise ComeAgain(f"failed {attempts} times", after=1) from None
            log.error("update passed over", inbound=inbound.id, error=type(error).__name__)
            return None


def remember(memory: OrderedDict[Any, Any], key: object, value: object) -> None:
    """Keeps it among the newest; the oldest is forgotten."""
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
