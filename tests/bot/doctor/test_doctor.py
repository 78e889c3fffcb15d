"""The doctor says what is wrong in plain words, and never a secret."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

import migrations
from bot.doctor.examine import examine
from bot.keys import keyring_for
from bot.settings import load_settings, names
from core.database import make_engine
from tests.bot.holding import held_elsewhere
from tests.standins.telegram import TOKEN, Fault, TelegramStandin

Set = Callable[..., None]


@pytest.fixture(autouse=True)
def set_(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Set:
    """Sets settings in an otherwise empty environment and folder; the port is a free one."""
    monkeypatch.chdir(tmp_path)
    for name in names():
        monkeypatch.delenv(name, raising=False)

    def set_some(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    set_some(PORT="0")
    return set_some


def say() -> tuple[int, str]:
    """Exit code and everything that is said."""
    said: list[str] = []
    return examine(said.append), "\n".join(said)


@pytest.fixture
def telegram() -> Iterator[TelegramStandin]:
    """A Bot API that answers while the doctor, which has a loop of its own, asks."""
    standin = TelegramStandin()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait_for(work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result(10)

    wait_for(standin.start())
    yield standin
    wait_for(standin.stop())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_a_new_folder_is_told_what_to_begin_with() -> None:
    code, said = say()
    assert code == 1
    assert "wrong  Neither TELEGRAM_TOKEN nor WHATSAPP_TOKEN nor WEB_CHAT is set" in said
    assert "@BotFather" in said
    assert "There is no database at var/werkout.db yet" in said
    assert list(Path().iterdir()) == []


def test_half_of_whatsapp_is_not_nothing(set_: Set) -> None:
    set_(WHATSAPP_TOKEN="EAAsome")
    _, said = say()
    assert "Neither TELEGRAM_TOKEN" not in said
    assert "WhatsApp needs WHATSAPP_PHONE_ID" in said


def test_a_browser_chat_alone_is_well(set_: Set) -> None:
    set_(WEB_CHAT="on")
    settings = load_settings()
    keyring_for(settings)
    migrations.upgrade(settings.database)
    code, said = say()
    assert code == 0
    assert said.endswith("All is well.")
    assert "SQLite in var/werkout.db, and up to date" in said
    assert "The key is in var/secret.key" in said


def test_settings_that_cannot_be_used_are_told(set_: Set) -> None:
    set_(PORT="x", TELEGRAM_TOKEN="hunter2")
    code, said = say()
    assert code == 1
    assert "wrong  PORT must be a number" in said
    assert "wrong  TELEGRAM_TOKEN must be a token" in said
    assert "hunter2" not in said


def test_a_misspelt_setting_is_pointed_out() -> None:
    Path(".env").write_text("WEB_CHAT=on\nTELEGRAM_TOKN=1:2\n", encoding="utf-8")
    _, said = say()
    assert "note   .env names what is no setting: TELEGRAM_TOKN." in said


def test_an_old_database_is_told_how_it_gets_current(empty_database_url: str, set_: Set) -> None:
    set_(WEB_CHAT="on", DATABASE_URL=empty_database_url, SECRET_KEYS="x" * 32)
    engine = make_engine(empty_database_url)
    engine.connect().close()
    engine.dispose()
    code, said = say()
    assert code == 0
    assert "older than this release" in said
    assert "werkout migrate" in said
    assert ("next start" in said) == empty_database_url.startswith("sqlite")


def test_a_database_that_is_away_is_told_without_its_password(set_: Set) -> None:
    set_(DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/fit", WEB_CHAT="on")
    code, said = say()
    assert code == 1
    assert "PostgreSQL at 127.0.0.1, database fit cannot be opened (Connection refused" in said
    assert "wrong  SECRET_KEYS is missing" in said
    assert "hunter2" not in said


def test_a_file_that_is_no_database_is_told(set_: Set) -> None:
    set_(WEB_CHAT="on", DATABASE_URL="sqlite:///notes.db")
    Path("notes.db").write_text("dear diary " * 100)
    code, said = say()
    assert code == 1
    assert "wrong  SQLite in notes.db cannot be opened" in said


def test_a_key_that_others_can_read_or_guess_is_told(set_: Set) -> None:
    set_(WEB_CHAT="on", DATABASE_URL="sqlite:///werkout.db")
    Path("secret.key").write_text("key")
    Path("secret.key").chmod(0o644)
    assert "wrong  Others than its owner can read secret.key." in say()[1]
    set_(SECRET_KEYS="short")
    assert "note   A key in SECRET_KEYS is short enough to be guessed." in say()[1]


def test_a_key_that_is_gone_is_told(set_: Set) -> None:
    set_(WEB_CHAT="on", DATABASE_URL="sqlite:///werkout.db")
    assert "note   There is no key yet" in say()[1]
    Path("werkout.db").touch()
    assert "wrong  secret.key is gone, and the database is there." in say()[1]


def test_an_empty_key_file_is_told(set_: Set) -> None:
    set_(WEB_CHAT="on", DATABASE_URL="sqlite:///werkout.db")
    Path("secret.key").touch()
    assert "wrong  secret.key is empty." in say()[1]


def test_a_port_in_use_is_told(set_: Set) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        set_(WEB_CHAT="on", PORT=str(port))
        code, said = say()
    assert code == 1
    assert f"wrong  Port {port} at 127.0.0.1 cannot be used" in said


def test_the_running_werkouts_port_is_well(set_: Set) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        set_(WEB_CHAT="on", PORT=str(taken.getsockname()[1]))
        settings = load_settings()
        keyring_for(settings)
        migrations.upgrade(settings.database)
        with held_elsewhere(Path("var/werkout.db")):
            code, said = say()
    assert code == 0
    assert "in use, by the Werkout that is running" in said
    assert "A Werkout process is serving it right now" in said


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b'{"status":"away","version":"1","uptime_seconds":3}', "is in use, by the Werkout"),
        (b"<h1>Another server</h1>", "cannot be used: Address already in use."),
    ],
)
def test_over_postgresql_the_port_says_whose_it_is(set_: Set, answer: bytes, says: str) -> None:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.end_headers()
            self.wfile.write(answer)

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        set_(DATABASE_URL="postgresql://me@127.0.0.1:1/fit", WEB_CHAT="on", PORT=str(port))
        _, said = say()
        server.shutdown()
    assert f"Port {port} at 127.0.0.1 {says}" in said


def test_without_telegram_the_public_address_needs_no_https(set_: Set) -> None:
    set_(WEB_CHAT="on", DATABASE_URL="sqlite:///w.db", PUBLIC_URL="http://localhost")
    assert say()[0] == 0


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://fit.example", "wrong  PUBLIC_URL is not https"),
        ("https://fit.example:9000", "wrong  Telegram does not call the port in PUBLIC_URL"),
        ("https://fit.example", "ok     PUBLIC_URL is https://fit.example."),
    ],
)
def test_an_address_that_telegram_does_not_call_is_told(set_: Set, url: str, says: str) -> None:
    set_(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:1", PUBLIC_URL=url)
    assert says in say()[1]


def test_a_bot_that_telegram_knows_is_named(telegram: TelegramStandin, set_: Set) -> None:
    set_(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url)
    code, said = say()
    assert code == 0
    assert "the bot is @werkout_bot, t.me/werkout_bot" in said
    assert "ok     No webhook stands in polling's way." in said
    assert TOKEN.partition(":")[2] not in said
    assert telegram.violations == []


def test_a_token_that_telegram_does_not_know_is_told(telegram: TelegramStandin, set_: Set) -> None:
    set_(TELEGRAM_TOKEN="5:hunter2", TELEGRAM_API_URL=telegram.url)
    code, said = say()
    assert code == 1
    assert "wrong  Telegram does not know the token 5:…." in said
    assert "hunter2" not in said


def test_a_webhook_that_is_not_set_yet_is_a_note(telegram: TelegramStandin, set_: Set) -> None:
    set_(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url, PUBLIC_URL="https://fit.example")
    code, said = say()
    assert code == 0
    assert "note   Telegram calls nobody yet." in said


def test_telegram_out_of_reach_is_told_without_the_token(set_: Set) -> None:
    set_(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:1")
    code, said = say()
    assert code == 1
    assert "wrong  http://127.0.0.1:1 is out of reach" in said
    assert TOKEN.partition(":")[2] not in said


@pytest.mark.parametrize("kind", ["garbage", "half", "drop"])
def test_an_answer_that_is_none_is_told(telegram: TelegramStandin, set_: Set, kind: Any) -> None:
    set_(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url)
    # A connection that breaks is tried once more by the client itself.
    telegram.fail(Fault(kind=kind, times=5))
    code, said = say()
    assert code == 1
    assert "wrong  " in said
