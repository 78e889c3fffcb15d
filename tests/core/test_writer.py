"""One thread makes all calls in order, and holds up nobody's event loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from core.writer import MOST, Writer


@pytest.fixture
def writer() -> Iterator[Writer]:
    writer = Writer("writer")
    yield writer
    writer.close()


async def test_calls_are_made_in_order_in_one_thread(writer: Writer) -> None:
    made: list[tuple[int, str]] = []

    def call(number: int) -> int:
        made.append((number, threading.current_thread().name))
        return number

    many = 5 * MOST
    results = await asyncio.gather(*(writer.call(partial(call, n)) for n in range(many)))
    assert results == list(range(many))
    assert made == [(number, "writer") for number in range(many)]


async def test_what_a_call_raises_is_its_callers(writer: Writer) -> None:
    def stumble() -> None:
        raise ZeroDivisionError

    before, stumbled, after = await asyncio.gather(
        writer.call(lambda: 1), writer.call(stumble), writer.call(lambda: 2), return_exceptions=True
    )
    assert (before, after) == (1, 2)
    assert isinstance(stumbled, ZeroDivisionError)


async def test_the_loop_goes_on_meanwhile(writer: Writer) -> None:
    going_on = threading.Event()
    calling = asyncio.ensure_future(writer.call(lambda: going_on.wait(10)))
    await asyncio.sleep(0)
    going_on.set()
    assert await calling


async def test_a_call_that_nobody_waits_for_any_more_is_not_made(writer: Writer) -> None:
    made: list[str] = []
    hold = threading.Event()
    holding = asyncio.ensure_future(writer.call(lambda: hold.wait(10)))
    given_up = asyncio.ensure_future(writer.call(lambda: made.append("given up")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    hold.set()
    assert await holding
    await writer.call(lambda: made.append("after"))
    assert made == ["after"]


async def test_whoever_gives_up_in_the_middle_of_a_call_disturbs_nobody(writer: Writer) -> None:
    begun, hold = threading.Event(), threading.Event()

    def call() -> bool:
        begun.set()
        return hold.wait(10)

    given_up = asyncio.ensure_future(writer.call(call))
    behind = asyncio.ensure_future(writer.call(lambda: "behind"))
    await asyncio.to_thread(begun.wait, 10)
    given_up.cancel()
    hold.set()
    assert await behind == "behind"


async def test_the_end_waits_for_what_was_asked_before() -> None:
    writer = Writer("writer")
    made: list[int] = []
    calls = [asyncio.ensure_future(writer.call(partial(made.append, n))) for n in range(50)]
    await asyncio.sleep(0)
    await asyncio.to_thread(writer.close)
    await asyncio.gather(*calls)
    assert made == list(range(50))


def test_each_loop_is_told_its_own_and_a_loop_that_ended_is_passed_over() -> None:
    writer = Writer("writer")

    async def leave_it() -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(writer.call(lambda: hold.wait(10)), 0.001)

    async def ask() -> str:
        return await writer.call(lambda: "told")

    hold = threading.Event()
    asyncio.run(leave_it())
    hold.set()
    assert asyncio.run(ask()) == "told"
    writer.close()


def test_one_that_was_never_called_can_be_closed() -> None:
    Writer("writer").close()
