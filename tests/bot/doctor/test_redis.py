"""The doctor asks Redis whether it will do."""

from __future__ import annotations

import os
import re
import signal

import pytest
import redis

from bot.doctor import redis as doctor
from bot.doctor.findings import Mark
from bot.settings import load_settings
from tests.servers import Redis

WELL = (Mark.GOOD, "Redis 6.2 answers.")
ANYWHERE = "postgresql://h/d"


async def said(redis_url: str | None, database_url: str = ANYWHERE) -> list[tuple[Mark, str]]:
    found = await doctor.about_redis(load_settings(redis_url=redis_url, database_url=database_url))
    return [(one.mark, re.sub(r"\d+\.\d+\.\d+", "6.2", one.says)) for one in found]


async def test_a_redis_that_answers_is_well(redis_url: str) -> None:
    assert await said(redis_url) == [WELL]


async def test_none_is_needed(own_redis: Redis) -> None:
    assert [mark for mark, _ in await said(None)] == [Mark.NOTE]
    own_redis.stop()
    (told,) = await said(own_redis.url(), "sqlite:///werkout.db")
    assert told[0] is Mark.NOTE


async def test_one_that_is_away_is_told_without_its_password(own_redis: Redis) -> None:
    own_redis.stop()
    ((mark, says),) = await said(own_redis.url() + "&password=hunter2")
    assert mark is Mark.BAD
    assert says == "Redis does not answer (ConnectionError)."


async def test_one_that_hangs_is_not_waited_for_long(
    own_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "PATIENCE_SECONDS", 0.1)
    os.kill(own_redis.pid, signal.SIGSTOP)
    assert await said(own_redis.url()) == [(Mark.BAD, "Redis does not answer (TimeoutError).")]


async def test_a_wrong_password_is_told(own_redis: Redis) -> None:
    with redis.Redis.from_url(own_redis.url()) as client:
        client.config_set("requirepass", "right")
    for url in (own_redis.url(), own_redis.url() + "&password=hunter2"):
        assert await said(url) == [(Mark.BAD, "Redis does not let us in.")]
    assert await said(own_redis.url() + "&password=right") == [WELL]


async def test_one_that_refuses_writes_when_full_is_pointed_out(own_redis: Redis) -> None:
    with redis.Redis.from_url(own_redis.url()) as client:
        client.config_set("maxmemory", "100mb")
        assert (Mark.NOTE, "This Redis refuses every write once it is full.") in await said(
            own_redis.url()
        )
        client.config_set("maxmemory-policy", "allkeys-lru")
    assert await said(own_redis.url()) == [WELL]


async def test_a_replica_takes_no_writes(own_redis: Redis) -> None:
    with redis.Redis.from_url(own_redis.url()) as client:
        client.replicaof("127.0.0.1", "1")
    assert (Mark.BAD, "This Redis is a replica and takes no writes.") in await said(own_redis.url())


async def test_an_old_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    (told,) = doctor._told({"redis_version": "5.0.14"})
    assert told.says == "Redis is 5.0.14; Werkout needs 6.2."
