"""The line of what is paced, in a time that goes on only when everybody waits for it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator

import pytest

from bot.delivery.limits import OwnLimiter
from bot.delivery.pacing import AHEAD_SECONDS, Pacing, Place
from core.pacing import Grant, Limits

BOT = "telegram:7"
LIMITS = {BOT: Limits(BOT, 10.0, 1.0, 3.0)}


class Time:
    """Whoever pauses is woken in order, and the clock shows the moment they asked for."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = itertools.count()
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        until: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._asleep, (self.now + seconds, next(self._order), until))
        await until

    async def go_on(self, until: float) -> None:
        """Let everything happen that happens up to then."""
        await self._settle()
        while self._asleep and self._asleep[0][0] <= until:
            self.now, _, sleeper = heapq.heappop(self._asleep)
            if not sleeper.done():
                sleeper.set_result(None)
            await self._settle()
        self.now = until

    async def _settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)


class Line:
    """A line, and who left it when."""

    def __init__(self) -> None:
        self.time = Time()
        self.limiter = OwnLimiter(LIMITS, self.time)
        self.pacing = Pacing(self.limiter, BOT, self.time, self.time.pause)
        self.left: list[tuple[str, float, bool]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def stand(self, *chats: str, group: bool = False, patient: bool = True) -> list[Place]:
        places = [self.pacing.line_up(one, group=group, patient=patient) for one in chats]
        self._tasks += [asyncio.ensure_future(self._watch(one)) for one in places]
        return places

    async def _watch(self, place: Place) -> None:
        slot = await place.wait()
        self.left.append((place.chat, round(self.time.now, 3), slot))

    async def close(self) -> None:
        await self.pacing.stop()
        await asyncio.gather(*self._tasks)

    @property
    def order(self) -> list[str]:
        return [chat for chat, _, _ in self.left]

    @property
    def moments(self) -> list[float]:
        return [at for _, at, _ in self.left]


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    line = Line()
    yield line
    await line.close()


async def test_one_after_another_at_an_even_pace(line: Line) -> None:
    line.stand(*"abcdefgh")
    await line.time.go_on(10)
    assert line.order == list("abcdefgh")
    assert line.moments == [round(number / 10, 3) for number in range(8)]
    assert all(slot for _, _, slot in line.left)


async def test_a_chat_that_may_not_yet_is_passed_over(line: Line) -> None:
    line.stand("a", "a", "b", "c")
    await line.time.go_on(0.5)
    assert line.order == ["a", "b", "c"]
    await line.time.go_on(2)
    assert line.order == ["a", "b", "c", "a"]
    assert 1.0 <= line.moments[-1] < 1.1


async def test_a_group_waits_three_seconds(line: Line) -> None:
    line.stand("-5", "-5", group=True)
    await line.time.go_on(2.9)
    assert line.order == ["-5"]
    await line.time.go_on(3.2)
    assert line.order == ["-5", "-5"]


async def test_whoever_cannot_be_patient_goes_first(line: Line) -> None:
    line.stand(*(str(number) for number in range(20)))
    await line.time.go_on(0.05)
    line.stand("rest", patient=False)
    await line.time.go_on(3)
    taken = AHEAD_SECONDS * LIMITS[BOT].per_second + 2
    assert line.order.index("rest") <= taken, "behind those alone whose slots were taken"


async def test_whoever_leaves_goes_at_once_without_a_slot(line: Line) -> None:
    places = line.stand(*"abc")
    await line.time.go_on(0)
    places[2].go(slot=False)
    await line.time.go_on(0)
    assert line.left == [("a", 0.0, True), ("c", 0.0, False)]
    await line.time.go_on(1)
    assert line.order == ["a", "c", "b"]


async def test_a_late_look_costs_no_slot(line: Line) -> None:
    """The next slot is asked for before its time, so that none goes by while it is asked for."""
    line.stand(*(str(number) for number in range(30)))
    await line.time.go_on(0.05)
    line.time.now += 0.4
    await line.time.go_on(4)
    assert line.moments[-1] <= 2.95


async def test_a_limiter_that_is_away_is_asked_again(line: Line) -> None:
    working = line.limiter.turn

    async def away(channel: str, chat: str, *, group: bool = False) -> Grant:
        raise ConnectionError

    line.limiter.turn = away  # type: ignore[method-assign]
    line.stand("a", "b")
    await line.time.go_on(5)
    assert line.left == []
    line.limiter.turn = working  # type: ignore[method-assign]
    await line.time.go_on(8)
    assert line.order == ["a", "b"]


async def test_at_the_end_everybody_goes(line: Line) -> None:
    line.stand("a", "a", "b", "c")
    await line.time.go_on(0)
    await line.close()
    assert sorted(line.order) == ["a", "a", "b", "c"]
