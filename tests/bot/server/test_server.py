"""The server over real sockets: what it answers to people, and to whoever sends rubbish."""

from __future__ import annotations

import asyncio
import io
import logging
import zlib
from collections import Counter
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.server.server import LARGEST_BODY, CannotListen, Server

PATIENCE = 10.0


class Fixture:
    """A server with a few routes, and what it counted."""

    def __init__(self) -> None:
        self.answered: Counter[tuple[str, int]] = Counter()
        self.release = asyncio.Event()
        self.entered = asyncio.Event()
        self.server = Server(self._routes(), "127.0.0.1", 0, self._count, https=True)

    def _count(self, route: str, status: int) -> None:
        self.answered[route, status] += 1

    def _routes(self) -> list[web.RouteDef]:
        return [
            web.get("/hello", self._hello),
            web.post("/body", self._body),
            web.get("/broken", self._broken),
            web.get("/slow", self._slow),
            web.get("/fenced", self._fenced),
        ]

    async def _hello(self, _request: web.Request) -> web.Response:
        return web.Response(text="hello")

    async def _body(self, request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    async def _broken(self, _request: web.Request) -> web.Response:
        raise ValueError("Ann's words")

    async def _slow(self, _request: web.Request) -> web.Response:
        self.entered.set()
        await self.release.wait()
        return web.Response(text="done")

    async def _fenced(self, _request: web.Request) -> web.Response:
        return web.Response(headers={"Content-Security-Policy": "default-src 'self'"})

    def url(self, path: str) -> str:
        """Where a path is."""
        return self.server.address + path

    async def raw(self, sent: bytes) -> bytes:
        """What comes back for these bytes until the server closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(sent)
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        writer.close()
        return answer


@pytest.fixture
async def fixture() -> AsyncIterator[Fixture]:
    """A server that listens."""
    made = Fixture()
    await made.server.start()
    yield made
    await made.server.stop()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser of sorts."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
        yield session


async def test_answers_with_headers_that_fence_it_in(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    async with client.get(fixture.url("/hello")) as response:
        assert (response.status, await response.text()) == (200, "hello")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["Strict-Transport-Security"]
        assert "Server" not in response.headers


async def test_a_page_that_says_more_of_itself_is_left_alone(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    async with client.get(fixture.url("/fenced")) as response:
        assert response.headers.getall("Content-Security-Policy") == ["default-src 'self'"]


async def test_head_is_answered_without_a_body(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    async with client.head(fixture.url("/hello")) as response:
        assert (response.status, await response.read()) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/none", 404),
        ("GET", "/%00", 404),
        ("GET", "/../../etc/passwd", 404),
        ("POST", "/hello", 405),
    ],
)
async def test_what_is_not_there_is_a_clean_refusal(
    fixture: Fixture, client: aiohttp.ClientSession, method: str, path: str, status: int
) -> None:
    async with client.request(method, fixture.url(path)) as response:
        assert response.status == status
        assert response.content_type == "text/plain"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert len(await response.text()) < 100


async def test_a_body_over_the_limit_is_refused(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    for size, status in ((LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)):
        async with client.post(fixture.url("/body"), data=io.BytesIO(b"a" * size)) as response:
            assert response.status == status


async def test_a_body_that_grows_when_unpacked_is_refused(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    bomb = zlib.compress(b"\0" * (50 * LARGEST_BODY))
    headers = {"Content-Encoding": "deflate"}
    async with client.post(fixture.url("/body"), data=bomb, headers=headers) as response:
        assert response.status == 413


async def test_our_own_trouble_asks_to_come_again_and_says_nothing_of_it(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    async with client.get(fixture.url("/broken")) as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "5")
        assert "Ann" not in await response.text()


POST = b"POST /body HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"hello\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET /%zz%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b'GET /hello HTTP/1.1\r\nHost: a\r\nCookie: \xff=\xfe; a="\r\nConnection: close\r\n\r\n',
        b"GET /hello HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n",
        POST + b"Content-Length: x\r\n\r\n",
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Content-Length: 100\r\n\r\nshort",
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        POST + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        POST + b"Content-Encoding: deflate\r\nContent-Length: 5\r\n\r\nhello",
        POST + b"Content-Type: text/plain; charset=nonsense\r\nContent-Length: 1\r\n\r\n\xff",
    ],
)
async def test_rubbish_is_never_a_500_and_never_a_line_in_the_log(
    fixture: Fixture, client: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    with caplog.at_level(logging.INFO):
        answer = await fixture.raw(sent)
    assert not answer.startswith((b"HTTP/1.1 5", b"HTTP/1.0 5"))
    assert caplog.messages == []
    async with client.get(fixture.url("/hello")) as response:
        assert response.status == 200


async def test_answers_are_counted_by_route_never_by_what_was_asked_for(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    for path in ("/hello", "/hello?name=Ann", "/Ann", "/Bob", "/broken"):
        async with client.get(fixture.url(path)):
            pass
    assert fixture.answered == {("/hello", 200): 2, ("-", 404): 2, ("/broken", 503): 1}


async def test_stopping_lets_requests_in_hand_finish_and_nobody_else_in(
    fixture: Fixture, client: aiohttp.ClientSession
) -> None:
    asked = asyncio.ensure_future(client.get(fixture.url("/slow")))
    await fixture.entered.wait()
    stopping = asyncio.ensure_future(fixture.server.stop())
    with pytest.raises(aiohttp.ClientConnectorError):
        await _ask_for_ever(fixture.url("/hello"))
    fixture.release.set()
    async with await asked as response:
        assert await response.text() == "done"
    await stopping


async def test_a_port_in_use_is_told_in_a_sentence(fixture: Fixture) -> None:
    second = Server([], "127.0.0.1", fixture.server.port, lambda route, status: None)
    with pytest.raises(CannotListen, match="is in use by another program"):
        await second.start()


async def test_an_address_of_another_machine_is_told_in_a_sentence() -> None:
    elsewhere = Server([], "192.0.2.1", 0, lambda route, status: None)
    with pytest.raises(CannotListen, match="no address of this machine"):
        await elsewhere.start()


async def _ask_for_ever(url: str) -> None:
    while True:
        async with aiohttp.ClientSession() as newcomer, newcomer.get(url):
            await asyncio.sleep(0)
