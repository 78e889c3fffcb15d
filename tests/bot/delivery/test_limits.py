"""Even slots, whoever keeps them: replies push them away, and a silent limiter is replaced."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from bot.delivery.limits import ASK_AGAIN_SECONDS, OwnLimiter, PreferredLimiter
from bot.delivery.shared_limits import SharedLimiter
from core.database import Database
from core.pacing import LONGEST_DEBT, Grant, Limiter, Limits

BOT = "telegram:7"
LIMITS = {BOT: Limits(BOT, 29.0, 1.0, 3.0)}
SLOT = 1 / 29


@dataclass
class Clock:
    """Goes on when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Kept:
    """A limiter, and how its clock goes on."""

    limiter: Limiter
    passes: Callable[[float], Awaitable[None]]


@pytest.fixture(params=["own", "shared"])
async def kept(request: pytest.FixtureRequest) -> AsyncIterator[Kept]:
    """Both kinds. The shared one has the database's own clock: there time is moved by moving
    what is written the other way."""
    clock = Clock()
    if request.param == "own":
        yield Kept(OwnLimiter(LIMITS, clock), lambda seconds: _own_passes(clock, seconds))
        return
    database = Database(request.getfixturevalue("postgresql_url"))
    yield Kept(
        SharedLimiter(database, LIMITS, clock, pause=_at_once),
        lambda seconds: _shared_passes(database, clock, seconds),
    )
    database.close()


async def _own_passes(clock: Clock, seconds: float) -> None:
    clock.now += seconds


async def _shared_passes(database: Database, clock: Clock, seconds: float) -> None:
    clock.now += seconds
    statement = f"UPDATE pace SET free_at = free_at - interval '{seconds} seconds'"
    await database.run(lambda db: db.exec_driver_sql(statement).rowcount)


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


def about(seconds: float) -> object:
    """The database's clock goes on by itself; nothing here takes it this long."""
    return pytest.approx(seconds, abs=2.5)


async def test_nothing_is_saved_up(kept: Kept) -> None:
    await kept.limiter.turn(BOT, "1")
    await kept.passes(60)
    grants = [await kept.limiter.turn(BOT, str(chat)) for chat in range(2, 175)]
    assert all(one.granted for one in grants)
    assert grants[-1].seconds == about(172 * SLOT)


async def test_slots_are_even() -> None:
    limiter = OwnLimiter(LIMITS, Clock())
    slots = [(await limiter.turn(BOT, str(chat))).seconds for chat in range(290)]
    assert slots == [pytest.approx(number * SLOT) for number in range(290)]


async def test_a_chat_is_asked_for_again_and_nothing_is_booked(kept: Kept) -> None:
    await kept.limiter.turn(BOT, "1")
    for _ in range(100):
        refused = await kept.limiter.turn(BOT, "1")
        assert not refused.granted
        assert 0 < refused.seconds <= 1.0
    assert (await kept.limiter.turn(BOT, "2")).seconds < 2 * SLOT
    await kept.passes(1.0)
    assert (await kept.limiter.turn(BOT, "1")).granted


async def test_a_group_is_spoken_to_twenty_times_a_minute(kept: Kept) -> None:
    await kept.limiter.turn(BOT, "-1", group=True)
    refused = await kept.limiter.turn(BOT, "-1", group=True)
    assert not refused.granted
    assert 1.0 < refused.seconds <= 3.0


async def test_what_is_paced_gives_way_to_replies(kept: Kept) -> None:
    for number in range(232):
        await kept.limiter.count(BOT, str(number))
    await _written(kept.limiter)
    assert (await kept.limiter.turn(BOT, "paced")).seconds == about(8.0)
    await kept.passes(8.1)
    assert (await kept.limiter.turn(BOT, "3")).granted, "a second after the reply"


async def test_a_chat_just_answered_waits_its_second(kept: Kept) -> None:
    await kept.limiter.count(BOT, "1")
    await _written(kept.limiter)
    assert not (await kept.limiter.turn(BOT, "1")).granted


