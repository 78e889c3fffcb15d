"""The stand-in delivers as Telegram does, keeps its limits in time, and fails on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.standins.caller import BAD, Bot, Json
from tests.standins.telegram import TOKEN, Fault, TelegramStandin

HOOKS: list[tuple[str, Json, str]] = [
    ("plain", {"url": "http://example.org/w"},
     "bad webhook: An HTTPS URL must be provided for webhook"),
    ("port", {"url": "https://example.org:8080/w"},
     "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ("this machine", {"url": "https://127.0.0.1/w"},
     "bad webhook: IP address 127.0.0.1 is reserved"),
    ("no host", {"url": "https://"}, "invalid webhook URL specified"),
    ("long secret", {"url": "https://example.org/w", "secret_token": "x" * 257},
     "secret token is too long"),
    ("strange secret", {"url": "https://example.org/w", "secret_token": "a b"},
     "secret token contains unallowed characters"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "words"), [case[1:] for case in HOOKS],
                         ids=[case[0] for case in HOOKS])  # fmt: skip
async def test_webhooks_are_refused(http: aiohttp.ClientSession, args: Json, words: str) -> None:
    async with TelegramStandin(local=False) as telegram:
        bot = Bot(telegram, http)
        assert await bot("setWebhook", **args) == BAD + words
        assert (await bot("getWebhookInfo"))["url"] == ""
        assert await bot("setWebhook", url="https://example.org:8443/w", secret_token="a-Z_9")
        assert (await bot("getWebhookInfo"))["url"] == "https://example.org:8443/w"


async def test_polling_keeps_what_is_not_confirmed(bot: Bot, telegram: TelegramStandin) -> None:
    ann = telegram.user(7)
    first = (await bot("getUpdates", timeout=5))[0]["update_id"]
    assert (await bot("getUpdates"))[0]["update_id"] == first
    waiting = asyncio.ensure_future(bot("getUpdates", offset=first + 1, timeout=30))
    await telegram.until(lambda: telegram.updates.polls == 3)
    ann.says("hello")
    assert (await waiting)[0]["message"]["text"] == "hello"
    ann.says("more")
    assert len(await bot("getUpdates", offset=first + 1, limit=1)) == 1
    assert await bot("getUpdates", offset=first + 3) == []
    await telegram.settled()


async def test_two_polls_conflict(bot: Bot, telegram: TelegramStandin) -> None:
    telegram.updates.pending.clear()
    one = asyncio.ensure_future(bot("getUpdates", timeout=30))
    await telegram.until(lambda: telegram.updates.polls or None)
    two = asyncio.ensure_future(bot("getUpdates", timeout=30))
    assert (await one).startswith("409: Conflict: terminated by other getUpdates request")
    assert await bot("setWebhook", url="http://127.0.0.1:1/w")
    assert await two == "409: Conflict: terminated by setWebhook request"
    refused = await bot("getUpdates")
    assert refused.startswith("409: Conflict: can't use getUpdates method while webhook is active")
    assert await bot("deleteWebhook", drop_pending_updates=True)
    assert await bot("getUpdates") == []


async def test_unwanted_kinds_are_not_queued(bot: Bot, telegram: TelegramStandin) -> None:
    telegram.updates.pending.clear()
    assert await bot("getUpdates", allowed_updates=["callback_query"]) == []
    telegram.user(7).says("hello")
    assert await bot("getUpdates", timeout=0) == []
    await bot("getUpdates", allowed_updates=[])
    telegram.user(7).says("hello")
    assert len(await bot("getUpdates")) == 1


async def test_polling_brings_updates_again_when_told(bot: Bot, telegram: TelegramStandin) -> None:
    telegram.updates.deliveries = 3
    (one,) = await bot("getUpdates")
    for _ in range(2):
        assert await bot("getUpdates", offset=one["update_id"] + 1) == [one]
    assert await bot("getUpdates", offset=one["update_id"] + 1) == []
    assert not telegram.updates.pending


class Hook:
    """A webhook that notes what comes and answers as it is told."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.statuses: list[int] = []
        self.together = 0
        self.most_together = 0

    async def handle(self, request: web.BaseRequest) -> web.Response:
        self.together += 1
        self.most_together = max(self.together, self.most_together)
        update = await request.json()
        await asyncio.sleep(0)
        self.together -= 1
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.seen.append((update["message"]["text"], secret))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers={"Retry-After": "1"} if status == 503 else {})


@pytest.fixture
async def hook(bot: Bot, telegram: TelegramStandin) -> AsyncIterator[Hook]:
    hook = Hook()
    server = web.Server(hook.handle, access_log=None)
    runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    telegram.updates.pending.clear()
    await bot("setWebhook", url=url, secret_token="secret")
    yield hook
    await runner.cleanup()


async def test_webhook_pushes_in_order_with_its_secret(
    hook: Hook, telegram: TelegramStandin
) -> None:
    for text in "abc":
        telegram.user(7).says(text)
    await telegram.settled()
    assert hook.seen == [("a", "secret"), ("b", "secret"), ("c", "secret")]


