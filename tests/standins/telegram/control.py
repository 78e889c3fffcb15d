"""The stand-in's own interface, for a test in another process.

Every request is a POST with JSON to `/control/<verb>`:

`user`     `{"id": 7, "name": "Ann", "language": "en", "do": "says", "with": {"text": "hi"}}`
           does anything a `User` does and gives the message, as `view` shows it
`chat`     `{"id": 7}` gives all that this person sees
`push`     `{"update": {…}, "chat": 7}` queues an update as it is
`fault`    the fields of a `Fault`
`set`      `{"deliveries": 2, "at_once": true, "flood": true, "hours": 49}`
`settled`  waits until the bot has confirmed every update
`calls`    `{"method": "sendMessage"}` gives the arguments and status of each call
`report`   violations, updates that wait, answers of the webhook
`load`     the fields of `load.Load`; gives what was measured
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from tests.standins.telegram.chats import Message
from tests.standins.telegram.faults import Fault
from tests.standins.telegram.load import Load
from tests.standins.telegram.refusal import Json
from tests.standins.telegram.state import Query

if TYPE_CHECKING:
    from tests.standins.telegram.server import TelegramStandin

Verb = Callable[["TelegramStandin", Json], Awaitable[Any]]


async def obey(standin: TelegramStandin, verb: str, body: bytes) -> web.Response:
    """Does what a request asks; a failed wait or a wrong wish is a 400 with its words."""
    if verb not in _VERBS:
        return web.Response(status=404, text=f"no verb {verb}; there are {sorted(_VERBS)}")
    try:
        result = await _VERBS[verb](standin, orjson.loads(body or b"{}"))
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as error:
        return web.Response(status=400, text=f"{type(error).__name__}: {error}")
    return web.Response(body=orjson.dumps(result), content_type="application/json")


def view(message: Message) -> Json:
    """A message as a test reads it."""
    return {
        "id": message.id,
        "from_bot": message.from_bot,
        "text": message.text,
        "bold": message.bold,
        "rows": message.rows,
        "buttons": message.buttons,
        "keyboard": message.keyboard,
        "file": message.file,
        "edits": message.edits,
    }


def _shown(result: Any) -> Any:
    if isinstance(result, Message):
        return view(result)
    return asdict(result) if isinstance(result, Query) else result


async def _user(standin: TelegramStandin, body: Json) -> Any:
    wishes = dict(body.get("with", {}))
    user = standin.user(body["id"], body.get("name", "Ann"), body.get("language", "en"))
    for name in ("message", "reply_to"):
        if name in wishes:
            wishes[name] = next(one for one in user.chat if one.id == wishes[name])
    if isinstance(wishes.get("data"), str) and body["do"] != "presses_data":
        wishes["data"] = wishes["data"].encode("latin-1")
    if isinstance(wishes.get("query"), str):
        wishes["query"] = standin.state.queries[wishes["query"]]
    if body["do"].startswith("_"):
        raise AttributeError(body["do"])
    result = getattr(user, body["do"])(**wishes)
    return _shown(await result if inspect.isawaitable(result) else result)


async def _chat(standin: TelegramStandin, body: Json) -> Any:
    return [view(message) for message in standin.user(body["id"]).chat]


async def _push(standin: TelegramStandin, body: Json) -> Any:
    return standin.updates.push(body["update"], body.get("chat", 0))


async def _fault(standin: TelegramStandin, body: Json) -> Any:
    standin.fail(Fault(**body))


async def _set(standin: TelegramStandin, body: Json) -> Any:
    updates = standin.updates
    updates.deliveries = body.get("deliveries", updates.deliveries)
    updates.at_once = body.get("at_once", updates.at_once)
    standin.state.flood.on = body.get("flood", standin.state.flood.on)
    standin.passes(hours=body.get("hours", 0.0))


async def _settled(standin: TelegramStandin, body: Json) -> Any:
    await standin.settled(body.get("patience", 10.0))


async def _calls(standin: TelegramStandin, body: Json) -> Any:
    calls = standin.called(body["method"]) if "method" in body else list(standin.calls)
    return [{"method": call.method, "args": call.args, "status": call.status} for call in calls]


async def _report(standin: TelegramStandin, body: Json) -> Any:
    hook = standin.updates.hook
    statuses = Counter(str(answer.status) for answer in hook.answers) if hook else {}
    return {
        "violations": standin.violations,
        "pending": len(standin.updates.pending),
        "polls": standin.updates.polls,
        "webhook": hook.url if hook else None,
        "webhook_statuses": dict(statuses),
        "flood_refusals": standin.state.flood.refused,
        "commands": {" ".join(key): value for key, value in standin.state.commands.items()},
    }


async def _load(standin: TelegramStandin, body: Json) -> Any:
    return asdict(await Load(**body).run(standin))


_VERBS: dict[str, Verb] = {
    "user": _user,
    "chat": _chat,
    "push": _push,
    "fault": _fault,
    "set": _set,
    "settled": _settled,
    "calls": _calls,
    "report": _report,
    "load": _load,
}
