"""Somebody whom a platform has several names for, on an engine of their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.engine.engine import Engine
from bot.engine.inbound import Address, Content, Inbound, Press, Renamed, Text
from bot.engine.stage import BEGINNING, Stage
from bot.engine.taken import Taken
from core.people import addresses
from core.people.models import KnownBy
from tests.core.people.naming import CHANNEL


class Platform:
    """Delivers to one engine or another what people write who are known by names."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.number = 0

    async def brings(self, content: Content, *names: KnownBy, to: Engine | None = None) -> Taken:
        """Something of whoever is called so."""
        self.number += 1
        inbound = brought(content, self.number, names)
        return await (to or self.stage.engine).take(inbound)

    async def says(self, words: str, *names: KnownBy, to: Engine | None = None) -> Taken:
        """They type a line."""
        return await self.brings(Text(words), *names, to=to)

    async def presses(self, data: str, *names: KnownBy) -> Taken:
        """They press a button."""
        return await self.brings(Press(data), *names)

    async def renames(self, before: Collection[KnownBy], *after: KnownBy) -> Taken:
        """They have another number, or account."""
        return await self.brings(Renamed(after), *before)

    async def sees(self, *names: KnownBy) -> str:
        """The last that whoever is called so was sent, after all that waits has gone."""
        await self.stage.settle()
        row = await self.stage.database.run(self._whose, names)
        return self.stage.chat(Address(CHANNEL, row)).bubbles[-1].text

    def _whose(self, db: Any, names: Collection[KnownBy]) -> str:
        for name in names:
            one = addresses.identity_named(db, self.stage.keyring, f"{CHANNEL}:{name.value}")
            if one is not None:
                return one.key
        raise AssertionError("nobody is called so")

    async def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of any statement."""
        return await self.stage.sql(statement, values)

    async def count(self, table: str) -> int:
        """How many rows there are; of people and identities, those that are still themselves."""
        still = {"person": " WHERE merged_into IS NULL", "identity": " WHERE joined_to IS NULL"}
        rows = await self.sql(f"SELECT count(*) FROM {table}{still.get(table, '')}")
        return int(rows[0][0])


def brought(content: Content, number: int, names: Collection[KnownBy]) -> Inbound:
    """What the platform delivers under this number."""
    known_by = tuple(names)
    sender = Address(CHANNEL, known_by[0].value)
    inbound_id = f"{CHANNEL}:7:{number}"
    return Inbound(inbound_id, sender, BEGINNING, number, content, name="Sam", known_by=known_by)
