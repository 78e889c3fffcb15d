"""A strict stand-in for an OpenAI-compatible server: chat completions as a stream, and models.

async with ModelStandin() as server:
    server.will(Calls(("recent_workouts", {"days": 14})), Says("You squatted on Monday."))
    …
    assert server.violations == []

It refuses what the real one refuses: a wrong key, an unknown model, fields it does not know,
messages in no legal order. Its answers are scripted, and so is everything that goes wrong.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

import orjson
from aiohttp import web

KEY = "sk-standin-standin-standin"
MODEL = "standin-1"
ENDLESS_CHUNK = "and then again and again and again. "
Json = dict[str, Any]

# Fields of a request that the server knows (platform.openai.com/docs/api-reference/chat/create).
_KNOWN = frozenset(
    "model messages stream stream_options max_tokens max_completion_tokens tools tool_choice "
    "response_format temperature top_p n stop seed user parallel_tool_calls".split()
)
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class Refused(Exception):
    """An answer with this status and the API's error body."""

    def __init__(self, status: int, message: str, *, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": "invalid_request_error",
                               "param": param, "code": None}}  # fmt: skip


# What an answer may be


@dataclass(frozen=True, slots=True)
class Says:
    """Words, in pieces of a few letters."""

    text: str
    finish: str = "stop"


@dataclass(frozen=True, slots=True)
class Calls:
    """Tool calls: names with arguments, as JSON or as any text."""

    calls: tuple[tuple[str, Json | str], ...]

    def __init__(self, *calls: tuple[str, Json | str]) -> None:
        object.__setattr__(self, "calls", calls)


@dataclass(frozen=True, slots=True)
class Fails:
    """A status, with `retry-after` where given."""

    status: int
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class CutOff:
    """Some words, and then the connection is gone."""

    text: str


@dataclass(frozen=True, slots=True)
class Hangs:
    """Some words, or none at all, and then nothing more while the caller waits."""

    text: str = ""
    headers: bool = True


@dataclass(frozen=True, slots=True)
class Endless:
    """The same words for ever; `lines` False sends one line that never ends."""

    lines: bool = True


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they are, in place of events."""

    data: bytes


Reply = Says | Calls | Fails | CutOff | Hangs | Endless | Raw
Thinks = Callable[[Json], Reply]


@dataclass(slots=True)
class ModelStandin:
    """Serves one key and one model; requests are answered from the script, in order.

    Behind the script's end `thinks` answers, where it is given. `refuses` names fields that the
    server does not know, as servers of other makers do not know all of them.
    """

    key: str = KEY
    model: str = MODEL
    port: int = 0
    refuses: set[str] = field(default_factory=set)
    thinks: Thinks | None = None
    counts_tokens: bool = True
    requests: list[Json] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    script: deque[Reply] = field(default_factory=deque)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with every request."""
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/v1/chat/completions", self._completions)
        app.router.add_get("/v1/models", self._models)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"http://127.0.0.1:{self.port}/v1"

    def will(self, *replies: Reply) -> None:
        """Answer the next requests like this."""
        self.script.extend(replies)

    def will_say(self, text: str) -> None:
        """Answer the next request in these words."""
        self.will(Says(text))

    # What is asked

    async def _models(self, request: web.Request) -> web.Response:
        try:
            self._check_key(request)
        except Refused as refused:
            return web.json_response(refused.body, status=refused.status)
        one = {"id": self.model, "object": "model", "created": 1, "owned_by": "standin"}
        return web.json_response({"object": "list", "data": [one]})

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_key(request)
            body = self._checked(await request.read())
        except Refused as refused:
            if refused.status == 400:
                self.violations.append(str(refused))
            return web.json_response(refused.body, status=refused.status)
        self.requests.append(body)
        self.asked.set()
        reply = self._reply(body)
        if isinstance(reply, Fails):
            headers = {} if reply.retry_after is None else {"retry-after": f"{reply.retry_after:g}"}
            error = {"error": {"message": "no", "type": "server_error", "code": None}}
            return web.json_response(error, status=reply.status, headers=headers)
        if isinstance(reply, Hangs) and not reply.headers:
            await self._stopping.wait()
        return await self._stream(request, body, reply)

    def _check_key(self, request: web.Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self.key}":
            raise Refused(401, "Incorrect API key provided")

    def _checked(self, data: bytes) -> Json:
        try:
            body = orjson.loads(data)
        except orjson.JSONDecodeError:
            raise Refused(400, "We could not parse the JSON body of your request.") from None
        if body.get("model") != self.model:
            raise Refused(404, f"The model {body.get('model')!r} does not exist")
        for name in body:
            if name not in _KNOWN:
                raise Refused(400, f"Unrecognized request argument supplied: {name}")
            if name in self.refuses:
                # A refusal that is asked for is no violation.
                raise _asked_for(name)
        if body.get("stream") is not True:
            raise Refused(400, "the stand-in only streams")
        check_messages(body.get("messages"))
        check_tools(body.get("tools", []))
        check_format(body.get("response_format"))
        return dict(body)

    def _reply(self, body: Json) -> Reply:
        if self.script:
            return self.script.popleft()
        if self.thinks is not None:
            return self.thinks(body)
        self.violations.append("a request that the script has no answer for")
        return Fails(500)

    # How it is answered

    async def _stream(self, request: web.Request, body: Json, reply: Reply) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        match reply:
            case Raw(data=data):
                await response.write(data)
            case Endless(lines=lines):
                await self._for_ever(response, lines=lines)
            case Hangs(text=text):
                await self._words(response, text)
                await self._stopping.wait()
            case CutOff(text=text):
                await self._words(response, text)
                if request.transport is not None:
                    request.transport.close()
            case Says(text=text, finish=finish):
                await self._words(response, text)
                await self._end(response, body, finish)
            case Calls(calls=calls):
                for place, (name, arguments) in enumerate(calls):
                    await self._call(response, place, name, arguments)
                await self._end(response, body, "tool_calls")
        return response

    async def _words(self, response: web.StreamResponse, text: str) -> None:
        for start in range(0, len(text), 7):
            await _event(response, _chunk(self.model, {"content": text[start : start + 7]}))

    async def _call(
        self, response: web.StreamResponse, place: int, name: str, arguments: Json | str
    ) -> None:
        text = arguments if isinstance(arguments, str) else orjson.dumps(arguments).decode()
        first = {"index": place, "id": f"call_{len(self.requests)}_{place}", "type": "function",
                 "function": {"name": name, "arguments": ""}}  # fmt: skip
        await _event(response, _chunk(self.model, {"tool_calls": [first]}))
        for start in range(0, len(text), 9):
            more = {"index": place, "function": {"arguments": text[start : start + 9]}}
            await _event(response, _chunk(self.model, {"tool_calls": [more]}))

    async def _end(self, response: web.StreamResponse, body: Json, finish: str) -> None:
        await _event(response, _chunk(self.model, {}, finish))
        if self.counts_tokens and body.get("stream_options", {}).get("include_usage"):
            usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
            await _event(response, {**_chunk(self.model, {}), "choices": [], "usage": usage})
        await response.write(b"data: [DONE]\n\n")

    async def _for_ever(self, response: web.StreamResponse, *, lines: bool) -> None:
        try:
            while not self._stopping.is_set():
                if lines:
                    await _event(response, _chunk(self.model, {"content": ENDLESS_CHUNK}))
                else:
                    await response.write(b"data: " + b"x" * 65_536)
        except ConnectionError:
            return


