"""Statuses of messages as Meta posts them, with what a message costs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standins.graph.fate import Fate
from tests.standins.graph.hook import Event
from tests.standins.graph.refusal import Json, Refusal

if TYPE_CHECKING:
    from tests.standins.graph.customer import Customer
    from tests.standins.graph.state import State


@dataclass(slots=True)
class Accepted:
    """A message that was answered with 200: to whom, what, and what became of it."""

    wamid: str
    body: Json
    to: Customer | None
    category: str
    fate: Fate
    free: bool = False
    told: list[str] = field(default_factory=list)

    @property
    def way(self) -> str:
        """Whether the number or the user id was written to."""
        return "wa_id" if "to" in self.body else "user_id"


def tell(
    state: State, message: Accepted, step: str, code: int | None = None
) -> asyncio.Task[None] | None:
    """Posts one status; the task ends when it was taken."""
    message.told.append(step)
    body, contact = _status(state, message, step, code), _contact(message, step)
    return state.hook.emit(Event("statuses", body, contact), line=message.wamid)


def tell_all(state: State, message: Accepted) -> list[asyncio.Task[None]]:
    """Posts all that its fate holds, where anything is posted still."""
    if state.hook.closed:
        return []
    steps = [step for step in message.fate.steps for _ in range(message.fate.times)]
    posted = [tell(state, message, step, message.fate.code) for step in steps]
    return [one for one in posted if one is not None]


def _status(state: State, message: Accepted, step: str, code: int | None) -> Json:
    body: Json = {
        "id": message.wamid,
        "status": step,
        "timestamp": str(int(state.clock())),
        **_recipient(message),
    }
    if message.body.get("biz_opaque_callback_data"):
        body["biz_opaque_callback_data"] = message.body["biz_opaque_callback_data"]
    if step == "failed":
        body["errors"] = [Refusal(code or 131000, "The message failed.").as_status()]
    elif step == "sent" or (step in ("delivered", "read") and not _priced(message)):
        body["pricing"] = _pricing(message)
    return body


def _priced(message: Accepted) -> bool:
    """Beside `sent` the price comes with the first of `delivered` and `read` only."""
    return sum(one in ("delivered", "read") for one in message.told) > 1


def _pricing(message: Accepted) -> Json:
    # Since October 2026 replies in the window are billed as well.
    kind = "free_entry_point" if message.free else "regular"
    return {
        "billable": not message.free,
        "pricing_model": "PMP",
        "type": kind,
        "category": message.category,
    }


def _recipient(message: Accepted) -> Json:
    if message.to is None:
        return {"recipient_id": message.body["to"].lstrip("+")}
    body: Json = {}
    if message.way == "wa_id" or message.to.shows_number:
        body["recipient_id"] = message.to.wa_id or ""
    if message.to.shows_user_id:
        body["recipient_user_id"] = message.to.user_id
    return {name: value for name, value in body.items() if value}


def _contact(message: Accepted, step: str) -> Json | None:
    if message.to is None or step not in ("delivered", "read"):
        return None
    return message.to.contact()
