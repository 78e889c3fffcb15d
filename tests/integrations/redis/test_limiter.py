"""One slot after another, whoever asks: by the clock of a real Redis."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis as Client

from core.pacing import LONGEST_DEBT, Grant, Limits
from integrations.redis.connection import AWAY, connect
from integrations.redis.limiter import RedisLimiter
from tests.servers import Redis

BOT = "telegram:1"
# So few a second that no moment of a test is as long as a slot.
LIMITS = {BOT: Limits(BOT, 0.01, 250.0, 1000.0)}
SLOT = LIMITS[BOT].slot


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Client]:
    """A Redis that is there."""
    client = connect(redis_url, 10.0)
    yield client
    await client.aclose()


def limiter(client: Client, name: str = "ours") -> RedisLimiter:
    """One process's."""
    return RedisLimiter(client, name, LIMITS)


def about(grant: Grant) -> tuple[bool, int]:
    """Whether it was granted, and the seconds to the next hundred: tests take less."""
    return grant.granted, round(grant.seconds / SLOT) * round(SLOT)


async def counted(limiter: RedisLimiter, *chats: str) -> None:
    """Replies, of which Redis has been told."""
    for chat in chats:
        await limiter.count(BOT, chat)
    await limiter.finish()


async def test_processes_share_one_row_of_even_slots(client: Client) -> None:
    one, other = limiter(client), limiter(client)
    grants = [await each.turn(BOT, str(n)) for n, each in enumerate((one, other, one))]
    assert [about(grant) for grant in grants] == [(True, 0), (True, 100), (True, 200)]


async def test_many_at_once_get_a_slot_each(client: Client) -> None:
    grants = await asyncio.gather(*(limiter(client).turn(BOT, str(n)) for n in range(20)))
    assert sorted(about(one) for one in grants) == [(True, 100 * n) for n in range(20)]


async def test_a_chat_that_is_not_free_by_its_slot_books_nothing(client: Client) -> None:
    paced = limiter(client)
    assert about(await paced.turn(BOT, "a")) == (True, 0)
    refused = await paced.turn(BOT, "a")
    assert not refused.granted
    assert 249 < refused.seconds <= 250
    assert about(await paced.turn(BOT, "b")) == (True, 100)
    assert about(await paced.turn(BOT, "c")) == (True, 200)
    assert about(await paced.turn(BOT, "a")) == (True, 300)


async def test_a_group_is_spoken_to_less_often(client: Client) -> None:
    paced = limiter(client)
    await paced.turn(BOT, "g", group=True)
    refused = await paced.turn(BOT, "g", group=True)
    assert not refused.granted
    assert 999 < refused.seconds <= 1000


async def test_replies_push_what_is_paced_away_but_not_for_ever(client: Client) -> None:
    paced = limiter(client)
    await counted(paced, *"abc")
    grant = await paced.turn(BOT, "d")
    assert grant.granted
    assert LONGEST_DEBT - 5 < grant.seconds <= LONGEST_DEBT


async def test_a_reply_while_others_are_being_counted_is_counted_as_well(client: Client) -> None:
    paced = limiter(client)
    await paced.count(BOT, "a")
    while paced._replies:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0)
    await counted(paced, "b")
    assert not (await paced.turn(BOT, "b")).granted


async def test_whoever_was_replied_to_is_left_alone_for_a_while(client: Client) -> None:
    paced = limiter(client)
    await counted(paced, "a")
    refused = await paced.turn(BOT, "a")
    assert not refused.granted
    assert 245 < refused.seconds <= 250


async def test_a_bot_that_is_held_speaks_to_nobody(client: Client) -> None:
    paced = limiter(client)
    await paced.hold(BOT, 500.0)
    await paced.hold(BOT, 5.0)
    assert about(await limiter(client).turn(BOT, "a")) == (True, 500)


async def test_another_werkout_at_the_same_redis_has_slots_of_its_own(client: Client) -> None:
    await limiter(client).hold(BOT, 500.0)
    assert about(await limiter(client, "theirs").turn(BOT, "a")) == (True, 0)


async def test_nothing_is_kept_for_longer_than_it_counts_or_tells_who_it_is(client: Client) -> None:
    await limiter(client).turn(BOT, "whoever")
    await counted(limiter(client), "whoever")
    keys = await client.keys()
    assert len(keys) == 2
    assert not any("whoever" in str(key) for key in keys)
    assert all([0 < await client.pttl(key) <= 250_000 for key in keys])


async def test_a_slot_that_has_passed_leaves_nothing(client: Client) -> None:
    past = {BOT: Limits(BOT, 1e9, 0.0, 0.0)}
    assert await RedisLimiter(client, "ours", past).turn(BOT, "a") == Grant(0.0, granted=True)
    assert await RedisLimiter(client, "ours", past).turn(BOT, "a") == Grant(0.0, granted=True)


async def test_a_flush_or_a_restart_only_forgets(own_redis: Redis) -> None:
    client = connect(own_redis.url(), 10.0)
    paced = limiter(client)
    await paced.turn(BOT, "a")
    await client.flushall()
    await client.script_flush()
    assert about(await paced.turn(BOT, "a")) == (True, 0)
    own_redis.stop()
    with pytest.raises(AWAY):
        await paced.turn(BOT, "a")
    own_redis.start()
    assert about(await paced.turn(BOT, "a")) == (True, 0)
    await client.aclose()


async def test_who_only_replies_hears_of_it_as_well(own_redis: Redis) -> None:
    client = connect(own_redis.url(), 10.0)
    paced = limiter(client)
    own_redis.stop()
    await counted(paced, "a", "b")
    with pytest.raises(ConnectionError):
        await paced.count(BOT, "c")
    own_redis.start()
    await counted(paced, "d")
    assert not (await paced.turn(BOT, "d")).granted
    await client.aclose()


async def test_a_redis_that_hangs_is_not_waited_for(own_redis: Redis) -> None:
    client = connect(own_redis.url(), 0.7)
    paced = limiter(client)
    await paced.turn(BOT, "a")
    os.kill(own_redis.pid, signal.SIGSTOP)
    with pytest.raises(AWAY):
        await paced.turn(BOT, "b")
    await counted(paced, "b")
    os.kill(own_redis.pid, signal.SIGCONT)
    assert (await paced.turn(BOT, "c")).granted
    await client.aclose()
