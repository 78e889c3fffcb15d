"""PostgreSQL goes and comes under load: nothing acknowledged is lost, and nobody has to help."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy.engine import make_url

from tests.e2e.conftest import Launch
from tests.e2e.outages.conftest import look_over
from tests.e2e.outages.crowd import Crowd
from tests.e2e.outages.line import Line
from tests.e2e.outages.own_postgres import NAME, OwnPostgres
from tests.e2e.process import Werkout
from tests.standins.telegram import TelegramStandin
from tests.standins.telegram.updates import Answer

PEOPLE = 8


@pytest.fixture(scope="module")
def server(run_folder: Path) -> Iterator[OwnPostgres]:
    with OwnPostgres.started(run_folder) as made:
        yield made


@pytest.fixture
def url(server: OwnPostgres) -> Iterator[str]:
    """A database of the test's own in it."""
    name = f"test_{uuid.uuid4().hex}"
    server.create(name, NAME)
    yield server.url(name)
    server.drop(name)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_restarted_under_load(
    launch: Launch,
    telegram: TelegramStandin,
    server: OwnPostgres,
    url: str,
    mode: Literal["fast", "immediate"],
) -> None:
    werkout = launch(url, telegram=telegram, webhook=True)
    await werkout.start()
    crowd = Crowd(telegram, PEOPLE)
    crowd.talks(2)
    await telegram.until(lambda: telegram.called("sendMessage"), "the first answers")
    await asyncio.to_thread(server.halt, mode)
    crowd.talks(2)
    await _is_told_of(werkout)
    assert (await werkout.get("/api/health"))[0] == 200
    assert (await werkout.get("/api/health/db"))[0] == 503
    assert (await werkout.get("/api/health/detailed"))[0] == 503
    crowd.talks()
    await asyncio.to_thread(server.resume)
    crowd.talks()
    await crowd.hears()
    await telegram.settled()
    await werkout.until(lambda: crowd.wrong(url) == [])
    assert crowd.twice() == 0
    assert {one.status for one in _answers(telegram)} == {200, 503}
    assert await werkout.stop() == 0
    look_over(werkout, telegram)


@pytest.mark.parametrize("thrown_out", [False, True])
async def test_one_that_hangs(
    launch: Launch, telegram: TelegramStandin, postgresql_url: str, *, thrown_out: bool
) -> None:
    """It accepts, and is silent; what was under way counts once."""
    socket = Path(str(make_url(postgresql_url).query["host"])) / ".s.PGSQL.5432"
    async with Line(socket) as line:
        name = make_url(postgresql_url).database
        address = f"postgresql://postgres@127.0.0.1:{line.port}/{name}?sslmode=disable"
        werkout = launch(address, telegram=telegram, webhook=True)
        await werkout.start()
        crowd = Crowd(telegram, PEOPLE)
        crowd.talks()
        await crowd.hears()
        line.silence()
        crowd.talks()
        assert (await werkout.get("/api/health"))[0] == 200
        assert (await werkout.get("/api/health/db"))[0] == 503
        if thrown_out:
            await line.mend()
        else:
            line.resume()
        crowd.talks()
        await crowd.hears()
        await telegram.settled()
        await werkout.until(lambda: crowd.wrong(postgresql_url) == [])
        assert crowd.twice() == 0
        assert await werkout.stop() == 0
    look_over(werkout, telegram)


async def test_one_that_only_reads(
    launch: Launch, telegram: TelegramStandin, server: OwnPostgres, url: str
) -> None:
    """A standby that nobody has promoted yet."""
    werkout = launch(url, telegram=telegram, webhook=True)
    await werkout.start()
    crowd = Crowd(telegram, PEOPLE)
    crowd.talks()
    await crowd.hears()
    name = make_url(url).database
    server.order(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    _throw_out(server, name)
    crowd.talks()
    await _is_told_of(werkout)
    assert (await werkout.get("/api/health/db"))[0] == 503
    server.order(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    _throw_out(server, name)
    await crowd.hears()
    await werkout.until(lambda: crowd.wrong(url) == [])
    assert await werkout.stop() == 0
    look_over(werkout, telegram)


def _throw_out(server: OwnPostgres, name: str | None) -> None:
    whose = f"datname = '{name}'"
    server.order(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {whose}")


async def _is_told_of(werkout: Werkout) -> None:
    events = ("the database is away",)
    await werkout.until(lambda: [one for one in werkout.lines() if one.get("event") in events])


def _answers(telegram: TelegramStandin) -> list[Answer]:
    hook = telegram.updates.hook
    assert hook is not None
    return list(hook.answers)