async def _event(response: web.StreamResponse, body: Json) -> None:
    await response.write(b"data: " + orjson.dumps(body) + b"\n\n")


def _chunk(model: str, delta: Json, finish: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "chatcmpl-standin",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": model,
        "choices": [choice],
    }


class _AskedFor(Refused):
    """A refusal of a field that this server was told not to know."""


def _asked_for(name: str) -> Refused:
    refused = _AskedFor(422, f"Unsupported parameter: '{name}' is not supported", param=name)
    refused.body["error"]["param"] = name
    return refused


# What is legal


def check_messages(messages: Any) -> None:
    """The order that the API insists on: every tool call is answered before anything else."""
    if not isinstance(messages, list) or not messages:
        raise Refused(400, "messages: a list is wanted")
    open_calls: set[str] = set()
    for message in messages:
        role = message.get("role")
        if role not in ("system", "user", "assistant", "tool", "developer"):
            raise Refused(400, f"messages: {role!r} is no role")
        if role == "tool":
            answered = message.get("tool_call_id")
            if answered not in open_calls:
                raise Refused(400, "messages with role 'tool' must be a response to a preceding "
                              "message with 'tool_calls'")  # fmt: skip
            open_calls.discard(answered)
        elif open_calls:
            raise Refused(400, "an assistant message with 'tool_calls' must be followed by tool "
                          "messages responding to each 'tool_call_id'")  # fmt: skip
        if not isinstance(message.get("content"), str):
            raise Refused(400, "messages: content must be a string")
        open_calls |= _ids_of_calls(message)
    if open_calls:
        raise Refused(400, "tool calls without their results")


def _ids_of_calls(message: Json) -> set[str]:
    calls = message.get("tool_calls", [])
    if calls and message["role"] != "assistant":
        raise Refused(400, "only an assistant calls tools")
    for call in calls:
        function = call.get("function", {})
        is_well = call.get("id") and call.get("type") == "function"
        if not is_well or not _NAME.fullmatch(function.get("name", "")):
            raise Refused(400, "tool_calls: a call without id, type or name")
        if not isinstance(function.get("arguments"), str):
            raise Refused(400, "tool_calls: arguments must be a string")
    return {call["id"] for call in calls}


def check_tools(tools: Iterable[Json]) -> None:
    """Each a function with a legal name and an object of parameters."""
    for tool in tools:
        function = tool.get("function", {})
        if tool.get("type") != "function" or not _NAME.fullmatch(function.get("name", "")):
            raise Refused(400, "tools: a function with a name is wanted", param="tools")
        if function.get("parameters", {}).get("type") != "object":
            raise Refused(400, "tools: parameters must be an object", param="tools")


def check_format(wanted: Json | None) -> None:
    """A strict schema names every property as required and allows no other."""
    if wanted is None:
        return
    schema = wanted.get("json_schema", {})
    if wanted.get("type") != "json_schema" or not _NAME.fullmatch(schema.get("name", "")):
        raise Refused(400, "response_format: json_schema with a name", param="response_format")
    if schema.get("strict"):
        _check_strict(schema.get("schema", {}))


def _check_strict(schema: Json) -> None:
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        closed = schema.get("additionalProperties") is False
        if not closed or set(schema.get("required", [])) != set(properties):
            raise Refused(400, "response_format: all properties are required, and no others")
        for one in properties.values():
            _check_strict(one)
    if schema.get("type") == "array":
        _check_strict(schema.get("items", {}))
