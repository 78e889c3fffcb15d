"""A webhook's parts reach whom they concern: each person's in order, and all or again."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.whatsapp.errors import Unreachable
from bot.channels.whatsapp.ids import short
from bot.channels.whatsapp.receiver import MOST_MARKS, Receiver
from bot.channels.whatsapp.understand import Preferred
from bot.delivery.statuses import Status
from bot.engine.inbound import Inbound, Renamed, Text
from bot.engine.taken import ComeAgain
from bot.logs import set_up_logs
from core.database import DatabaseAway
from tests.bot.channels.fake_engine import FakeEngine
from tests.bot.channels.whatsapp.payloads import (
    NUMBER,
    PHONE,
    USER_ID,
    Json,
    change,
    message,
    of,
    said,
    status,
    text,
    wamid,
    webhook,
)


class FakeGraph:
    """Notes what it is asked for; `does` may answer otherwise."""

    phone_id = PHONE

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.does: Callable[[], Any] = lambda: None
        self.gate = asyncio.Event()
        self.gate.set()

    async def call(self, path: str, body: Json) -> Any:
        """Posts."""
        self.calls.append((path, body))
        await self.gate.wait()
        return self.does()

    @property
    def marked(self) -> list[str]:
        """The messages marked as read."""
        return [body["message_id"] for _, body in self.calls]


class Noted:
    """Everything that is told of statuses and changes."""

    def __init__(self) -> None:
        self.statuses: list[Status] = []
        self.preferences: list[Preferred] = []
        self.away = False

    async def take(self, channel: str, statuses: Any) -> None:
        """Keeps statuses."""
        assert channel == "whatsapp"
        if self.away:
            raise DatabaseAway("no connection")
        self.statuses += statuses

    async def keep(self, preferred: Preferred) -> None:
        """Keeps a preference."""
        if self.away:
            raise DatabaseAway("no connection")
        self.preferences.append(preferred)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def graph() -> FakeGraph:
    return FakeGraph()


@pytest.fixture
def noted() -> Noted:
    return Noted()


@pytest.fixture
async def receiver(graph: FakeGraph, engine: FakeEngine, noted: Noted) -> AsyncIterator[Receiver]:
    receiver = Receiver(graph, engine, noted, noted, lambda: datetime.now(UTC))
    yield receiver
    graph.gate.set()
    await receiver.close()


def texts(engine: FakeEngine) -> list[str]:
    """The words taken, in order."""
    return [one.content.text for one in engine.taken if isinstance(one.content, Text)]


async def test_all_of_a_batch_is_taken_in_order(receiver: Receiver, engine: FakeEngine) -> None:
    payload = webhook(
        change(messages=[text("a", 1), of("US.1", text("x", 2)), text("b", 3)]),
        change(messages=[of("US.1", text("y", 4)), text("c", 5)]),
    )
    payload["entry"].append({"changes": [change(messages=[text("d", 6)])]})
    await receiver.take(payload)
    assert engine.texts(USER_ID) == ["a", "b", "c", "d"]
    assert engine.texts("US.1") == ["x", "y"]
    assert engine.most_at_once == {USER_ID: 1, "US.1": 1}
    assert engine.at_once == 2
    orders = [one.order for one in engine.taken if one.sender.key == USER_ID]
    assert orders == sorted(set(orders))


async def test_the_next_batch_sorts_behind(receiver: Receiver, engine: FakeEngine) -> None:
    for number in range(3):
        await receiver.take(said(text("a", 2 * number), text("b", 2 * number + 1)))
    orders = [one.order for one in engine.taken]
    assert orders == sorted(set(orders))


async def test_who_is_called_by_two_names_stays_in_order(
    receiver: Receiver, engine: FakeEngine
) -> None:
    """The number and the id are told to be the same person's by the third message alone."""
    by_number = {key: value for key, value in text("a", 1).items() if key != "from_user_id"}
    by_id = {key: value for key, value in text("b", 2).items() if key != "from"}
    await receiver.take(said(by_number, by_id, text("c", 3), contacts=[]))
    assert texts(engine) == ["a", "b", "c"]
    assert engine.at_once == 1


async def test_what_must_come_again_keeps_its_place(
    receiver: Receiver, engine: FakeEngine, graph: FakeGraph
) -> None:
    def away(inbound: Inbound) -> None:
        if inbound.content == Text("b"):
            raise ComeAgain("the database is away", after=7)

    engine.does = away
    payload = said(text("a", 1), text("b", 2), text("c", 3), of("US.1", text("x", 4)))
    with pytest.raises(ComeAgain) as again:
        await receiver.take(payload)
    assert again.value.after == 7
    assert sorted(texts(engine)) == ["a", "x"]
    engine.does = lambda inbound: None
    await receiver.take(payload)
    assert engine.texts(USER_ID) == ["a", "b", "c"]
    assert engine.texts("US.1") == ["x"]
    await receiver.close()
    assert sorted(graph.marked) == [wamid(n) for n in range(1, 5)]


async def test_what_breaks_three_times_is_passed_over(
    receiver: Receiver, engine: FakeEngine
) -> None:
    def breaks(inbound: Inbound) -> None:
        if inbound.content == Text("b"):
            raise ValueError("bench")

    engine.does = breaks
    payload = said(text("b", 2), text("c", 3))
    for _ in range(2):
        with pytest.raises(ComeAgain):
            await receiver.take(payload)
    await receiver.take(payload)
    assert texts(engine) == ["c"]


