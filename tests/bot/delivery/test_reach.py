"""Who is let through while a platform is away finds out, or lets the next one do so."""

from __future__ import annotations

import asyncio

from bot.delivery.reach import Reach


async def test_who_has_nothing_to_ask_any_more_lets_the_next_one_ask() -> None:
    """Each of a thousand cards that were replaced meanwhile would have cost a pause."""
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    reach = Reach("telegram", pause, 1.0, 5.0)
    for chat in (1, 2):
        reach.unanswered(chat)

    async def needless() -> None:
        await reach.wait()
        reach.tried()

    async def wanted() -> None:
        await reach.wait()
        reach.answered()
        reach.tried()

    await asyncio.gather(*(needless() for _ in range(5)), wanted())
    assert not reach.away
    assert len(pauses) == 1
    await reach.stop()
