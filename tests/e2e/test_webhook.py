"""The webhook of a real process: who may call, what is refused, and what comes again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from tests.e2e.conftest import Launch
from tests.e2e.process import Werkout
from tests.standins.telegram import TelegramStandin

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "the-secret-of-these-tests"
MEBIBYTE = 1024**2


@pytest.fixture
async def werkout(launch: Launch, telegram: TelegramStandin, database_url: str) -> Werkout:
    """A process that Telegram calls."""
    secret = {"TELEGRAM_WEBHOOK_SECRET": SECRET}
    made = launch(database_url, telegram=telegram, webhook=True, settings=secret)
    await made.start()
    return made


async def _post(werkout: Werkout, body: bytes, **headers: str) -> int:
    url = f"{werkout.address}/webhooks/telegram"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


async def test_telegram_is_told_where_to_call(werkout: Werkout, telegram: TelegramStandin) -> None:
    hook = telegram.updates.hook
    assert hook is not None
    assert (hook.url, hook.secret) == (f"{werkout.address}/webhooks/telegram", SECRET)
    await telegram.until(lambda: telegram.state.commands, "the commands")
    assert werkout.mistakes() == []


async def test_only_telegram_is_heard(werkout: Werkout) -> None:
    right = {HEADER: SECRET}
    assert await _post(werkout, b"{}") == 401
    assert await _post(werkout, b"{}", **{HEADER: "wrong"}) == 403
    assert await _post(werkout, b"{", **right) == 400
    assert await _post(werkout, b"[]", **right) == 400
    assert await _post(werkout, b"\xff" * 10, **right) == 400
    assert await _post(werkout, b" " * (MEBIBYTE + 1), **right) == 413
    assert await _post(werkout, b'{"update_id": 1, "new_thing": {}}', **right) == 200
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{werkout.address}/webhooks/telegram") as answer,
    ):
        assert answer.status == 405
    assert werkout.mistakes() == []


async def test_while_the_database_is_away_telegram_brings_it_again(
    werkout: Werkout, telegram: TelegramStandin, database_url: str
) -> None:
    ann = telegram.user(7)
    with _away(database_url):
        ann.says("/help")
        hook = telegram.updates.hook
        assert hook is not None
        await werkout.until(lambda: hook.answers)
        assert {one.status for one in hook.answers} == {503}
        assert (await werkout.get("/api/health"))[0] == 200
    await telegram.until(lambda: [one for one in ann.chat if one.from_bot], "the answer")
    await telegram.settled()
    assert len([one for one in ann.chat if one.from_bot]) == len(telegram.called("sendMessage"))


async def test_polling_keeps_its_offset_while_the_database_is_away(
    launch: Launch, telegram: TelegramStandin, database_url: str
) -> None:
    werkout = launch(database_url, telegram=telegram)
    await werkout.start()
    ann = telegram.user(7)
    with _away(database_url):
        ann.says("/help")
        await werkout.until(
            lambda: any(one.get("event") == "updates come again" for one in werkout.lines())
        )
        assert telegram.updates.pending
    await telegram.until(lambda: [one for one in ann.chat if one.from_bot], "the answer")
    await telegram.settled()


@contextmanager
def _away(url: str) -> Iterator[None]:
    """Nobody gets an answer out of the database for the block."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with _locked(url):
            yield
        return
    name = parsed.database or ""
    with psycopg.connect(
        host=str(parsed.query["host"]), user=parsed.username, dbname="postgres", autocommit=True
    ) as server:
        # Its only own setting that shuts out the superuser which the tests connect as, too.
        allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
        server.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        yield
        server.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


@contextmanager
def _locked(url: str) -> Iterator[None]:
    engine = create_engine(url, connect_args={"isolation_level": None})
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("BEGIN EXCLUSIVE")
        yield
        raw.execute("ROLLBACK")
    engine.dispose()