async def test_statuses_and_preferences_are_kept(receiver: Receiver, noted: Noted) -> None:
    wish = {"category": "marketing_messages", "value": "stop", "wa_id": NUMBER}
    payload = webhook(
        change(statuses=[status(), status("read", 2)]),
        change("user_preferences", user_preferences=[wish]),
    )
    await receiver.take(payload)
    assert [one.message for one in noted.statuses] == [short(wamid(1)), short(wamid(2))]
    assert [one.wanted for one in noted.preferences] == [False]


async def test_a_changed_number_stands_before_what_is_said_by_it(
    receiver: Receiver, engine: FakeEngine, graph: FakeGraph
) -> None:
    moved = {"type": "user_changed_number", "wa_id": "4916000000", "user_id": "DE.2"}
    before, note = text("a", 1), message("system", 2, system=moved)
    await receiver.take(said(before, note, of("DE.2", text("b", 3)), contacts=[]))
    assert engine.at_once == 1
    assert [type(one.content) for one in engine.taken] == [Text, Renamed, Text]
    await receiver.close()
    assert sorted(graph.marked) == [wamid(1), wamid(3)]


@pytest.mark.parametrize("told", [
    change(statuses=[status()]),
    change("user_preferences", user_preferences=[
        {"category": "marketing_messages", "value": "stop", "wa_id": NUMBER}]),
], ids=["statuses", "preferences"])  # fmt: skip
async def test_they_come_again_where_the_database_is_away(
    receiver: Receiver, engine: FakeEngine, noted: Noted, told: Json
) -> None:
    noted.away = True
    with pytest.raises(ComeAgain):
        await receiver.take(webhook(told, change(messages=[of("US.1", text("a"))])))
    assert texts(engine) == ["a"]


# Read marks


async def test_what_was_taken_is_marked_once(
    receiver: Receiver, engine: FakeEngine, graph: FakeGraph
) -> None:
    edit = {"original_message_id": wamid(1), "message": {"text": {"body": "b"}}}
    payload = said(text("a", 1), message("edit", 2, edit=edit), message("reaction", 3))
    for _ in range(2):
        await receiver.take(payload)
    await receiver.close()
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid(1)}
    assert graph.calls == [(f"{PHONE}/messages", body | {"typing_indicator": {"type": "text"}})]
    assert len(engine.taken) == 2


async def test_nobody_waits_for_a_mark(
    receiver: Receiver, engine: FakeEngine, graph: FakeGraph
) -> None:
    graph.gate.clear()
    await receiver.take(said(*[text("a", number) for number in range(3 * MOST_MARKS)]))
    assert len(engine.taken) == 3 * MOST_MARKS
    await asyncio.sleep(0)
    assert len(graph.calls) == MOST_MARKS


async def test_a_mark_that_fails_is_left(
    receiver: Receiver, engine: FakeEngine, graph: FakeGraph
) -> None:
    def fails() -> None:
        raise Unreachable("TimeoutError")

    graph.does = fails
    await receiver.take(said(text("a")))
    await receiver.close()
    assert texts(engine) == ["a"]


# Whatever comes


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, as it is written; nothing of it before or after the test."""
    told = io.StringIO()
    root, before = logging.getLogger(), sys.stderr
    handlers, level = root.handlers, root.level
    sys.stderr = told
    try:
        set_up_logs("DEBUG", "json", [], lambda kind: None)
    finally:
        sys.stderr = before
    yield told
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


async def test_nothing_in_the_log_is_anybodys(
    receiver: Receiver, engine: FakeEngine, graph: FakeGraph, noted: Noted, log: io.StringIO
) -> None:
    def breaks(inbound: Inbound) -> None:
        if inbound.content == Text("b"):
            raise ValueError(f"{inbound.sender} {inbound.known_by}")

    def fails() -> None:
        raise Unreachable(wamid())

    engine.does, graph.does, noted.away = breaks, fails, True
    strange: list[Any] = [text("b", 2), message(NUMBER), message("image"), {"id": wamid()}]
    payload = webhook(
        change(messages=[text("a"), *strange], statuses=[status(), status(USER_ID)]),
        change(NUMBER, messages=[text("c")]),
        change("user_preferences", user_preferences=[{"wa_id": NUMBER, "category": USER_ID}]),
    )
    for _ in range(3):
        with pytest.raises(ComeAgain):
            await receiver.take(payload)
    await receiver.close()
    told = log.getvalue()
    assert "webhook comes again" in told
    assert "not marked as read" in told
    assert "update passed over" in told
    assert "passed over" in told
    for name in (NUMBER, USER_ID, "wamid", "Ann"):
        assert name not in told


NAMES = st.sampled_from(
    "id type from from_user_id text body messages statuses contacts timestamp interactive system "
    "button_reply list_reply context wa_id user_id profile name location latitude longitude errors "
    "code pricing category value status edit revoke original_message_id message phones".split()
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from([wamid(), NUMBER, USER_ID, "text", "edit", "system", "user_changed_number"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=25,
)
SHAPES = (
    JSON
    | st.builds(lambda some: {"entry": [{"changes": [{"field": "messages", "value": some}]}]}, JSON)
    | st.builds(lambda some: said(*some), st.lists(JSON, max_size=3))
    | st.builds(lambda some: said(message("text") | some), st.dictionaries(NAMES, JSON))
    | st.builds(lambda some: webhook(change(statuses=some)), st.lists(JSON, max_size=3))
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])  # fmt: skip
@given(payload=SHAPES)
async def test_no_json_breaks_it(receiver: Receiver, payload: Any) -> None:
    await receiver.take(payload)
