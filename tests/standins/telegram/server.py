"""A Bot API server on 127.0.0.1 that is as strict as Telegram's own."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl, unquote

import aiohttp
import orjson
from aiohttp import web

from tests.standins.telegram import bot_methods  # noqa: F401 - enters its rules
from tests.standins.telegram.faults import Fault, Faults, Kind
from tests.standins.telegram.files import Upload
from tests.standins.telegram.methods import METHODS, Uploads
from tests.standins.telegram.people import Group, User
from tests.standins.telegram.refusal import Json, Refused, bad_request
from tests.standins.telegram.state import State
from tests.standins.telegram.updates import Updates
from tests.standins.telegram.wire import dumps

TOKEN = "700000007:AAstandinstandinstandinstandinstand"
PATIENCE = 10.0
_BODY_BYTES = 60_000_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot and how it was answered."""

    method: str
    args: Json
    uploads: Uploads
    status: int
    description: str = ""
    # Seconds since the epoch, and the port that was called.
    at: float = 0.0
    port: int = 0


class TelegramStandin:
    """Serves one bot. `async with TelegramStandin() as telegram:` starts and stops it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "werkout_bot",
        local: bool = True,
        port: int = 0,
    ) -> None:
        self.token = token
        self.port = port
        self.state = State(token, username, self._changed, local=local)
        self.faults = Faults()
        self.calls: deque[Call] = deque(maxlen=20_000)
        self._users: dict[int, User] = {}
        self._waiting: list[asyncio.Future[None]] = []
        self._runner: web.ServerRunner | None = None

    # Starting and stopping

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listens on `port`, or on a free one where that is 0."""
        timeout = aiohttp.ClientTimeout(total=30)
        connector = aiohttp.TCPConnector(limit=0)
        self.state.session = aiohttp.ClientSession(
            timeout=timeout, connector=connector, cookie_jar=aiohttp.DummyCookieJar()
        )
        server = web.Server(
            self._handle, request_factory=_request, access_log=None, keepalive_timeout=75
        )
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def listen_also(self) -> int:
        """Another port of the same server, by which faults can tell one caller from another."""
        if self._runner is None:
            raise LookupError("the stand-in is not started")
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port: int = self._runner.addresses[-1][1]
        return port

    async def stop(self) -> None:
        """Ends every open connection."""
        self.state.updates.set_hook(None)
        if self.state.session is not None:
            await self.state.session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """What TELEGRAM_API_URL is set to."""
        return f"http://127.0.0.1:{self.port}"

    # What a test does

    @property
    def updates(self) -> Updates:
        """The queue: `deliveries`, `at_once`, `pending`, `push`."""
        return self.state.updates

    @property
    def violations(self) -> list[str]:
        """What the bot asked for that no rule covers; a test asserts that it is empty."""
        return self.state.violations

    def user(self, user_id: int, name: str = "Ann", language: str | None = "en") -> User:
        """The person of that id, made on first mention. The chat opens when they write."""
        if user_id not in self._users:
            self._users[user_id] = User(self, user_id, name, language)
        return self._users[user_id]

    def group(self, chat_id: int, title: str = "Lifters") -> Group:
        """A supergroup; its id is negative."""
        return Group(self, chat_id, title)

    def fail(self, fault: Fault) -> None:
        """Makes the next calls go wrong."""
        self.faults.add(fault)

    def passes(self, *, hours: float) -> None:
        """Moves the server's clock on."""
        self.state.clock.ahead += hours * 3600

    def called(self, method: str) -> list[Call]:
        """All calls of one method so far, oldest first."""
        return [call for call in self.calls if call.method == method]

    async def until(
        self, check: Callable[[], T | None], what: str = "that", patience: float = PATIENCE
    ) -> T:
        """Waits until `check` gives something true, looking again whenever anything happens."""
        try:
            async with asyncio.timeout(patience):
                while not (found := check()):
                    moment: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiting.append(moment)
                    await moment
        except TimeoutError:
            raise AssertionError(f"waited {patience} s for {what}\n{self.transcript()}") from None
        return found

    async def settled(self, patience: float = PATIENCE) -> None:
        """Waits until the bot has confirmed every update."""
        await self.until(lambda: not self.updates.pending, "the bot to take all updates", patience)

    def transcript(self) -> str:
        """All chats as people see them, for a failed test."""
        lines = [repr(one) for chat in self.state.chats for one in chat.visible()]
        return "\n".join(["what is to be seen:", *lines, *map(str, list(self.calls)[-5:])])

    def _changed(self) -> None:
        waiting, self._waiting = self._waiting, []
        for moment in waiting:
            if not moment.done():
                moment.set_result(None)

    # What the bot does

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if path.startswith("/bot"):
            token, _, name = path[4:].partition("/")
            return await self._bot(request, unquote(token), name, query)
        if path.startswith("/file/bot"):
            token, _, name = path[9:].partition("/")
            return self._download(unquote(token), name)
        if path.startswith("/control/"):
            from tests.standins.telegram.control import obey

            return await obey(self, path[9:], await request.read())
        return _json(404, Refused(404, "Not Found").body())

    async def _bot(
        self, request: web.BaseRequest, token: str, name: str, query: str
    ) -> web.StreamResponse:
        rule = METHODS.get(name.lower())
        try:
            args, uploads = await _arguments(request, query)
        except Refused as refused:
            return _json(refused.status, refused.body())
        fault = None
        if self.faults.waiting:
            fault = self.faults.take(name, args.get("chat_id"), _port(request))
        if fault is not None and fault.kind == "drop":
            self._changed()
            return _cut(request)
        await _hesitate(fault, "slow")
        try:
            self._check_token(token)
            if fault is not None and fault.kind == "answer":
                raise _refusal(fault)
            if rule is None:
                raise self._no_rule(f"method {name}")
            if unknown := args.keys() - rule.parameters:
                self.state.violations.append(f"{name} has no parameters {sorted(unknown)}")
            result = rule.rule(self.state, args, uploads)
            if inspect.isawaitable(result):
                result = await result
            status, body = 200, {"ok": True, "result": result}
        except Refused as refused:
            status, body = refused.status, refused.body()
        except NotImplementedError as missing:
            status, body = 501, self._no_rule(str(missing)).body()
        words = body.get("description", "")
        self.calls.append(Call(name, args, uploads, status, words, time.time(), _port(request)))
        self._changed()
        await _hesitate(fault, "held")
        return _json(status, body) if fault is None else _spoiled(request, fault, status, body)

    def _check_token(self, token: str) -> None:
        if token == self.token:
            return
        number, colon, secret = token.partition(":")
        if not (number.isdecimal() and colon and secret):
            raise Refused(404, "Not Found")
        raise Refused(401, "Unauthorized")

    def _no_rule(self, what: str) -> Refused:
        self.state.violations.append(f"no rule for {what}")
        return Refused(404, "Not Found: method not found")

    def _download(self, token: str, path: str) -> web.StreamResponse:
        if token != self.token:
            return _json(401, Refused(401, "Unauthorized").body())
        for stored in self.state.files.stored.values():
            if stored.path == path:
                return web.Response(body=stored.upload.data)
        return _json(404, Refused(404, "Not Found").body())


