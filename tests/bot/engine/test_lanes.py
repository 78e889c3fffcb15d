"""Lanes keep order within a name and leave nothing behind."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine.lanes import Lanes


async def test_one_name_is_served_in_the_order_of_arrival() -> None:
    lanes, order = Lanes(), []

    async def work(number: int) -> None:
        async with lanes.lane("sam"):
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(work(number) for number in range(20)))
    assert order == [number for number in range(20) for _ in range(2)]
    assert len(lanes) == 0


async def test_a_name_is_forgotten_whatever_happens_in_its_lane() -> None:
    lanes = Lanes()

    async def stumble() -> None:
        async with lanes.lane("sam"):
            assert len(lanes) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()
    assert len(lanes) == 0


async def test_whoever_gives_up_waiting_leaves_the_lane_to_the_next() -> None:
    lanes, served = Lanes(), asyncio.Event()

    async def wait() -> None:
        async with lanes.lane("sam"):
            served.set()

    async with lanes.lane("sam"):
        first, second = asyncio.ensure_future(wait()), asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    await second
    assert served.is_set()
    assert len(lanes) == 0
