"""A Graph API server on 127.0.0.1 that is as strict as Meta's own."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

import aiohttp
import orjson
from aiohttp import web

from tests.standins.graph.account import nodes
from tests.standins.graph.automation import automate
from tests.standins.graph.customer import Customer
from tests.standins.graph.faults import Fault
from tests.standins.graph.hook import Hook
from tests.standins.graph.refusal import Json, Refusal, missing
from tests.standins.graph.sending import send
from tests.standins.graph.state import State
from tests.standins.graph.statuses import Accepted, tell, tell_all
from tests.standins.graph.templates import Template

VERSION: Final = "v26.0"
TOKEN: Final = "EAAstandinstandinstandinstandin"
APP_SECRET: Final = "5ec2e75ec2e75ec2e75ec2e75ec2e7ab"
VERIFY: Final = "the words that the console repeats"
PATIENCE: Final = 10.0
_BODY_BYTES: Final = 110_000_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """One request and how it was answered."""

    method: str
    path: str
    body: Json
    status: int
    code: int = 0


class GraphStandin:
    """Serves one business. `async with GraphStandin() as graph:` starts and stops it."""

    def __init__(self, *, port: int = 0) -> None:
        self.port = port
        self.state = State(TOKEN, APP_SECRET, VERIFY, self._changed)
        self.faults: list[Fault] = []
        self.calls: deque[Call] = deque(maxlen=20_000)
        self.accepted: list[Accepted] = []
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
        timeout, connector = aiohttp.ClientTimeout(total=30), aiohttp.TCPConnector(limit=0)
        session = aiohttp.ClientSession(timeout=timeout, connector=connector)
        self.state.session = self.state.hook.session = session
        server = web.Server(self._handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Ends every open connection."""
        await self.state.hook.close()
        if self.state.session is not None:
            await self.state.session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # What a test does

    @property
    def url(self) -> str:
        """What WHATSAPP_API_URL is set to."""
        return f"http://127.0.0.1:{self.port}/{VERSION}"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a process that talks with this stand-in."""
        return {
            "WHATSAPP_TOKEN": self.state.token,
            "WHATSAPP_PHONE_ID": self.state.phone,
            "WHATSAPP_APP_SECRET": self.state.app_secret,
            "WHATSAPP_VERIFY_TOKEN": self.state.verify_token,
            "WHATSAPP_API_URL": self.url,
        }

    @property
    def hook(self) -> Hook:
        """Where webhooks go: `url`, `deliveries`, `at_once`, `batch()`, `post()`."""
        return self.state.hook

    @property
    def violations(self) -> list[str]:
        """What a business must not ask for; a test asserts that it is empty."""
        return self.state.violations

    def customer(
        self, name: str = "Ann", wa_id: str | None = "491701234567", user_id: str | None = None
    ) -> Customer:
        """A new person with WhatsApp."""
        person = Customer(self, name, wa_id, user_id)
        self.state.people.append(person)
        return person

    def approve(self, *templates: Template) -> None:
        """Meta approves these templates."""
        self.state.templates.approve(*templates)

    def fail(self, fault: Fault) -> None:
        """Makes the next calls go wrong."""
        self.faults.append(fault)

    def passes(self, *, hours: float) -> None:
        """Moves Meta's clock on."""
        self.state.clock.ahead += hours * 3600

    def tells(self, message: Accepted, step: str, code: int | None = None) -> None:
        """Posts one status of a message."""
        tell(self.state, message, step, code)

    def releases(self) -> None:
        """Posts the statuses of all messages whose fate was held, newest first."""
        for one in reversed(self.accepted):
            if one.fate.held and not one.told:
                tell_all(self.state, one)

    def called(self, path: str) -> list[Call]:
        """All calls of `messages`, `media` … so far, oldest first."""
        return [call for call in self.calls if call.path.endswith(path)]

    def media_url(self, media_id: str) -> str:
        """Where a file is fetched, with the token."""
        return f"http://127.0.0.1:{self.port}/files/{media_id}"

    async def verifies(self, url: str, token: str | None = None) -> int:
        """Asks the webhook its challenge as the console does, and from then on calls it."""
        query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
        query["hub.verify_token"] = self.state.verify_token if token is None else token
        if self.state.session is None:
            raise LookupError("the stand-in is not started")
        async with self.state.session.get(url, params=query) as answer:
            if answer.status == 200:
                assert await answer.text() == query["hub.challenge"]
                self.hook.url = url
            return answer.status

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
        """Waits until every webhook has been answered 200."""
        await self.until(lambda: not self.hook.pending, "all webhooks to be taken", patience)

    def transcript(self) -> str:
        """All chats as people see them, for a failed test."""
        lines = [f"{person.name}: {one!r}" for person in self.state.people for one in person.heard]
        calls = [str(one) for one in list(self.calls)[-5:]]
        return "\n".join(["what is to be seen:", *lines, *calls, str(self.violations)])

    def _changed(self) -> None:
        waiting, self._waiting = self._waiting, []
        for moment in waiting:
            if not moment.done():
                moment.set_result(None)

    # What the business does

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        parts = request.path.strip("/").split("/", 1)
        if parts[0] == "control":
            from tests.standins.graph.control import obey

            return await obey(self, parts[1], await request.read())
        rest = parts[1] if len(parts) > 1 else ""
        if parts[0] == "files":
            return self._download(request, rest)
        if parts[0] != VERSION:
            return self._refused(request, rest, {}, self._no_rule(request))
        body: Json = {}
        name = rest.removeprefix(f"{self.state.phone}/")
        try:
            body = await _body(request, name)
            fault = self._fault(name, body.get("to", body.get("recipient")))
            if fault is not None and fault.kind == "drop":
                return _cut(request)
            self._authorize(request)
            if fault is not None and fault.kind == "answer":
                raise Refusal(fault.code, "As the test wished.", fault.status)
            answer = await self._answer(request, rest, name, body)
        except Refusal as refusal:
            return self._refused(request, rest, body, refusal)
        self.calls.append(Call(request.method, rest, body, 200))
        self._changed()
        return await _spoiled(request, fault, answer)

    async def _answer(self, request: web.BaseRequest, rest: str, name: str, body: Json) -> Json:
        if request.method == "POST" and rest == f"{self.state.phone}/{name}":
            if name == "messages":
                return await send(self.state, body, self.accepted)
            if name == "media":
                data, mime = body.pop("data"), body["mime"]
                return {"id": self.state.media.upload(body["name"], mime, data)}
            if name == "conversational_automation":
                return automate(self.state, body)
        if request.method == "POST" and rest == f"{self.state.account}/subscribed_apps":
            self.state.subscribed = True
            return {"success": True}
        if request.method == "GET":
            if (node := nodes(self.state).get(rest)) is not None:
                return node(self.state, dict(request.query))
            if rest in self.state.media.stored:
                found = self.state.media.stored[rest]
                return found.described(rest) | {"url": self.media_url(rest)}
        raise self._no_rule(request)

    def _authorize(self, request: web.BaseRequest) -> None:
        if "access_token" in request.query:
            self.violations.append("the token stands in an address")
        if request.headers.get("Authorization", "") != f"Bearer {self.state.token}":
            raise Refusal(190, "Invalid OAuth access token - Cannot parse access token")
        proof = request.query.get("appsecret_proof")
        if proof is not None and proof != self.proof:
            raise Refusal(100, "Invalid appsecret_proof provided in the API argument")

    @property
    def proof(self) -> str:
        """That who has the token has the app's secret as well."""
        secret, token = self.state.app_secret.encode(), self.state.token.encode()
        return hmac.new(secret, token, hashlib.sha256).hexdigest()

    def _fault(self, name: str, to: object) -> Fault | None:
        for fault in self.faults:
            if fault.hits(name, to):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    def _no_rule(self, request: web.BaseRequest) -> Refusal:
        self.violations.append(f"no rule for {request.method} {request.path}")
        return Refusal(100, "Unsupported request. Object with this ID does not exist.")

    def _refused(
        self, request: web.BaseRequest, path: str, body: Json, refusal: Refusal
    ) -> web.Response:
        call = Call(request.method, path, body, refusal.status, refusal.code)
        self.calls.append(call)
        self._changed()
        return _json(refusal.body(), refusal.status)

    def _download(self, request: web.BaseRequest, media_id: str) -> web.Response:
        if request.headers.get("Authorization", "") != f"Bearer {self.state.token}":
            return web.Response(status=401)
        found = self.state.media.stored.get(media_id)
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.data, content_type=found.mime)


