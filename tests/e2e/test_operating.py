"""What whoever looks after a bot does to real processes: backups, and two releases side by side."""

from __future__ import annotations

import io
import os
from pathlib import Path

import aiohttp
import orjson
import pytest
from sqlalchemy import Connection, text

from bot.backups.files import BackupFailed
from bot.backups.making import make_backup
from bot.backups.restoring import restore
from bot.one_process import AlreadyServing
from bot.settings import load_settings
from core.clock import system_clock
from core.database import Database
from tests.e2e.conftest import Launch
from tests.e2e.process import Werkout
from tests.servers import client_programs
from tests.standins.telegram import TelegramStandin

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "the-secret-of-these-tests"
NEWER = {"flow": "settings", "version": 99, "step": "rest", "data": {}, "asked": 1, "job": None}


async def test_a_process_serves_from_what_was_put_back(
    launch: Launch,
    telegram: TelegramStandin,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", f"{client_programs()}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    settings, backup = load_settings(_env_file=None, database_url=database_url), tmp_path / "one"
    werkout = launch(database_url, telegram=telegram)
    await werkout.start()
    ann = telegram.user(7)
    ann.says("bench 80x8")
    await ann.hears("1   80 kg × 8")
    make_backup(settings, backup)
    ann.says("same")
    await ann.hears("2   80 kg × 8")
    await telegram.settled()
    with pytest.raises((AlreadyServing, BackupFailed)):
        restore(settings, backup, system_clock())
    assert await werkout.stop() == 0
    restored = restore(settings, backup, system_clock())
    assert (restored.people, restored.aside is not None) == (1, True)
    await werkout.start()
    ann.says("again 7")
    card = await ann.hears("2   80 kg × 7")
    assert "80 kg × 8" in card.text
    assert "3   " not in card.text
    assert await werkout.stop() == 0
    assert werkout.mistakes() == []


async def test_an_older_process_leaves_a_newer_conversation_to_a_newer_one(
    launch: Launch, telegram: TelegramStandin, postgresql_url: str
) -> None:
    secret = {"TELEGRAM_WEBHOOK_SECRET": SECRET}
    older = launch(
        postgresql_url, telegram=telegram, webhook=True, command="serve", settings=secret
    )
    await older.start()
    ann = telegram.user(7)
    ann.says("/settings")
    await ann.hears("Rest")
    await telegram.settled()
    before = len(telegram.called("sendMessage"))
    database = Database(postgresql_url)
    try:
        await _be_in(database, NEWER)
        taken = await database.read(_taken)
        ann.says("90")
        (waiting,) = telegram.updates.pending.values()
        assert await _post(older, orjson.dumps(waiting.update)) == (503, "1")
        assert await database.read(_taken) == taken
        # The newer one has ended it meanwhile.
        await _be_in(database, None)
        await telegram.settled()
        assert await database.read(_taken) == taken + 1
    finally:
        database.close()
    await telegram.until(lambda: len(telegram.called("sendMessage")) > before, "the answer")
    assert older.mistakes() == []


async def _post(werkout: Werkout, body: bytes) -> tuple[int, str | None]:
    url = f"{werkout.address}/webhooks/telegram"
    async with (
        aiohttp.ClientSession(headers={HEADER: SECRET}) as session,
        session.post(url, data=io.BytesIO(body)) as answer,
    ):
        return answer.status, answer.headers.get("Retry-After")


async def _be_in(database: Database, state: object) -> None:
    """The conversation's state as a process of another release writes it."""
    values = {"state": None if state is None else orjson.dumps(state).decode()}
    await database.run(
        lambda db: db.execute(text("UPDATE conversation SET state = :state"), values)
    )


def _taken(db: Connection) -> int:
    return int(db.execute(text("SELECT count(*) FROM inbox")).scalar_one())
