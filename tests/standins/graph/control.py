"""The stand-in's own interface, for a test in another process.

Every request is a POST with JSON to `/control/<verb>`:

`customer`  `{"name": "Ann", "wa_id": "4917…", "do": "says", "with": {"text": "hi"}}` does anything
            a `Customer` does; who is not known yet is made
`chat`      `{"wa_id": "4917…"}` gives all that this person sees
`verify`    `{"url": "http://…/webhooks/whatsapp"}` asks the challenge and turns webhooks on
`fault`     the fields of a `Fault`
`set`       `{"deliveries": 2, "at_once": true, "hours": 25}`
`settled`   waits until every webhook is taken
`report`    violations, webhooks that wait, answers of the webhook
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from tests.standins.graph.faults import Fault
from tests.standins.graph.received import Received
from tests.standins.graph.refusal import Json

if TYPE_CHECKING:
    from tests.standins.graph.customer import Customer
    from tests.standins.graph.server import GraphStandin


async def obey(standin: GraphStandin, verb: str, body: bytes) -> web.Response:
    """Does what a request asks; a failed wait or a wrong wish is a 400 with its words."""
    if verb not in _VERBS:
        return web.Response(status=404, text=f"no verb {verb}; there are {sorted(_VERBS)}")
    try:
        result = await _VERBS[verb](standin, orjson.loads(body or b"{}"))
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as error:
        return web.Response(status=400, text=f"{type(error).__name__}: {error}")
    return web.Response(body=orjson.dumps(result), content_type="application/json")


def view(message: Received) -> Json:
    """A message as a test reads it."""
    return {
        "id": message.wamid,
        "kind": message.kind,
        "text": message.text,
        "labels": message.labels,
        "template": message.template,
        "file": message.file_name,
    }


def _person(standin: GraphStandin, body: Json) -> Customer:
    found = standin.state.by_number(body["wa_id"])
    return found or standin.customer(body.get("name", "Ann"), body["wa_id"], body.get("user_id"))


async def _customer(standin: GraphStandin, body: Json) -> Any:
    if body["do"].startswith("_"):
        raise AttributeError(body["do"])
    result = getattr(_person(standin, body), body["do"])(**body.get("with", {}))
    result = await result if inspect.isawaitable(result) else result
    return view(result) if isinstance(result, Received) else result


async def _chat(standin: GraphStandin, body: Json) -> Any:
    return [view(message) for message in _person(standin, body).heard]


async def _verify(standin: GraphStandin, body: Json) -> Any:
    return await standin.verifies(body["url"])


async def _fault(standin: GraphStandin, body: Json) -> Any:
    standin.fail(Fault(**body))


async def _set(standin: GraphStandin, body: Json) -> Any:
    hook = standin.hook
    hook.deliveries = body.get("deliveries", hook.deliveries)
    hook.at_once = body.get("at_once", hook.at_once)
    standin.passes(hours=body.get("hours", 0.0))


async def _settled(standin: GraphStandin, body: Json) -> Any:
    await standin.settled(body.get("patience", 10.0))


async def _report(standin: GraphStandin, body: Json) -> Any:
    return {
        "violations": standin.violations,
        "pending": standin.hook.pending,
        "statuses": {str(status): count for status, count in standin.hook.statuses.items()},
        "accepted": len(standin.accepted),
    }


_VERBS: dict[str, Callable[..., Awaitable[Any]]] = {
    "customer": _customer,
    "chat": _chat,
    "verify": _verify,
    "fault": _fault,
    "set": _set,
    "settled": _settled,
    "report": _report,
}
