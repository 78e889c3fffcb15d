"""What one trivial turn costs, by where SQLite runs, how hard it flushes, and what speaks to it."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Table, bindparam, event, select
from sqlalchemy.orm import Session, registry

import migrations
from bot.engine import store
from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.engine import Engine
from bot.engine.inbound import Address, Inbound, Text
from bot.engine.tables import conversation, inbox, outbox
from core.clock import system_clock
from core.database import Database
from core.people.models import identity, person
from core.secrets import Keyring
from tests.benchmarks.tables import figure, table

TURNS = 2_000
PEOPLE = 32
ROUNDS = 5
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
LEASE = ("benchmark", NOW + store.LEASE)
R = TypeVar("R")

WHERE = f"""A turn that answers one line through the engine, on SQLite: three statements and a
commit. {PEOPLE} people at a time, each says the next once answered. Best of {{rounds}} rounds of
{TURNS} turns; CPU is the process's own, per turn."""
WAYS = """The statements of that turn, and one that keeps the state, alone: no engine, one thread,
nothing flushed. CPU per turn, best of {rounds} rounds."""


class OnTheLoop(Database):
    """Runs everything on the event loop's own thread."""

    async def _write(self, call: Callable[[], R]) -> R:
        return call()


class InAnExecutor(Database):
    """Goes over to a thread and back for every transaction."""

    async def _write(self, call: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(EXECUTOR, call)


EXECUTOR = ThreadPoolExecutor(1)
PLACES = {
    "in its own thread": Database,
    "in an executor's thread": InAnExecutor,
    "on the event loop": OnTheLoop,
}


class Flush(Enum):
    """When what was committed goes to disk."""

    SHARED = "one flush for all who wait"
    EACH = "a flush in each commit"
    NONE = "no flush"


class Nobody:
    """Sends nothing."""

    def offer(self, leaving: list[store.Leaving], *, behind: bool = False) -> None:
        """Nothing is sent."""

    def turn(self, channel: str, flow: str, seconds: float, outcome: str) -> None:
        """A turn that failed measures nothing."""
        if outcome != "done":
            raise RuntimeError(f"a turn came out as {outcome}")


@dataclass(frozen=True, slots=True)
class Cost:
    """Turns a second of the wall clock, and microseconds of CPU a turn."""

    per_second: float
    cpu_us: float


async def run(folder: Path, rounds: int = ROUNDS) -> str:
    """Measure; returns what to print.

    Each round tries everything once, so that what else the machine does hits all alike.
    """
    places: dict[tuple[str, Flush], list[Cost]] = {}
    ways: dict[str, list[float]] = {}
    for _ in range(rounds):
        for how in Flush:
            for where, kind in PLACES.items():
                cost = await _turns(kind, how, _fresh(folder))
                places.setdefault((where, how), []).append(cost)
        for name, way in _WAYS.items():
            ways.setdefault(name, []).append(_cpu_us(way, _fresh(folder)))
    return "\n\n".join(
        [
            WHERE.format(rounds=rounds),
            table(("", "turns/s", "CPU µs"), [_row_of(*one) for one in places.items()]),
            WAYS.format(rounds=rounds),
            table(("", "CPU µs"), [(name, figure(min(each))) for name, each in ways.items()]),
        ]
    )


def _row_of(what: tuple[str, Flush], costs: list[Cost]) -> tuple[str, str, str]:
    most, least = max(one.per_second for one in costs), min(one.cpu_us for one in costs)
    return f"{what[0]}, {what[1].value}", figure(most), figure(least)


# Through the engine


async def _turns(kind: type[Database], flush: Flush, url: str) -> Cost:
    database = _opened(kind, url, flush)
    echo = Conversation("echo", otherwise=lambda turn: turn.say(turn.t("I heard you.")))
    nobody = Nobody()
    engine = Engine(
        database,
        Conversations([echo, builtin]),
        Keyring(["key"]),
        system_clock,
        nobody,
        nobody,
        "benchmark",
    )
    await _say(engine, 0, PEOPLE)
    began, used = time.perf_counter(), time.process_time()
    await _say(engine, 1, TURNS)
    took, cpu = time.perf_counter() - began, time.process_time() - used
    database.close()
    return Cost(TURNS / took, cpu / TURNS * 1e6)


async def _say(engine: Engine, batch: int, turns: int) -> None:
    async def lifter(key: int) -> None:
        for number in range(turns // PEOPLE):
            inbound_id = f"telegram:7:{batch}:{key}:{number}"
            sender = Address("telegram", str(key))
            await engine.take(Inbound(inbound_id, sender, NOW, number, Text("bench 80x8")))

    await asyncio.gather(*(lifter(key) for key in range(PEOPLE)))


# By what speaks to the database


def _cpu_us(way: Callable[[Connection, int], None], url: str) -> float:
    database = _opened(Database, url, Flush.NONE)
    database.transact(_settle_in)
    for number in range(100):
        database.transact(way, -number - 1)
    used = time.process_time()
    for number in range(TURNS):
        database.transact(way, number)
    cpu = time.process_time() - used
    database.close()
    return cpu / TURNS * 1e6


def _settle_in(db: Connection) -> None:
    person_values = {"id": 1, "random_id": "r", "language": "en", "unit": "kg"}
    rest = {"rest_seconds": 120, "rest_alerts": True, "created_at": NOW}
    db.execute(person.insert(), person_values | rest)
    address = {"id": 1, "person_id": 1, "channel": "telegram", "key": "1", "created_at": NOW}
    db.execute(identity.insert(), address)
    store.begin_conversation(db, 1, 1)


def _as_the_engine(db: Connection, number: int) -> None:
    store.take(db, f"telegram:7:{number}", NOW)
    met = store.meet(db, "telegram", "1")
    if met is None:
        raise LookupError("nobody was met")
    met.asked, met.state = number, {"flow": "plant", "step": "name"}
    store.keep_state(db, met)
    store.write_out(db, met.identity, _body(number), NOW, LEASE)


def _through_core(db: Connection, number: int) -> None:
    db.execute(inbox.insert(), {"id": f"telegram:7:{number}", "received_at": NOW})
    db.execute(_EVERYTHING, ADDRESS).one()
    state = {"whose": 1, "count": number, "now": {"flow": "plant", "step": "name", "n": number}}
    db.execute(_KEEP, state)
    db.execute(outbox.insert(), _row(number))


def _through_the_orm(db: Connection, number: int) -> None:
    with Session(db, expire_on_commit=False) as session:
        session.add(_Inbox(id=f"telegram:7:{number}", received_at=NOW))
        session.flush()
        state = session.execute(_MAPPED, ADDRESS).one()[2]
        state.asked, state.state = number, {"flow": "plant", "step": "name", "n": number}
        session.add(_Outbox(**_row(number)))
        session.flush()


def _bare(db: Connection, number: int) -> None:
    driver: Any = db.connection.driver_connection
    cursor: sqlite3.Cursor = driver.cursor()
    cursor.execute("INSERT INTO inbox (id, received_at) VALUES (?, ?)", (f"t:{number}", str(NOW)))
    cursor.execute(
        "SELECT * FROM identity JOIN person ON person.id = identity.person_id"
        " JOIN conversation ON conversation.person_id = person.id"
        " WHERE identity.channel = ? AND identity.key = ?",
        ("telegram", "1"),
    ).fetchall()
    cursor.execute(
        "UPDATE conversation SET asked = ?, state = ? WHERE person_id = 1",
        (number, orjson.dumps({"flow": "plant", "step": "name"})),
    )
    cursor.execute(
        "INSERT INTO outbox (identity_id, body, created_at, attempts, due_at) VALUES (?,?,?,?,?)",
        (1, orjson.dumps(_body(number)).decode(), str(NOW), 0, str(NOW)),
    )


_WAYS: dict[str, Callable[[Connection, int], None]] = {
    "as the engine does it": _as_the_engine,
    "SQLAlchemy Core, each statement made once": _through_core,
    "SQLAlchemy ORM, each statement made once": _through_the_orm,
    "sqlite3 itself": _bare,
}


def _body(number: int) -> dict[str, Any]:
    return {"kind": "Say", "text": f"I heard {number}."}


def _row(number: int) -> dict[str, Any]:
    lease = {"leased_by": LEASE[0], "leased_until": LEASE[1]}
    when = {"created_at": NOW, "due_at": NOW, "attempts": 0}
    return {"identity_id": 1, "body": _body(number)} | lease | when


def _mapped(name: str, table: Table) -> Any:
    mapped = type(name, (), {})
    _REGISTRY.map_imperatively(mapped, table)
    return mapped


_REGISTRY = registry()
_Inbox = _mapped("Inbox", inbox)
_Person = _mapped("Person", person)
_Identity = _mapped("Identity", identity)
_Conversation = _mapped("Conversation", conversation)
_Outbox = _mapped("Outbox", outbox)


ADDRESS = {"channel": "telegram", "key": "1"}
_OF: dict[str, Any] = {"channel": bindparam("channel"), "key": bindparam("key")}
_EVERYTHING = (
    select(person, identity, conversation)
    .join(identity, identity.c.person_id == person.c.id)
    .join(conversation, conversation.c.person_id == person.c.id)
    .where(*(identity.c[name] == value for name, value in _OF.items()))
)
_MAPPED = (
    select(_Person, _Identity, _Conversation)
    .join(_Identity, _Identity.person_id == _Person.id)
    .join(_Conversation, _Conversation.person_id == _Person.id)
    .where(*(getattr(_Identity, name) == value for name, value in _OF.items()))
)
_KEEP = (
    conversation.update()
    .where(conversation.c.person_id == bindparam("whose"))
    .values(asked=bindparam("count"), state=bindparam("now"))
)


# The places


def _fresh(folder: Path) -> str:
    file = folder / "turn.db"
    for old in folder.glob("turn.db*"):
        old.unlink()
    url = f"sqlite:///{file}"
    migrations.upgrade(url)
    return url


def _opened(kind: type[Database], url: str, flush: Flush) -> Database:
    database = kind(url)
    pragma = f"PRAGMA synchronous={'FULL' if flush is Flush.EACH else 'NORMAL'}"
    event.listen(database.engine, "connect", lambda driver, record: driver.execute(pragma))
    if flush is not Flush.SHARED:
        database._flush = None
    return database
