"""What `POST /{phone}/messages` does: each rule in turn, and what becomes of the message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp

from tests.standins.graph.check import USER_ID, check
from tests.standins.graph.fate import Fate
from tests.standins.graph.media import TYPES
from tests.standins.graph.received import received
from tests.standins.graph.refusal import Json, Refusal, invalid
from tests.standins.graph.statuses import Accepted, tell_all
from tests.standins.graph.templates import Template
from tests.standins.graph.wamids import wamid

if TYPE_CHECKING:
    from tests.standins.graph.customer import Customer
    from tests.standins.graph.state import State

_MEDIA = ("image", "document", "video", "audio", "sticker")
# How long after its answer the first status of a message leaves.
_LATER_SECONDS = 0.005
Approved = tuple[Template, list[str]] | None


async def send(state: State, body: Json, accepted: list[Accepted]) -> Json:
    """The answer to a request; what was taken is appended to `accepted`. Raises `Refusal`."""
    try:
        check(body)
    except Refusal as refusal:
        state.violations.append(f"{refusal} in {body.get('type')}")
        raise
    if "status" in body:
        return _read_mark(state, body)
    if USER_ID.fullmatch(body.get("to", "")):
        state.violations.append("a user id in `to`: answered with 200, and silently dropped")
        return _answer(body, None, wamid(body["to"]))
    to = _recipient(state, body)
    approved = state.templates.of(body["template"]) if body.get("type") == "template" else None
    _context(to, body)
    for kind, part in _media_parts(body):
        if "id" in part:
            state.media.sendable(part["id"], kind)
    state.throughput.spend()
    state.pair.spend(to.key if to is not None else body["to"].lstrip("+"))
    if state.refuses_closed and _closed(to, body):
        raise Refusal(131047, "More than 24 hours have passed since the person last wrote.")
    message = await _take(state, body, to, approved)
    accepted.append(message)
    return _answer(body, to, message.wamid)


async def _take(state: State, body: Json, to: Customer | None, approved: Approved) -> Accepted:
    message_id = wamid(to.key if to is not None else body["to"].lstrip("+"))
    category = approved[0].category if approved is not None else "service"
    files = [await _file(state, kind, part) for kind, part in _media_parts(body)]
    code = _failure(to, body, category) or (131053 if None in files else None)
    fate = _fate(state, to, code)
    free = to is not None and state.clock() < to.free_until
    message = Accepted(message_id, body, to, category, fate, free)
    if to is not None and fate.code is None and not to.blocked:
        shown = received(message_id, body, state.clock(), approved)
        for found in filter(None, files):
            shown.media, shown.mime = found
        to.heard.append(shown)
        state.changed()
    if fate.before:
        # The answer waits until what was posted is taken.
        await asyncio.gather(*tell_all(state, message))
    elif not fate.held:
        asyncio.get_running_loop().call_later(_LATER_SECONDS, tell_all, state, message)
    return message


def _fate(state: State, to: Customer | None, code: int | None) -> Fate:
    chosen = state.fates.popleft() if state.fates else state.fate
    if code is not None:
        return replace(chosen, steps=("failed",), code=code)
    # A phone that blocks the business never says that a message came.
    return replace(chosen, steps=("sent",)) if to is not None and to.blocked else chosen


def _failure(to: Customer | None, body: Json, category: str) -> int | None:
    if to is None or not to.on_whatsapp:
        return 131026
    if _closed(to, body):
        return 131047
    if category == "marketing" and to.no_marketing:
        return 131050
    said = body.get("reaction", {}).get("message_id")
    return 131009 if said is not None and said not in to.said else None


def _closed(to: Customer | None, body: Json) -> bool:
    return body.get("type") != "template" and not (to is not None and to.window_open)


def _read_mark(state: State, body: Json) -> Json:
    for person in state.people:
        if body["message_id"] in person.said:
            person.read.append(body["message_id"])
            person.typings += "typing_indicator" in body
            return {"success": True}
    state.violations.append("a read mark for a message that nobody sent")
    raise invalid("message_id", "is no message of a person's")


def _recipient(state: State, body: Json) -> Customer | None:
    if "to" in body:
        if body["to"].lstrip("+") == state.number:
            raise Refusal(131021, "The recipient is the sender.")
        return state.by_number(body["to"])
    found = state.by_user_id(body["recipient"])
    if found is None:
        raise Refusal(100, "There is no such user id in this business portfolio.")
    return found


def _context(to: Customer | None, body: Json) -> None:
    message = body.get("context", {}).get("message_id")
    if message is None or to is None:
        return
    if message not in to.said and all(one.wamid != message for one in to.heard):
        raise invalid("context.message_id", "is no message of this chat")


def _media_parts(body: Json) -> list[tuple[str, Json]]:
    kind = body.get("type", "text")
    parts = [(kind, body[kind])] if kind in _MEDIA else []
    header = body.get("interactive", {}).get("header", {})
    if header.get("type") in _MEDIA:
        parts.append((header["type"], header[header["type"]]))
    return parts


async def _file(state: State, kind: str, part: Json) -> tuple[bytes, str] | None:
    """What is sent, uploaded before or fetched from a link; None where Meta finds none there."""
    if "id" in part:
        upload = state.media.stored[part["id"]]
        return upload.data, upload.mime
    if state.session is None:
        raise LookupError("the stand-in is not started")
    try:
        async with state.session.get(part["link"]) as answer:
            data, mime = await answer.read(), answer.content_type
    except (aiohttp.ClientError, TimeoutError):
        return None
    taken, most = TYPES.get(mime, ("", 0))
    return (data, mime) if answer.status == 200 and taken == kind and len(data) <= most else None


def _answer(body: Json, to: Customer | None, message_id: str) -> Json:
    contact: Json = {"input": body.get("to", body.get("recipient"))}
    if "to" in body:
        contact["wa_id"] = body["to"].lstrip("+")
    if "recipient" in body:
        contact["user_id"] = body["recipient"]
    message: Json = {"id": message_id}
    if body.get("type") == "template":
        message["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}