def _request(*arguments: Any) -> web.BaseRequest:
    message, payload, protocol, writer, task = arguments[:5]
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=_BODY_BYTES
    )


async def _arguments(request: web.BaseRequest, query: str) -> tuple[Json, Uploads]:
    args: Json = dict(parse_qsl(query)) if query else {}
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        body = await request.read()
        try:
            value = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError:
            value = None
        if not isinstance(value, dict):
            raise bad_request("can't parse the request body as a JSON object")
        return args | {name: one for name, one in value.items() if one is not None}, {}
    uploads: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            args[name] = value if isinstance(value, str) else bytes(value).decode()
    return args, uploads


def _json(status: int, body: Json) -> web.Response:
    return web.Response(status=status, body=dumps(body), content_type="application/json")


def _refusal(fault: Fault) -> Refused:
    if fault.retry_after:
        words = f"Too Many Requests: retry after {fault.retry_after}"
        return Refused(429, words, retry_after=fault.retry_after)
    return Refused(fault.status, fault.description)


def _port(request: web.BaseRequest) -> int:
    """The port that was called; 0 where the connection is gone already."""
    called = request.get_extra_info("sockname")
    return called[1] if called else 0


async def _hesitate(fault: Fault | None, kind: Kind) -> None:
    if fault is not None and fault.kind == kind:
        await asyncio.sleep(fault.seconds)


def _cut(request: web.BaseRequest) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _spoiled(request: web.BaseRequest, fault: Fault, status: int, body: Json) -> web.StreamResponse:
    if fault.kind == "drop_after":
        return _cut(request)
    if fault.kind == "garbage":
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>")
    if fault.kind == "half" and request.transport is not None:
        whole = dumps(body)
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(whole)}\r\n\r\n".encode()
        request.transport.write(head + whole[: len(whole) // 2])
        request.transport.close()
        return web.Response()
    return _json(status, body)
