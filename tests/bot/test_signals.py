"""Signals reach every other process, by whatever wire works, and never stop anybody."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import psycopg
import pytest

from bot.notifying import NotifyWire
from bot.signals import DUE, OUTBOX, WEB, Body, NoSignals, Wire, WireSignals
from core.database import normal_url
from integrations.redis.connection import connect
from integrations.redis.wire import RedisWire
from tests.servers import Redis

PATIENCE = 30.0
SHORTLY = 0.3


class Heard:
    """What a process was told, in order."""

    def __init__(self, process: str, *wires: Wire) -> None:
        self.signals = WireSignals(process, wires)
        self.bodies: list[Body] = []
        self.changes: list[bool] = []
        self.news = asyncio.Event()
        for kind in (DUE, OUTBOX, WEB):
            self.signals.on(kind, self._hear)
        self.signals.on_change(self._change)

    def _hear(self, body: Body) -> None:
        self.bodies.append(body)
        self.news.set()

    def _change(self) -> None:
        self.changes.append(self.signals.up)
        self.news.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for news that make it so."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.news.clear()
                await self.news.wait()

    async def up(self) -> None:
        """Wait until it hears everything."""
        await self.until(lambda: self.signals.up)

    async def down(self) -> None:
        """Wait until it knows that it does not."""
        await self.until(lambda: not self.signals.up)

    async def heard(self, *bodies: Body) -> None:
        """Wait until it was told these last."""
        await self.until(lambda: self.bodies[-len(bodies) :] == list(bodies))


@asynccontextmanager
async def running(*heard: Heard) -> AsyncIterator[None]:
    """They listen, and hear."""
    tasks = [asyncio.create_task(one.signals.run()) for one in heard]
    try:
        for one in heard:
            await one.up()
        yield
    finally:
        for one in heard:
            await one.signals.stop()
        await asyncio.gather(*tasks)


def at_redis(url: str, name: str = "ours", seconds: float = PATIENCE) -> RedisWire:
    """Waits for an answer as long as is said."""
    return RedisWire(connect(url, seconds), name, seconds)


def at_postgresql(url: str) -> NotifyWire:
    """Asks now and then whether the server is there."""
    return NotifyWire(normal_url(url), SHORTLY)


@pytest.fixture(params=["redis", "postgresql"])
def wire(request: pytest.FixtureRequest) -> Callable[[], Wire]:
    """Makes wires of one kind, all to the same server."""
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        # Whoever subscribes hears what is published in any database.
        return lambda: at_redis(url, url)
    url = request.getfixturevalue("postgresql_url")
    return lambda: at_postgresql(url)


async def test_others_hear_it_and_oneself_does_not(wire: Callable[[], Wire]) -> None:
    one, other, third = (Heard(name, wire()) for name in "abc")
    async with running(one, other, third):
        one.signals.tell(WEB, {"key": "k", "what": "erase"})
        one.signals.tell(WEB, {"key": "k", "what": "wake"})
        other.signals.tell(OUTBOX, {})
        await third.until(lambda: len(third.bodies) == 3)
        await one.heard({})
        await other.heard({"key": "k", "what": "erase"}, {"key": "k", "what": "wake"})
    assert (len(one.bodies), len(other.bodies)) == (1, 2)


async def test_many_signals_are_told_in_few_payloads_and_all_are_heard(
    wire: Callable[[], Wire],
) -> None:
    one, other = Heard("a", wire()), Heard("b", wire())
    bodies = [{"key": f"{number:0>200}", "what": "wake"} for number in range(300)]
    async with running(one, other):
        for body in bodies:
            one.signals.tell(WEB, body)
            one.signals.tell(WEB, body)
        await other.heard(*bodies)
    assert len(other.bodies) == len(bodies)


async def test_what_is_too_long_for_a_wire_is_left_out_alone(postgresql_url: str) -> None:
    one, other = (Heard(name, at_postgresql(postgresql_url)) for name in "ab")
    async with running(one, other):
        one.signals.tell(WEB, {"text": "ö" * 4_000})
        one.signals.tell(OUTBOX, {})
        await other.heard({})
    assert other.bodies == [{}]


async def test_what_was_told_just_before_the_end_is_heard(wire: Callable[[], Wire]) -> None:
    one, other = Heard("a", wire()), Heard("b", wire())
    async with running(other):
        async with running(one):
            one.signals.tell(OUTBOX, {})
        await other.heard({})


async def test_what_another_version_tells_ends_nothing(redis_url: str) -> None:
    one, other = (Heard(name, at_redis(redis_url, redis_url)) for name in "ab")
    async with running(one, other):
        sending = at_redis(redis_url, redis_url)
        strange = b'{"from": "c", "told": [["due", {}], ["new", {}], 5]}'
        await sending.send([b"\xff", b"[]", b'{"from": "c"}', strange])
        await sending.close()
        one.signals.tell(OUTBOX, {"told": "after"})
        await other.heard({"told": "after"})


async def test_a_handler_that_fails_ends_nothing(redis_url: str) -> None:
    one, other = (Heard(name, at_redis(redis_url, redis_url)) for name in "ab")

    def fail(body: Body) -> None:
        raise KeyError(str(body))

    other.signals.on(DUE, fail)
    async with running(one, other):
        one.signals.tell(DUE, {"at": "never"})
        one.signals.tell(OUTBOX, {})
        await other.heard({})


async def test_werkouts_at_one_redis_do_not_hear_each_other(redis_url: str) -> None:
    ours, theirs = Heard("a", at_redis(redis_url, "a")), Heard("b", at_redis(redis_url, "b"))
    neighbour = Heard("c", at_redis(redis_url, "b"))
    async with running(ours, theirs, neighbour):
        ours.signals.tell(OUTBOX, {"from": "ours"})
        neighbour.signals.tell(OUTBOX, {"from": "theirs"})
        await theirs.heard({"from": "theirs"})
    assert theirs.bodies == [{"from": "theirs"}]


async def test_a_redis_that_comes_back_is_heard_again(own_redis: Redis) -> None:
    one, other = (Heard(name, at_redis(own_redis.url())) for name in "ab")
    async with running(one, other):
        own_redis.stop()
        await one.down()
        await other.down()
        one.signals.tell(OUTBOX, {"lost": True})
        own_redis.start()
        await one.up()
        await other.up()
        one.signals.tell(OUTBOX, {"lost": False})
        await other.heard({"lost": False})
        assert other.changes == [True, False, True]


async def test_while_redis_is_away_the_database_carries_it(
    own_redis: Redis, postgresql_url: str
) -> None:
    one, other = (
        Heard(name, at_redis(own_redis.url()), at_postgresql(postgresql_url)) for name in "ab"
    )
    async with running(one, other):
        own_redis.stop()
        await one.down()
        one.signals.tell(OUTBOX, {"by": "the database"})
        await other.heard({"by": "the database"})
        own_redis.start()
        await one.up()
        await other.up()
        one.signals.tell(OUTBOX, {"by": "Redis"})
        await other.heard({"by": "Redis"})
    assert other.bodies == [{"by": "the database"}, {"by": "Redis"}]


async def test_a_redis_that_hangs_is_noticed_and_gone_round(
    own_redis: Redis, postgresql_url: str
) -> None:
    one, other = (
        Heard(
            name,
            at_redis(own_redis.url(), seconds=SHORTLY),
            at_postgresql(postgresql_url),
        )
        for name in "ab"
    )
    async with running(one, other):
        os.kill(own_redis.pid, signal.SIGSTOP)
        # It does not know yet: Redis is given its moment first.
        one.signals.tell(OUTBOX, {"n": 1})
        await other.heard({"n": 1})
        await other.down()
        os.kill(own_redis.pid, signal.SIGCONT)
        await one.up()
        await other.up()


async def test_a_flush_changes_nothing(own_redis: Redis) -> None:
    one, other = (Heard(name, at_redis(own_redis.url())) for name in "ab")
    async with running(one, other):
        client = connect(own_redis.url())
        await client.flushall()
        await client.aclose()
        one.signals.tell(OUTBOX, {})
        await other.heard({})
    assert other.changes[0] is True


async def test_connections_that_the_database_ended_are_made_anew(postgresql_url: str) -> None:
    one, other = (Heard(name, at_postgresql(postgresql_url)) for name in "ab")
    async with running(one, other):
        one.signals.tell(OUTBOX, {"n": 1})
        await other.heard({"n": 1})
        async with await psycopg.AsyncConnection.connect(postgresql_url, autocommit=True) as raw:
            await raw.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await other.down()
        await other.up()
        await one.up()
        # The one that tells is found broken by telling.
        one.signals.tell(OUTBOX, {"n": 2})
        await one.down()
        await one.up()
        one.signals.tell(OUTBOX, {"n": 3})
        await other.heard({"n": 3})


async def test_nobody_is_needed() -> None:
    one = Heard("a", at_redis("unix:///nowhere/socket"))
    task = asyncio.create_task(one.signals.run())
    one.signals.tell(OUTBOX, {})
    await asyncio.sleep(0)
    assert not one.signals.up
    await one.signals.stop()
    await task


async def test_who_serves_alone_misses_nothing() -> None:
    signals = NoSignals()
    async with AsyncExitStack() as stack:
        task = asyncio.create_task(signals.run())
        stack.push_async_callback(lambda: task)
        signals.tell(DUE, {})
        assert signals.up
        await signals.stop()
