"""Whoever becomes somebody else's while a turn waits for the lock is met all the same.

PostgreSQL then finds no rows that belong together, as it read them before it waited. SQLite lets
one transaction write at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from bot.engine.inbound import Command, Due
from bot.engine.stage import BEGINNING, Stage
from core.database import make_engine
from core.people import queries as people
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import ANA, SAM, brings, presses, says

WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
async def stage(postgresql_url: str) -> AsyncIterator[Stage]:
    made = Stage(postgresql_url, conversations, BEGINNING)
    for sender in (SAM, ANA):
        await made.take(brings(Command("count"), made.next_order(), sender))
    yield made
    await made.close()


@pytest.fixture
def elsewhere(postgresql_url: str) -> Iterator[Engine]:
    """Another process's way to the database."""
    engine = make_engine(postgresql_url)
    yield engine
    engine.dispose()


async def somebody_waits(engine: Engine) -> None:
    """Until a transaction waits for another one."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:

        def until_one_does() -> None:
            while not looking.execute(text(WAITING)).scalar_one():
                pass

        await asyncio.to_thread(until_one_does)


@contextmanager
def merging(engine: Engine, stage: Stage) -> Iterator[Connection]:
    """Sam's identity becomes Ana's, and that is committed in the end."""
    with engine.begin() as db:
        sam, ana = (people.identity_by_address(db, one.channel, one.key) for one in (SAM, ANA))
        assert sam is not None
        assert ana is not None
        for whose in sorted((sam.person_id, ana.person_id)):
            db.execute(text("SELECT 1 FROM person WHERE id = :id FOR NO KEY UPDATE"), {"id": whose})
        change = text("UPDATE identity SET person_id = :to WHERE id = :id")
        db.execute(change, {"to": ana.person_id, "id": sam.id})
        yield db


async def test_a_press_is_taken(stage: Stage, elsewhere: Engine) -> None:
    button = stage.chat(SAM).bubbles[-1].button("More")
    assert button is not None
    with merging(elsewhere, stage):
        taking = asyncio.ensure_future(stage.take(presses(button.data, stage.next_order())))
        await somebody_waits(elsewhere)
    taken = await taking
    assert taken.notice is None
    assert await stage.sql("SELECT count(*) FROM pressed", {}) == [(1,)]


async def test_a_message_makes_nobody_new(stage: Stage, elsewhere: Engine) -> None:
    with merging(elsewhere, stage):
        taking = asyncio.ensure_future(stage.take(says("hello", stage.next_order())))
        await somebody_waits(elsewhere)
    await taking
    assert await stage.sql("SELECT count(*) FROM person", {}) == [(2,)]
    assert stage.chat(SAM).bubbles[-1].text == "I heard: hello"


async def test_what_falls_due_happens_where_they_write_from_by_then(
    stage: Stage, elsewhere: Engine
) -> None:
    await stage.take(brings(Command("boil", "3"), stage.next_order(), ANA))
    ((person_id, version),) = await stage.sql("SELECT person_id, version FROM due", {})
    stage.now += timedelta(minutes=3)
    with merging(elsewhere, stage) as db:
        moved = text("UPDATE conversation SET identity_id = :to WHERE person_id = :whose")
        sam = people.identity_by_address(db, SAM.channel, SAM.key)
        assert sam is not None
        db.execute(moved, {"to": sam.id, "whose": person_id})
        egg = Due("egg", "pan", {"minutes": 3})
        firing = asyncio.ensure_future(stage.engine.fire(person_id, egg, version))
        await somebody_waits(elsewhere)
    assert await firing
    await stage.settle()
    assert stage.chat(SAM).bubbles[-1].text == "Egg done after 3 minutes."
