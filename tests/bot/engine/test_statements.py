"""A turn's own statements are few, and their number does not grow with what is there.

They are counted at the driver: what goes past SQLAlchemy is counted as well.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from bot.engine.inbound import Text
from bot.engine.manners import Manners
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import says
from tests.bot.engine.known import brought
from tests.core.people.naming import number, user

ASKED: list[str] = []


class Counting(psycopg.Cursor[Any]):
    """A cursor that notes what it is asked."""

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> Counting:
        ASKED.append(str(query))
        return super().execute(query, *args, **kwargs)


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(conversations)
    event.listen(player.stage.database.engine, "connect", count_at_the_driver)
    await player.says("hello")
    return player


def count_at_the_driver(driver: Any, _record: object) -> None:
    if isinstance(driver, psycopg.Connection):
        driver.cursor_factory = Counting
    else:
        driver.set_trace_callback(ASKED.append)


async def statements(player: Player, words: str, number: int) -> list[str]:
    """What one turn alone asks of the database, each statement by its first words."""
    ASKED.clear()
    await player.stage.engine.take(says(words, number))
    return _asked()


def _asked() -> list[str]:
    asked = [" ".join(statement.split()[:3]) for statement in ASKED]
    # psycopg begins and commits without a cursor.
    return [one for one in asked if one not in ("BEGIN IMMEDIATE", "COMMIT")]


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


async def test_a_turn_where_answers_are_taken_for_a_day(sam: Player) -> None:
    """Two more, and none elsewhere: the word is noted, and what waited for it is freed."""
    without = await statements(sam, "hello", 1)
    sam.stage.engine.manners = {"telegram": Manners(window=timedelta(days=1))}
    asked = await statements(sam, "hello", 2)
    assert asked[2:4] == ["UPDATE identity SET", "UPDATE outbox SET"]
    assert asked[:2] + asked[4:] == without


async def test_somebody_who_has_several_names_is_found_by_one_more(sam: Player) -> None:
    names = (user("DE.1"), number("49151000001"))
    await sam.stage.engine.take(brought(Text("hello"), 1, names))
    ASKED.clear()
    await sam.stage.engine.take(brought(Text("hello"), 2, names))
    asked = _asked()
    assert asked[0] == "INSERT INTO inbox"
    assert asked[1].startswith("SELECT identity_key.id")
    assert asked[2].startswith("SELECT person.id")
    assert asked[3] == "INSERT INTO outbox"
    assert len(asked) == (4 if sam.stage.database.is_sqlite else 5)


async def test_a_message_delivered_again(sam: Player) -> None:
    await sam.stage.engine.take(says("hello", 1))
    assert await statements(sam, "hello", 1) == ["INSERT INTO inbox"]


async def test_the_number_does_not_grow(sam: Player) -> None:
    first = await statements(sam, "hello", 1)
    for later in range(2, 30):
        await sam.stage.engine.take(says("/plant", later))
    await sam.stage.settle()
    await sam.says("hello")
    assert await statements(sam, "hello", 100) == first