async def test_webhook_comes_again_until_200(hook: Hook, telegram: TelegramStandin) -> None:
    hook.statuses = [500, 403]
    telegram.user(7).says("a")
    telegram.user(7).says("b")
    await telegram.settled()
    assert [text for text, _ in hook.seen] == ["a", "a", "a", "b"]
    assert telegram.updates.hook is not None
    assert [answer.status for answer in telegram.updates.hook.answers] == [500, 403, 200, 200]


@pytest.mark.parametrize("at_once", [False, True])
async def test_webhook_delivers_as_often_as_told(
    hook: Hook, telegram: TelegramStandin, *, at_once: bool
) -> None:
    telegram.updates.deliveries, telegram.updates.at_once = 20, at_once
    telegram.user(7).says("a")
    await telegram.settled()
    assert len(hook.seen) == 20
    assert (hook.most_together > 1) is at_once


async def test_flood_limits(bot: Bot, telegram: TelegramStandin) -> None:
    telegram.state.clock.stop()
    telegram.state.flood.on = True
    answers = [await bot("sendMessage", chat_id=7, text=str(n)) for n in range(6)]
    assert [answer for answer in answers if isinstance(answer, str)] == answers[5:]
    assert answers[5] == "429: Too Many Requests: retry after 1"
    telegram.passes(hours=1 / 3600)
    assert (await bot("sendMessage", chat_id=7, text="again"))["message_id"]
    telegram.passes(hours=1)
    for number in range(40):
        telegram.user(100 + number).starts()
    answers = [await bot("sendMessage", chat_id=100 + n, text="a") for n in range(40)]
    assert sum(isinstance(answer, dict) for answer in answers) == 30
    assert telegram.state.flood.refused == 11


async def test_who_goes_on_while_refused_waits_longer(bot: Bot, telegram: TelegramStandin) -> None:
    telegram.state.clock.stop()
    telegram.state.flood.on, telegram.state.flood.penalty = True, 5.0
    for number in range(40):
        telegram.user(100 + number).starts()
    answers = [await bot("sendMessage", chat_id=100 + n, text="a") for n in range(33)]
    waits = [str(answer).rpartition(" ")[2] for answer in answers[30:]]
    assert waits == ["1", "6", "11"], "the first second, and five more for each try"
    telegram.passes(hours=11 / 3600)
    assert (await bot("sendMessage", chat_id=101, text="a"))["message_id"]


async def test_faults(bot: Bot, telegram: TelegramStandin) -> None:
    ann = telegram.user(7)
    telegram.fail(Fault("answer", "sendMessage", retry_after=3))
    telegram.fail(Fault("answer", status=502, description="Bad Gateway"))
    assert await bot("sendMessage", chat_id=7, text="a") == "429: Too Many Requests: retry after 3"
    assert await bot("sendMessage", chat_id=7, text="a") == "502: Bad Gateway"
    telegram.fail(Fault("drop"))
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=7, text="never shown")
    for fault in (Fault("drop_after", user=7), Fault("half", user=7)):
        telegram.fail(fault)
        with pytest.raises(aiohttp.ClientError):
            await bot("sendMessage", chat_id=7, text="shown")
    telegram.fail(Fault("garbage"))
    with pytest.raises(aiohttp.ContentTypeError):
        await bot("sendMessage", chat_id=7, text="shown")
    telegram.fail(Fault("slow", seconds=0.01))
    await bot("sendMessage", chat_id=7, text="slowly")
    assert [one.text for one in ann.answers] == ["shown", "shown", "shown", "slowly"]


async def test_forms_are_taken_as_well(
    telegram: TelegramStandin, http: aiohttp.ClientSession
) -> None:
    form = {"chat_id": "7", "text": "a", "reply_markup": '{"inline_keyboard":[[{"text":"b","url":"a.b"}]]}'}  # noqa: E501 # fmt: skip
    async with http.post(f"{telegram.url}/bot{TOKEN}/sendmessage", data=form) as response:
        assert (await response.json())["ok"]
    assert telegram.user(7).answers[0].buttons == ["b"]
    async with http.post(f"{telegram.url}/bot{TOKEN}/sendMessage", json=["a"]) as response:
        assert response.status == 400


async def test_waiting_says_what_is_to_be_seen(bot: Bot, telegram: TelegramStandin) -> None:
    ann = telegram.user(7)
    ann.says("hi")
    hearing = asyncio.ensure_future(ann.hears("hel"))
    await bot("sendMessage", chat_id=7, text="hello")
    assert (await hearing).text == "hello"
    ann.says("and now?")
    with pytest.raises(AssertionError, match="and now"):
        await ann.hears(patience=0.01)


async def test_control_interface(telegram: TelegramStandin, http: aiohttp.ClientSession) -> None:
    async def control(verb: str, **body: Any) -> Any:
        async with http.post(f"{telegram.url}/control/{verb}", json=body) as response:
            return await response.json() if response.status == 200 else await response.text()

    await control("user", id=9, name="Ben", do="says", **{"with": {"text": "hi"}})
    assert [one["text"] for one in await control("chat", id=9)] == ["hi"]
    assert (await control("report"))["pending"] == 2
    assert "no button" in await control("user", id=9, do="presses", **{"with": {"label": "Go"}})
    assert "no verb" in await control("dance")
    await control("set", deliveries=2, flood=True)
    assert telegram.updates.deliveries == 2
    await control("fault", kind="drop")
    assert telegram.faults.waiting
