"""An engine written by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.engine.inbound import Inbound, Text
from bot.engine.taken import Taken


class FakeEngine:
    """Takes everything once, in a turn of the loop; `does` may answer otherwise."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.ids: set[str] = set()
        self.at_once = 0
        self.most_at_once: dict[str, int] = {}
        self.does: Callable[[Inbound], Taken | None] = lambda inbound: None
        self.gate: asyncio.Event | None = None
        self.entered = asyncio.Event()
        self._inside: dict[str, int] = {}

    async def take(self, inbound: Inbound) -> Taken:
        """Notes the inbound, and how many of that person ran beside each other."""
        key = inbound.sender.key
        self._inside[key] = self._inside.get(key, 0) + 1
        self.most_at_once[key] = max(self.most_at_once.get(key, 0), self._inside[key])
        self.entered.set()
        self.at_once = max(self.at_once, sum(self._inside.values()))
        try:
            if self.gate is not None:
                await self.gate.wait()
            await asyncio.sleep(0)
            special = self.does(inbound)
        finally:
            self._inside[key] -= 1
        if inbound.id in self.ids:
            return Taken(duplicate=True)
        self.ids.add(inbound.id)
        self.taken.append(inbound)
        return special or Taken()

    def texts(self, key: str | None = None) -> list[str]:
        """The words taken, in order: of one person, or of all."""
        return [
            one.content.text
            for one in self.taken
            if isinstance(one.content, Text) and key in (None, one.sender.key)
        ]
