"""Linking and parting while both write and their plans fall due, from several processes at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.engine.engine import Engine
from bot.engine.inbound import Command, Due, Inbound
from bot.engine.player import Player
from bot.engine.stage import BEGINNING, Stage
from tests.bot.conftest import Meet
from tests.bot.engine.inbounds import ANA, SAM, brings, count
from tests.bot.engine.joining import conversations

ROUNDS = 4


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(conversations)
    await player.says("/me")
    await player.beside("Ana").says("/me")
    return player


@pytest.fixture
async def engines(sam: Player, database_url: str) -> AsyncIterator[list[Engine]]:
    """Two processes."""
    stage = Stage(database_url, conversations, BEGINNING)
    yield [sam.stage.engine, stage.engine]
    await stage.close()


class Updates:
    """What both do, each with a number of its own."""

    def __init__(self) -> None:
        self.number = 100

    def of(self, *commands: str) -> list[Inbound]:
        """`sam /me`: who does what."""
        made = []
        for one in commands:
            who, _, words = one.partition(" ")
            self.number += 1
            name, _, argument = words.partition(" ")
            content = Command(name.removeprefix("/"), argument)
            made.append(brings(content, self.number, SAM if who == "sam" else ANA))
        return made


async def at_once(engines: list[Engine], inbounds: list[Inbound]) -> None:
    turns = [engines[place % 2].take(one) for place, one in enumerate(inbounds)]
    await asyncio.gather(*turns)


async def test_every_word_is_answered_whoever_they_are_by_then(
    sam: Player, engines: list[Engine]
) -> None:
    updates, words = Updates(), ["sam /me", "ana /me", "ana /me"]
    for number in range(ROUNDS):
        link = ["sam /join 1002", "ana /join 1001"][number % 2]
        await at_once(engines, updates.of(*words, link, *words))
        await at_once(engines, updates.of(*words, "ana /part", "sam /part", *words))
    persons = await sam.sql("SELECT merged_into FROM person")
    assert persons == [(None,), (None,)]
    # Two are said by whoever links, one by everybody else.
    said = ROUNDS * (4 * len(words) + 2 + 2)
    assert await count(sam, "outbox") == said
    assert await count(sam, "conversation") == len(persons)
    await sam.sql("DELETE FROM outbox")


async def test_what_falls_due_meanwhile_happens_once(sam: Player, engines: list[Engine]) -> None:
    updates = Updates()
    fired: list[bool] = []
    for number in range(ROUNDS):
        await at_once(engines, updates.of("ana /boil 3", "sam /wake"))
        taken = await sam.sql("SELECT person_id, kind, object, version FROM due ORDER BY kind")
        items = [(row[0], Due(row[1], row[2], {"minutes": 3}), row[3]) for row in taken]
        change = ["sam /join 1002", "ana /part"][number % 2]
        turns = [engines[place % 2].take(one) for place, one in enumerate(updates.of(change))]
        fires = [engine.fire(*item) for item in items for engine in engines]
        fired += [done for done in await asyncio.gather(*fires, *turns) if done is True]
        assert await count(sam, "due") == 0
    assert len(fired) == ROUNDS * 2
    await sam.sql("DELETE FROM outbox")
