"""The webhook: the challenge, Meta's signature over the bytes as they are, and never a 500."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.whatsapp.receiver import Receiver
from bot.channels.whatsapp.signature import HEADER, Signature
from bot.channels.whatsapp.webhook import BODY_BYTES, PATH, WhatsAppWebhook
from bot.engine.inbound import Inbound
from bot.engine.taken import ComeAgain
from tests.bot.channels.fake_engine import FakeEngine
from tests.bot.channels.whatsapp.payloads import Json, said, text
from tests.bot.channels.whatsapp.test_receiver import FakeGraph, Noted, texts

SECRET = "the app's secret"
WORDS = "our wörds"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
async def hook(engine: FakeEngine) -> AsyncIterator[str]:
    """Our server's address."""
    noted = Noted()
    receiver = Receiver(FakeGraph(), engine, noted, noted, lambda: datetime.now(UTC))
    app = web.Application()
    app.add_routes(WhatsAppWebhook(receiver, Signature(SECRET), WORDS).routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await runner.cleanup()
    await receiver.close()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The header as Meta makes it."""
    return {HEADER: "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


async def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str | None]:
    """The status and Retry-After of the answer to a delivery."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as response,
    ):
        return response.status, response.headers.get("Retry-After")


async def deliver(url: str, payload: Any) -> tuple[int, str | None]:
    body = json.dumps(payload).encode()
    return await post(url, body, signed(body))


GOOD: Json = {"hub.mode": "subscribe", "hub.verify_token": WORDS, "hub.challenge": "1158201444"}
CHALLENGES: list[tuple[str, Json, int]] = [
    ("ours", {}, 200),
    ("other words", {"hub.verify_token": "ours"}, 403),
    ("no words", {"hub.verify_token": None}, 403),
    ("another mode", {"hub.mode": "unsubscribe"}, 403),
    ("no mode", {"hub.mode": None}, 403),
    ("no challenge", {"hub.challenge": None}, 403),
]


@pytest.mark.parametrize(("asked", "status"), [case[1:] for case in CHALLENGES],
                         ids=[case[0] for case in CHALLENGES])  # fmt: skip
async def test_the_challenge(hook: str, asked: Json, status: int) -> None:
    query = {name: value for name, value in (GOOD | asked).items() if value is not None}
    async with aiohttp.ClientSession() as session, session.get(hook, params=query) as response:
        assert response.status == status
        assert await response.text() == ("1158201444" if status == 200 else "")
        assert response.content_type != "text/html"


HI = json.dumps(said(text("hi"))).encode()
LARGE = b" " * BODY_BYTES
STATUSES: list[tuple[str, bytes, dict[str, str], int]] = [
    ("a delivery", HI, signed(HI), 200),
    ("nothing we know", b"{}", signed(b"{}"), 200),
    ("no signature", HI, {}, 401),
    ("an empty signature", HI, {HEADER: ""}, 403),
    ("another secret", HI, signed(HI, "guessed"), 403),
    ("another body", HI + b" ", signed(HI), 403),
    ("a strange signature", HI, {HEADER: "sha256=gööd"}, 403),
    ("the older signature", HI, {HEADER: "sha1=" + "0" * 40}, 403),
    ("nothing", b"", signed(b""), 400),
    ("no JSON", b"{", signed(b"{"), 400),
    ("no text", b"\xff\xfe", signed(b"\xff\xfe"), 400),
    ("no object", b"[]", signed(b"[]"), 400),
    ("too deep", b"[" * 100_000, signed(b"[" * 100_000), 400),
    ("as large as they come", LARGE, signed(LARGE), 400),
    ("larger", LARGE + b" ", signed(LARGE + b" "), 413),
    ("a strange packing", HI, signed(HI) | {"Content-Encoding": "gzip"}, 400),
]


@pytest.mark.filterwarnings("ignore:Sending a large body")
@pytest.mark.parametrize(("body", "headers", "status"), [case[1:] for case in STATUSES],
                         ids=[case[0] for case in STATUSES])  # fmt: skip
async def test_statuses(
    hook: str, engine: FakeEngine, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert (await post(hook, body, headers))[0] == status
    assert texts(engine) == (["hi"] if status == 200 and body == HI else [])


async def test_a_body_is_measured_unpacked(hook: str) -> None:
    packed = gzip.compress(b" " * (1 << 24))
    headers = {HEADER: "sha256=", "Content-Encoding": "gzip"}
    assert (await post(hook, packed, headers))[0] == 413


@pytest.mark.parametrize("body", [
    rb'{"entry": [], "x": "\u00e4\u00F6 \ud83d\ude00 \/ <\u003c"}',
    '{"entry":[],"x":"äö 😀 / <"}'.encode(),
    rb' { "entry" : [ ] , "x" : "\ud83d" } ',
])  # fmt: skip
async def test_the_bytes_are_signed_and_not_what_they_mean(hook: str, body: bytes) -> None:
    assert (await post(hook, body, signed(body)))[0] == 200
    again = json.dumps(json.loads(body)).encode()
    assert again != body
    assert (await post(hook, body, signed(again)))[0] == 403


async def test_503_where_it_must_come_again(hook: str, engine: FakeEngine) -> None:
    def away(inbound: Inbound) -> None:
        raise ComeAgain("the database is away", after=7)

    engine.does = away
    assert await deliver(hook, said(text("hi"))) == (503, "7")
    engine.does = lambda inbound: None
    assert await deliver(hook, said(text("hi"))) == (200, None)
    assert await deliver(hook, said(text("hi"))) == (200, None)
    assert texts(engine) == ["hi"]


async def test_200_comes_after_the_commit(hook: str, engine: FakeEngine) -> None:
    engine.gate = asyncio.Event()
    answer = asyncio.ensure_future(deliver(hook, said(text("hi"))))
    await engine.entered.wait()
    assert not answer.done()
    engine.gate.set()
    assert await answer == (200, None)
    assert texts(engine) == ["hi"]
