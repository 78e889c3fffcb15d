"""The webhook: 200 after the commit, 4xx for strangers, 503 for our own trouble, never 500."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings

from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.secret import WebhookSecret
from bot.channels.telegram.setup import BotTexts, describe, introduce
from bot.channels.telegram.understand import ALLOWED_UPDATES
from bot.channels.telegram.webhook import PATH, SECRET_HEADER, TelegramWebhook
from bot.engine.inbound import Inbound
from bot.engine.taken import ComeAgain
from core.secrets import Keyring
from tests.bot.channels.fake_engine import FakeEngine
from tests.bot.channels.telegram.test_understand import message, strange
from tests.standins.telegram import Fault, TelegramStandin

GOOD = {SECRET_HEADER: "good"}


@pytest.fixture
async def hook(receiver: Receiver) -> AsyncIterator[str]:
    """Our server's address, with a secret that a setting gives."""
    secret = WebhookSecret("good", Keyring(["key"]), 700)
    app = web.Application()
    app.router.add_post(PATH, TelegramWebhook(receiver, secret).handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await runner.cleanup()


async def post(url: str, body: bytes | Any, headers: dict[str, str] | None = None) -> Any:
    """The status and Retry-After of the answer to a delivery."""
    data = body if isinstance(body, bytes) else orjson.dumps(body)
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=data, headers=GOOD if headers is None else headers) as response,
    ):
        return response.status, response.headers.get("Retry-After")


STATUSES: list[tuple[str, Any, dict[str, str], int]] = [
    ("an update", message(text="hi"), GOOD, 200),
    ("a kind we do not know", {"update_id": 1, "telepathy": {}}, GOOD, 200),
    ("no update at all", {}, GOOD, 200),
    ("no secret", message(text="hi"), {}, 401),
    ("a wrong secret", message(text="hi"), {SECRET_HEADER: "bad"}, 403),
    ("an empty secret", message(text="hi"), {SECRET_HEADER: ""}, 403),
    ("a strange secret", message(text="hi"), {SECRET_HEADER: "gööd"}, 403),
    ("nothing", b"", GOOD, 400),
    ("no JSON", b"{", GOOD, 400),
    ("no text", b"\xff\xfe", GOOD, 400),
    ("no object", b"[]", GOOD, 400),
    ("a number", b"1e400", GOOD, 400),
    ("too deep", b"[" * 100_000, GOOD, 400),
    ("a megabyte", b" " * (1 << 20), GOOD, 400),
    ("more than a megabyte", b" " * ((1 << 20) + 1), GOOD, 413),
    ("a strange packing", b"hi", GOOD | {"Content-Encoding": "gzip"}, 400),
]


@pytest.mark.filterwarnings("ignore:Sending a large body")
@pytest.mark.parametrize(("body", "headers", "status"), [case[1:] for case in STATUSES],
                         ids=[case[0] for case in STATUSES])  # fmt: skip
async def test_statuses(
    hook: str, engine: FakeEngine, body: Any, headers: dict[str, str], status: int
) -> None:
    assert (await post(hook, body, headers))[0] == status
    assert engine.texts() == (["hi"] if body == message(text="hi") and status == 200 else [])


