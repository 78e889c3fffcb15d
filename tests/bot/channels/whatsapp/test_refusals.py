"""What becomes of a message that WhatsApp refuses, and of what had left of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot.channels.channel import Closed, GiveUp, NoMarketing, OutOfReach, TooMany, TryAgain
from bot.channels.whatsapp.channel import FORGOTTEN_AFTER, WhatsAppChannel
from bot.channels.whatsapp.ids import short
from bot.engine.outgoing import Picture, Say, Together
from tests.bot.channels.whatsapp.bodies import press, rows
from tests.bot.channels.whatsapp.sending import KEY, NUMBER, USER, Now, bodies, says
from tests.standins.graph import TOKEN, Customer, Fault, GraphStandin

LONG = Together((Picture(5, "one", ""), Picture(6, "two", ""), Say("three", press(*"1234"))))


async def test_a_message_of_several_goes_on_where_it_was_refused(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer
) -> None:
    await says(channel, Say("before"))
    graph.fail(Fault("held", seconds=0.0))
    graph.fail(Fault("answer", code=131016, times=2))
    for _ in range(2):
        with pytest.raises(OutOfReach):
            await says(channel, LONG)
    delivered = await says(channel, LONG)
    assert [one.text for one in ann.heard] == ["before", "one", "two", "three"]
    assert len(graph.called("media")) == 2
    *besides, last = (short(one.wamid) for one in ann.heard[1:])
    assert (delivered.message, delivered.besides) == (last, tuple(besides))
    assert bodies(graph)[-1] == rows("three", *"1234")
    # Once it is said, it may be said again.
    await says(channel, LONG)
    assert [one.text for one in ann.heard[4:]] == ["one", "two", "three"]


async def test_what_was_begun_long_ago_begins_anew(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer, now: Now
) -> None:
    graph.fail(Fault("held", seconds=0.0))
    graph.fail(Fault("answer", code=131016))
    with pytest.raises(OutOfReach):
        await says(channel, LONG)
    now.at += FORGOTTEN_AFTER + timedelta(seconds=1)
    await says(channel, LONG)
    assert [one.text for one in ann.heard] == ["one", "one", "two", "three"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [(131026, GiveUp), (131030, GiveUp), (131050, NoMarketing), (130429, TooMany),
     (190, OutOfReach), (131042, OutOfReach), (131047, Closed), (132001, Closed)],
)  # fmt: skip
async def test_a_refusal_means_what_its_code_says(
    code: int, kind: type[Exception], channel: WhatsAppChannel, graph: GraphStandin
) -> None:
    graph.fail(Fault("answer", code=code))
    with pytest.raises(kind) as raised:
        await says(channel, Say("hello"))
    assert type(raised.value) is kind


async def test_too_many_to_one_person_wait_ever_longer(
    channel: WhatsAppChannel, graph: GraphStandin
) -> None:
    graph.fail(Fault("answer", code=131056, times=3))
    waited = []
    for _ in range(3):
        with pytest.raises(TooMany) as raised:
            await says(channel, Say("hello"))
        waited.append(raised.value.after)
    await says(channel, Say("hello"))
    graph.fail(Fault("answer", code=131056))
    with pytest.raises(TooMany) as raised:
        await says(channel, Say("hello"))
    assert [*waited, raised.value.after] == [1, 4, 16, 1]


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """All that is logged."""
    stream = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
    yield stream
    structlog.reset_defaults()


@pytest.mark.parametrize("fault", ["answer", "drop", "garbage"])
async def test_nothing_personal_is_said_of_a_refusal(
    fault: Any, channel: WhatsAppChannel, graph: GraphStandin, heard: io.StringIO
) -> None:
    graph.fail(Fault(fault, code=131026, times=2))
    told = []
    for outgoing in (Say("my secret"), Picture(5, "my secret", "")):
        with pytest.raises((TryAgain, GiveUp)) as raised:
            await says(channel, outgoing)
        told += [repr(raised.value), repr(raised.value.__cause__)]
    said = heard.getvalue() + "".join(told)
    for secret in (TOKEN, NUMBER, USER, KEY, "my secret", "wamid"):
        assert secret not in said
    if fault == "answer":
        assert "131026" in heard.getvalue()
