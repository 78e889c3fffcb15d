"""Due items happen on time, once, and again where they could not."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.engine import store
from bot.engine.inbound import Address
from bot.engine.taken import ComeAgain
from bot.schedule import queries
from bot.schedule.clockwork import FIRST_WAIT, HANDS, LEASE, MOST_ATTEMPTS, Clockwork
from bot.schedule.loop import MOST_SPREAD
from core.people.models import person
from tests.bot.schedule.conftest import asleep, going
from tests.bot.schedule.kitchen import Kitchen


@pytest.fixture
def clockwork(kitchen: Kitchen) -> Clockwork:
    """The loop under test."""
    return Clockwork(kitchen.database, kitchen.engine, kitchen, kitchen.clock)


async def test_happens_to_the_second(kitchen: Kitchen, clockwork: Clockwork) -> None:
    async with going(clockwork):
        await kitchen.plan("tea", seconds=1.2)
        await kitchen.until(lambda: kitchen.notes)
    assert kitchen.boiled == [("tea", {"cups": 2})]
    assert 0 <= kitchen.lateness[0] < 1
    assert await kitchen.due_items() == 0
    assert await kitchen.messages() == 1


async def test_what_was_due_before_the_start_happens_at_once(
    kitchen: Kitchen, clockwork: Clockwork
) -> None:
    await kitchen.plan("tea", seconds=-10_000)
    async with going(clockwork):
        await kitchen.until(lambda: kitchen.notes)
    assert kitchen.notes == [("kettle", "done")]


async def test_many_at_one_instant_all_happen_once(kitchen: Kitchen, clockwork: Clockwork) -> None:
    many = 5 * HANDS
    for number in range(many):
        await kitchen.says("boil", str(number), Address("telegram", str(number % 7)))
    async with going(clockwork):
        await kitchen.until(lambda: len(kitchen.notes) == many)
    assert sorted(int(number) for number, _ in kitchen.boiled) == list(range(many))
    assert await kitchen.messages() == many


async def test_two_processes_do_it_once(
    kitchen: Kitchen, clockwork: Clockwork, database_url: str
) -> None:
    neighbour = Kitchen(database_url, "next door")
    other = Clockwork(neighbour.database, neighbour.engine, kitchen, kitchen.clock)
    for number in range(20):
        await kitchen.says("boil", str(number))
    async with going(clockwork, other):
        await kitchen.until(lambda: len(kitchen.notes) == 20)
    assert len(kitchen.boiled) + len(neighbour.boiled) == 20
    assert await kitchen.messages() == 20
    await asyncio.to_thread(neighbour.database.close)


async def test_a_plan_that_is_replaced_happens_at_its_new_time(
    kitchen: Kitchen, clockwork: Clockwork
) -> None:
    kitchen.clock.stop()
    await kitchen.plan("tea", seconds=-1)
    seen = await _take(kitchen, "kitchen")
    await kitchen.database.run(_drop_tea)
    await kitchen.database.run(_plan_tea, kitchen.clock() + timedelta(hours=1))
    await clockwork._fire(seen[0])
    assert kitchen.boiled == []
    assert await kitchen.due_items() == 1


async def test_a_failure_is_postponed_further_each_time_and_then_dropped(
    kitchen: Kitchen, clockwork: Clockwork
) -> None:
    kitchen.clock.stop()
    kitchen.troubles = [ValueError("cold")] * MOST_ATTEMPTS
    await kitchen.plan("tea")
    waits = []
    for attempt in range(MOST_ATTEMPTS - 1):
        await clockwork.look()
        done = [("kettle", "postponed")] * (attempt + 1)
        await kitchen.until(lambda done=done: kitchen.notes == done)  # type: ignore[misc]
        coming = await clockwork.look()
        assert coming is not None
        waits.append(coming - kitchen.clock())
        kitchen.clock.set_to = coming
    for attempt, wait in enumerate(waits):
        assert FIRST_WAIT * 2**attempt <= wait <= FIRST_WAIT * 2**attempt * MOST_SPREAD
    await clockwork.look()
    await kitchen.until(lambda: ("kettle", "dropped") in kitchen.notes)
    assert await kitchen.due_items() == 0
    assert await kitchen.messages() == 0


async def test_the_next_attempt_succeeds(kitchen: Kitchen, clockwork: Clockwork) -> None:
    kitchen.clock.stop()
    kitchen.troubles = [ValueError("cold")]
    await kitchen.plan("tea")
    await clockwork.look()
    await kitchen.until(lambda: kitchen.notes == [("kettle", "postponed")])
    kitchen.clock.pass_(seconds=FIRST_WAIT.total_seconds() * MOST_SPREAD)
    await clockwork.look()
    await kitchen.until(lambda: kitchen.notes[-1] == ("kettle", "done"))
    assert await kitchen.messages() == 1


async def test_what_can_come_again_does_without_counting(
    kitchen: Kitchen, clockwork: Clockwork
) -> None:
    kitchen.troubles = [ComeAgain("elsewhere", after=0)] * (2 * MOST_ATTEMPTS)
    await kitchen.plan("tea")
    async with going(clockwork):
        await kitchen.until(lambda: kitchen.boiled and kitchen.notes)
    assert kitchen.notes == [("kettle", "done")]


async def test_a_kind_of_a_newer_release_is_left_alone(
    kitchen: Kitchen, clockwork: Clockwork
) -> None:
    await kitchen.plan("tea")
    await kitchen.database.run(_plan_tea, kitchen.clock(), "teleporter")
    async with going(clockwork):
        await kitchen.until(lambda: kitchen.notes)
    assert kitchen.notes == [("kettle", "done")]
    assert await kitchen.due_items() == 1


async def test_only_a_plan_before_the_next_look_wakes_it(
    kitchen: Kitchen, clockwork: Clockwork
) -> None:
    async with going(clockwork):
        await asleep(clockwork)
        for number in range(10):
            await kitchen.plan(str(number), seconds=90)
        assert not clockwork._woken.is_set()
        await kitchen.plan("now")
        await kitchen.until(lambda: kitchen.boiled)


async def test_stopping_lets_what_happens_finish(kitchen: Kitchen, clockwork: Clockwork) -> None:
    for number in range(HANDS):
        await kitchen.says("boil", str(number))
    await clockwork.look()
    await clockwork.stop()
    assert len(kitchen.boiled) == HANDS


async def _take(kitchen: Kitchen, process: str, limit: int = 100) -> list[queries.DueRow]:
    now = kitchen.clock()
    return await kitchen.database.run(
        queries.take_due, ["kettle"], now, process, now + LEASE, limit
    )


def _drop_tea(db: Connection) -> None:
    store.drop_due(db, "kettle", "tea")


def _plan_tea(db: Connection, at: datetime, kind: str = "kettle") -> None:
    person_id = db.execute(select(person.c.id)).scalar_one()
    store.plan(db, kind, "tea", person_id, at, {})


async def test_a_hand_that_breaks_holds_nobody_up(
    kitchen: Kitchen, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = 0

    async def breaks(*_: object) -> bool:
        nonlocal broken
        broken += 1
        raise KeyError

    fire = kitchen.engine.fire
    monkeypatch.setattr(kitchen.engine, "fire", breaks)
    for number in range(3 * HANDS):
        await kitchen.plan(str(number))
    await clockwork.look()
    while broken < HANDS:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0)
    monkeypatch.setattr(kitchen.engine, "fire", fire)
    async with going(clockwork):
        await kitchen.until(lambda: len(kitchen.notes) == 2 * HANDS)
