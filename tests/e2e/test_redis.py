"""Processes that share a Redis, and lose it in every way there is while people talk."""

from __future__ import annotations

import asyncio
import os
import signal

from redis.asyncio import Redis as Client

from tests.e2e.conftest import Launch
from tests.servers import Redis
from tests.standins.telegram import TelegramStandin

PATIENCE = 30.0


async def test_losing_redis_costs_speed_alone(
    launch: Launch, telegram: TelegramStandin, postgresql_url: str, own_redis: Redis
) -> None:
    shared = {"REDIS_URL": own_redis.url()}
    serve = launch(
        postgresql_url, telegram=telegram, webhook=True, command="serve", settings=shared
    )
    work = launch(postgresql_url, telegram=telegram, command="work", settings=shared)
    await asyncio.gather(serve.start(), work.start())
    assert await serve.get("/api/health/redis") == (200, {"status": "ok"})
    ann = telegram.user(7)
    ann.says("bench 80x8")
    await ann.hears("1   80 kg × 8")

    async def rests(number: int) -> None:
        """One process takes the words, the other one tells when the rest is over."""
        # Telegram's moments are whole seconds: one that is over when it is heard plans nothing.
        ann.says("rest 3s")
        await ann.hears("Rest in Bench press is 0:03")
        ann.says("same")
        await ann.hears(f"{number}   80 kg × 8")
        await telegram.until(
            lambda: _rests_over(telegram) == number - 1, f"rest {number - 1} to be over", PATIENCE
        )

    async with Client.from_url(own_redis.url()) as client:
        await client.flushall()
        await client.script_flush()
    await rests(2)
    os.kill(own_redis.pid, signal.SIGSTOP)
    await rests(3)
    own_redis.stop()
    await rests(4)
    assert await serve.get("/api/health/redis") == (503, {"status": "away"})
    assert (await serve.get("/api/health/detailed"))[0] == 200
    own_redis.start()
    await rests(5)
    assert await serve.get("/api/health/redis") == (200, {"status": "ok"})
    assert await serve.stop() == await work.stop() == 0
    assert serve.mistakes() == work.mistakes() == []
    assert _rests_over(telegram) == 4


def _rests_over(telegram: TelegramStandin) -> int:
    return len([one for one in telegram.called("sendMessage") if "Rest over." in str(one)])
