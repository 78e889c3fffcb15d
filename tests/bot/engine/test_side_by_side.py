"""Everything at once, from one engine or from three over one PostgreSQL: the rows are those of one
orderly delivery.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.conversations import all_conversations
from bot.engine import buttons, store
from bot.engine.builtin import builtin
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, Conversations
from bot.engine.engine import Engine
from bot.engine.inbound import Address, Command, Inbound, Press, Text
from bot.engine.outgoing import Say, to_json
from bot.engine.stage import BEGINNING, KEY
from bot.engine.store import LEASE, Leaving
from bot.engine.turn import Turn
from core.database import Database
from core.people import queries as people
from core.secrets import Keyring

SAM, ANA = Address("telegram", "1001"), Address("telegram", "1002")
ENGINES = 3
TIMES = 20
SETS = 50
SETS_IN_ORDER = """
    SELECT inbound_order, logged_at, weight_kg, reps FROM workout_set
    WHERE person_id = (SELECT person_id FROM identity WHERE key = '{key}')
    ORDER BY logged_at, inbound_order, place, id
"""
WORKOUTS = """
    SELECT status, started_at, active_at, paused_seconds, current, revision FROM workout
    WHERE person_id = (SELECT person_id FROM identity WHERE key = '{key}')
"""
BESTS = """
    SELECT value, kind, among, at FROM best
    WHERE person_id = (SELECT person_id FROM identity WHERE key = '{key}')
    ORDER BY value, kind, among, at
"""

waving = Conversation("waving")


@waving.command("wave")
def wave(turn: Turn, argument: str) -> None:
    """Tell somebody else so, in the same transaction."""
    other = people.identity_by_address(turn.db, "telegram", argument)
    if other is not None:
        lease = ("nobody", turn.now + LEASE)
        store.write_out(turn.db, other, to_json(Say("Hello there")), turn.now, lease)
    turn.say("Waved.")


class Nobody:
    """Neither sends nor counts; knows how turns ended."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []

    def offer(self, leaving: list[Leaving], *, behind: bool = False) -> None:
        """It stays in the outbox."""

    def turn(self, channel: str, flow: str, seconds: float, outcome: str) -> None:
        """Note it."""
        self.outcomes.append(outcome)


class Crowd:
    """Several engines, each with a database of its own, as processes have."""

    def __init__(self, url: str, many: int, conversations: Conversations) -> None:
        self.watcher = Nobody()
        self.databases = [Database(url) for _ in range(many)]
        self.engines = [
            Engine(
                database,
                conversations,
                Keyring([KEY]),
                lambda: BEGINNING + timedelta(hours=1),
                self.watcher,
                self.watcher,
                f"process{number}",
            )
            for number, database in enumerate(self.databases)
        ]

    async def take(self, inbounds: list[Inbound]) -> None:
        """All of them at once, each by the next engine."""
        turns = [self.engines[at % len(self.engines)].take(one) for at, one in enumerate(inbounds)]
        await asyncio.gather(*turns)

    async def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What stands in the database."""
        found = await self.databases[0].read(lambda db: db.execute(text(statement)).all())
        return [tuple(row) for row in found]

    def close(self) -> None:
        """Let go of every connection."""
        for one in self.databases:
            one.close()


Gather = Callable[..., Crowd]


@pytest.fixture
async def gather() -> AsyncIterator[Gather]:
    """Makes crowds."""
    made: list[Crowd] = []

    def make(url: str, *, conversations: Conversations | None = None) -> Crowd:
        many = 1 if url.startswith("sqlite") else ENGINES
        made.append(Crowd(url, many, conversations or all_conversations()))
        return made[-1]

    yield make
    for one in made:
        one.close()


def typed(words: str, number: int, sender: Address = SAM) -> Inbound:
    """The update of this number, written so many seconds after the beginning."""
    at, content = BEGINNING + timedelta(seconds=number), Text(words)
    name = f"telegram:7:{number}"
    return Inbound(name, sender, at, number, content, message=str(number), name="Sam")


async def test_the_same_update_at_once_has_its_effect_once(
    gather: Gather, database_url: str
) -> None:
    crowd = gather(database_url)
    await crowd.take([typed("bench 80x8", 1)] * TIMES)
    assert sorted(crowd.watcher.outcomes) == ["done"] + ["duplicate"] * (TIMES - 1)
    assert await crowd.rows("SELECT count(*) FROM workout_set") == [(1,)]
    assert await crowd.rows("SELECT count(*) FROM person") == [(1,)]


async def test_one_persons_updates_at_once_end_in_the_rows_of_an_orderly_delivery(
    gather: Gather, database_url: str
) -> None:
    crowd = gather(database_url)
    orderly = [typed(f"bench {60 + number}x5", number, ANA) for number in range(SETS)]
    for one in orderly:
        await crowd.engines[0].take(one)
    at_once = [replace(one, id=f"again:{one.id}", sender=SAM) for one in orderly]
    random.shuffle(at_once)
    await crowd.take(at_once)
    assert set(crowd.watcher.outcomes) == {"done"}
    for statement in (SETS_IN_ORDER, WORKOUTS, BESTS):
        ana, sam = [await crowd.rows(statement.format(key=who.key)) for who in (ANA, SAM)]
        assert sam == ana != []


async def test_two_who_write_to_each_other_wait_for_nobody(
    gather: Gather, database_url: str
) -> None:
    crowd = gather(database_url, conversations=Conversations([builtin, waving]))
    await crowd.take([_waves(SAM, ANA, 1), _waves(ANA, SAM, 2)])
    numbers = range(3, 3 + 2 * TIMES)
    both = [_waves(*((SAM, ANA) if number % 2 else (ANA, SAM)), number) for number in numbers]
    await crowd.take(both)
    assert set(crowd.watcher.outcomes) == {"done"}
    said = await crowd.rows(
        "SELECT key, body FROM outbox JOIN identity ON identity.id = identity_id"
    )
    waves = Counter(key for key, body in said if "Hello there" in str(body))
    assert min(waves["1001"], waves["1002"]) >= TIMES
    assert sum(waves.values()) <= 2 * TIMES + 2


def _waves(who: Address, to: Address, number: int) -> Inbound:
    return Inbound(f"telegram:7:{number}", who, BEGINNING, number, Command("wave", to.key))


async def _offer_press(crowd: Crowd, action: str, object_: str) -> Awaitable[Any]:
    identity = (await crowd.rows("SELECT id FROM identity"))[0][0]
    data = buttons.write(Keyring([KEY]), identity, Pressed(action, object_, 1))
    press = Inbound("telegram:7:9", SAM, BEGINNING, 9, Press(data, "query"))
    return crowd.engines[-1].take(press)


@pytest.mark.parametrize(
    ("action", "object_", "notice"),
    [
        ("set.again", "1.1", "That set is gone."),
        ("workout.finish", "1", "That workout is over."),
        ("workout.undo", "1", "That workout is over."),
        ("workout.after", "1.r.4", "That workout is gone."),
        ("goals.pause", "1", "That goal is gone."),
        ("checkin.value", "1.1000", "That check-in is gone."),
    ],
)
async def test_a_press_that_comes_before_its_object_changes_nothing_and_says_so(
    gather: Gather, database_url: str, action: str, object_: str, notice: str
) -> None:
    crowd = gather(database_url)
    await crowd.take([typed("hello", 1)])
    taken = await (await _offer_press(crowd, action, object_))
    assert taken.notice == notice
    for table in ("workout", "workout_set", "goal", "check_in_answer", "pressed"):
        assert await crowd.rows(f"SELECT count(*) FROM {table}") == [(0,)]
