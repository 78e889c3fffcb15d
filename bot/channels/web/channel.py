"""The browser chat as the rest of Werkout sees it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.channels.channel import MediaBytes
from bot.channels.web.connection import RELOAD, RESTARTING, TOO_MANY, Connection, Hands, Waiting
from bot.channels.web.identity import Keyring, Phones
from bot.channels.web.line import Line
from bot.channels.web.origin import comes_from_us
from bot.channels.web.page import Commands, Page, Texts, fence, preferred_language
from bot.engine.inbound import Inbound
from bot.engine.taken import Taken

LARGEST_FRAME = 64 * 1024
# Nobody has more tabs of one chat; a program that opens more waits.
MOST_SOCKETS = 20
_HEARTBEAT_SECONDS = 25.0
_LARGEST_ROW = 2**63


class WebChannel:
    """Serves the page and its sockets; a page pulls what waits for it whenever it is woken.

    `waiting` gives an identity's unsent rows, oldest first: all of them, or at least
    `line.BATCH`. `seen` marks rows as sent. `media` gives the bytes of a row's picture or file,
    or None where the row is not this identity's. `demo_key` is the identity of the second phone
    and shows it, and the picture of the demo's town. `installation` is a text that changes with
    the database, so that a page never takes a new database's rows for those of an old one.
    `wake`, `wake_all`, `erase` and `typing` belong to the event loop's own thread.
    """

    name = "web"

    def __init__(
        self,
        *,
        take: Callable[[Inbound], Awaitable[Taken]],
        waiting: Callable[[str], Awaitable[list[Waiting]]],
        seen: Callable[[str, list[int]], Awaitable[None]],
        media: Callable[[str, int], Awaitable[MediaBytes | None]],
        keyring: Keyring,
        now: Callable[[], datetime],
        texts: Texts,
        commands: Commands,
        public_url: str | None = None,
        demo_key: str | None = None,
        installation: str = "",
    ) -> None:
        secure = (public_url or "").startswith("https:")
        self._phones = Phones(keyring, demo_key=demo_key, secure=secure, installation=installation)
        self._hands = Hands(take=take, seen=seen, now=now, store_of=self._phones.handle)
        self._waiting = waiting
        self._media = media
        self._public_url = public_url
        self._page = Page(texts, commands, town=demo_key is not None)
        self._lines: dict[str, Line] = {}
        self._open: Counter[str] = Counter()
        self._connections: set[Connection] = set()
        self._closing = False

    def routes(self) -> list[web.RouteDef]:
        """What to add to the server's router."""
        return [
            web.get("/", self._show_page),
            web.get("/chat/static/{version}/{name}", self._show_file),
            web.get(r"/chat/media/{row:\d{1,19}}", self._show_media),
            web.get("/chat/ws", self._connect),
        ]

    def wake(self, key: str) -> None:
        """Rows may wait for this identity: its open pages get those they do not have."""
        line = self._lines.get(key)
        if line is not None:
            line.wake()

    def wake_all(self) -> None:
        """Rows may wait for anybody: another process writes some, and its word may be lost."""
        for line in self._lines.values():
            line.wake()

    async def erase(self, key: str) -> None:
        """Everything of this person is gone: their open pages forget their transcripts.

        Call it before `wake`: what the page is shown afterwards stays.
        """
        await self._tell(key, {"type": "erase"})

    async def typing(self, key: str) -> None:
        """Something is being worked on; the page shows so until the next message."""
        await self._tell(key, {"type": "typing"})

    async def draft(self, key: str, draft: int, text: str) -> None:
        """An unfinished answer; the page shows it until the next message."""
        await self._tell(key, {"type": "draft", "text": text})

    async def close(self) -> None:
        """Finish the frames in hand and send every page away to come again."""
        self._closing = True
        closing = [connection.close(RESTARTING, "restarting") for connection in self._connections]
        await asyncio.gather(*closing)
        await asyncio.gather(*(line.settle() for line in list(self._lines.values())))

    async def _tell(self, key: str, frame: dict[str, Any]) -> None:
        line = self._lines.get(key)
        if line is not None:
            await asyncio.gather(*(page.send(frame) for page in line.connections))

    async def _show_page(self, request: web.Request) -> web.Response:
        cookies = web.Response()
        keys = self._phones.welcome(request.cookies, cookies)
        phones = [
            {"phone": phone, "store": self._phones.handle(key)} for phone, key in keys.items()
        ]
        language = preferred_language(request.headers.get("Accept-Language", ""))
        response = self._page.document(language, phones)
        response.cookies.update(cookies.cookies)
        return response

    async def _show_file(self, request: web.Request) -> web.Response:
        return self._page.file(request.match_info["version"], request.match_info["name"])

    async def _show_media(self, request: web.Request) -> web.Response:
        key = self._phones.key(request.cookies, self._phone(request))
        row = int(request.match_info["row"])
        found = await self._media(key, row) if key and row < _LARGEST_ROW else None
        if found is None:
            raise web.HTTPNotFound(headers=fence({"Cache-Control": "no-store"}))
        name = quote(found.file_name, safe="")
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Type": found.mime,
        }
        return web.Response(body=found.data, headers=fence(headers))

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if not comes_from_us(request, self._public_url):
            raise web.HTTPForbidden(text="This page is not ours.", headers=fence({}))
        key = self._phones.key(request.cookies, self._phone(request))
        socket = web.WebSocketResponse(
            max_msg_size=LARGEST_FRAME, heartbeat=_HEARTBEAT_SECONDS, compress=False
        )
        if not socket.can_prepare(request):
            raise web.HTTPUpgradeRequired(headers=fence({"Upgrade": "websocket"}))
        await socket.prepare(request)
        refused = self._refusal(key)
        if key is None or refused is not None:
            await socket.close(code=refused or RELOAD)
        else:
            await self._serve(socket, key)
        return socket

    def _refusal(self, key: str | None) -> int | None:
        if self._closing:
            return RESTARTING
        if key is None:
            return RELOAD
        return TOO_MANY if self._open[key] >= MOST_SOCKETS else None

    async def _serve(self, socket: web.WebSocketResponse, key: str) -> None:
        line = self._lines.setdefault(key, Line(key, self._waiting))
        connection = Connection(socket, key, self._hands, line)
        self._open[key] += 1
        self._connections.add(connection)
        try:
            await connection.run()
        finally:
            self._connections.discard(connection)
            line.connections.discard(connection)
            await self._leave(line, key)

    async def _leave(self, line: Line, key: str) -> None:
        self._open[key] -= 1
        await line.settle()
        if not self._open[key]:
            del self._open[key]
            self._lines.pop(key, None)

    def _phone(self, request: web.Request) -> int:
        asked = request.query.get("phone", "1")
        phones = {str(number): number for number in self._phones.numbers}
        if asked not in phones:
            raise web.HTTPNotFound(headers=fence({}))
        return phones[asked]
