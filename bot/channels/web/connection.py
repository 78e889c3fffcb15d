"""One open socket of one page: hears its frames in order, shows it what waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson
import structlog
from aiohttp import WSMsgType, web

from bot.channels.web import frames
from bot.channels.web.pace import Pace
from bot.channels.web.page_clock import PageClock
from bot.engine.inbound import Address, Inbound
from bot.engine.taken import ComeAgain, Taken

# Close codes the page understands.
RELOAD = 4401
TOO_MANY = 4429
RESTARTING = 1012

# A page that takes nothing for so long is as good as gone.
_SEND_SECONDS = 15.0
_AGAIN_SECONDS = 5

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unsent outbox row: its id, what `outgoing.to_json` made of it, and when it was said."""

    id: int
    body: dict[str, Any]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hands:
    """What a connection does for its page; the channel wires it to the engine."""

    take: Callable[[Inbound], Awaitable[Taken]]
    seen: Callable[[str, list[int]], Awaitable[None]]
    now: Callable[[], datetime]
    store_of: Callable[[str], str]


class Joined(Protocol):
    """What a socket joins once its page has said hello."""

    def join(self, connection: Connection) -> None:
        """Show this socket what waits, from now on."""
        ...

    def seen(self) -> None:
        """The page stored some of it."""
        ...


class Connection:
    """A page's socket. Frames are heard one after another; shows may come between."""

    def __init__(self, socket: web.WebSocketResponse, key: str, hands: Hands, line: Joined) -> None:
        self._socket = socket
        self._key = key
        self._hands = hands
        self._line = line
        self._clock = PageClock()
        self._pace = Pace(asyncio.get_running_loop().time)
        self._hearing = asyncio.Lock()
        self._shown: set[int] = set()
        self._zone: str | None = None
        self._language: str | None = None

    async def run(self) -> None:
        """Hear the page until it goes."""
        async for frame in self._socket:
            if frame.type is WSMsgType.ERROR:
                return
            await self._pace.keep()
            async with self._hearing:
                await self._hear(frame.data if frame.type is WSMsgType.TEXT else "")

    async def show(self, rows: Iterable[Waiting]) -> None:
        """Show each row this socket has not shown yet."""
        for row in rows:
            if row.id not in self._shown:
                self._shown.add(row.id)
                at = (row.at or self._hands.now()).astimezone(UTC).isoformat()
                await self.send({"type": "show", "at": at, **row.body, "id": row.id})

    async def send(self, frame: dict[str, Any]) -> None:
        """Write one frame; a page that does not read is closed, and comes again by itself."""
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await self._socket.send_str(orjson.dumps(frame).decode())
        except (ConnectionError, TimeoutError):
            await self._socket.close()

    async def close(self, code: int, reason: str) -> None:
        """Finish the frame in hand, then close."""
        async with self._hearing:
            await self._socket.close(code=code, message=reason.encode())

    async def _hear(self, text: str) -> None:
        try:
            frame = frames.read(text)
        except frames.Malformed as malformed:
            await self.send({"type": "refused", "id": malformed.message})
            return
        match frame:
            case frames.Hello():
                await self._greet(frame)
            case frames.Message():
                await self._take(frame)
            case frames.Seen():
                await self._mark(frame.ids)
            case frames.Ping():
                await self.send({"type": "pong"})

    async def _greet(self, hello: frames.Hello) -> None:
        if hello.store and hello.store != self._hands.store_of(self._key):
            # Another tab was given a newer cookie: this page's transcript is somebody else's.
            await self._socket.close(code=RELOAD, message=b"another identity")
            return
        self._clock.set(hello.now, self._hands.now())
        self._zone, self._language = hello.known_zone(), hello.known_language()
        await self.send({"type": "welcome"})
        self._line.join(self)

    async def _take(self, message: frames.Message) -> None:
        try:
            taken = await self._hands.take(self._inbound(message))
        except ComeAgain as later:
            await self.send({"type": "again", "id": message.id, "after": later.after})
        except Exception:
            # The page keeps the message and brings it again, so nothing is lost by our mistake.
            log.exception("web.take_failed", kind=type(message.content).__name__)
            await self.send({"type": "again", "id": message.id, "after": _AGAIN_SECONDS})
        else:
            await self.send({"type": "ack", "id": message.id, "notice": taken.notice})

    def _inbound(self, message: frames.Message) -> Inbound:
        return Inbound(
            # It outlives a deletion, so it must not hold the key.
            id=f"web:{self._hands.store_of(self._key)}:{message.id}",
            sender=Address("web", self._key),
            at=self._clock.moment(message.at, self._hands.now()),
            order=message.n,
            content=message.content.content(),
            message=_about(message),
            language=self._language,
            zone=self._zone,
        )

    async def _mark(self, ids: list[int]) -> None:
        # Only what this page was given: a made-up number marks nothing.
        mine = [row for row in ids if row in self._shown]
        if not mine:
            return
        try:
            await self._hands.seen(self._key, mine)
        except Exception:
            # They stay unsent and are shown once more; the page knows them by their ids.
            log.exception("web.seen_failed", rows=len(mine))
            self._shown.difference_update(mine)
        self._line.seen()


def _about(message: frames.Message) -> str:
    """The id of the message this is, corrects or was pressed on."""
    match message.content:
        case frames.Pressed(message=row):
            return str(row)
        case frames.Corrected(edit=edited):
            return edited
        case _:
            return message.id
