"""A cache that many share, and that never is in anybody's way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from threading import Thread

import pytest
import redis

from integrations.redis.cache import FAILURES, OPEN_SECONDS, RedisCache
from integrations.redis.connection import connect_blocking
from tests.servers import Redis


class Clock:
    """Goes on where a test says so."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """A Redis that is there."""
    client = connect_blocking(redis_url, 5.0)
    yield client
    client.close()


@pytest.fixture
def fragile(own_redis: Redis) -> Iterator[tuple[RedisCache, Clock]]:
    """A cache at a Redis that the test may break, and its clock."""
    client, clock = connect_blocking(own_redis.url(), 0.7), Clock()
    yield RedisCache(client, "ours", clock), clock
    client.close()


def test_what_one_process_puts_another_one_gets(client: redis.Redis) -> None:
    RedisCache(client, "ours", Clock()).put("k", {"a": [1, 2.5, None, "ö"]}, 60)
    assert RedisCache(client, "ours", Clock()).get("k") == {"a": [1, 2.5, None, "ö"]}
    assert RedisCache(client, "ours", Clock()).get("other") is None
    assert RedisCache(client, "theirs", Clock()).get("k") is None


def test_it_is_kept_as_long_as_was_said(client: redis.Redis) -> None:
    RedisCache(client, "ours", Clock()).put("k", 1, 60)
    (key,) = client.keys()
    assert 50_000 < client.pttl(key) <= 60_000


def test_what_is_no_json_is_nothing(client: redis.Redis) -> None:
    cache = RedisCache(client, "ours", Clock())
    cache.put("k", 1, 60)
    (key,) = client.keys()
    client.set(key, b"\xff")
    assert cache.get("k") is None


def test_threads_share_it(client: redis.Redis) -> None:
    cache = RedisCache(client, "ours", Clock())
    got: list[object] = []

    def use(number: int) -> None:
        cache.put(str(number), number, 60)
        got.append(cache.get(str(number)))

    threads = [Thread(target=use, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, got)) == sorted(map(str, range(16)))


def test_one_that_is_gone_is_no_error_and_soon_not_asked(
    fragile: tuple[RedisCache, Clock], own_redis: Redis
) -> None:
    cache, clock = fragile
    cache.put("k", 1, 60)
    own_redis.stop()
    for _ in range(FAILURES):
        assert cache.get("k") is None
    own_redis.start()
    cache.put("k", 2, 60)
    assert cache.get("k") is None
    clock.now = OPEN_SECONDS
    cache.put("k", 3, 60)
    assert cache.get("k") == 3


def test_a_restart_is_survived_by_the_connections(
    fragile: tuple[RedisCache, Clock], own_redis: Redis
) -> None:
    cache, _ = fragile
    cache.put("k", 1, 60)
    own_redis.stop()
    own_redis.start()
    assert cache.get("k") is None
    cache.put("k", 2, 60)
    assert cache.get("k") == 2


def test_one_that_hangs_is_not_waited_for(
    fragile: tuple[RedisCache, Clock], own_redis: Redis
) -> None:
    cache, clock = fragile
    cache.put("k", 1, 60)
    os.kill(own_redis.pid, signal.SIGSTOP)
    for _ in range(FAILURES):
        assert cache.get("k") is None
    os.kill(own_redis.pid, signal.SIGCONT)
    assert cache.get("k") is None
    clock.now = OPEN_SECONDS
    assert cache.get("k") == 1


def test_one_that_is_full_or_only_reads_is_no_error(
    fragile: tuple[RedisCache, Clock], own_redis: Redis
) -> None:
    cache, _ = fragile
    with redis.Redis.from_url(own_redis.url()) as client:
        client.replicaof("127.0.0.1", "1")
    cache.put("k", 1, 60)
    assert cache.get("k") is None
