"""A kitchen on each kind of database, and its loops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.schedule.loop import Loop
from tests.bot.schedule.kitchen import PATIENCE, Kitchen


@pytest.fixture
async def kitchen(database_url: str) -> AsyncIterator[Kitchen]:
    """An engine whose items and jobs are noted."""
    made = Kitchen(database_url)
    yield made
    await asyncio.to_thread(made.database.close)


@asynccontextmanager
async def going(*loops: Loop) -> AsyncIterator[None]:
    """The loops run for the block, and are woken by what turns plan."""
    for loop in loops:
        # Every loop of a process hears of every plan.
        loop.engine.on_planned = _wake_all(loops)  # type: ignore[attr-defined]
    running = [asyncio.ensure_future(loop.run()) for loop in loops]
    try:
        yield
    finally:
        await asyncio.gather(*(loop.stop() for loop in loops))
        await asyncio.gather(*running)


async def asleep(loop: Loop) -> None:
    """Wait until the loop has looked and sleeps."""
    async with asyncio.timeout(PATIENCE):
        while loop._next_look is None:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)


def _wake_all(loops: tuple[Loop, ...]) -> Callable[..., None]:
    def wake(at: object) -> None:
        for loop in loops:
            loop.wake(at)  # type: ignore[arg-type]

    return wake
