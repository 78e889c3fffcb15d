"""A turn's own statements are few, and their number does not grow with what is there."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from bot.engine.inbound import Text
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import says


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(conversations)
    await player.says("hello")
    return player


async def statements(player: Player, words: str, number: int) -> list[str]:
    """What one turn alone asks of the database, each statement by its first words."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(" ".join(statement.split()[:3]))

    engine = player.stage.database.engine
    event.listen(engine, "before_cursor_execute", note)
    await player.stage.engine.take(says(words, number))
    event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in asked if not statement.startswith("BEGIN")]


async def test_a_turn_that_answers(sam: Player) -> None:
    asked = await statements(sam, "hello", 1)
    assert asked[0] == "INSERT INTO inbox"
    assert asked[1].startswith("SELECT person.id")
    assert asked[2] == "INSERT INTO outbox"
    # Where other processes serve as well, one more: may it leave before theirs?
    assert len(asked) == (3 if sam.stage.database.is_sqlite else 4)


async def test_a_turn_that_moves_a_flow(sam: Player) -> None:
    await sam.says("/plant")
    asked = await statements(sam, "Ficus", 1)
    assert asked[2] == "UPDATE conversation SET"
    assert len(asked) == (4 if sam.stage.database.is_sqlite else 5)


async def test_a_message_delivered_again(sam: Player) -> None:
    await sam.stage.engine.take(says("hello", 1))
    assert await statements(sam, "hello", 1) == ["INSERT INTO inbox"]


async def test_the_number_does_not_grow(sam: Player) -> None:
    first = await statements(sam, "hello", 1)
    for number in range(2, 30):
        await sam.stage.engine.take(says("/plant", number))
    await sam.does(Text("hello"))
    assert await statements(sam, "hello", 100) == first
