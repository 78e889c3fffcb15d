"""What was written, sent and killed around a message that went astray, for whoever looks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from tests.standins.telegram.server import Call
from tests.torture.killer import Kill
from tests.torture.witness import Seen

AROUND_SECONDS = 10.0
Event = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a campaign; `identities` are those of the chats."""

    calls: list[Call]
    kills: list[Kill]
    seen: list[Seen]
    identities: dict[int, str]


def timeline(evidence: Evidence, chat: int, when: float) -> list[str]:
    """One line for each thing that happened in a chat near to that time, in order."""
    events = [
        (one.at, f"{one.victim} killed, {one.moment}; held {sorted(one.rows)}; calls {one.port}")
        for one in evidence.kills
    ]
    events += [*_written(evidence.seen, evidence.identities[chat]), *_sent(evidence.calls, chat)]
    return [
        f"  {datetime.fromtimestamp(at, UTC):%H:%M:%S.%f} {words}"
        for at, words in sorted(events)
        if abs(at - when) < AROUND_SECONDS
    ]


def _written(seen: list[Seen], identity: str) -> Iterable[Event]:
    times = {one.one: moment(one.two) for one in seen if one.what == "written"}
    for one in seen:
        if one.what == "said" and one.two == identity:
            words = _in_short(orjson.loads(one.three))
            yield times[one.one], f"row {one.one} written: {words}"


def moment(kept: str) -> float:
    """A time as a database writes it, in seconds since the epoch."""
    found = datetime.fromisoformat(kept)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _in_short(body: dict[str, object]) -> str:
    parts = ("kind", "name", "fresh", "text", "title", "lines")
    return " ".join(str(body[one]) for one in parts if one in body)[:120]


def _sent(calls: list[Call], chat: int) -> Iterable[Event]:
    for number, call in enumerate(calls):
        if str(call.args.get("chat_id")) == str(chat):
            words = str(call.args.get("text", call.args.get("message_id", "")))[:80]
            yield call.at, f"call {number} by {call.port}: {call.method} {call.status} {words!r}"
