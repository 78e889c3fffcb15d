"""A page's side of the protocol, spoken by hand."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import orjson
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from aiohttp.test_utils import TestServer

from bot.channels.web.channel import WebChannel
from tests.bot.channels.web.fakes import NOON, app_for

Frame = dict[str, Any]


class Socket:
    """One WebSocket of a page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, frame: Frame) -> None:
        await self.socket.send_str(orjson.dumps(frame).decode())

    async def hear(self) -> Frame:
        """The next frame; a closed socket fails the test."""
        message = await self.socket.receive(timeout=5)
        assert message.type is WSMsgType.TEXT, f"closed with {self.socket.close_code}"
        frame: Frame = orjson.loads(message.data)
        return frame

    async def hear_until(self, kind: str) -> Frame:
        """The next frame of this type; what comes before is passed over."""
        while (frame := await self.hear())["type"] != kind:
            pass
        return frame

    async def closed(self) -> int | None:
        """The code the server closed with."""
        message = await self.socket.receive(timeout=5)
        assert message.type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING}
        return self.socket.close_code

    async def close(self) -> None:
        await self.socket.close()


@dataclass
class Browser:
    """A browser with its cookies, at the address of a test server."""

    http: ClientSession
    address: str
    cookies: dict[str, str]

    async def visit(self, **headers: str) -> str:
        """Open the page; its cookies are kept."""
        async with self.http.get(self.address, headers=self._with_cookies(headers)) as response:
            for header in response.headers.getall("Set-Cookie", []):
                self.cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
            return await response.text()

    async def connect(self, phone: int = 1, **headers: str) -> Socket:
        """Open a phone's socket, as the page of this very address."""
        headers = {"Origin": self.address.rstrip("/")} | headers
        return Socket(
            await self.http.ws_connect(
                f"{self.address}chat/ws?phone={phone}", headers=self._with_cookies(headers)
            )
        )

    async def greeted(self, phone: int = 1, **hello: str) -> Socket:
        """A socket whose page has said hello and was welcomed."""
        socket = await self.connect(phone)
        await socket.say({"type": "hello", "now": NOON.isoformat()} | hello)
        assert await socket.hear() == {"type": "welcome"}
        return socket

    async def media(self, row: int, phone: int = 1) -> tuple[int, bytes, dict[str, str]]:
        url = f"{self.address}chat/media/{row}?phone={phone}"
        async with self.http.get(url, headers=self._with_cookies({})) as response:
            return response.status, await response.read(), dict(response.headers)

    def key(self, phone: int = 1) -> str:
        """The identity in this browser's cookie."""
        return self.cookies[f"werkout_phone_{phone}"].rpartition(".")[0]

    def _with_cookies(self, headers: dict[str, str]) -> dict[str, str]:
        together = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers | ({"Cookie": together} if together else {})


@asynccontextmanager
async def browsers(channel: WebChannel, count: int = 1) -> AsyncIterator[list[Browser]]:
    """Browsers of as many people, at one server."""
    async with TestServer(app_for(channel)) as server, ClientSession() as http:
        address = str(server.make_url("/"))
        yield [Browser(http, address, {}) for _ in range(count)]


def message(content: Frame, name: str = "m1", n: int = 1, at: str = "") -> Frame:
    """A message of the page."""
    typed = at or NOON.isoformat()
    return {"type": "message", "id": name, "n": n, "at": typed, "content": content}


def config_of(page: str) -> Frame:
    """What the server wrote into the page."""
    found = re.search(r'id="config">(.*?)</script>', page, re.DOTALL)
    assert found
    config: Frame = orjson.loads(found[1])
    return config
