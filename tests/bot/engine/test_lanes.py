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


async def test_who_has_several_names_waits_under_each_and_is_waited_for() -> None:
    lanes, order = Lanes(), []
    named = [("a",), ("a", "b"), ("b",), ("b", "c"), ("a",), ("c",), ("d",)]

    async def work(place: int) -> None:
        async with lanes.lane(*named[place]):
            order.append(place)
            for _ in range(place % 3 + 1):
                await asyncio.sleep(0)
            order.append(place)

    await asyncio.gather(*(work(place) for place in range(len(named))))
    for name in "abc":
        mine = [place for place, names in enumerate(named) if name in names]
        assert [place for place in order if place in mine] == sorted(mine * 2)
    assert order[:3] == [0, 6, 0], "who shares no name waits for nobody"
    assert len(lanes) == 0


async def test_whoever_gives_up_waiting_under_two_names_frees_both() -> None:
    lanes = Lanes()

    async def wait(*names: str) -> None:
        async with lanes.lane(*names):
            pass

    async with lanes.lane("a"):
        both = asyncio.ensure_future(wait("a", "b"))
        await asyncio.sleep(0)
        alone = asyncio.ensure_future(wait("b"))
        await asyncio.sleep(0)
        both.cancel()
        await asyncio.gather(both, return_exceptions=True)
        await alone
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
