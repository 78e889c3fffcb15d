"""The way to the Bot API: what goes over it, and that the token never leaks."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import structlog
from telegram.error import TelegramError

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.errors import ApiRefused, Unreachable
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.setup import BotTexts, describe
from bot.engine.outgoing import Say
from tests.bot.channels.telegram.test_channel import nothing
from tests.standins.telegram import TOKEN, Fault, TelegramStandin

SECRET = TOKEN.partition(":")[2]


async def test_results_come_from_both_ways(
    client: TelegramClient, telegram: TelegramStandin
) -> None:
    assert client.bot_id == 700000007
    assert (await client.call("getMe", {}))["username"] == "werkout_bot"
    assert (await client.bot.get_me()).username == "werkout_bot"


async def test_connections_are_used_again(
    client: TelegramClient, telegram: TelegramStandin
) -> None:
    telegram.user(7).starts()
    for number in range(5):
        await client.call("sendMessage", {"chat_id": 7, "text": str(number)})
    assert client._session is not None
    assert client._session.connector is not None
    (kept,) = client._session.connector._conns.values()
    assert len(kept) == 1


async def test_waiting_for_a_connection_takes_nothing_of_a_calls_time(
    telegram: TelegramStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.client.CONNECTIONS", 1)
    client = TelegramClient(TOKEN, telegram.url)
    telegram.user(7).starts()
    telegram.fail(Fault("slow", "sendMessage", seconds=1.0))
    first = client.call("sendMessage", {"chat_id": 7, "text": "slow"})
    second = client.call("sendMessage", {"chat_id": 7, "text": "behind it"}, 0.9)
    await asyncio.gather(first, second)
    assert [one.text for one in telegram.user(7).answers] == ["slow", "behind it"]
    await client.close()


async def test_downloads(client: TelegramClient, telegram: TelegramStandin) -> None:
    sent = telegram.user(7).sends_document("sets.csv", b"a,b\n" * 1000)
    assert sent.file is not None
    assert await client.download(sent.file) == b"a,b\n" * 1000
    with pytest.raises(ApiRefused, match="too big"):
        await client.download(sent.file, most=100)
    with pytest.raises(ApiRefused, match=r"(?i)invalid file_id"):
        await client.download("nothing")


@pytest.mark.parametrize("answer", [b"", b"no", b"[]", b"{}", b'{"ok":true}', b'{"ok":true,"resul'])
async def test_any_answer_is_an_error_of_ours(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        client = TelegramClient(TOKEN, f"http://127.0.0.1:{port}/")
        with pytest.raises((Unreachable, ApiRefused)):
            await client.call("getMe", {})
        with pytest.raises((Unreachable, ApiRefused)):
            await client.bot.get_me()
        await client.close()


async def test_slow_answers_time_out(client: TelegramClient, telegram: TelegramStandin) -> None:
    telegram.fail(Fault("slow", seconds=5))
    with pytest.raises(Unreachable, match="Timeout"):
        await client.call("getMe", {}, seconds=0.05)


@pytest.mark.parametrize("token", ["", "nonsense", "abc:def", "١٢:x"])
def test_a_token_of_the_wrong_form_is_refused_without_naming_it(token: str) -> None:
    with pytest.raises(ValueError, match="TELEGRAM_TOKEN") as raised:
        TelegramClient(token)
    assert not token or token not in str(raised.value)


class Spoken:
    """Everything that was logged or raised, in full."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.events: list[Any] = []

    def hear(self, error: BaseException) -> None:
        self.events.append((str(error), repr(error), "".join(traceback.format_exception(error))))

    def text(self) -> str:
        return self.stream.getvalue() + repr(self.events)


@pytest.fixture
def spoken() -> Any:
    spoken = Spoken()
    root = logging.getLogger()
    level = root.level
    root.addHandler(spoken.handler)
    root.setLevel(logging.DEBUG)
    with structlog.testing.capture_logs() as events:
        spoken.events = events
        yield spoken
    root.removeHandler(spoken.handler)
    root.setLevel(level)


async def test_the_token_is_in_no_log_line_and_no_error(
    spoken: Spoken, client: TelegramClient, telegram: TelegramStandin, receiver: Receiver
) -> None:
    ann = telegram.user(7)
    ann.starts()
    sent = ann.sends_document("a.csv", b"a")
    channel = TelegramChannel(client)
    texts = {"en": BotTexts({"log": "Log"}, "long", "short")}
    calls: list[Callable[[], Awaitable[Any]]] = [
        lambda: client.call("sendMessage", {"chat_id": 7, "text": "bench 80x8"}),
        lambda: client.bot.get_me(),
        lambda: client.bot.send_document(7, b"bench 80x8"),
        lambda: client.download(sent.file or ""),
        lambda: channel.deliver("7", Say("bench 80x8"), None, nothing),
        lambda: describe(client, texts),
    ]
    faults = [
        Fault("drop"),
        Fault("half"),
        Fault("garbage"),
        Fault("answer", retry_after=1),
        Fault("answer", status=401, description="Unauthorized"),
        Fault("answer", status=400, description="Bad Request: odd"),
    ]
    for call in calls:
        for fault in faults:
            telegram.fail(Fault(fault.kind, "*", 1, fault.status, fault.description))
            try:
                await call()
            except Exception as error:  # noqa: BLE001 - each kind is looked at
                spoken.hear(error)
    away = TelegramClient(TOKEN, "http://127.0.0.1:1")
    for call in (lambda: away.call("getMe", {}), lambda: away.bot.get_me()):
        with pytest.raises(TelegramError) as raised:
            await call()
        spoken.hear(raised.value)
    await away.close()
    spoken.hear(ValueError(repr(client), repr(client.bot), str(client.bot)))
    said = spoken.text()
    assert len(spoken.events) > 20
    assert SECRET not in said
    assert "bench" not in said