def _request(*arguments: Any) -> web.BaseRequest:
    message, payload, protocol, writer, task = arguments[:5]
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=_BODY_BYTES
    )


async def _body(request: web.BaseRequest, name: str) -> Json:
    if request.method != "POST":
        return {}
    if name == "media":
        return await _upload(request)
    if request.content_type != "application/json":
        raise Refusal(100, "The body must be JSON.")
    raw = await request.read()
    try:
        value = orjson.loads(raw) if raw else {}
    except orjson.JSONDecodeError:
        raise Refusal(100, "The body is no JSON.") from None
    if not isinstance(value, dict):
        raise Refusal(100, "The body must be a JSON object.")
    return value


async def _upload(request: web.BaseRequest) -> Json:
    form = await request.post()
    if unknown := form.keys() - {"messaging_product", "file", "type"}:
        raise Refusal(100, f"Unexpected keys {sorted(unknown)}")
    if form.get("messaging_product") != "whatsapp":
        raise missing("messaging_product")
    file = form.get("file")
    if not isinstance(file, web.FileField):
        raise missing("file")
    if form.get("type", file.content_type) != file.content_type:
        raise Refusal(100, "type: is another than the file's")
    return {"name": file.filename, "mime": file.content_type, "data": file.file.read()}


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")


async def _spoiled(
    request: web.BaseRequest, fault: Fault | None, answer: Json
) -> web.StreamResponse:
    kind = fault.kind if fault is not None else ""
    if kind == "drop_after":
        return _cut(request)
    if kind == "garbage":
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>")
    if fault is not None and kind == "held":
        await asyncio.sleep(fault.seconds)
    return _json(answer)


def _cut(request: web.BaseRequest) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
