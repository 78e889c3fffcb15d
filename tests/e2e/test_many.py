"""Processes for serving and for working, side by side over one PostgreSQL."""

from __future__ import annotations

import asyncio

from tests.e2e.conftest import Launch
from tests.standins.telegram import TelegramStandin

# Who is silent for six seconds is dead; on a busy machine that takes longer to be noticed.
PATIENCE = 60.0


async def test_one_serves_and_others_remind_also_after_a_kill(
    launch: Launch, telegram: TelegramStandin, postgresql_url: str
) -> None:
    serve = launch(postgresql_url, telegram=telegram, webhook=True, command="serve")
    workers = [launch(postgresql_url, telegram=telegram, command="work") for _ in range(2)]
    await asyncio.gather(*(one.start() for one in (serve, *workers)))
    ann = telegram.user(7)
    ann.says("bench 80x8")
    await ann.hears("1   80 kg × 8")
    ann.says("rest 3s")
    await ann.hears("Rest in Bench press is 0:03")
    ann.says("same")
    await ann.hears("2   80 kg × 8")
    await workers[0].kill()
    await ann.sees("Rest over.", patience=PATIENCE)
    assert await serve.stop() == 0
    assert await workers[1].stop() == 0
    rests = [one for one in telegram.called("sendMessage") if "Rest over." in str(one)]
    assert len(rests) == 1
    assert serve.mistakes() == workers[1].mistakes() == []
