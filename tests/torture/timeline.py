"""What was written, sent and killed around a message that went astray, for whoever looks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import orjson

from tests.standins.telegram.server import Call
from tests.torture.hearing import Explanation
from tests.torture.killer import Kill
from tests.torture.witness import Seen

AROUND_SECONDS = 15.0
Event = tuple[float, str]


def timeline(
    calls: list[Call],
    kills: list[Kill],
    seen: list[Seen],
    identity: str,
    chat: int,
    found: Explanation,
) -> list[str]:
    """One line for each thing that happened near to it, in order."""
    written = _written(seen, identity)
    when = [calls[one.at].at for one in found.strange]
    when += [written[one.row][0] for one in found.missing if one.row in written]
    events = [(at, f"row {row} written: {words}") for row, (at, words) in written.items()]
    events += _sent(calls, chat)
    events += [
        (one.at, f"{one.victim} killed, {one.moment}; held {sorted(one.rows)}; calls {one.port}")
        for one in kills
    ]
    return [
        f"  {datetime.fromtimestamp(at, UTC):%H:%M:%S.%f} {words}"
        for at, words in sorted(events)
        if any(abs(at - moment) < AROUND_SECONDS for moment in when[:1])
    ]


def _written(seen: list[Seen], identity: str) -> dict[int, Event]:
    times = {one.one: _seconds(one.two) for one in seen if one.what == "written"}
    bodies = (one for one in seen if one.what == "said" and one.two == identity)
    return {int(one.one): (times[one.one], _in_short(orjson.loads(one.three))) for one in bodies}


def _seconds(kept: str) -> float:
    moment = datetime.fromisoformat(kept)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _in_short(body: dict[str, object]) -> str:
    parts = ("kind", "name", "fresh", "text", "title", "lines")
    return " ".join(str(body[one]) for one in parts if one in body)[:120]


def _sent(calls: list[Call], chat: int) -> Iterable[Event]:
    for number, call in enumerate(calls):
        if str(call.args.get("chat_id")) == str(chat):
            words = str(call.args.get("text", call.args.get("message_id", "")))[:80]
            yield call.at, f"call {number} by {call.port}: {call.method} {call.status} {words!r}"
