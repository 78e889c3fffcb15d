"""A Bot API and the people behind it, as light as Python makes them: what is measured is the bot.

It speaks just enough HTTP/1.1 for the bots here, checks nothing and keeps nothing. Whether a bot
calls Telegram rightly is what the strict stand-in is for.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import deque
from collections.abc import Callable
from typing import Any, Self, cast
from urllib.parse import parse_qsl, urlsplit

import orjson

TOKEN = "700000007:AAstandinstandinstandinstandinstand"
CONNECTIONS = 100
"""To each process of a bot, as Telegram opens where `max_connections` asks for it."""
PATIENCE = 120.0
Json = dict[str, Any]
Heard = Callable[[Json], None]
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_ME = {"id": 700000007, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
_FIXED: dict[str, Any] = {
    "getme": _ME,
    "getmycommands": [],
    "getmydescription": {"description": ""},
    "getmyshortdescription": {"short_description": ""},
}


class QuickApi:
    """Serves one bot, which may be several processes: each update goes to the next of `ports`."""

    def __init__(self) -> None:
        self.token = TOKEN
        self.url = ""
        self.heard: dict[int, Heard] = {}
        """What to call with a message that was sent or edited, by chat."""
        self.refused: list[str] = []
        """What the webhook answered other than 200, and what could not be read."""
        self._hook = ""
        self._secret = ""
        self._server: asyncio.Server | None = None
        self._ways: list[_Way] = []
        self._turn = 0
        self._ids = itertools.count(700_000_001)
        self._messages = itertools.count(1_000_000)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Asked(self), "127.0.0.1", 0, backlog=1024)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for way in self._ways:
            way.close()
        if self._server is not None:
            self._server.close()

    async def hooked(self, alive: Callable[[], object], ports: list[int]) -> None:
        """Wait until the bot has set its webhook, and push to these ports of it from then on.

        `alive` raises where it never will.
        """
        async with asyncio.timeout(PATIENCE):
            while not self._hook:
                alive()
                await asyncio.sleep(0.01)
        path = urlsplit(self._hook).path
        self._ways = [_Way(port, path, self._secret) for port in ports]

    async def push(self, update: Json) -> None:
        """Bring one update; returns once it is confirmed."""
        self._turn += 1
        way = self._ways[self._turn % len(self._ways)]
        status = await way.post(orjson.dumps({"update_id": next(self._ids), **update}))
        if status != 200:
            self.refused.append(f"webhook answered {status}")

    def next_message(self) -> int:
        """The number of a new message."""
        return next(self._messages)

    def answer(self, method: str, body: Json) -> Any:
        """The result of one call."""
        name = method.lower()
        if name in ("sendmessage", "editmessagetext"):
            return self._shown(body)
        if name == "setwebhook":
            self._hook, self._secret = body["url"], body.get("secret_token", "")
        return _FIXED.get(name, True)

    def _shown(self, body: Json) -> Json:
        chat = int(body["chat_id"])
        message = {
            "message_id": int(body.get("message_id") or self.next_message()),
            "date": 1_790_000_000,
            "from": _ME,
            "chat": {"id": chat, "type": "private", "first_name": "Ann"},
            "text": body["text"],
        }
        heard = self.heard.get(chat)
        if heard is not None:
            heard(message | {"reply_markup": body.get("reply_markup")})
        return message


class _Asked(asyncio.Protocol):
    """One connection of the bot to us."""

    def __init__(self, api: QuickApi) -> None:
        self._api = api
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (whole := _taken(self._buffer)) is not None:
            head, body = whole
            method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
            answer = orjson.dumps({"ok": True, "result": self._api.answer(method, _read(body))})
            if self._transport is not None:
                self._transport.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                    b"\r\n%b" % (len(answer), answer)
                )


class _Way:
    """Connections to one process of the bot, kept open, each with one update at a time."""

    def __init__(self, port: int, path: str, secret: str) -> None:
        self.port = port
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            + (f"{_SECRET_HEADER}: {secret}\r\n" if secret else "")
        ).encode()
        self._open: list[_Pushed] = []
        self._idle: deque[_Pushed] = deque()
        self._free = asyncio.Semaphore(CONNECTIONS)

    async def post(self, body: bytes) -> int:
        """The status that this update was answered with, however often a connection broke."""
        request = b"%bContent-Length: %d\r\n\r\n%b" % (self._head, len(body), body)
        async with self._free:
            while True:
                line = self._idle.popleft() if self._idle else await self._connected()
                if status := await line.ask(request):
                    self._idle.append(line)
                    return status

    async def _connected(self) -> _Pushed:
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(_Pushed, "127.0.0.1", self.port)
        self._open.append(line)
        return line

    def close(self) -> None:
        """End every connection."""
        for line in self._open:
            line.close()


class _Pushed(asyncio.Protocol):
    """One connection of ours to the bot's webhook."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._status: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    async def ask(self, request: bytes) -> int:
        """The status of the answer; 0 where the connection is closed, as after a long idleness."""
        self._status = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            return 0
        self._transport.write(request)
        return await self._status

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if (whole := _taken(self._buffer)) is not None:
            self._tell(int(whole[0].split(b" ", 2)[1]))

    def connection_lost(self, exc: Exception | None) -> None:
        self._tell(0)

    def _tell(self, status: int) -> None:
        if self._status is not None and not self._status.done():
            self._status.set_result(status)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


def _taken(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """Head and body of the first whole message in the buffer, taken out of it."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    length = _LENGTH.search(buffer, 0, end)
    until = end + 4 + (int(length[1]) if length else 0)
    if len(buffer) < until:
        return None
    whole = bytes(buffer[:end]), bytes(buffer[end + 4 : until])
    del buffer[:until]
    return whole


def _read(body: bytes) -> Json:
    """What a method is called with: JSON, or the fields of a form."""
    if body[:1] == b"{":
        return cast("Json", orjson.loads(body))
    return dict(parse_qsl(body.decode()))