async def test_more_replies_than_the_platform_takes_starve_nobody(kept: Kept) -> None:
    for number in range(2000):
        await kept.limiter.count(BOT, str(number % 50))
    await _written(kept.limiter)
    assert (await kept.limiter.turn(BOT, "paced")).seconds == about(LONGEST_DEBT)


async def test_a_bot_that_was_refused_is_held(kept: Kept) -> None:
    await kept.limiter.hold(BOT, 30)
    grant = await kept.limiter.turn(BOT, "1")
    assert (grant.granted, grant.seconds) == (True, about(30))
    await kept.passes(30)
    assert (await kept.limiter.turn(BOT, "2")).seconds < 2 * SLOT


async def _written(limiter: Limiter) -> None:
    if isinstance(limiter, SharedLimiter) and limiter._writing is not None:
        await limiter._writing


# Shared


async def test_processes_share_the_slots(postgresql_url: str) -> None:
    databases = [Database(postgresql_url) for _ in range(3)]
    # So long that no chat is free again before the last has asked.
    patient = {BOT: dataclasses.replace(LIMITS[BOT], chat_seconds=60.0)}
    limiters = [SharedLimiter(one, patient, Clock()) for one in databases]
    asked = (
        limiters[number % 3].turn(BOT, str(number // 2))  # each chat twice
        for number in range(60)
    )
    grants = await asyncio.gather(*asked)
    granted = sum(one.granted for one in grants)
    assert granted == 30, "two processes that ask for one chat at once are not both granted"
    free = await databases[0].run(
        lambda db: (
            db.exec_driver_sql("SELECT free_at FROM pace WHERE chat <> '' ORDER BY free_at")
            .scalars()
            .all()
        )
    )
    apart = [(later - one).total_seconds() for one, later in itertools.pairwise(free)]
    assert min(apart) >= SLOT - 0.0001
    for database in databases:
        database.close()


async def test_chats_of_long_ago_are_forgotten(postgresql_url: str) -> None:
    database, clock = Database(postgresql_url), Clock()
    limiter = SharedLimiter(database, LIMITS, clock)
    await limiter.turn(BOT, "1")
    await _shared_passes(database, clock, 120)
    await limiter.turn(BOT, "2")
    rows = await database.run(
        lambda db: db.exec_driver_sql("SELECT chat FROM pace ORDER BY chat").scalars().all()
    )
    assert rows == ["", "2"]
    database.close()


# One that others stand in for


@dataclass
class Shaky:
    """Answers as long as it is there, each time with another wait."""

    seconds: float
    there: bool = True
    asked: list[str] = field(default_factory=list)

    async def count(self, channel: str, chat: str) -> None:
        self._note("count")

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Grant:
        self._note("turn")
        return Grant(self.seconds, granted=True)

    async def hold(self, channel: str, seconds: float) -> None:
        self._note("hold")

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if not self.there:
            raise ConnectionError("gone")


async def test_the_second_takes_over_and_the_first_comes_back() -> None:
    clock, first, second = Clock(), Shaky(1.0), Shaky(2.0)
    limiter = PreferredLimiter(first, second, clock)
    assert (await limiter.turn(BOT, "1")).seconds == 1.0
    assert second.asked == []
    first.there = False
    assert (await limiter.turn(BOT, "1")).seconds == 2.0
    tried = len(first.asked)
    assert (await limiter.turn(BOT, "1")).seconds == 2.0
    assert len(first.asked) == tried, "it is left alone for a while"
    first.there = True
    clock.now += ASK_AGAIN_SECONDS
    assert (await limiter.turn(BOT, "1")).seconds == 2.0, "until all have noticed, both say yes"
    assert len(first.asked) == tried + 1
    clock.now += 2 * ASK_AGAIN_SECONDS
    assert (await limiter.turn(BOT, "1")).seconds == 1.0


async def test_what_is_counted_or_held_reaches_whoever_is_there() -> None:
    clock, first, second = Clock(), Shaky(1.0, there=False), Shaky(2.0)
    limiter = PreferredLimiter(first, second, clock)
    await limiter.hold(BOT, 3.0)
    await limiter.count(BOT, "1")
    assert second.asked == ["hold", "count"]
    assert first.asked == ["hold"]
