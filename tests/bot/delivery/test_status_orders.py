"""The end is the same in whichever order, how often and by how many it is told."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.delivery.confirming import hear
from bot.delivery.ended import Settled, settle
from bot.delivery.statuses import Status, Statuses
from bot.engine import store
from bot.engine.outgoing import Say, to_json
from bot.engine.stage import BEGINNING
from bot.engine.store import Leaving
from core.database import Database
from core.people import queries as people
from core.people.costs import Cost
from tests.bot.delivery.platform import Office
from tests.bot.delivery.test_statuses import MEANING, ledger, listener, said

ONE_MESSAGE = st.one_of(
    st.lists(st.sampled_from(["sent", "delivered", "read"]), min_size=1, max_size=5),
    st.lists(st.sampled_from(["failed", "delivered", "read"]), min_size=1, max_size=5),
)


def test_the_end_is_the_same(database_url: str) -> None:
    """However it is told: in another order, earlier, over again, in other bundles."""
    database = Database(database_url)

    @settings(max_examples=40, deadline=None)
    @given(
        told=ONE_MESSAGE,
        code=st.sampled_from([1, 2, 3]),
        early=st.integers(0, 5),
        size=st.integers(1, 5),
        data=st.data(),
    )
    def the_same(told: list[str], code: int, early: int, size: int, data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(told + told[:2]))
        straight = end_of(database, told, code, 0, 1)
        assert end_of(database, shuffled, code, early, size) == straight

    the_same()
    database.close()


def end_of(
    database: Database, told: Sequence[str], code: int, early: int, size: int
) -> tuple[Any, ...]:
    """What is left of a message of which this is told, some of it before it was taken."""
    charged: list[tuple[str, str, bool]] = []
    outcomes = {"telegram": lambda code: MEANING[code]}

    def begin(db: Connection) -> Leaving:
        person, sam = people.add_person(db, "telegram", secrets.token_hex(), "Sam", "en", BEGINNING)
        store.begin_conversation(db, person.id, sam.id)
        lease = ("one", BEGINNING + store.LEASE)
        return store.write_out(db, sam, to_json(Say("1")), BEGINNING, lease)

    def tell(some: Sequence[str]) -> None:
        for start in range(0, len(some), size):
            bundle = [_priced(message, status, code) for status in some[start : start + size]]
            news = database.transact(hear, "telegram", bundle, BEGINNING, outcomes)
            charged.extend(news.charged)

    one = database.transact(begin)
    message = f"m{one.id}"
    tell(told[:early])
    taken = [Settled(one, message, pending=True)]
    database.transact(settle, taken, BEGINNING, outcomes)
    tell(told[early:])
    return database.transact(_what_is_left, one, message), charged


def _priced(message: str, status: str, code: int) -> Status:
    if status == "failed":
        return said(message, status, code)
    return said(message, status, billed=True)


def _what_is_left(db: Connection, one: Leaving, message: str) -> list[Any]:
    cost = (
        "SELECT messages, billed FROM message_cost JOIN identity"
        " ON identity.person_id = message_cost.person_id WHERE identity.id = :one"
    )
    asked = (
        ("outbox", "SELECT waits_since, attempts FROM outbox WHERE id = :one"),
        ("cost", cost),
        ("letters", "SELECT outcome FROM dead_letter WHERE identity_id = :one"),
        ("status", "SELECT status FROM delivery_status WHERE message = :one"),
    )
    ids = {"outbox": one.id, "status": message}
    return [
        [tuple(row) for row in db.execute(text(query), {"one": ids.get(of, one.identity_id)})]
        for of, query in asked
    ]


async def test_two_processes_and_the_sender_at_once(postgresql_office: Office) -> None:
    """Each knows of a message what the others have not committed yet."""
    office = postgresql_office
    office.platform.pending = True
    chats = [await office.meet(str(number)) for number in range(8)]
    sender = await office.opened()
    ears = [listener(office) for _ in range(2)]
    told: list[Status] = []
    for number in range(1, 41):
        sender.offer(await office.write(chats[number % 8], Say(str(number))))
        if number % 4:
            told += [said(str(number), status, billed=True) for status in ("delivered", "sent")]
        else:
            told.append(said(str(number), "failed", 1))
    random.shuffle(told)
    halves = (told[::2] * 2, told[1::2] * 2)

    async def tell(ear: Statuses, half: list[Status]) -> None:
        for start in range(0, len(half), 3):
            await ear.take("telegram", half[start : start + 3])

    await asyncio.gather(*map(tell, ears, halves))
    await office.platform.has(sent=40)
    await office.has_ended(40)
    await sender.stop()
    assert (await office.waiting(), sorted(office.outcomes)) == (
        0,
        ["refused"] * 10 + ["sent"] * 30,
    )
    assert await ledger(office) == [Cost("telegram", "utility", 30, 30)]