async def test_a_body_without_length_is_measured_as_it_comes(hook: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (1 << 16)

    async with aiohttp.ClientSession() as session:
        packed = gzip.compress(b" " * (1 << 24))
        headers = GOOD | {"Content-Encoding": "gzip"}
        async with session.post(hook, data=packed, headers=headers) as response:
            assert response.status == 413
        try:
            async with session.post(hook, data=endless(), headers=GOOD) as response:
                assert response.status == 413
        except aiohttp.ClientConnectionError:
            # The answer came while the body was still being sent.
            pass


async def test_503_where_it_must_come_again(
    hook: str, engine: FakeEngine, telegram: TelegramStandin
) -> None:
    def away(inbound: Inbound) -> None:
        raise ComeAgain("the database is away", after=7)

    engine.does = away
    assert await post(hook, message(text="hi")) == (503, "7")
    engine.does = lambda inbound: None
    assert await post(hook, message(text="hi")) == (200, None)
    assert engine.texts() == ["hi"]


async def test_what_breaks_three_times_is_passed_over(hook: str, engine: FakeEngine) -> None:
    def breaks(inbound: Inbound) -> None:
        raise ValueError

    engine.does = breaks
    answers = [await post(hook, message(text="hi")) for _ in range(3)]
    assert [status for status, _ in answers] == [503, 503, 200]


async def test_200_comes_after_the_commit(hook: str, engine: FakeEngine) -> None:
    engine.gate = asyncio.Event()
    answer = asyncio.ensure_future(post(hook, message(text="hi")))
    await engine.entered.wait()
    assert not answer.done()
    engine.gate.set()
    assert await answer == (200, None)
    assert engine.texts() == ["hi"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(strange)
def test_whatever_comes_is_answered_200_or_400(value: Any) -> None:
    """Over HTTP; the loop and the server are made anew, since hypothesis is not asynchronous."""
    body = _json(value)

    async def play() -> int:
        client = TelegramClient("1:x", "http://127.0.0.1:1")
        receiver = Receiver(client, FakeEngine(), lambda *_: "", lambda: None)  # type: ignore[arg-type,return-value]
        webhook = TelegramWebhook(receiver, WebhookSecret("good", Keyring(["key"]), 1))
        server = web.Server(webhook.handle, access_log=None)  # type: ignore[arg-type]
        runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        status, _ = await post(f"http://127.0.0.1:{runner.addresses[0][1]}", body)
        await receiver.close()
        await client.close()
        await runner.cleanup()
        return int(status)

    assert asyncio.run(play()) == (200 if isinstance(value, dict) else 400)


def _json(value: Any) -> bytes:
    import json

    return json.dumps(value).encode()


# The secret


def test_the_secret_is_made_of_the_keys_and_survives_their_change() -> None:
    old = WebhookSecret(None, Keyring(["old"]), 700)
    new = WebhookSecret("", Keyring(["new", "old"]), 700)
    assert 1 <= len(old.value) <= 256
    assert old.value == WebhookSecret(None, Keyring(["old"]), 700).value
    assert old.value != new.value != WebhookSecret(None, Keyring(["new"]), 701).value
    assert new.is_known(old.value)
    assert new.is_known(new.value)
    assert not old.is_known(new.value)
    assert not new.is_known("")
    assert WebhookSecret("mine", Keyring(["old"]), 700).value == "mine"
    assert not WebhookSecret("mine", Keyring(["old"]), 700).is_known(old.value)


# The start, and updates pushed


async def test_pushed_updates_arrive_once_each_in_order(
    hook: str,
    telegram: TelegramStandin,
    client: TelegramClient,
    receiver: Receiver,
    engine: FakeEngine,
) -> None:
    receiver.username = ""
    telegram.user(1).says("before")
    await introduce(client, receiver, webhook_url=hook, secret="good")
    assert receiver.username == "werkout_bot"
    telegram.updates.deliveries, telegram.updates.at_once = 20, True
    for number in range(3):
        for person in (1, 2, 3):
            telegram.user(person).says(str(number))
    await telegram.settled()
    assert engine.texts("1") == ["before", "0", "1", "2"]
    assert engine.texts("2") == engine.texts("3") == ["0", "1", "2"]
    assert telegram.updates.allowed == frozenset(ALLOWED_UPDATES)


async def test_polling_takes_the_webhook_away(
    telegram: TelegramStandin, client: TelegramClient, receiver: Receiver
) -> None:
    await introduce(client, receiver, webhook_url="http://127.0.0.1:1/w", secret="good")
    assert telegram.updates.hook is not None
    await introduce(client, receiver)
    assert telegram.updates.hook is None


async def test_the_start_waits_for_telegram(
    telegram: TelegramStandin, client: TelegramClient, receiver: Receiver
) -> None:
    telegram.fail(Fault("drop", "getMe", times=2))
    telegram.fail(Fault("garbage", "deleteWebhook"))
    await introduce(client, receiver, first_pause=0.001)
    assert [call.method for call in telegram.calls][-2:] == ["deleteWebhook", "deleteWebhook"]


ENGLISH = BotTexts({"log": "Log a set", "help": "Help"}, "A coach.", "Coach")
GERMAN = BotTexts({"log": "Satz eintragen", "help": "Hilfe"}, "Ein Trainer.", "Trainer")


async def test_the_bot_is_described_in_each_language_and_only_when_it_changes(
    telegram: TelegramStandin, client: TelegramClient
) -> None:
    texts = {"en": ENGLISH, "de": GERMAN, "pt_BR": ENGLISH}
    await describe(client, texts)
    state = telegram.state
    assert {language for _, language in state.commands} == {"", "de", "pt"}
    assert state.commands["default", "de"][1] == {"command": "help", "description": "Hilfe"}
    assert state.descriptions[""] == "A coach."
    assert state.short_descriptions["de"] == "Trainer"
    telegram.calls.clear()
    await describe(client, texts)
    assert not [call for call in telegram.calls if call.method.startswith("set")]


async def test_texts_that_are_too_long_are_cut_and_wrong_names_left_out(
    telegram: TelegramStandin, client: TelegramClient
) -> None:
    commands = {f"c{n}": "й" * 300 for n in range(120)} | {"Log": "x", "none": " "}
    await describe(client, {"en": BotTexts(commands, "x" * 600, "y" * 200)})
    assert len(telegram.state.commands["default", ""]) == 100
    assert telegram.state.descriptions[""] == "x" * 511 + "…"
    assert telegram.state.short_descriptions[""] == "y" * 119 + "…"


async def test_what_telegram_refuses_is_left_for_the_next_start(
    telegram: TelegramStandin, client: TelegramClient
) -> None:
    telegram.fail(Fault("answer", "setMyCommands", retry_after=3600))
    await describe(client, {"en": ENGLISH, "de": GERMAN})
    assert set(telegram.state.commands) == {("default", "de")}
