"""A process that stands still for a while, and goes on beside others that took over meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal

from tests.e2e.conftest import Launch
from tests.e2e.outages.conftest import look_over
from tests.e2e.outages.crowd import Crowd
from tests.e2e.outages.line import Line
from tests.e2e.telegram.tables import count
from tests.standins.telegram import TelegramStandin

PEOPLE = 5


async def test_sends_nothing_that_others_have_sent(
    launch: Launch, telegram: TelegramStandin, line: Line, postgresql_url: str
) -> None:
    """As a machine that sleeps, or a container that is frozen."""
    api = {"TELEGRAM_API_URL": f"http://127.0.0.1:{line.port}"}
    serve = launch(postgresql_url, telegram=telegram, webhook=True, command="serve", settings=api)
    work = launch(postgresql_url, telegram=telegram, command="work", settings=api)
    await asyncio.gather(serve.start(), work.start())
    crowd = Crowd(telegram, PEOPLE)
    crowd.talks()
    await crowd.hears()
    await serve.until(lambda: crowd.wrong(postgresql_url) == [])
    await line.cut()
    crowd.talks(2)
    await telegram.settled()
    assert count(postgresql_url, "outbox") > 0
    assert serve.process is not None
    os.kill(serve.process.pid, signal.SIGSTOP)
    await line.mend()
    # Silent for six seconds it is taken for dead.
    await crowd.hears()
    await work.until(lambda: count(postgresql_url, "outbox") == 0)
    os.kill(serve.process.pid, signal.SIGCONT)
    crowd.talks()
    await crowd.hears()
    await work.until(lambda: crowd.wrong(postgresql_url) == [])
    assert crowd.twice() == 0
    for one in (serve, work):
        assert await one.stop() == 0
        look_over(one, telegram)
